"""A desk with a connected Alma: the real use cases and database against the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from domain.decision import Choice
from domain.identity import Actor
from domain.licence import Licence
from domain.ports import Services
from domain.sync.plan import Item, Plan, Purpose, Stands
from domain.sync.target import Target
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence
from domain.usecases.sync.looking import Wishes, decide_item, items_of, plan_now
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.pulling import ask_for_pull
from domain.usecases.sync.sending import ask_to_send
from domain.usecases.sync.targets import add_target
from domain.usecases.versions import add_version, move_version
from domain.usecases.work import work_one
from domain.version import VersionState
from storage.remote.hosts import HostRule
from storage.remote.sealing import new_own_key
from storage.remote.systems import Systems
from tests.alma.stand_in import KEY, StandIn

FAST = {"requests_per_second": 25, "requests_left": 0}


@dataclass
class SyncDesk:
    """The desk, the stand-in, and what a librarian does with both."""

    s: Services
    alma: StandIn
    admin: Actor
    reviewer: Actor
    target: Target

    def licence(
        self, code: str = "L-1", title: str = "", *, terms: dict[str, Any] | None = None, **fields: Any
    ) -> Licence:
        """A licence in force with decided terms; a term may be a value, or a value and its conditions."""
        raw = {"code": code, "title": title or f"Licence {code}", **fields}
        licence = add_licence(self.s, self.admin, raw)
        self.version(licence, "agreement", "2026-01-01", terms or {})
        return licence

    def version(self, licence: Licence, kind: str, since: str, terms: dict[str, Any], label: str = "") -> str:
        """A version in force."""
        raw = {"kind": kind, "effective_from": since, "label": label}
        version = add_version(self.s, self.admin, licence.id, raw)
        for key, value in terms.items():
            self.decide(version.id, key, value)
        move_version(self.s, self.admin, version.id, VersionState.IN_REVIEW)
        move_version(self.s, self.admin, version.id, VersionState.IN_FORCE, "Agreed by letter.")
        return version.id

    def decide(self, version_id: str, key: str, value: Any) -> None:
        """Decide a term, again if need be."""
        said, conditions = value if isinstance(value, tuple) else (value, None)
        choice = Choice(value=said, conditions=conditions, internal_note="As agreed.", reason="It was agreed anew.")
        decide_term(self.s, self.admin, version_id, key, choice)

    def version_of(self, licence: Licence) -> str:
        """The agreement of a licence."""
        with self.s.reading_only() as uow:
            return uow.versions.of_licence(licence.id)[0].id

    def work(self) -> None:
        """Do all background work."""
        while work_one(self.s, "test"):
            pass

    def plan(self, purpose: Purpose = Purpose.SEND) -> Plan:
        """Compare."""
        plan = ask_for_plan(self.s, self.reviewer, self.target.id, purpose)
        self.work()
        return plan_now(self.s, plan.id).plan

    def items(self, plan: Plan) -> tuple[Item, ...]:
        """The records of a plan."""
        return items_of(self.s, plan.id, limit=200).items

    def send(self, plan: Plan) -> Plan:
        """Send a plan."""
        ask_to_send(self.s, self.reviewer, plan.id)
        self.work()
        return plan_now(self.s, plan.id).plan

    def sync(self) -> Plan:
        """Compare, and send what needs no decision."""
        return self.send(self.plan())

    def pull(self, purpose: Purpose, *, everything: bool = False) -> Plan:
        """Take over."""
        plan = ask_for_pull(self.s, self.reviewer, self.target.id, purpose, everything=everything)
        self.work()
        return plan_now(self.s, plan.id).plan

    def decide_conflict(self, item: Item, **stands: Stands) -> Item:
        """Decide conflicts by the code of the term or the name of the field."""
        by_field = {line.field: stands[name] for line in item.lines for name in stands if line.field.endswith(name)}
        return decide_item(self.s, self.reviewer, item.id, Wishes(stands=by_field), seen=item.revision)


@pytest.fixture
def alma() -> Iterator[StandIn]:
    """A stand-in; at the end nothing may have been asked of it that Alma would never see."""
    with StandIn() as started:
        yield started
    assert started.violations == []


@pytest.fixture
def desk(services: Services, alma: StandIn, admin: Actor, reviewer: Actor, tmp_path: Path) -> SyncDesk:
    own_key = new_own_key()
    remotes = Systems(lambda: own_key, HostRule(loopback=True), timeout=1.0, sleep=lambda _seconds: None)
    s = replace(services, remotes=remotes)
    raw = {"name": "Alma", "address": alma.address, "key": KEY, "options": FAST}
    return SyncDesk(s, alma, admin, reviewer, add_target(s, admin, raw))
