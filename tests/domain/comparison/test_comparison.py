"""What became of each clause."""

from __future__ import annotations

from domain.clause import Clause
from domain.comparison import Change, ChangeKind, Comparison, compare
from tests.domain.comparison.making import clause, numbered, real_clauses

LICENCE = [
    "The Licensor grants to the Licensee a non-exclusive licence to use the Licensed Materials for research.",
    "Authorized Users may print single copies of individual articles for their own study.",
    "The Licensee may supply a single paper copy of an article to another library by post or fax.",
    "The Licensor shall supply usage statistics for each journal every quarter in COUNTER reports.",
    "Either party may end this agreement on sixty days notice if the other is in material breach.",
    "This agreement is governed by the laws of the Province of Ontario and the laws of Canada.",
]
FRENCH = [
    "Le concédant accorde au preneur une licence non exclusive d’utilisation des documents sous licence.",
    "Les utilisateurs autorisés peuvent imprimer un seul exemplaire d’un article pour leurs études.",
]


def kinds(comparison: Comparison) -> list[str]:
    return [change.kind.value for change in comparison.changes]


def change_of(comparison: Comparison, number: str) -> Change:
    """The change of the old clause with this number."""
    return next(change for change in comparison.changes if change.old and change.old.number == number)


def test_a_text_compared_with_itself_is_unchanged_throughout() -> None:
    comparison = compare(numbered(LICENCE), numbered(LICENCE))
    assert comparison.summary() == {
        "unchanged": 6, "changed": 0, "moved": 0, "renumbered": 0, "added": 0, "removed": 0
    }  # fmt: skip
    assert comparison.substantive() == ()


def test_everything_is_added_to_an_empty_text_and_everything_removed_from_a_text_that_became_empty() -> None:
    assert kinds(compare([], numbered(LICENCE))) == ["added"] * 6
    assert kinds(compare(numbered(LICENCE), [])) == ["removed"] * 6
    assert compare([], []).changes == ()


def test_a_text_in_another_language_has_no_clause_in_common() -> None:
    assert sorted(kinds(compare(numbered(LICENCE[:2]), numbered(FRENCH)))) == ["added", "added", "removed", "removed"]


def test_a_clause_without_any_letters_is_compared_as_well() -> None:
    assert kinds(compare([clause("***", "1")], [clause("", "1")])) == ["removed", "added"]


def test_changes_come_in_the_order_of_the_new_text_with_what_is_gone_where_it_stood() -> None:
    new = [LICENCE[0], LICENCE[3], "Scholarly sharing of an article with a colleague abroad is allowed.", LICENCE[5]]
    comparison = compare(numbered(LICENCE[:4] + LICENCE[5:]), numbered(new))
    assert kinds(comparison) == ["unchanged", "removed", "removed", "renumbered", "added", "renumbered"]


def test_a_clause_that_was_taken_elsewhere_is_moved_and_the_others_stay() -> None:
    new = [*LICENCE[1:], LICENCE[0]]
    moved = [change.old for change in compare(numbered(LICENCE), numbered(new)).changes if change.moved]
    assert [one.text for one in moved if one] == [LICENCE[0]]


def test_a_clause_that_moved_and_changed_says_both() -> None:
    new = [*LICENCE[1:], LICENCE[0].replace("research", "teaching")]
    change = change_of(compare(numbered(LICENCE), numbered(new)), "1")
    assert (change.kind, change.moved, change.substantive) == (ChangeKind.CHANGED, True, True)


def test_a_new_number_alone_is_no_change_of_substance() -> None:
    comparison = compare([clause(LICENCE[0], "2.1")], [clause(LICENCE[0], "3.1")])
    assert kinds(comparison) == ["renumbered"]
    assert comparison.substantive() == ()


def test_clauses_that_a_text_repeats_are_not_called_moved() -> None:
    repeated = "The Licensee shall tell the Licensor of any breach without delay and in writing."
    texts = [LICENCE[0], repeated, LICENCE[1], repeated, LICENCE[2], repeated]
    new = [*texts[:2], "Walk-in users may read the journals on the terminals of the reading rooms.", *texts[2:]]
    comparison = compare(numbered(texts), numbered(new))
    assert comparison.summary()["moved"] == 0
    assert comparison.summary()["added"] == 1


def test_a_clause_that_was_split_loses_nothing_and_its_piece_names_the_origin() -> None:
    whole = clause(f"{LICENCE[1]} {LICENCE[2]}", "1", id="whole")
    comparison = compare([whole], [clause(LICENCE[1], "1"), clause(LICENCE[2], "2")])
    rest, piece = sorted(comparison.changes, key=lambda change: change.kind is ChangeKind.ADDED)
    assert rest.new_also == (piece.new,)
    assert (piece.kind, piece.old_also) == (ChangeKind.ADDED, (whole,))
    assert comparison.substantive() == ()


