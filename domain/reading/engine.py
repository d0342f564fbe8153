"""One reading of a document: clauses, suggestions, key facts."""

from __future__ import annotations

from collections.abc import Sequence

from domain.page import Page
from domain.reading.analysis import Analysis
from domain.reading.segments import segment

ENGINE = "rules 0.1"


def analyse(pages: Sequence[Page]) -> Analysis:
    """Reads the pages of one document."""
    return Analysis(clauses=segment(pages), suggestions=(), facts=(), language="en", engine=ENGINE)
