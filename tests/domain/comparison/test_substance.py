"""Which differences a reader would act on."""

from __future__ import annotations

import pytest

from domain.comparison import Change, compare
from tests.domain.comparison.making import clause, compared, numbered

OF_SUBSTANCE = [
    ("The Licensee may supply copies.", "The Licensee may not supply copies."),
    ("The Licensee may supply copies.", "The Licensee shall supply copies."),
    ("The Licensee shall pay the Fee.", "The Licensee must pay the Fee."),
    ("The Licensee may supply copies.", "The Licensee may supply copies only in print."),
    ("No copies may be made without consent.", "No copies may be made with consent."),
    ("within thirty (30) days of the notice", "within sixty (60) days of the notice"),
    ("within 30 days of the notice", "within 30 months of the notice"),
    ("a fee of £1,000 a year", "a fee of £1,200 a year"),
    ("a fee of £1,000 a year", "a fee of $1,000 a year"),
    ("no more than 10 % of a journal", "no more than 15 % of a journal"),
    ("ends on 31 December 2025", "ends on 31 January 2025"),
    ("the Licensee shall tell the Licensor", "the Licensor shall tell the Licensor"),
    ("to use best efforts to comply", "to use reasonable efforts to comply"),
    ("copies of single articles", "copies of whole issues"),
    ("as set out in clause 4.2 of this agreement", "as set out in clause 4.3 of this agreement"),
    ("may use the materials without limitation", "may use the materials"),
    ("notable articles may be sent", "no table articles may be sent"),
    ("journals listed in Schedule 6", "journals listed in Schedule B"),
]
NOT_OF_SUBSTANCE = [
    ("The Licensee’s “Authorised Users” – all of them", "The Licensee's \"Authorized Users\" - all of them"),
    ("to utilise the catalogue of the centre", "to utilize the catalog of the center"),
    ("a licence is cancelled under this programme", "a license is canceled under this program"),
    ("acknowledgement of the licence fee", "acknowledgment of the license fee"),
    ("on-line access to the e-mail service", "online access to the email service"),
    ("the infor mation is kept", "the information is kept"),
    ("within thirty (30) days", "within 30 days"),
    ("renewed with one hundred and twenty days of notice", "renewed with 120 days of notice"),
    ("the AUTHORIZED USERS", "the Authorized Users"),
    ("articles, figures and tables", "articles; figures, and tables"),
    ("the users of the library", "users of library"),
    ("The Licensor hereby grants what is set forth in Schedule 1", "The Licensor grants what is set out in Schedule 1"),
    ("prior to the commencement of the term", "before the start of the term"),
    ("Save as provided for in clause 4, users may print.", "Except as provided for in clause 4, users may print."),
    ("is liable for: (a) loss; (b) damage", "is liable for: (i) loss; (ii) damage"),
    ("print single copies; and", "print single copies."),
    ("the title(s) of the journal(s)", "the title of the journal"),
    ("at ten per cent of the fee", "at 10% of the fee"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), OF_SUBSTANCE)
def test_a_reader_would_act_on(old: str, new: str) -> None:
    (change,) = compared(old, new).changes
    assert change.substantive


@pytest.mark.parametrize(("old", "new"), NOT_OF_SUBSTANCE)
def test_it_is_shown_but_is_nothing_to_act_on(old: str, new: str) -> None:
    (change,) = compared(old, new).changes
    assert change.kind == "changed"
    assert not change.substantive
    assert not change.unsure


VERBS = ("store", "mend", "send", "bind")


def test_a_defined_term_renamed_throughout_is_named_once_and_is_nothing_to_act_on() -> None:
    texts = [
        "The Licensee may print single articles for teaching.",
        "The Licensee’s users are students and staff of the university.",
        "The Licensor shall send the Licensee a report each quarter.",
        "Fees are payable by the Licensee within forty days of an invoice.",
    ]
    new = [text.replace("Licensee", "Institution") for text in texts]
    comparison = compare(numbered(texts), numbered(new))
    assert [(one.old, one.new) for one in comparison.renames] == [("Licensee", "Institution")]
    assert comparison.summary()["changed"] == 4
    assert comparison.substantive() == ()


