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
from domain.suggestion import Suggestion

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
    found = suggest(clauses, known) if clauses else ()
    language = language_of(clauses)
    return Analysis(
        clauses=clauses,
        suggestions=_fit_to_say(pages, found),
        facts=facts_of(clauses, found),
        language=language,
        engine=engine_of(known),
        warnings=tuple(_warnings(clauses, language)),
    )


def _fit_to_say(pages: Sequence[Page], suggestions: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
    """Without the silent ones where a page could not be read: what was not looked for is not known to be missing."""
    whole = all(page.words or not page.warnings for page in pages)
    return tuple(one for one in suggestions if whole or one.evidence)


def _warnings(clauses: Sequence[Clause], language: str) -> Iterator[str]:
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
