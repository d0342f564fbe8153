"""One reading of a document: clauses, suggestions, key facts."""

from __future__ import annotations

from collections.abc import Sequence

from domain.page import Page
from domain.reading.analysis import Analysis
from domain.reading.rules import Rules, default_rules
from domain.reading.segments import segment
from domain.reading.suggest import suggest

ENGINE_VERSION = "1.0"
ENGINE = f"rules {ENGINE_VERSION}+{default_rules().version}"


def analyse(pages: Sequence[Page], rules: Rules | None = None) -> Analysis:
    """Reads the pages of one document."""
    known = rules or default_rules()
    clauses = segment(pages)
    return Analysis(
        clauses=clauses,
        suggestions=suggest(clauses, known),
        facts=(),
        language="en",
        engine=f"rules {ENGINE_VERSION}+{known.version}",
    )