def test_a_name_of_several_words_can_be_renamed_too() -> None:
    texts = [f"The library shall {verb} the Licensed Materials in its own reading rooms." for verb in VERBS]
    new = [text.replace("Licensed Materials", "Content") for text in texts]
    assert compare(numbered(texts), numbered(new)).substantive() == ()


def test_two_parties_that_change_places_are_no_renamed_term() -> None:
    texts = [f"The Licensee shall {verb} the journals at its own cost and risk." for verb in VERBS]
    texts.append("The Licensor shall do nothing of the kind at any time.")
    new = [text.replace("Licensee", "Licensor") for text in texts[:4]] + texts[4:]
    comparison = compare(numbered(texts), numbered(new))
    assert comparison.renames == ()
    assert len(comparison.substantive()) == 4


def test_another_company_in_place_of_a_party_is_no_renamed_term() -> None:
    texts = [f"Northfield shall {verb} the journals at its own cost and risk." for verb in VERBS]
    comparison = compare(numbered(texts), numbered([text.replace("Northfield", "Easterly") for text in texts]))
    assert len(comparison.substantive()) == 4


def test_another_verb_of_duty_is_no_renamed_term() -> None:
    texts = [f"The Licensee Shall {verb} the journals at its own cost." for verb in VERBS]
    comparison = compare(numbered(texts), numbered([text.replace("Shall", "May") for text in texts]))
    assert len(comparison.substantive()) == 4


def test_a_reference_that_follows_its_clause_is_nothing_to_act_on() -> None:
    uses = "The Licensee may place copies of articles in an electronic reserve for enrolled students."
    pointer = "Copies are deleted under clause {} (ii) and Clauses {} and 9 at the end of the term."
    old = [clause(uses, "8.5"), clause(pointer.format("8.5", "8.5"), "9")]
    new = [clause(uses, "8.4"), clause(pointer.format("8.4", "8.4"), "9")]
    assert compare(old, new).substantive() == ()


def scan(old: str, new: str) -> Change:
    """A digital text against its scan, beside a clause that shows which words both texts know."""
    known = "The licensor and the licensee may supply copies of the articles to users in the library or at home."
    comparison = compare([clause(old, "1"), clause(known, "2")], [clause(new, "1", confidence=0.9), clause(known, "2")])
    return next(change for change in comparison.changes if change.old and change.old.number == "1")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("may print modern articles of the journal", "may print modem articles of the journal"),
        ("may print all articles of the journal", "may print aII articles of the journal"),
        ("may print 10 articles of the journal", "may print lO articles of the journal"),
        ("may print articles of the journal, in full", "may print articles of thc jourrial in full"),
        ("may print articles of the journal", "may print _ articles of the | journal ~"),
    ],
)
def test_what_reading_a_scan_gets_wrong_is_shown_as_unsure_at_most(printed: str, read: str) -> None:
    change = scan(printed, read)
    assert not change.substantive


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("may not print articles of the journal", "may print articles of the journal"),
        ("may print 30 articles of the journal", "may print 80 articles of the journal"),
        ("the licensor may print articles", "the licensee may print articles"),
        ("may print articles of the journal", "must print articles of the journal"),
    ],
)
def test_a_scan_hides_no_word_that_turns_the_meaning(printed: str, read: str) -> None:
    change = scan(printed, read)
    assert change.substantive
    assert change.unsure


def test_letters_that_look_alike_are_unsure_even_in_a_text_that_was_not_scanned() -> None:
    (change,) = compared("the tenns of the journal", "the terms of the journal").changes
    assert change.substantive
    (change,) = compared("clause l of the modem agreement", "clause 1 of the modern agreement").changes
    assert (change.substantive, change.unsure) == (False, True)
