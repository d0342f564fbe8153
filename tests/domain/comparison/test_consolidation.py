"""Amendments read into the text they amend."""

from __future__ import annotations

import pytest

from domain.clause import Clause
from domain.comparison import Consolidation, Standing, compare, consolidate
from tests.domain.comparison.making import clause

BASE = [
    clause("Definitions", "1", id="b1"),
    clause("In this agreement the words below have these meanings:", "1.1", id="b1.1", parent="b1"),
    clause("“Fee” means the sum stated in Schedule 1.", id="fee", parent="b1.1"),
    clause("“Term” means the period stated in clause 9.", id="term", parent="b1.1"),
    clause("Uses", "5", id="b5"),
    clause("The Licensee may supply a paper copy to another library in Ontario.", "5.1", id="b5.1", parent="b5"),
    clause("The Licensee shall not:", "5.2", id="b5.2", parent="b5"),
    clause("sell the Licensed Materials;", "5.2(a)", id="b5.2a", parent="b5.2"),
    clause("change the Licensed Materials.", "5.2(b)", id="b5.2b", parent="b5.2"),
    clause("The Fee shall not rise by more than 3 per cent a year.", "6", id="b6"),
]


def amended(*texts: str | Clause) -> Consolidation:
    """The base text as amended by clauses 1, 2, 3 … of an amendment."""
    clauses = [text if isinstance(text, Clause) else clause(text, str(at)) for at, text in enumerate(texts, start=1)]
    return consolidate(BASE, clauses)


def text_of(consolidation: Consolidation, number: str) -> str:
    return next(one.clause.text for one in consolidation.clauses if one.clause.number == number)


def numbers(consolidation: Consolidation) -> list[str | None]:
    return [one.clause.number for one in consolidation.clauses]


def test_a_clause_is_replaced_and_remembers_what_it_was_and_who_says_so() -> None:
    result = amended(
        "Clause 5.1 of the Agreement is deleted and replaced by the following: “The Licensee may send files.”"
    )
    (one,) = [one for one in result.clauses if one.standing is Standing.AMENDED]
    assert (one.clause.number, one.clause.text) == ("5.1", "The Licensee may send files.")
    assert one.was == BASE[5]
    assert [by.number for by in one.by] == ["1"]
    assert numbers(result) == [one.number for one in BASE]
    assert result.not_understood == ()


@pytest.mark.parametrize(
    "wording",
    [
        "Clause 5.1 is replaced by this: The Licensee may send files.",
        "Section 5.1 of the Licence shall be deleted in its entirety and replaced with: The Licensee may send files.",
        "Clause 5.1 is hereby amended to read as follows: “The Licensee may send files.”",
        "Clause 5.1 is hereby amended and restated in its entirety to read: The Licensee may send files.",
        "clause 5.1 of the original agreement is substituted by the following new text: The Licensee may send files.",
    ],
)
def test_a_replacement_is_understood_in_many_wordings(wording: str) -> None:
    assert text_of(amended(wording), "5.1") == "The Licensee may send files."


def test_a_clause_is_replaced_by_the_clauses_that_the_amendment_names() -> None:
    result = consolidate(
        BASE,
        [
            clause("Clause 5.1 of the Agreement is replaced by clauses 2.2 to 2.3 of this amendment.", "2.1"),
            clause("The Licensee may send files.", "2.2"),
            clause("No file may be passed on.", "2.3"),
            clause("Requests before that day are governed by the Agreement as it stood.", "2.4"),
        ],
    )
    at = numbers(result).index("5.1")
    assert [one.clause.text for one in result.clauses[at : at + 2]] == [
        "The Licensee may send files.",
        "No file may be passed on.",
    ]
    assert [one.number for one in result.applied] == ["2.1", "2.2", "2.3"]
    assert [one.number for one in result.own] == ["2.4"]


def test_a_clause_is_replaced_by_the_paragraphs_that_follow() -> None:
    result = consolidate(
        BASE,
        [
            clause("Clause 5.2 is replaced by the following:", "1"),
            clause("The Licensee shall not rent the Licensed Materials.", "5.2"),
            clause("Other clauses stay as they are.", "2"),
        ],
    )
    assert text_of(result, "5.2") == "The Licensee shall not rent the Licensed Materials."
    assert "5.2(a)" not in numbers(result)
    assert [one.number for one, _ in result.removed] == ["5.2(a)", "5.2(b)"]


