"""What waits for the people of the desk, and what was done lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.audit import AuditEntry
from domain.deadline import DeadlineState
from domain.falling_due import FallingDue, falling_due
from domain.identity import Account, Actor, Role
from domain.ports import Services, UnitOfWork
from domain.readings import ReadingState
from domain.task import DueTask
from domain.usecases.deadline_places import Entered, places_behind
from domain.usecases.rereading import seen_differently
from domain.vocabulary import TermDefinition
from domain.webhooks.webhook import Webhook
from domain.work_queue import Deadline, DeadlineAt, RecentReading, WaitingReview, Whose

MOST_DEADLINES, MOST_REVIEWS, MOST_READINGS, MOST_ENTRIES, MOST_TASKS = 40, 12, 8, 12, 30
MOST_DECIDED, MOST_READY = 30, 12
LATELY = dt.timedelta(days=3)


class WhoseWork(StrEnum):
    """Whose work the desk shows."""

    MINE = "mine"
    UNIT = "unit"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything of the first page, as of one moment. `titles` and `labels` name what `entries` speak of.

    `seen_differently` says for documents that were read again in how many terms the new reading differs.
    `unit` is the team of who is asking; `people` are names by the ids of accounts. `due` has the `deadlines` of the
    days asked for with the tasks that fall due in them. At `decided` deadlines something was noted already; `said`
    tells what was said at each. `ready` are versions in review with nothing left to deal with.
    `entries` are what others did. `webhooks` are those that need somebody, for administrators.
    """

    unit: str
    people: Mapping[str, str]
    tasks: tuple[DueTask, ...]
    deadlines: tuple[Deadline, ...]
    due: tuple[FallingDue, ...]
    decided: tuple[Deadline, ...]
    said: Mapping[DeadlineAt, DeadlineState]
    without_deadline: int
    reviews: tuple[WaitingReview, ...]
    ready: tuple[WaitingReview, ...]
    readings: tuple[RecentReading, ...]
    seen_differently: dict[str, int]
    entries: tuple[AuditEntry, ...]
    titles: dict[str, str]
    labels: dict[str, str]
    definitions: dict[str, TermDefinition]
    webhooks: tuple[Webhook, ...] = ()


def what_waits(s: Services, days: int, actor: Actor | None = None, work: WhoseWork = WhoseWork.ALL) -> Desk:
    """Tasks, deadlines of the next `days`, reviews and readings of `actor`, of the unit or of all; and what was done.

    What was done are the newest entries of the trail about their licences, by anybody but `actor`.
    """
    today = s.today()
    last = today + dt.timedelta(days=days)
    with s.reading_only() as uow:
        people = {account.id: account for account in uow.accounts.all()}
        me = people.get(actor.id) if actor else None
        whose = whose_work(me, work)
        entries = uow.work.lately(MOST_ENTRIES, whose, but_not_by=actor.id if actor else None)
        readings = uow.work.readings(s.now() - LATELY, MOST_READINGS, whose)
        deadlines = uow.work.deadlines(today, last, MOST_DEADLINES, whose)
        decided = uow.work.deadlines(today, last, MOST_DECIDED, whose, decided=True)
        tasks = uow.work.tasks(MOST_TASKS, whose)
        return Desk(
            unit=me.unit if me else "",
            people={account.id: account.name for account in people.values()},
            tasks=tasks,
            deadlines=deadlines,
            due=falling_due(deadlines, tasks, last, MOST_DEADLINES),
            decided=decided,
            said=_said(uow, today, (*deadlines, *decided)),
            without_deadline=uow.work.without_deadline(today, whose),
            reviews=uow.work.reviews(MOST_REVIEWS, whose),
            ready=uow.work.ready(MOST_READY, whose),
            readings=readings,
            seen_differently=_seen_differently(uow, readings),
            entries=entries,
            titles=uow.work.titles({e.licence_id for e in entries if e.licence_id}),
            labels=uow.work.labels({e.subject_id for e in entries if e.subject == "version"}),
            definitions={definition.key: definition for definition in uow.vocabulary.all()},
            webhooks=_in_need(uow) if actor and actor.role is Role.ADMIN else (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Deadlines with what was said at each; `people` are names by the ids of accounts."""

    deadlines: tuple[Deadline, ...]
    said: Mapping[DeadlineAt, DeadlineState]
    people: Mapping[str, str]


def all_deadlines(s: Services, days: int, actor: Actor, work: WhoseWork, most: int) -> Deadlines:
    """Those of the next `days` by day, decided or not, at most so many of each; for an export."""
    today = s.today()
    last = today + dt.timedelta(days=days)
    with s.reading_only() as uow:
        people = {account.id: account for account in uow.accounts.all()}
        whose = whose_work(people.get(actor.id), work)
        found = [uow.work.deadlines(today, last, most, whose, decided=decided) for decided in (False, True)]
        ordered = tuple(sorted((*found[0], *found[1]), key=lambda one: (one.day, one.title, one.licence_id, one.kind)))
        names = {account.id: account.name for account in people.values()}
        return Deadlines(deadlines=ordered, said=_said(uow, today, ordered), people=names)


def all_tasks(s: Services, actor: Actor, work: WhoseWork, most: int) -> tuple[DueTask, ...]:
    """Open tasks, at most so many; for an export."""
    with s.reading_only() as uow:
        people = {account.id: account for account in uow.accounts.all()}
        return uow.work.tasks(most, whose_work(people.get(actor.id), work))


def _in_need(uow: UnitOfWork) -> tuple[Webhook, ...]:
    return tuple(webhook for webhook in uow.webhooks.all() if webhook.needs_somebody)


def _said(uow: UnitOfWork, today: dt.date, deadlines: Sequence[Deadline]) -> dict[DeadlineAt, DeadlineState]:
    words = uow.deadlines.last_words({each.licence_id for each in deadlines})
    entered = {one.licence_id: Entered(end_date=one.end_date, notice_period=one.notice_period) for one in deadlines}
    there = [each.at for each in deadlines]
    places = places_behind(uow, today, there, entered)
    return {at: DeadlineState(at=at, word=words.get(at), place=places.get(at)) for at in there}


def whose_work(me: Account | None, work: WhoseWork) -> Whose:
    """Of whose licences the work is shown to this person; for nobody in particular that of all."""
    if me is None or work is WhoseWork.ALL:
        return Whose()
    return Whose(account_id=me.id, unit=(me.unit or None) if work is WhoseWork.UNIT else None)


def _seen_differently(uow: UnitOfWork, readings: Sequence[RecentReading]) -> dict[str, int]:
    done = [each.document_id for each in readings if each.state is ReadingState.DONE]
    return seen_differently(uow, done)
