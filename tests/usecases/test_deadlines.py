"""Noting at a deadline whether a licence is kept or ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from domain.deadline import DeadlineChoice
from domain.errors import Conflict, Invalid, NotFound, NotPermitted, Stale
from domain.identity import SYSTEM, Actor, Role
from domain.ports import Services
from domain.usecases.accounts import add_account
from domain.usecases.deadlines import deadlines_of, decide_deadline, one_deadline, reopen_deadline
from domain.usecases.desk import what_waits
from domain.usecases.licence_record import licence_record
from domain.usecases.licences import add_licence, change_licence, delete_licence
from domain.usecases.tasks import tasks_of
from domain.usecases.turn_of_day import turn_of_day
from domain.work_queue import DeadlineAt, DeadlineKind
from tests.usecases.conftest import Clock
from tests.usecases.test_desk import ADMIN, in_force

KEEP, END = {"choice": "keep"}, {"choice": "end"}


def yearly(s: Services, title: str = "Yearly") -> str:
    """A licence that renews itself for a year, whose term ends in forty days, with notice of thirty."""
    return in_force(
        s,
        title,
        40,
        renewal="automatic",
        renewal_period={"number": 1, "unit": "year"},
        notice_period={"number": 30, "unit": "calendar_day"},
    )


def notice(s: Services, licence_id: str, days: int = 10) -> DeadlineAt:
    return DeadlineAt(licence_id=licence_id, kind=DeadlineKind.NOTICE, day=s.today() + dt.timedelta(days=days))


def waiting(s: Services, days: int = 90) -> list[tuple[str, DeadlineKind]]:
    return [(each.title, each.kind) for each in what_waits(s, days).deadlines]


def test_a_decided_deadline_leaves_the_open_ones_until_it_is_taken_back(services: Services) -> None:
    at = notice(services, yearly(services))

    decide_deadline(services, ADMIN, at, {**KEEP, "note": "Used every day."}, seen=1)

    assert waiting(services) == [("Yearly", DeadlineKind.END)]
    desk = what_waits(services, 90)
    assert [each.at for each in desk.decided] == [at]
    held = desk.said[at].decided
    assert held is not None
    assert (held.choice, held.note, held.decided_by_name) == (DeadlineChoice.KEEP, "Used every day.", "Ada Min")
    reopen_deadline(services, ADMIN, at, seen=2)
    assert waiting(services) == [("Yearly", DeadlineKind.NOTICE), ("Yearly", DeadlineKind.END)]
    assert what_waits(services, 90).decided == ()


def test_what_was_decided_holds_for_that_very_day_and_next_year_it_is_asked_again(
    services: Services, clock: Clock
) -> None:
    licence_id = yearly(services)
    decide_deadline(services, ADMIN, notice(services, licence_id), KEEP, seen=1)
    decide_deadline(
        services,
        ADMIN,
        DeadlineAt(licence_id=licence_id, kind=DeadlineKind.END, day=services.today() + dt.timedelta(days=40)),
        KEEP,
        seen=1,
    )
    assert waiting(services, 365) == []

    clock.at += dt.timedelta(days=41)
    turn_of_day(services, clock.today())

    assert waiting(services, 365) == [("Yearly", DeadlineKind.NOTICE), ("Yearly", DeadlineKind.END)]
    assert [state.decided for state in deadlines_of(services, licence_id)] == [None, None]


def test_other_dates_make_another_deadline(services: Services) -> None:
    licence_id = yearly(services)
    at = notice(services, licence_id)
    decide_deadline(services, ADMIN, at, KEEP, seen=1)

    change_licence(services, ADMIN, licence_id, {"notice_period": {"number": 20, "unit": "calendar_day"}}, seen=1)

    assert waiting(services)[0] == ("Yearly", DeadlineKind.NOTICE)
    for refused in (lambda: decide_deadline(services, ADMIN, at, END, seen=2), lambda: one_deadline(services, at)):
        with pytest.raises(NotFound, match="no such deadline any more"):
            refused()


def test_ending_gives_somebody_the_task_and_alters_no_date_and_no_status(services: Services) -> None:
    licence_id = yearly(services)
    before = licence_record(services, licence_id)
    raw = {"email": "erm@x.example", "name": "E. Rm", "role": Role.EDITOR, "password": "long enough to be kept"}
    owner = add_account(services, SYSTEM, raw)
    at = notice(services, licence_id)

    task = {"task": "Give notice.", "owner": owner.id, "due": at.day.isoformat()}
    decide_deadline(services, ADMIN, at, {**END, **task}, seen=1)

    (given,) = tasks_of(services, licence_id)
    assert (given.text, given.owner_id, given.due) == ("Give notice.", owner.id, at.day)
    assert one_deadline(services, at).waiting == given
    after = licence_record(services, licence_id)
    assert (after.status, after.dates, after.licence) == (before.status, before.dates, before.licence)


def test_a_mistake_in_the_task_notes_nothing_and_every_mistake_is_told(services: Services) -> None:
    at = notice(services, yearly(services))

    with pytest.raises(Invalid) as refused:
        decide_deadline(services, ADMIN, at, {"task": " ", "owner": "nobody", "due": "2026-02-30"}, seen=1)

    assert {error.loc for error in refused.value.errors} == {"choice", "task", "owner", "due"}
    assert one_deadline(services, at).state.decided is None
    assert tasks_of(services, at.licence_id) == ()


def test_of_two_at_once_the_second_is_told_what_the_first_noted(services: Services) -> None:
    at = notice(services, yearly(services))
    decide_deadline(services, ADMIN, at, {**END, "note": "Too dear."}, seen=1)

    with pytest.raises(Stale) as late:
        decide_deadline(services, replace(ADMIN, name="Late"), at, KEEP, seen=1)

    assert late.value.theirs == {"choice": "end", "note": "Too dear."}
    assert late.value.revision == 2
    held = one_deadline(services, at).state.decided
    assert held is not None
    assert held.choice is DeadlineChoice.END


def test_every_word_is_in_the_trail_and_none_is_ever_lost(services: Services) -> None:
    at = notice(services, yearly(services))
    decide_deadline(services, ADMIN, at, {**KEEP, "note": "Fine."}, seen=1)
    reopen_deadline(services, ADMIN, at, seen=2)
    decide_deadline(services, ADMIN, at, END, seen=3)

    entries = licence_record(services, at.licence_id).history.items
    said = [(e.action, e.after.get("choice"), e.subject_id) for e in entries if e.subject == "deadline"]

    assert said == [
        ("deadline.decide", "end", at.name),
        ("deadline.reopen", None, at.name),
        ("deadline.decide", "keep", at.name),
    ]
    with pytest.raises(Conflict, match="Nothing is noted"):
        reopen_deadline(services, ADMIN, notice_of_another(services), seen=1)


def notice_of_another(s: Services) -> DeadlineAt:
    return notice(s, yearly(s, "Another"))


def test_readers_of_the_desk_may_not_decide(services: Services) -> None:
    at = notice(services, yearly(services))
    viewer = Actor(id="v", name="V", role=Role.VIEWER)

    with pytest.raises(NotPermitted):
        decide_deadline(services, viewer, at, KEEP, seen=1)
    with pytest.raises(NotPermitted):
        reopen_deadline(services, viewer, at, seen=1)


def test_a_licence_at_whose_deadline_something_was_decided_is_not_erased(services: Services) -> None:
    end = (services.today() + dt.timedelta(days=40)).isoformat()
    licence = add_licence(services, ADMIN, {"title": "Draft", "end_date": end, "renewal": "explicit"})
    at = DeadlineAt(licence_id=licence.id, kind=DeadlineKind.END, day=dt.date.fromisoformat(end))
    decide_deadline(services, ADMIN, at, KEEP, seen=1)

    with pytest.raises(Conflict, match="Retire it instead"):
        delete_licence(services, ADMIN, licence.id, seen=1)