def test_a_deleted_clause_goes_with_its_sub_clauses() -> None:
    result = amended("Clauses 5.1 and 5.2 of the Agreement are hereby deleted.")
    assert numbers(result) == ["1", "1.1", None, None, "5", "6"]
    assert [one.number for one, _ in result.removed] == ["5.1", "5.2", "5.2(a)", "5.2(b)"]


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("The following is added after clause 5.2: The Licensee may lend.", "change the Licensed Materials."),
        (
            "A new clause 5.3 is inserted immediately after clause 5.2 of the Agreement: The Licensee may lend.",
            "change the Licensed Materials.",
        ),
        ("A new clause 5.3 is added to the Agreement: The Licensee may lend.", "change the Licensed Materials."),
        ("The following new clause is inserted before clause 5.2: The Licensee may lend.", BASE[5].text),
        ("The following definition is added to clause 1.1: The Licensee may lend.", BASE[3].text),
    ],
)
def test_a_new_clause_is_put_where_it_belongs(order: str, after: str) -> None:
    texts = [one.clause.text for one in amended(order).clauses]
    assert texts.index("The Licensee may lend.") == texts.index(after) + 1


@pytest.mark.parametrize(
    ("order", "number", "expected"),
    [
        (
            "In clause 6, the words “3 per cent” are replaced by “4 per cent”.",
            "6",
            "The Fee shall not rise by more than 4 per cent a year.",
        ),
        (
            'The words "in Ontario" in clause 5.1 are deleted.',
            "5.1",
            "The Licensee may supply a paper copy to another library.",
        ),
        (
            "In clause 5.1 the words “or Quebec” are inserted after the words “in Ontario”.",
            "5.1",
            "The Licensee may supply a paper copy to another library in Ontario or Quebec.",
        ),
        ("The words “Licensed Materials” are replaced by “Content” throughout.", "5.2(b)", "change the Content."),
        (
            "The following sentence is added at the end of clause 6: It may fall.",
            "6",
            "The Fee shall not rise by more than 3 per cent a year. It may fall.",
        ),
    ],
)
def test_words_are_changed_inside_a_clause(order: str, number: str, expected: str) -> None:
    assert text_of(amended(order), number) == expected


def test_a_definition_is_replaced_and_the_others_stay() -> None:
    result = amended("The definition of “Fee” in clause 1.1 is replaced by the following: “Fee” means nothing at all.")
    assert [one.clause.text for one in result.clauses][2:4] == ["“Fee” means nothing at all.", BASE[3].text]


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("The figure of 3 per cent in clause 6 is replaced, for the year 2029 alone, by 3.5 per cent.", "person"),
        ("Clause 7.9 of the Agreement is deleted.", "7.9"),
        ("In clause 6, the words “5 per cent” are replaced by “4 per cent”.", "5 per cent"),
        ("Clauses 5.1 and 6 are replaced by the following: The Licensee may send files.", "several"),
        ("Clause 5.1 is replaced by the following:", "not found"),
        ("Clause 5.1 is amended to reflect the practice of the parties.", "person"),
    ],
)
def test_what_is_not_understood_is_listed_and_changes_nothing(order: str, reason: str) -> None:
    result = amended(order)
    assert [one.clause for one in result.clauses] == BASE
    (listed,) = result.not_understood
    assert reason in listed.reason


def test_a_clause_with_one_order_that_cannot_be_carried_out_is_not_carried_out_at_all() -> None:
    result = amended("Clause 5.1 is deleted. Clause 7.9 is deleted.")
    assert [one.clause for one in result.clauses] == BASE
    assert len(result.not_understood) == 1


def test_amendments_are_laid_over_one_another() -> None:
    first = amended("In clause 6, the words “3 per cent” are replaced by “4 per cent”.")
    second = consolidate(
        [one.clause for one in first.clauses],
        [clause("In clause 6, the words “4 per cent” are replaced by “5 per cent”.", "1", id="second")],
    )
    assert text_of(second, "6") == "The Fee shall not rise by more than 5 per cent a year."


def test_the_comparison_of_base_and_reading_copy_shows_what_the_amendment_did() -> None:
    result = amended("In clause 6, the words “3 per cent” are replaced by “4 per cent”.", "Clause 5.1 is deleted.")
    changes = compare(BASE, [one.clause for one in result.clauses]).substantive()
    assert [(change.kind.value, change.old.number if change.old else None) for change in changes] == [
        ("removed", "5.1"),
        ("changed", "6"),
    ]
