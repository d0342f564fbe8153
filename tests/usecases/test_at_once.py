"""Two people at the same moment, each in a transaction of their own: what one does, the other has seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from domain.decision import Choice
from domain.errors import LicenceError
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence, change_licence
from domain.usecases.versions import add_version, move_version
from domain.version import Version, VersionState

ROUNDS = 8
VALUES = ("permitted_explicit", "uninterpreted")


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each gave, or the error it was told; all begin together."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except LicenceError as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def in_force(s: Services, actor: Actor, version: str) -> Version:
    return move_version(s, actor, version, VersionState.IN_FORCE, "Agreed.")


def test_of_two_agreements_put_in_force_at_once_one_supersedes_the_other(
    services: Services, editor: Actor, reviewer: Actor
) -> None:
    for _ in range(ROUNDS):
        licence = add_licence(services, editor, {"title": "Boreal Journals"})
        drafts = [
            add_version(services, editor, licence.id, {"label": day, "effective_from": day}).id
            for day in ("2025-01-01", "2026-01-01")
        ]
        for draft in drafts:
            move_version(services, editor, draft, VersionState.IN_REVIEW)
        told = at_once(*(partial(in_force, services, reviewer, draft) for draft in drafts))
        assert not any(isinstance(one, LicenceError) for one in told), told
        with services.reading_only() as uow:
            states = {version.label: version.state for version in uow.versions.of_licence(licence.id)}
        assert states == {"2025-01-01": VersionState.SUPERSEDED, "2026-01-01": VersionState.IN_FORCE}


def test_of_two_who_decide_one_term_at_once_one_is_told(services: Services, editor: Actor, reviewer: Actor) -> None:
    licence = add_licence(services, editor, {"title": "Boreal Journals"})
    version = add_version(services, editor, licence.id, {"label": "2026", "effective_from": "2026-01-01"}).id
    for seen in range(ROUNDS):
        deed = partial(decide_term, services, reviewer, version, "ill_electronic", seen=seen)
        told = at_once(*(partial(deed, Choice(value=value, internal_note="By telephone.")) for value in VALUES))
        assert sum(isinstance(one, LicenceError) for one in told) == 1, told
    with services.reading_only() as uow:
        assert [one.sequence for one in uow.decisions.of_version(version)] == list(range(1, ROUNDS + 1))


def test_of_two_who_save_one_licence_at_once_one_is_told(services: Services, editor: Actor) -> None:
    licence = add_licence(services, editor, {"title": "Boreal Journals"})
    for seen in range(1, ROUNDS + 1):
        deed = partial(change_licence, services, editor, licence.id, seen=seen)
        told = at_once(*(partial(deed, {"notes": f"{who} {seen}"}) for who in ("one", "other")))
        assert sum(isinstance(one, LicenceError) for one in told) == 1, told
