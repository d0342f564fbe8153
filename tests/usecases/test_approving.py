"""A second reviewer's approval where the library asks for one, and places in reviews, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.decision import Choice
from domain.errors import Conflict, NotPermitted, Stale
from domain.identity import SYSTEM, Actor, ActorKind, Role
from domain.ports import Services
from domain.queries import AuditFilter
from domain.review import Show
from domain.usecases.accounts import add_account
from domain.usecases.approving import approve_term
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence, delete_licence
from domain.usecases.review_place import keep_place, place_of
from domain.usecases.terms import terms_on
from domain.usecases.versions import add_version, how_ready, move_version
from domain.version import Version, VersionState
from tests.usecases.conftest import person

KEY = "alumni_access"
BY_LETTER = Choice(value="permitted_explicit", internal_note="By letter.")


@pytest.fixture
def asking(services: Services) -> Services:
    """A library that asks for a second approval."""
    return replace(services, settings=replace(services.settings, second_review=True))


@pytest.fixture
def colleague() -> Actor:
    return person(Role.ADMIN)


@pytest.fixture
def version(services: Services, editor: Actor) -> Version:
    licence = add_licence(services, editor, {"title": "Boreal Journals"})
    draft = add_version(services, editor, licence.id, {"label": "Agreement 2026", "effective_from": "2026-01-01"})
    return move_version(services, editor, draft.id, VersionState.IN_REVIEW)


def waits(s: Services, version: Version) -> bool:
    return any("second reviewer" in doubt for doubt in how_ready(s, version.id, VersionState.IN_FORCE).doubts)


def test_a_version_waits_for_the_approval_of_another_person(
    asking: Services, version: Version, reviewer: Actor, colleague: Actor
) -> None:
    decide_term(asking, reviewer, version.id, KEY, BY_LETTER)
    assert waits(asking, version)
    with pytest.raises(Conflict, match="another reviewer"):
        approve_term(asking, reviewer, version.id, KEY, seen=1)

    approval = approve_term(asking, colleague, version.id, KEY, seen=1)

    assert approval.by_name == colleague.name
    assert not waits(asking, version)
    with asking.reading_only() as uow:
        (entry,) = uow.audit.entries(AuditFilter(action="term.approve")).items
    assert (entry.actor_name, entry.after["value"], entry.after["by"]) == (
        colleague.name, "permitted_explicit", reviewer.name
    )  # fmt: skip
    with pytest.raises(Conflict, match="already"):
        approve_term(asking, replace(colleague, id="a third"), version.id, KEY, seen=1)


def test_putting_in_force_without_approval_needs_a_reason(
    asking: Services, version: Version, reviewer: Actor, colleague: Actor
) -> None:
    decide_term(asking, reviewer, version.id, KEY, BY_LETTER)
    with pytest.raises(Conflict) as refused:
        move_version(asking, colleague, version.id, VersionState.IN_FORCE)
    assert any("1 decision waits" in reason for reason in refused.value.reasons)
    assert terms_on(asking, version.licence_id) == {}

    move_version(asking, colleague, version.id, VersionState.IN_FORCE, "The second reviewer is away until Monday.")

    assert terms_on(asking, version.licence_id)[KEY].decision.value == "permitted_explicit"


def test_a_newer_decision_needs_an_approval_of_its_own(
    asking: Services, version: Version, reviewer: Actor, colleague: Actor
) -> None:
    decide_term(asking, reviewer, version.id, KEY, BY_LETTER)
    approve_term(asking, colleague, version.id, KEY, seen=1)

    decide_term(asking, reviewer, version.id, KEY, replace(BY_LETTER, value="prohibited_explicit"))

    assert waits(asking, version)
    with pytest.raises(Stale):
        approve_term(asking, colleague, version.id, KEY, seen=1)
    with pytest.raises(Conflict, match="no decision"):
        approve_term(asking, colleague, version.id, "print_copy", seen=0)


def test_only_a_reviewer_who_is_a_person_approves(
    asking: Services, version: Version, reviewer: Actor, editor: Actor
) -> None:
    decide_term(asking, reviewer, version.id, KEY, BY_LETTER)
    program = Actor(id="t", name="A program", role=Role.ADMIN, kind=ActorKind.TOKEN)

    for who in (editor, program):
        with pytest.raises(NotPermitted):
            approve_term(asking, who, version.id, KEY, seen=1)


def test_a_library_that_asks_for_none_has_none(
    services: Services, version: Version, reviewer: Actor, colleague: Actor
) -> None:
    decide_term(services, reviewer, version.id, KEY, BY_LETTER)

    assert not waits(services, version)
    with pytest.raises(Conflict, match="no second approval"):
        approve_term(services, colleague, version.id, KEY, seen=1)


def test_each_person_has_a_place_in_each_review(services: Services, version: Version, editor: Actor) -> None:
    raw = {"email": "m.roy@library.example", "name": "M. Roy", "role": "reviewer", "password": "a long enough sentence"}
    marie = add_account(services, SYSTEM, raw).actor()
    other = add_version(services, editor, version.licence_id, {"label": "Draft 2", "effective_from": "2027-01-01"})

    keep_place(services, marie, version.id, KEY, Show.TODO)
    keep_place(services, marie, other.id, "walk_in_access", Show.ALL)
    keep_place(services, marie, version.id, "print_copy", Show.DOUBTFUL)

    here, there = place_of(services, marie, version.id), place_of(services, marie, other.id)
    assert here is not None
    assert (here.term, here.show) == ("print_copy", Show.DOUBTFUL)
    assert there is not None
    assert there.term == "walk_in_access"
    assert place_of(services, editor, version.id) is None


def test_a_licence_that_was_only_looked_at_can_still_be_erased(services: Services, admin: Actor) -> None:
    raw = {"email": "m.roy@library.example", "name": "M. Roy", "role": "reviewer", "password": "a long enough sentence"}
    marie = add_account(services, SYSTEM, raw).actor()
    licence = add_licence(services, admin, {"title": "A mistake"})
    draft = add_version(services, admin, licence.id, {"label": "Draft", "effective_from": "2026-01-01"})
    keep_place(services, marie, draft.id, KEY, Show.TODO)

    delete_licence(services, admin, licence.id, seen=licence.revision)

    assert place_of(services, marie, draft.id) is None
