"""The calendar feed: making and revoking a person's address, and what stands in it."""

from __future__ import annotations

import datetime as dt
import secrets
from contextlib import suppress

from domain.audit import Action
from domain.calendar import CalendarAddress, CalendarDay, deadline_uid
from domain.errors import LicenceError, NotFound
from domain.identity import Account, Actor, Role
from domain.ports import Services
from domain.task import DueTask
from domain.usecases.accounts import hash_secret, is_worth_noting
from domain.usecases.desk import WhoseWork, whose_work
from domain.usecases.recording import record
from domain.work_queue import Deadline

AHEAD = dt.timedelta(days=731)
MOST = 500
_UNKNOWN = "There is no calendar at this address, or it was revoked. Get a new address from the desk."


def calendar_address(s: Services, actor: Actor) -> CalendarAddress | None:
    """The address that this person has, without its secret."""
    actor.must_be(Role.VIEWER)
    with s.reading_only() as uow:
        return uow.accounts.calendar_of(actor.id)


def new_calendar_address(s: Services, actor: Actor) -> str:
    """The secret of a new address, which is told this once; the one before opens nothing any more."""
    actor.must_be(Role.VIEWER)
    secret = secrets.token_urlsafe(32)
    address = CalendarAddress(account_id=actor.id, secret_hash=hash_secret(secret), created_at=s.now())
    with s.unit_of_work() as uow:
        uow.accounts.set_calendar(address)
        record(s, uow, actor, Action.CALENDAR_OPEN, ("account", actor.id))
        uow.commit()
    return secret


def revoke_calendar_address(s: Services, actor: Actor) -> None:
    """From now on the address opens nothing; nothing where there is none."""
    actor.must_be(Role.VIEWER)
    with s.unit_of_work() as uow:
        if uow.accounts.calendar_of(actor.id):
            uow.accounts.drop_calendar(actor.id)
            record(s, uow, actor, Action.CALENDAR_CLOSE, ("account", actor.id))
            uow.commit()


def calendar_of(s: Services, secret: str, work: WhoseWork) -> tuple[CalendarDay, ...]:
    """Open deadlines of the coming two years and open tasks that have a day, by day; raises NotFound."""
    today = s.today()
    with s.reading_only() as uow:
        address = uow.accounts.calendar(hash_secret(secret))
        account = uow.accounts.get(address.account_id) if address else None
        if address is None or account is None or account.closed_at:
            raise NotFound(_UNKNOWN)
        whose = whose_work(account, work)
        deadlines = uow.work.deadlines(today, today + AHEAD, MOST, whose)
        days = [*map(_deadline, deadlines), *(_task(task) for task in uow.work.tasks(MOST, whose) if task.task.due)]
    _note_use(s, address, account)
    return tuple(sorted(days, key=lambda one: (one.day, one.title, one.uid)))


def _note_use(s: Services, address: CalendarAddress, account: Account) -> None:
    """When it was last asked for; that somebody else is saving just now is no reason to keep a calendar waiting."""
    if not is_worth_noting(address.last_used_at, s.now()):
        return
    with suppress(LicenceError), s.unit_of_work() as uow:
        uow.accounts.note_calendar_use(account.id, s.now())
        uow.commit()


def _deadline(deadline: Deadline) -> CalendarDay:
    return CalendarDay(
        uid=deadline_uid(deadline.at),
        kind=deadline.kind,
        day=deadline.day,
        licence_id=deadline.licence_id,
        title=deadline.title,
        code=deadline.code,
        since=deadline.changed_at,
    )


def _task(due: DueTask) -> CalendarDay:
    task = due.task
    return CalendarDay(
        uid=f"task-{task.id}",
        kind=None,
        day=task.due or dt.date.max,
        licence_id=task.licence_id,
        title=due.title,
        code=due.code,
        since=task.created_at,
    )
