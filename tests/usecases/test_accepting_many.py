"""Accepting with one press what the reading is sure of, and taking all of it back with one, on both databases."""

from __future__ import annotations

import pytest

from domain.accepting import LEAST_SURE, Left
from domain.decision import Choice
from domain.errors import Conflict, NotPermitted
from domain.identity import Actor, Role
from domain.ports import Services
from domain.queries import AuditFilter
from domain.suggestion import SuggestionState
from domain.usecases.accepting_many import accept_many, acceptable
from domain.usecases.decisions import accept_suggestion, decide_term
from domain.usecases.licences import add_licence
from domain.usecases.taking_back import undo_last
from domain.usecases.versions import move_version
from domain.version import Version, VersionState
from tests.usecases.conftest import person
from tests.usecases.test_carrying_over import version_of

LINES = (
    "1. The Licensee may supply to another library a single copy of an article by secure electronic transmission.",
    "2. Walk-in users may access the Licensed Materials from computers on the premises of the Licensee.",
    "3. The Licensee shall not sell or resell the Licensed Materials.",
    "4. Alumni may access the Licensed Materials.",
)


@pytest.fixture
def licence(services: Services, reviewer: Actor) -> str:
    return add_licence(services, reviewer, {"title": "Boreal Journals"}).id


@pytest.fixture
def draft(services: Services, reviewer: Actor, licence: str) -> Version:
    return version_of(services, reviewer, licence, LINES, label="Agreement 2026", effective_from="2026-01-01")


def offered(s: Services, version: Version, least: int = LEAST_SURE) -> dict[str, str]:
    """The suggestions that may be accepted together, by their terms."""
    terms = acceptable(s, version.id, least).sorted_out.accepted
    return {term.key: term.suggestion.id for term in terms if term.suggestion}


def left(s: Services, version: Version, least: int = LEAST_SURE) -> dict[str, Left]:
    return {term.key: why for term, why in acceptable(s, version.id, least).sorted_out.left}


def values(s: Services, version: Version) -> dict[str, object]:
    with s.reading_only() as uow:
        last = {one.term: one for one in sorted(uow.decisions.of_version(version.id), key=lambda one: one.sequence)}
    return {key: one.value for key, one in last.items() if one.value is not None}


def in_force(s: Services, actor: Actor, version: Version) -> None:
    for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
        move_version(s, actor, version.id, state, "Signed by both.")


def test_each_becomes_a_decision_of_its_own_on_its_own_words(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    sure = offered(services, draft)
    assert {"alumni_access", "walk_in_access", "commercial_use"} <= set(sure)

    assert accept_many(services, reviewer, draft.id, sure.values(), LEAST_SURE) == (len(sure), 0)

    with services.reading_only() as uow:
        decisions = {one.term: one for one in uow.decisions.of_version(draft.id)}
        suggestions = {one.suggestion.term: one for one in uow.readings.suggestions(draft.id)}
        entries = uow.audit.entries(AuditFilter(action="term.decide")).items
    assert set(decisions) == set(sure)
    for key, decision in decisions.items():
        assert [e.quote for e in decision.evidence] == [q.quote for q in suggestions[key].suggestion.evidence]
        assert decision.suggestion_id == sure[key]
        assert suggestions[key].state is SuggestionState.ACCEPTED
    assert {entry.subject_id for entry in entries} == {f"{draft.id}/{key}" for key in sure}
    assert all(entry.after["evidence"] for entry in entries)


def test_the_reviewer_chooses_the_confidence_and_the_rest_is_named(services: Services, draft: Version) -> None:
    every, few = offered(services, draft, LEAST_SURE), offered(services, draft, 82)

    assert set(few) < set(every)
    assert few
    for key in set(every) - set(few):
        assert left(services, draft, 82)[key] is Left.UNSURE
    assert left(services, draft)["text_data_mining"] is Left.SILENT
    assert not set(left(services, draft, 82)) & set(few)


@pytest.mark.parametrize("how", ["in force now", "in the version before", "lifted by nobody"])
def test_what_is_prohibited_is_never_permitted_by_many_at_once(
    services: Services, reviewer: Actor, licence: str, how: str
) -> None:
    dates = {"effective_from": "2024-01-01", "effective_to": "2024-12-31" if how == "in the version before" else ""}
    old = version_of(services, reviewer, licence, ("1. Something else altogether is agreed here.",), **dates)
    forbidden = Choice(value="prohibited_explicit", internal_note="By letter.")
    decide_term(services, reviewer, old.id, "alumni_access", forbidden)
    if how == "lifted by nobody":  # an amendment that says something else does not lift it
        more = {"kind": "amendment", "label": "Amendment 1", "effective_from": "2024-06-01"}
        lifting = version_of(services, reviewer, licence, ("1. Walk-in users may not enter.",), **more)
        decide_term(services, reviewer, lifting.id, "walk_in_access", forbidden)
        in_force(services, reviewer, old)
        in_force(services, reviewer, lifting)
    else:
        in_force(services, reviewer, old)
    draft = version_of(services, reviewer, licence, LINES, label="Agreement 2026", effective_from="2026-01-01")

    assert left(services, draft)["alumni_access"] is Left.PROHIBITED
    assert "alumni_access" not in offered(services, draft)

    with services.reading_only() as uow:
        every = [one.id for one in uow.readings.suggestions(draft.id)]
    accept_many(services, reviewer, draft.id, every, LEAST_SURE)  # even where a crafted form asks for it

    assert "alumni_access" not in values(services, draft)


def test_one_undo_takes_all_of_them_back_and_nothing_else(services: Services, reviewer: Actor, draft: Version) -> None:
    sure = offered(services, draft)
    first, *rest = sure
    accept_suggestion(services, reviewer, sure[first], seen=0)
    accept_many(services, reviewer, draft.id, [sure[key] for key in rest], LEAST_SURE)

    undone = undo_last(services, reviewer, draft.id)

    assert sorted(undone) == sorted(rest)
    assert set(values(services, draft)) == {first}
    assert set(offered(services, draft)) == set(rest)
    assert undo_last(services, reviewer, draft.id) == (first,)
    with pytest.raises(Conflict):
        undo_last(services, reviewer, draft.id)


def test_the_undo_leaves_what_somebody_decided_since_then(services: Services, reviewer: Actor, draft: Version) -> None:
    sure = offered(services, draft)
    accept_many(services, reviewer, draft.id, sure.values(), LEAST_SURE)
    colleague = person(Role.ADMIN)
    key = next(iter(sure))
    decide_term(services, colleague, draft.id, key, Choice(value="uninterpreted", internal_note="Asked the licensor."))

    undone = undo_last(services, reviewer, draft.id)

    assert key not in undone
    assert values(services, draft) == {key: "uninterpreted"}


def test_what_somebody_decided_meanwhile_is_left_alone(services: Services, reviewer: Actor, draft: Version) -> None:
    sure = offered(services, draft)
    key = next(iter(sure))
    other = Choice(value="uninterpreted", internal_note="Asked the licensor.")
    decide_term(services, person(Role.ADMIN), draft.id, key, other)

    assert accept_many(services, reviewer, draft.id, sure.values(), LEAST_SURE) == (len(sure) - 1, 1)
    assert values(services, draft)[key] == "uninterpreted"


def test_only_a_reviewer_may(services: Services, editor: Actor, draft: Version) -> None:
    with pytest.raises(NotPermitted):
        accept_many(services, editor, draft.id, offered(services, draft).values(), LEAST_SURE)