def test_a_clause_that_was_split_and_changed_is_of_substance() -> None:
    whole = clause(f"{LICENCE[1]} {LICENCE[2]}", "1")
    changed = LICENCE[2].replace("paper copy", "paper or digital copy")
    assert compare([whole], [clause(LICENCE[1], "1"), clause(changed, "2")]).substantive() != ()


def test_clauses_that_were_merged_both_lead_to_the_new_one() -> None:
    old = [clause(LICENCE[1], "1"), clause(LICENCE[2], "2")]
    comparison = compare(old, [clause(f"{LICENCE[1]} {LICENCE[2]}", "1")])
    assert {change.new.number for change in comparison.changes if change.new} == {"1"}
    assert len(comparison.changes) == 2
    assert comparison.substantive() == ()


def test_a_heading_with_sub_clauses_stands_for_the_one_clause_that_said_the_same() -> None:
    old = [clause(f"Usage Rights. {LICENCE[1]} {LICENCE[2]}", "3", heading="Usage Rights")]
    new = [
        clause("Usage Rights.", "3", id="head"),
        clause(LICENCE[1], "3(a)", parent="head"),
        clause(LICENCE[2], "3(b)", parent="head"),
    ]
    (change,) = compare(old, new).changes
    assert [part.number for part in change.new_parts] == ["3(a)", "3(b)"]
    assert change.new_text.endswith(LICENCE[2])
    assert not change.substantive


def test_a_clause_written_anew_is_known_by_its_number_and_its_neighbours() -> None:
    new = list(LICENCE)
    new[3] = "Quarterly reports on the use of each journal are to be sent to the library by the Licensor."
    assert change_of(compare(numbered(LICENCE), numbered(new)), "4").kind is ChangeKind.CHANGED


def test_another_heading_of_a_numbered_section_is_nothing_to_act_on() -> None:
    old = [clause(LICENCE[0], "2"), clause("Permitted Uses", "3", heading="Permitted Uses")]
    new = [clause(LICENCE[0], "2"), clause("Authorised Uses", "3", heading="Authorised Uses")]
    change = change_of(compare(old, new), "3")
    assert (change.kind, change.substantive) == (ChangeKind.CHANGED, False)


def test_another_title_of_the_whole_text_is_of_substance() -> None:
    old, new = (clause(title, heading=title) for title in ("Site Licence for Journals", "Site Licence for Books"))
    assert compare([old, clause(LICENCE[0], "1")], [new, clause(LICENCE[0], "1")]).substantive() != ()


def test_a_short_clause_that_might_pass_for_a_heading_is_of_substance_when_it_forbids() -> None:
    added = clause("No commercial use.", "3", heading="No commercial use")
    assert compare([clause(LICENCE[0], "2")], [clause(LICENCE[0], "2"), added]).substantive() != ()


def test_page_numbers_in_one_text_only_are_nothing_to_act_on() -> None:
    comparison = compare(numbered(LICENCE), [*numbered(LICENCE), clause("Page 3 of 12"), clause("- 4 -")])
    assert comparison.summary()["added"] == 2
    assert comparison.substantive() == ()


def test_a_text_that_nobody_cut_into_clauses_is_marked_word_by_word_all_the_same() -> None:
    text = " ".join(real_clauses()[:400])
    words = text.split()
    changed = " ".join([*words[:5000], "heron", *words[5001:]])
    (change,) = compare([clause(text)], [clause(changed)]).changes
    assert [mark.text.strip() for mark in change.words if mark.op != "equal"] == [words[5000], "heron"]


def test_two_long_texts_with_nothing_in_common_are_shown_as_one_for_the_other() -> None:
    old, new = ([clause(" ".join(f"{letter}{at}" for at in range(6000)), "1")] for letter in "xy")
    comparison = compare(old, new)
    assert sorted(kinds(comparison)) == ["added", "removed"]


def scanned(texts: list[str]) -> list[Clause]:
    """Clauses as read from a picture."""
    return [clause(text, str(at), confidence=0.93) for at, text in enumerate(texts, start=1)]


def test_a_clause_that_a_scan_lacks_is_shown_as_unsure() -> None:
    comparison = compare(numbered(LICENCE), scanned(LICENCE[:5]))
    assert [(change.kind.value, change.unsure) for change in comparison.substantive()] == [("removed", True)]


def test_a_speck_read_as_letters_is_nothing_to_act_on() -> None:
    assert compare(numbered(LICENCE), [*scanned(LICENCE), clause("ii.", confidence=0.3)]).substantive() == ()
