"""Several amendments laid over one agreement."""

from __future__ import annotations

from domain.comparison import LaidClause, LaidText, frame_of, lay
from tests.domain.comparison.making import clause

BASE = [
    clause("Uses", "5", id="b5"),
    clause("The Licensee may supply a paper copy.", "5.1", id="b5.1", parent="b5"),
    clause("The Licensee shall not sell a copy.", "5.2", id="b5.2", parent="b5"),
    clause("The fee shall not rise by more than 3 per cent a year.", "6", id="b6"),
]
FIRST = [
    clause("Clause 5.1 is replaced by: The Licensee may send ten files.", "1", id="a1"),
    clause("The Licensee shall name the tools that it uses.", "2", id="a2"),
]
SECOND = [
    clause("In clause 5.1, “ten files” is replaced by “twenty files”.", "1", id="c1"),
    clause("Clause 5.2 is deleted.", "2", id="c2"),
    clause("Clause 7 is deleted.", "3", id="c3"),
]


def numbered(text: LaidText, number: str) -> LaidClause:
    return next(one for one in text.clauses if one.clause.number == number)


def test_a_clause_changed_twice_names_both_amendments_and_the_first_words() -> None:
    one = numbered(lay(BASE, [FIRST, SECOND]), "5.1")
    assert one.clause.text == "The Licensee may send twenty files."
    assert one.was == BASE[1]
    assert [(cause.layer, cause.clause.id) for cause in one.by] == [(0, "a1"), (1, "c1")]


def test_what_is_gone_stays_in_its_place_and_says_which_clause_took_it_away() -> None:
    text = lay(BASE, [FIRST, SECOND])
    assert [one.clause.number for one in text.clauses] == ["5", "5.1", "5.2", "6"]
    gone = numbered(text, "5.2")
    assert (gone.gone, gone.clause.text) == (True, BASE[2].text)
    assert [cause.clause.id for cause in gone.by] == ["c2"]
    assert [one.clause.number for one in text.holding] == ["5", "5.1", "6"]


def test_clauses_beside_the_agreement_do_not_get_in_the_way_of_the_next_amendment() -> None:
    """Both amendments count their clauses 1, 2, 3: clause 2 of the first is none of the agreement."""
    text = lay(BASE, [FIRST, [clause("Clause 2 is deleted.", "1", id="d1")]])
    assert [cause.clause.id for cause in text.beside] == ["a2"]
    assert [(one.cause.clause.id, one.reason) for one in text.unclear] == [
        ("d1", "Clause 2 stands nowhere in the text that is amended.")
    ]


def test_what_could_not_be_applied_is_listed_with_its_amendment() -> None:
    (one,) = lay(BASE, [FIRST, SECOND]).unclear
    assert (one.cause.layer, one.cause.clause.id) == (1, "c3")


def test_without_amendments_the_agreement_is_as_it_was() -> None:
    assert [one.clause for one in lay(BASE, []).clauses] == BASE


def test_a_clause_added_by_one_amendment_and_changed_by_the_next_was_never_in_the_agreement() -> None:
    adds = [clause("The following clause is added after clause 5.2: The Licensee may print.", "1", id="e1")]
    changes = [clause("The words “may print” are replaced by “may print and scan”.", "1", id="f1")]
    text = lay(BASE, [adds, changes])
    (added,) = [one for one in text.clauses if one.by]
    assert added.clause.text == "The Licensee may print and scan."
    assert added.was is None
    assert [cause.clause.id for cause in added.by] == ["e1", "f1"]
    removes = lay(BASE, [[clause("Clause 5.2 is deleted.", "1", id="g1")], adds])
    assert [one.clause.number for one in removes.clauses if one.gone] == ["5.2"]


AMENDMENT = [
    clause("Amendment No. 1", id="title"),
    clause("to the Site Licence Agreement", id="sub"),
    clause("This amendment is made on 18 May 2026 between Meridian and the University.", id="made"),
    clause("Libraries now deliver requests as files.", "(A)", id="recital"),
    clause("Words that the Agreement defines have the same meaning here.", "1.2", id="words"),
    clause("The Licensee shall name the tools that it uses.", "2", id="tools"),
    clause("Except as amended here, all other terms of the Agreement remain in full force.", "3", id="stays"),
    clause("Except as amended here, clause 4 remains. The Licensee may not print.", "4", id="more"),
    clause("Signed by the parties:", id="signed"),
    clause("Name: Odile Marchetti-Rowe", id="name"),
]


def test_the_frame_of_an_amendment_is_told_from_what_it_agrees() -> None:
    assert frame_of(AMENDMENT) == {"title", "sub", "made", "recital", "words", "stays", "signed", "name"}


def test_lines_after_the_last_clause_count_as_signatures_only_where_somebody_signs() -> None:
    assert (
        frame_of([clause("The tools are named.", "1", id="one"), clause("The Licensee may print.", id="two")]) == set()
    )
