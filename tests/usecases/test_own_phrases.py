"""A library's own phrases: tried at once on stored clauses, kept with their trail, used by the next readings."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import Conflict, Invalid, NotFound, NotPermitted, Stale
from domain.identity import Actor
from domain.ports import Services
from domain.queries import AuditFilter
from domain.usecases.documents import read_again, set_document_aside
from domain.usecases.own_phrases import add_phrase, change_phrase, own_wordings, phrases_of, try_phrase
from domain.usecases.vocabulary import add_definition, change_definition
from domain.usecases.work import work_one
from tests.usecases.test_silence import version_with

KEY = "notice_on_copies"
TERM = {"key": KEY, "value_type": "permission", "label_en": "Copies without a notice", "category": "sharing"}
PHRASE = {
    "phrase": "electronic copy of a (single|) article",
    "example": "The Licensee may supply an electronic copy of a single article.",
    "note": "Asked for by the lending desk.",
}


@pytest.fixture
def version(services: Services, admin: Actor) -> str:
    """A version with a document that was read, and a term of the library's own."""
    add_definition(services, admin, TERM)
    return version_with(services, admin, "amendment", "meridian-amendment-1.pdf").id


def errors_of(refused: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {error.loc: error.message for error in refused.value.errors}


def refused(services: Services, actor: Actor, **raw: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        add_phrase(services, actor, KEY, {**PHRASE, **raw})
    return errors_of(error)


@pytest.mark.usefixtures("version")
def test_it_shows_at_once_what_a_phrase_finds_and_keeps_nothing(services: Services, reviewer: Actor) -> None:
    found = try_phrase(services, reviewer, KEY, PHRASE)

    assert (found.clauses, found.licences, found.is_all, found.too_general) == (1, 1, True, False)
    assert found.example == "permitted_explicit"
    (hit,) = found.hits
    assert (hit.licence, hit.number, hit.page) == ("Journals Complete", "2.2", 1)
    assert hit.match == "electronic copy of a single article"
    assert hit.before.startswith("The Licensee may supply")
    assert hit.value == "permitted_explicit"
    assert phrases_of(services, reviewer, KEY).own == ()


@pytest.mark.usefixtures("version")
def test_a_phrase_is_found_however_it_is_spelt_with_hyphens_accents_and_capitals(
    services: Services, reviewer: Actor
) -> None:
    assert try_phrase(services, reviewer, KEY, {"phrase": "Interlibrary LOAN"}).clauses >= 1
    assert try_phrase(services, reviewer, KEY, {"phrase": "counter~parts"}).clauses == 1
    assert try_phrase(services, reviewer, KEY, {"phrase": "unheard of words"}).hits == ()


def test_the_next_reading_uses_it_and_says_so(services: Services, admin: Actor, version: str) -> None:
    with services.reading_only() as uow:
        (document,) = uow.documents.of_version(version)
        assert KEY not in {one.suggestion.term for one in uow.readings.suggestions(version)}
    add_phrase(services, admin, KEY, PHRASE)

    read_again(services, admin, document.id)
    assert work_one(services, "test")

    with services.reading_only() as uow:
        found = {one.suggestion.term: one.suggestion for one in uow.readings.suggestions(version)}
        first, second = uow.readings.of_document(document.id)
    assert found[KEY].value == "permitted_explicit"
    assert "electronic copy of a single article" in found[KEY].evidence[0].quote
    assert "own phrases" in str(second.engine)
    assert "own phrases" not in str(first.engine)


def test_what_is_set_aside_or_of_a_retired_term_is_read_with_no_longer(
    services: Services, admin: Actor, version: str
) -> None:
    kept = add_phrase(services, admin, KEY, PHRASE)
    aside = change_phrase(services, admin, kept.id, {"active": False}, seen=1)
    with services.reading_only() as uow:
        assert own_wordings(uow) == ()
    change_phrase(services, admin, kept.id, {"active": True}, seen=aside.revision)
    with services.reading_only() as uow:
        assert [one.phrase for one in own_wordings(uow)] == [PHRASE["phrase"]]

    change_definition(services, admin, KEY, {"retired": True}, seen=1)
    with services.reading_only() as uow:
        assert own_wordings(uow) == ()
    with pytest.raises(Conflict, match="retired"):
        add_phrase(services, admin, KEY, {**PHRASE, "phrase": "single article"})


@pytest.mark.usefixtures("version")
def test_everything_done_to_a_phrase_is_in_the_trail(services: Services, admin: Actor) -> None:
    kept = add_phrase(services, admin, KEY, PHRASE)
    change_phrase(services, admin, kept.id, {"note": "Agreed."}, seen=1)
    change_phrase(services, admin, kept.id, {"active": False}, seen=2)

    with services.reading_only() as uow:
        entries = [e for e in uow.audit.entries(AuditFilter(limit=50)).items if e.subject == "phrase"]
    assert [entry.action for entry in entries] == ["phrase.set_aside", "phrase.change", "phrase.add"]
    assert entries[2].after["phrase"] == PHRASE["phrase"]
    assert (entries[1].before, entries[1].after) == ({"note": PHRASE["note"]}, {"note": "Agreed."})


@pytest.mark.usefixtures("version")
def test_every_mistake_is_told_at_its_field(services: Services, admin: Actor) -> None:
    assert "not closed" in refused(services, admin, phrase="(abc")["phrase"]
    assert "Write the words" in refused(services, admin, phrase="")["phrase"]
    assert "Copy a sentence" in refused(services, admin, example="")["example"]
    assert "finds nothing in its example" in refused(services, admin, example="Nothing of the kind.")["example"]
    says_nothing = {"phrase": "electronic copy", "example": "An electronic copy of an article."}
    assert "permits or forbids" in refused(services, admin, **says_nothing)["example"]
    assert "Choose what" in refused(services, admin, means="maybe")["means"]
    assert "no field" in refused(services, admin, colour="red")["colour"]
    add_phrase(services, admin, KEY, PHRASE)
    assert "already" in refused(services, admin)["phrase"]


def test_a_phrase_that_speaks_of_everything_is_refused(services: Services, admin: Actor) -> None:
    add_definition(services, admin, TERM)
    version_with(services, admin, "agreement", "meridian-2026.pdf")

    found = try_phrase(services, admin, KEY, {"phrase": "the licensee"})
    assert found.too_general
    assert found.clauses > found.stored / 10
    said = refused(services, admin, phrase="the licensee", example="The Licensee may read.")["phrase"]
    assert f"{found.clauses} of {found.stored} clauses" in said


@pytest.mark.usefixtures("version")
def test_two_people_at_one_phrase_are_told(services: Services, admin: Actor) -> None:
    kept = add_phrase(services, admin, KEY, PHRASE)
    change_phrase(services, admin, kept.id, {"note": "Mine."}, seen=1)
    with pytest.raises(Stale) as stale:
        change_phrase(services, admin, kept.id, {"note": "Theirs."}, seen=1)
    assert (stale.value.mine, stale.value.theirs) == ({"note": "Theirs."}, {"note": "Mine."})


@pytest.mark.usefixtures("version")
def test_reviewers_look_and_try_and_administrators_change(services: Services, reviewer: Actor, editor: Actor) -> None:
    assert phrases_of(services, reviewer, "ill_electronic").built_in
    with pytest.raises(NotPermitted):
        add_phrase(services, reviewer, KEY, PHRASE)
    with pytest.raises(NotPermitted):
        try_phrase(services, editor, KEY, PHRASE)
    with pytest.raises(NotFound):
        try_phrase(services, reviewer, "no_such_term", PHRASE)


def test_a_document_that_was_set_aside_is_not_searched(services: Services, admin: Actor, version: str) -> None:
    with services.reading_only() as uow:
        (document,) = uow.documents.of_version(version)
    set_document_aside(services, admin, document.id, "The wrong file.")
    found = try_phrase(services, admin, KEY, PHRASE)
    assert (found.clauses, found.stored) == (0, 0)
