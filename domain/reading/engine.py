"""One reading of a document: clauses, suggestions, key facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.clause import Clause
from domain.page import Page
from domain.reading.analysis import Analysis
from domain.reading.facts import facts_of
from domain.reading.language import language_of
from domain.reading.rules import Rules, default_rules
from domain.reading.segments import segment
from domain.reading.suggest import suggest

ENGINE_VERSION = "1.0"
READ_LANGUAGES = frozenset({"en"})
"""Languages that the rules cover; French only here and there."""
LANGUAGE_NAMES = {"fr": "French", "de": "German", "es": "Spanish", "nl": "Dutch"}
DOUBTFUL_SCAN = 0.7


def engine_of(rules: Rules) -> str:
    """The version of the engine with that of its rules, such as `rules 1.0+3f9a…`."""
    return f"rules {ENGINE_VERSION}+{rules.version}"


ENGINE = engine_of(default_rules())


def analyse(pages: Sequence[Page], rules: Rules | None = None) -> Analysis:
    """Reads the pages of one document, in their order; `rules` are those that ship with the product unless given."""
    known = rules or default_rules()
    clauses = segment(pages)
    suggestions = suggest(clauses, known)
    language = language_of(clauses)
    return Analysis(
        clauses=clauses,
        suggestions=suggestions,
        facts=facts_of(clauses, suggestions),
        language=language,
        engine=engine_of(known),
        warnings=tuple(_warnings(pages, clauses, language)),
    )


def _warnings(pages: Sequence[Page], clauses: Sequence[Clause], language: str) -> Iterator[str]:
    for page in pages:
        yield from page.warnings
    if not clauses:
        yield "No text was found on any page, so nothing could be suggested."
        return
    if language not in READ_LANGUAGES:
        name = LANGUAGE_NAMES.get(language, language)
        yield f"The text seems to be in {name}; the rules know English, so expect little from them."
    doubtful = sorted({clause.page_start for clause in clauses if clause.confidence < DOUBTFUL_SCAN})
    if doubtful:
        pages_named = ", ".join(map(str, doubtful[:12]))
        yield f"The scan is hard to read on page {pages_named}; check quotes against the picture."
