"""Which decided terms carry over to a new text."""

from __future__ import annotations

from domain.comparison import carry_over, compare
from tests.domain.comparison.making import clause

OLD = [
    clause("Authorized Users may print single copies of individual articles.", "3.1", id="print"),
    clause("The Licensee may supply a paper copy of an article to another library.", "3.2", id="loan"),
    clause("The licensor shall send usage statistics for each journal every quarter.", "5.1", id="use"),
    clause("Either party may end this agreement on sixty days’ notice in writing.", "9.1", id="end"),
]
NEW = [
    clause("Authorised Users may print single copies of individual articles;", "4.1", id="new print"),
    clause("The Licensee may supply an electronic copy of an article to another library.", "4.2", id="new loan"),
    clause("Either party may end this agreement on sixty days’ notice in writing.", "9.1", id="new end"),
]


def test_a_term_whose_clauses_say_the_same_is_offered_again_with_its_new_clauses() -> None:
    carried = carry_over(compare(OLD, NEW), {"print_copy": ["print"], "notice": ["end", "print"]})
    assert carried["print_copy"].unchanged
    assert carried["print_copy"].clauses == {"print": ("new print",)}
    assert carried["notice"].unchanged
    assert carried["notice"].clauses == {"end": ("new end",), "print": ("new print",)}


def test_a_term_with_one_changed_clause_is_to_be_looked_at_again() -> None:
    carried = carry_over(compare(OLD, NEW), {"ill": ["print", "loan"]})["ill"]
    assert not carried.unchanged
    assert [change.old for change in carried.changes] == [OLD[1]]


def test_a_term_whose_clause_is_gone_is_to_be_looked_at_again() -> None:
    carried = carry_over(compare(OLD, NEW), {"usage_statistics": ["use"]})["usage_statistics"]
    assert not carried.unchanged
    assert carried.clauses == {"use": ()}


def test_a_term_decided_as_silent_is_to_be_looked_at_again_when_the_text_says_more() -> None:
    assert not carry_over(compare(OLD, NEW), {"text_data_mining": []})["text_data_mining"].unchanged
    assert carry_over(compare(OLD, OLD), {"text_data_mining": []})["text_data_mining"].unchanged


def test_evidence_that_the_comparison_does_not_know_is_named_and_never_taken_as_unchanged() -> None:
    carried = carry_over(compare(OLD, NEW), {"print_copy": ["print", "lost"]})["print_copy"]
    assert not carried.unchanged
    assert carried.missing == ("lost",)


def test_a_difference_that_may_come_from_a_scan_is_to_be_looked_at() -> None:
    read = clause("Authorized Users rnay print single copies of individual articles.", "3.1", confidence=0.8)
    assert not carry_over(compare(OLD[:1], [read]), {"print_copy": ["print"]})["print_copy"].unchanged


def test_every_clause_that_a_split_clause_went_into_is_looked_at() -> None:
    whole = clause(f"{OLD[0].text} {OLD[1].text}", "3", id="whole")
    comparison = compare([whole], [clause(OLD[0].text, "3.1", id="a"), clause(NEW[1].text, "3.2", id="b")])
    assert not carry_over(comparison, {"ill": ["whole"]})["ill"].unchanged
