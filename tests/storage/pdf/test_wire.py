"""Pages and analyses survive the way through JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from domain.clause import Box, Clause, Fragment, Span
from domain.page import Page, PageSource, Word
from domain.reading.analysis import Analysis, KeyFact
from domain.suggestion import Cue, Quote, Suggestion
from storage.pdf import wire

numbers = st.floats(min_value=-1e4, max_value=1e4, allow_nan=False)
words = st.builds(
    Word,
    text=st.text(min_size=1),
    x0=numbers,
    top=numbers,
    x1=numbers,
    bottom=numbers,
    font=st.sampled_from(["", "Times-Roman", "Helvetica-Bold"]),
    size=numbers,
    bold=st.booleans(),
    italic=st.booleans(),
    confidence=st.floats(0, 1),
)
pages = st.builds(
    Page,
    number=st.integers(1, 2000),
    width=numbers,
    height=numbers,
    words=st.lists(words, max_size=5).map(tuple),
    source=st.sampled_from(PageSource),
    warnings=st.lists(st.text(), max_size=2).map(tuple),
    turned=numbers,
)


@given(pages)
def test_a_page_comes_back_as_it_was(page: Page) -> None:
    assert wire.page_from_json(json.loads(json.dumps(wire.page_to_json(page)))) == page


def test_an_analysis_comes_back_as_it_was() -> None:
    box = Box(page=2, x0=72.0, top=90.5, x1=300.25, bottom=101.5)
    quote = Quote(clause="c1", page=2, span=Span(start=4, end=9), quote="sixty")
    analysis = Analysis(
        clauses=(
            Clause(
                id="c1", number="3.2", heading="Notice", text="3.2 sixty days", page_start=2, page_end=2, boxes=(box,),
                parent=None, level=1, fragments=(Fragment(start=0, end=14, box=box),), confidence=0.93,
            ),
        ),
        suggestions=(
            Suggestion(
                term="non_renewal_notice", value={"number": 60, "unit": "calendar_day"}, conditions="in writing",
                confidence=0.8, evidence=(quote,), cues=(Cue(quote="sixty", meaning="names a period"),),
            ),
            Suggestion(term="ai_training", value="silent", searched=("machine learning",)),
        ),
        facts=(KeyFact(key="start_date", value="2026-01-01", confidence=0.9, evidence=quote),),
        language="en",
        engine="rules 1",
        warnings=("Page 3 was skipped.",),
    )  # fmt: skip
    assert wire.analysis_from_json(json.loads(json.dumps(wire.analysis_to_json(analysis)))) == analysis
