"""Phrases as a library writes them: what can be read, what is refused, and that none makes a text slow."""

from __future__ import annotations

import re

import pytest

from domain.reading.own_wordings import OwnWording, digest_of, place_in, reading_of, rules_with
from domain.reading.phrases import NotAPhrase
from domain.reading.rules import default_rules
from domain.reading.suggest import suggest
from domain.reading.written_phrases import own_phrase
from domain.values import ValueType
from tests.domain.reading.typewriter import clause

GUESTS = OwnWording(term="guest_access", value_type=ValueType.PERMISSION, phrase="guest lecturer*")


@pytest.mark.parametrize(
    "written",
    [
        "guest lecture*",
        "{user} ...8 {content} ...8 recording*",
        "(print|paper|printed) ...5 {course_pack}",
        "(robot|spider|crawler)* ...20 (extract|scrap)*",
        "{pass_on} ...6 {outsiders}",
        "course~pack*",
        "# days? after",
        "données",
    ],
)
def test_phrases_as_people_write_them_can_be_read(written: str) -> None:
    assert own_phrase(written).written == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("  ", "Write the words to look for"),
        ("ab *", "at least one word of three letters"),
        ("(abc", "not closed"),
        ("abc)", "never opened"),
        ("{nolist} abc", "no word list “nolist”"),
        ("{user guests", "curly bracket"),
        ("abc ...", "Begin and end with a word"),
        ("abc ...50 def", "20 words wide"),
        ("abc???", "do not go together"),
        ("x" * 201, "Shorten the phrase"),
        ("(a|a)" * 30 + " guest", "too many ways"),
        ("guest" + "~" * 30, "too many ways"),
        ("guest (a*)(a*)(a*)(a*)(a*)(a*)", "too many ways"),
        ("guest ...20 user ...20 copy ...20 paper ...20 copies", "too many ways"),
        ("(*|*|*|*|*|*) " * 7 + "abc", "too many ways"),
    ],
)
def test_what_cannot_be_read_or_would_take_too_long_is_refused_in_a_sentence(written: str, said: str) -> None:
    with pytest.raises(NotAPhrase, match=re.escape(said)):
        own_phrase(written)


def test_a_phrase_is_found_with_its_sentence_and_its_place() -> None:
    text = "The Licensee pays. Guest lecturers may read it. Nobody else may."
    place = place_in(own_phrase("guest lecturer*"), text)
    assert place is not None
    sentence, match = place
    assert text[sentence.start : sentence.end] == "Guest lecturers may read it."
    assert text[match.start : match.end] == "Guest lecturers"


@pytest.mark.parametrize(
    ("means", "text", "value"),
    [
        ("", "Guest lecturers may read the journals.", "permitted_explicit"),
        ("", "Guest lecturers shall not read the journals.", "prohibited_explicit"),
        ("", "There are guest lecturers.", None),
        ("permitted_interpreted", "There are guest lecturers.", "permitted_interpreted"),
        ("permitted_interpreted", "Guest lecturers shall not read the journals.", None),
        ("prohibited_explicit", "There are guest lecturers.", "prohibited_explicit"),
    ],
)
def test_a_phrase_says_what_it_means_or_what_its_sentence_says(means: str, text: str, value: str | None) -> None:
    own = OwnWording(term=GUESTS.term, value_type=GUESTS.value_type, phrase=GUESTS.phrase, means=means)
    found = reading_of(own, [clause(text, id="c")], "c")
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("kind", "means", "text", "value"),
    [
        (ValueType.DURATION, "", "Recordings are kept for 30 days.", {"number": 30, "unit": "calendar_day"}),
        (ValueType.INTEGER, "", "Recordings for 12 users.", 12),
        (ValueType.TEXT, "", "Recordings are kept.", "Recordings are kept."),
        (ValueType.YES_NO, "no", "Recordings are kept.", "no"),
        (ValueType.PICKLIST, "kept", "Recordings are kept.", "kept"),
        (ValueType.PICKLIST_MANY, "kept", "Recordings are kept.", ["kept"]),
        (ValueType.DATE, "", "Recordings from 1 May 2026.", "uninterpreted"),
    ],
)
def test_a_phrase_gives_a_value_of_the_kind_of_its_term(kind: ValueType, means: str, text: str, value: object) -> None:
    own = OwnWording(term="recordings", value_type=kind, phrase="recording*", means=means)
    found = reading_of(own, [clause(text, id="c")], "c")
    assert found is not None
    assert found.value == value


def test_a_reading_with_own_phrases_speaks_of_own_terms_beside_all_others() -> None:
    rules, warnings = rules_with([GUESTS])
    found = {one.term: one for one in suggest([clause("Guest lecturers may read the journals.", id="c")], rules)}
    assert warnings == ()
    assert found["guest_access"].value == "permitted_explicit"
    assert "the library added" in str(found["guest_access"].cues[0])
    assert set(found) == {*(t for t in default_rules().types if default_rules().searched(t)), "guest_access"}


def test_the_version_of_the_rules_tells_which_phrases_were_used() -> None:
    other = OwnWording(term="guest_access", value_type=ValueType.PERMISSION, phrase="visiting lecturer*")
    versions = {rules_with(own)[0].version for own in ([], [GUESTS], [other], [GUESTS, other], [other, GUESTS])}
    assert len(versions) == 4
    assert digest_of([GUESTS, other]) in rules_with([other, GUESTS])[0].version


def test_a_phrase_that_can_no_longer_be_read_costs_a_warning_and_not_the_reading() -> None:
    gone = OwnWording(term="guest_access", value_type=ValueType.PERMISSION, phrase="{a_list_taken_out} guests")
    rules, warnings = rules_with([gone, GUESTS])
    assert len(warnings) == 1
    assert "{a_list_taken_out} guests" in warnings[0]
    assert rules.searched("guest_access") == ("guest lecturer…",)
