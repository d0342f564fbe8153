"""Counting what a change would affect."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, or_, select

from domain.affected import AccountUse, TermUse
from domain.suggestion import SuggestionState
from domain.task import TaskKind
from domain.values import Permission
from storage.current import is_offered, last_word
from storage.folding import like
from storage.licence_lines import holds_on
from storage.tables import (
    api_token,
    calendar_address,
    decision,
    effective_term_cache,
    licence,
    licence_resource,
    saved_view,
    session,
    suggestion,
    suggestion_disposition,
    task,
)
from storage.transaction import AnySelect, Transaction


class SqlAffected:
    """domain.ports.Affected on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def term(self, key: str, today: dt.date) -> TermUse:
        c, resources = effective_term_cache.c, licence_resource.c
        held = select(c.licence_id).where(c.term == key, *holds_on(today))
        silent = held.where(c.value_key == Permission.SILENT.value)
        covered = select(func.count(resources.resource_id.distinct())).where(resources.licence_id.in_(held))
        decided = select(func.count(decision.c.version_id.distinct())).where(decision.c.term == key)
        return TermUse(
            versions=self._count(decided),
            licences=self._count(select(func.count(held.subquery().c.licence_id.distinct()))),
            silent=self._count(select(func.count(silent.subquery().c.licence_id.distinct()))),
            resources=self._count(covered),
            suggestions=self._count(_open_suggestions(key)),
        )

    def views(self, word: str) -> tuple[tuple[str, str], ...]:
        c = saved_view.c
        holding = select(c.name, c.query).where(c.query.like(like(word), escape="\\")).order_by(c.name, c.id)
        return tuple((row.name, row.query) for row in self._tx.rows(holding))

    def account(self, account_id: str, now: dt.datetime) -> AccountUse:
        todo = (task.c.kind == TaskKind.TASK.value, task.c.done_at.is_(None))
        made = (api_token.c.created_by == account_id, api_token.c.revoked_at.is_(None))
        signed_in = (session.c.account_id == account_id, session.c.expires_at > now)
        calendars = select(func.count()).where(calendar_address.c.account_id == account_id)
        return AccountUse(
            licences=self._count(select(func.count()).where(licence.c.owner_id == account_id)),
            tasks=self._count(select(func.count()).where(task.c.owner_id == account_id, *todo)),
            sessions=self._count(select(func.count()).where(*signed_in)),
            tokens=self._count(select(func.count()).where(*made)),
            has_calendar=self._count(calendars) > 0,
        )

    def _count(self, statement: AnySelect) -> int:
        return int(self._tx.value(statement) or 0)


def _open_suggestions(key: str) -> AnySelect:
    state = suggestion_disposition.c.state
    waiting = or_(state.is_(None), state == SuggestionState.OPEN.value)
    joined = select(func.count()).select_from(suggestion)
    joined = joined.outerjoin(suggestion_disposition, suggestion_disposition.c.seq == last_word())
    return joined.where(suggestion.c.term == key, is_offered(), waiting)
