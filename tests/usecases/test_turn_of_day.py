"""What the calendar brings: on both databases, with a clock that is set forward."""

from __future__ import annotations

import datetime as dt

from domain.identity import Actor
from domain.licence import LicenceStatus
from domain.ports import Services
from domain.queries import LicenceFilter
from domain.usecases.licences import add_licence
from domain.usecases.turn_of_day import ask_for_turn_of_day
from domain.usecases.versions import add_version, move_version
from domain.usecases.work import work_one
from domain.version import Version, VersionState
from tests.usecases.conftest import Clock


def in_force(s: Services, actor: Actor, licence_id: str, label: str, day: str) -> Version:
    version = add_version(s, actor, licence_id, {"label": label, "effective_from": day})
    move_version(s, actor, version.id, VersionState.IN_REVIEW)
    return move_version(s, actor, version.id, VersionState.IN_FORCE, "Signed.")


def pass_to(s: Services, clock: Clock, day: str) -> None:
    clock.at = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    ask_for_turn_of_day(s)
    ask_for_turn_of_day(s)
    while work_one(s, "test"):
        pass


def states(s: Services, licence_id: str) -> dict[str, VersionState]:
    with s.reading_only() as uow:
        return {version.label: version.state for version in uow.versions.of_licence(licence_id)}


def changes(s: Services, licence_id: str) -> int:
    with s.reading_only() as uow:
        return sum(c.licence_id == licence_id and c.kind == "terms" for c in uow.audit.changes(0, 1000))


def test_an_agreement_signed_ahead_supersedes_the_former_one_when_its_day_comes(
    services: Services, reviewer: Actor, clock: Clock
) -> None:
    licence = add_licence(services, reviewer, {"title": "Boreal"})
    in_force(services, reviewer, licence.id, "2026", "2026-01-01")
    in_force(services, reviewer, licence.id, "2027", "2027-01-01")
    assert states(services, licence.id) == {"2026": VersionState.IN_FORCE, "2027": VersionState.IN_FORCE}
    pass_to(services, clock, "2026-12-31")
    assert states(services, licence.id)["2026"] is VersionState.IN_FORCE
    told = changes(services, licence.id)
    pass_to(services, clock, "2027-01-03")
    assert states(services, licence.id) == {"2026": VersionState.SUPERSEDED, "2027": VersionState.IN_FORCE}
    assert changes(services, licence.id) == told + 1
    pass_to(services, clock, "2027-01-04")
    assert changes(services, licence.id) == told + 1


def test_a_desk_that_was_off_for_weeks_misses_nothing(services: Services, reviewer: Actor, clock: Clock) -> None:
    licence = add_licence(services, reviewer, {"title": "Boreal"})
    in_force(services, reviewer, licence.id, "2026", "2026-01-01")
    in_force(services, reviewer, licence.id, "2027", "2027-01-01")
    pass_to(services, clock, "2026-12-01")
    pass_to(services, clock, "2027-02-20")
    assert states(services, licence.id)["2026"] is VersionState.SUPERSEDED


def test_a_deadline_rolls_forward_when_its_term_has_renewed_itself(
    services: Services, reviewer: Actor, clock: Clock
) -> None:
    raw = {
        "title": "Boreal",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "renewal": "automatic",
        "notice_period": {"number": 60, "unit": "calendar_day"},
    }
    licence = add_licence(services, reviewer, raw)
    in_force(services, reviewer, licence.id, "2026", "2026-01-01")
    pass_to(services, clock, "2027-01-02")
    before = LicenceFilter(today=dt.date(2027, 1, 2), notice_before=dt.date(2027, 12, 1))
    with services.reading_only() as uow:
        row = uow.queries.licences(before).items[0]
    assert (row.term_ends, row.notice_by) == (dt.date(2027, 12, 31), dt.date(2027, 11, 1))
    assert row.status is LicenceStatus.ACTIVE
