"""What waits for the people of the desk, and what was done lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.audit import Action, AuditEntry
from domain.identity import Account, Actor, Role
from domain.ports import Services, UnitOfWork
from domain.queries import AuditFilter
from domain.readings import ReadingState
from domain.task import DueTask
from domain.usecases.rereading import seen_differently
from domain.vocabulary import TermDefinition
from domain.webhooks.webhook import Webhook
from domain.work_queue import Deadline, RecentReading, WaitingReview, Whose

MOST_DEADLINES, MOST_REVIEWS, MOST_READINGS, MOST_ENTRIES, MOST_TASKS = 60, 12, 8, 12, 30
LATELY = dt.timedelta(days=3)
# Not of the record: they would crowd out what colleagues did.
_LEFT_OUT = (Action.SIGN_IN, Action.SIGN_OUT, Action.READING_REQUEST)


class WhoseWork(StrEnum):
    """Whose work the desk shows."""

    MINE = "mine"
    UNIT = "unit"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything of the first page, as of one moment. `titles` and `labels` name what `entries` speak of.

    `seen_differently` says for documents that were read again in how many terms the new reading differs.
    `unit` is the team of who is asking; `people` are names by the ids of accounts. `webhooks` are those that need
    somebody, for administrators.
    """

    unit: str
    people: Mapping[str, str]
    tasks: tuple[DueTask, ...]

    deadlines: tuple[Deadline, ...]
    without_deadline: int
    reviews: tuple[WaitingReview, ...]
    readings: tuple[RecentReading, ...]
    seen_differently: dict[str, int]
    entries: tuple[AuditEntry, ...]
    titles: dict[str, str]
    labels: dict[str, str]
    definitions: dict[str, TermDefinition]
    webhooks: tuple[Webhook, ...] = ()


def what_waits(s: Services, days: int, actor: Actor | None = None, work: WhoseWork = WhoseWork.ALL) -> Desk:
    """Tasks, deadlines of the next `days` and reviews of `actor`, of the unit or of all; readings, and what was done.

    What was done are the newest entries of the trail about licences.
    """
    today = s.today()
    with s.reading_only() as uow:
        recent = uow.audit.entries(AuditFilter(limit=MOST_ENTRIES * 4)).items
        entries = tuple(e for e in recent if e.licence_id and e.action not in _LEFT_OUT)[:MOST_ENTRIES]
        readings = uow.work.readings(s.now() - LATELY, MOST_READINGS)
        people = {account.id: account for account in uow.accounts.all()}
        me = people.get(actor.id) if actor else None
        whose = _whose(me, work)
        return Desk(
            unit=me.unit if me else "",
            people={account.id: account.name for account in people.values()},
            tasks=uow.work.tasks(MOST_TASKS, whose),
            deadlines=uow.work.deadlines(today, today + dt.timedelta(days=days), MOST_DEADLINES, whose),
            without_deadline=uow.work.without_deadline(today, whose),
            reviews=uow.work.reviews(MOST_REVIEWS, whose),
            readings=readings,
            seen_differently=_seen_differently(uow, readings),
            entries=entries,
            titles=uow.work.titles({e.licence_id for e in entries if e.licence_id}),
            labels=uow.work.labels({e.subject_id for e in entries if e.subject == "version"}),
            definitions={definition.key: definition for definition in uow.vocabulary.all()},
            webhooks=_in_need(uow) if actor and actor.role is Role.ADMIN else (),
        )


def _in_need(uow: UnitOfWork) -> tuple[Webhook, ...]:
    return tuple(webhook for webhook in uow.webhooks.all() if webhook.needs_somebody)


def _whose(me: Account | None, work: WhoseWork) -> Whose:
    if me is None or work is WhoseWork.ALL:
        return Whose()
    return Whose(account_id=me.id, unit=(me.unit or None) if work is WhoseWork.UNIT else None)


def _seen_differently(uow: UnitOfWork, readings: Sequence[RecentReading]) -> dict[str, int]:
    done = [each.document_id for each in readings if each.state is ReadingState.DONE]
    return {document_id: count for document_id in done if (count := seen_differently(uow, document_id))}
