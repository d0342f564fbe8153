"""Reading again adds and never alters what people did, and shows what the new reading sees otherwise."""

from __future__ import annotations

import pytest

from domain.decision import Choice
from domain.errors import NotFound
from domain.identity import Actor
from domain.ports import Services
from domain.readings import StoredSuggestion
from domain.rereading import Seen
from domain.review import Show, Standing
from domain.usecases.decisions import accept_suggestion, claims_of, decide_term
from domain.usecases.desk import what_waits
from domain.usecases.documents import read_again
from domain.usecases.looking_up import holding
from domain.usecases.own_phrases import add_phrase, change_phrase
from domain.usecases.rereading import looks_again, readings_of
from domain.usecases.reviewing import Wish, reject_term, review_of
from domain.usecases.taking_back import reject_suggestion, reopen_term
from domain.usecases.work import work_one
from tests.usecases.test_silence import version_with

FORBIDS = {
    "phrase": "paper copy",
    "means": "prohibited_explicit",
    "example": "Nobody sends a paper copy.",
}


@pytest.fixture
def version(services: Services, editor: Actor) -> str:
    return version_with(services, editor, "agreement", "meridian-2026.pdf").id


def document_of(services: Services, version: str) -> str:
    with services.reading_only() as uow:
        return uow.documents.of_version(version)[0].id


def suggestions(services: Services, version: str) -> dict[str, StoredSuggestion]:
    with services.reading_only() as uow:
        return {one.suggestion.term: one for one in uow.readings.suggestions(version)}


def again(services: Services, actor: Actor, version: str) -> None:
    read_again(services, actor, document_of(services, version))
    while work_one(services, "test"):
        pass


def test_what_was_dealt_with_stays_so_where_the_new_reading_says_the_same(
    services: Services, editor: Actor, reviewer: Actor, version: str
) -> None:
    found = suggestions(services, version)
    spoken = [one for one in found.values() if one.suggestion.value == "permitted_explicit"]
    accepted, changed, rejected, untouched = spoken[:4]
    accept_suggestion(services, reviewer, accepted.id)
    other = Choice(value="prohibited_interpreted", evidence=claims_of(changed), internal_note="Our reading.")
    decide_term(services, reviewer, version, changed.suggestion.term, other)
    reject_suggestion(services, reviewer, rejected.id, "Not this clause.")
    with services.reading_only() as uow:
        decided = uow.decisions.of_version(version)

    again(services, editor, version)

    now = suggestions(services, version)
    for one, state in ((accepted, "accepted"), (changed, "changed"), (rejected, "rejected"), (untouched, "open")):
        assert now[one.suggestion.term].state == state
        assert now[one.suggestion.term].id != one.id
    with services.reading_only() as uow:
        assert uow.decisions.of_version(version) == decided
    assert readings_of(services, document_of(services, version)).seen is not None
    terms = {term.key: term for term in review_of(services, version, Wish(show=Show.ALL)).terms}
    assert terms[changed.suggestion.term].standing is Standing.CHANGED
    assert not any(term.looks_again for term in terms.values())


def test_a_decided_term_that_is_seen_otherwise_is_flagged_and_never_altered(
    services: Services, admin: Actor, version: str
) -> None:
    key = "ill_print_fax"
    first = suggestions(services, version)[key]
    assert first.suggestion.value == "permitted_explicit"
    accept_suggestion(services, admin, first.id)
    phrase = add_phrase(services, admin, key, FORBIDS)

    again(services, admin, version)

    readings = readings_of(services, document_of(services, version))
    assert readings.seen is not None
    (seen,) = [one for one in readings.seen.terms if one.term == key]
    assert seen.how is Seen.VALUE
    assert seen.old is not None
    assert seen.new is not None
    assert (seen.old.suggestion.value, seen.new.suggestion.value) == ("permitted_explicit", "prohibited_explicit")
    assert looks_again(seen, readings.decisions[key])
    term = review_of(services, version, Wish(key=key)).open
    assert term is not None
    assert term.looks_again
    assert term.decision is not None
    assert term.decision.value == "permitted_explicit"

    reject_term(services, admin, version, key, "The phrase goes too far.")
    kept = review_of(services, version, Wish(key=key)).open
    assert kept is not None
    assert kept.standing is Standing.DECIDED

    change_phrase(services, admin, phrase.id, {"active": False}, seen=1)
    again(services, admin, version)
    assert suggestions(services, version)[key].state == "accepted"


def test_the_same_text_read_again_is_seen_the_same(services: Services, editor: Actor, version: str) -> None:
    document = document_of(services, version)
    assert readings_of(services, document).seen is None

    again(services, editor, version)

    readings = readings_of(services, document)
    assert readings.seen is not None
    assert (readings.seen.clauses_new, readings.seen.clauses_gone, readings.seen.terms) == ((), (), ())
    assert readings.seen.clauses_kept > 50
    assert len(readings.readings) == 2


def test_terms_that_only_the_new_reading_finds_or_finds_no_longer_are_told(
    services: Services, admin: Actor, version: str
) -> None:
    silent = next(key for key, one in suggestions(services, version).items() if one.suggestion.value == "silent")
    document = document_of(services, version)
    phrase = add_phrase(services, admin, silent, {"phrase": "sixty", "means": "", "example": "Nobody may be sixty."})
    again(services, admin, version)
    found = readings_of(services, document).seen
    assert found is not None
    hows = {one.term: one.how for one in found.terms}

    change_phrase(services, admin, phrase.id, {"active": False}, seen=1)
    again(services, admin, version)

    back = readings_of(services, document).seen
    assert back is not None
    assert {one.term: one.how for one in back.terms} == {
        term: Seen.GONE if how is Seen.NEW else how for term, how in hows.items()
    }
    first, last = readings_of(services, document).readings[-1], readings_of(services, document).readings[0]
    ends = readings_of(services, document, first.id, last.id).seen
    assert ends is not None
    assert ends.terms == ()
    with pytest.raises(NotFound):
        readings_of(services, document, "no-such-reading")


def test_the_desk_tells_of_a_reading_that_sees_something_else(services: Services, admin: Actor, version: str) -> None:
    document = document_of(services, version)
    assert what_waits(services, 30).seen_differently == {}
    add_phrase(services, admin, "ill_print_fax", FORBIDS)

    again(services, admin, version)

    assert what_waits(services, 30).seen_differently[document] >= 1


def test_what_was_taken_back_is_open_again_in_a_new_reading(services: Services, admin: Actor, version: str) -> None:
    found = suggestions(services, version)["ill_print_fax"]
    accept_suggestion(services, admin, found.id)
    reopen_term(services, admin, version, "ill_print_fax")

    again(services, admin, version)

    assert suggestions(services, version)["ill_print_fax"].state == "open"
    with services.reading_only() as uow:
        assert holding(uow.decisions.of_version(version)) == ()
