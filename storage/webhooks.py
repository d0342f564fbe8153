"""Subscriptions to the change feed, and the log of what was posted to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, func, select, update

from domain.errors import Conflict
from domain.queries import PageOf
from domain.webhooks.attempt import Attempt, DeliveryKind, Outcome, Receipt
from domain.webhooks.webhook import ChangeKind, Webhook, WebhookState
from storage.folding import spaced
from storage.tables.desk import change
from storage.tables.webhooks import webhook, webhook_attempt
from storage.transaction import AnyRow, Transaction

_NONE = "There is no such subscription."
_TAKEN = "There is a subscription of this name already. Choose another name."
_SET = ("id", "name", "address", "created_by", "created_by_name", "created_at")
_STATE = ("paused_because", "updated_at", "revision")
_PROGRESS = ("position", "through", "message_id", "turn", "failures", "failing_since", "due_at")
_LAST = ("last_status", "delivered_at")
_RECEIPT = ("status", "milliseconds")
_ATTEMPT = ("webhook_id", "message_id", "at", "changes", "first", "last")


class SqlWebhooks:
    """domain.ports.Webhooks on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def all(self) -> tuple[Webhook, ...]:
        return tuple(map(_to_webhook, self._tx.rows(select(webhook).order_by(webhook.c.name_key))))

    def get(self, webhook_id: str) -> Webhook:
        return _to_webhook(self._tx.get(webhook, "id", webhook_id, _NONE))

    def hold(self, webhook_id: str) -> Webhook:
        # On SQLite who may write is alone already, and FOR UPDATE is left out.
        self._tx.row(select(webhook.c.id).where(webhook.c.id == webhook_id).with_for_update())
        return self.get(webhook_id)

    def add(self, new: Webhook, sealed: str) -> None:
        self._see_that_the_name_is_free(new)
        self._tx.add(webhook, {**_settings(new), **_progress(new), "sealed_secret": sealed})

    def replace(self, changed: Webhook, *, seen: int) -> None:
        self._see_that_the_name_is_free(changed)
        self._tx.replace(webhook, changed.id, {**_settings(changed), **_progress(changed)}, seen=seen)

    def replace_secret(self, changed: Webhook, sealed: str, *, seen: int) -> None:
        kept = {
            "sealed_secret": sealed,
            "sealed_old_secret": self._tx.get(webhook, "id", changed.id, _NONE).sealed_secret,
            "old_secret_until": changed.old_secret_until,
        }
        self._tx.replace(webhook, changed.id, {**_settings(changed), **kept}, seen=seen)

    def remove(self, webhook_id: str, *, seen: int) -> None:
        # The check of the revision goes first: a stale request must leave the log as it is.
        self._tx.replace(webhook, webhook_id, {"revision": seen}, seen=seen)
        self._tx.run(delete(webhook_attempt).where(webhook_attempt.c.webhook_id == webhook_id))
        self._tx.run(delete(webhook).where(webhook.c.id == webhook_id))

    def sealed(self, webhook_id: str, now: dt.datetime) -> tuple[str, ...]:
        row = self._tx.get(webhook, "id", webhook_id, _NONE)
        old = row.old_secret_until is not None and now < row.old_secret_until
        return (row.sealed_secret, row.sealed_old_secret) if old else (row.sealed_secret,)

    def due(self, now: dt.datetime) -> tuple[Webhook, ...]:
        c, newest = webhook.c, select(func.max(change.c.seq)).scalar_subquery()
        waiting = (c.state == WebhookState.ACTIVE.value, c.due_at <= now, c.position < newest)
        return tuple(map(_to_webhook, self._tx.rows(select(webhook).where(*waiting).order_by(c.due_at, c.id))))

    def save_progress(self, moved: Webhook, *, turn: int) -> bool:
        mine = (webhook.c.id == moved.id, webhook.c.turn == turn)
        return self._tx.run(update(webhook).where(*mine).values({**_state(moved), **_progress(moved)})) == 1

    def log(self, attempt: Attempt) -> None:
        row = {name: getattr(attempt, name) for name in _ATTEMPT}
        row |= {name: getattr(attempt.receipt, name) for name in _RECEIPT}
        self._tx.add(webhook_attempt, row | {"kind": attempt.kind.value, "outcome": attempt.receipt.outcome.value})

    def attempts(self, webhook_id: str, before: int | None, limit: int) -> PageOf[Attempt]:
        c = webhook_attempt.c
        theirs = select(webhook_attempt).where(c.webhook_id == webhook_id)
        theirs = theirs.where(c.seq < before) if before is not None else theirs
        rows = self._tx.rows(theirs.order_by(c.seq.desc()).limit(limit + 1))
        more = str(rows[limit - 1].seq) if len(rows) > limit else None
        return PageOf(items=tuple(map(_to_attempt, rows[:limit])), next_cursor=more)

    def _see_that_the_name_is_free(self, new: Webhook) -> None:
        same = (webhook.c.name_key == spaced(new.name), webhook.c.id != new.id)
        if self._tx.row(select(webhook.c.id).where(*same)):
            raise Conflict(_TAKEN)


def _settings(one: Webhook) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in _SET}
    return row | _state(one) | {"name_key": spaced(one.name), "kinds": [kind.value for kind in one.kinds]}


def _state(one: Webhook) -> dict[str, Any]:
    return {"state": one.state.value} | {name: getattr(one, name) for name in _STATE}


def _progress(one: Webhook) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in (*_PROGRESS, *_LAST)}
    return row | {"last_outcome": one.last_outcome.value if one.last_outcome else None}


def _to_webhook(row: AnyRow) -> Webhook:
    data = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    plain = {name: data[name] for name in (*_SET, *_STATE, *_PROGRESS, *_LAST, "old_secret_until")}
    return Webhook(
        **plain,
        kinds=tuple(map(ChangeKind, row.kinds)),
        state=WebhookState(row.state),
        last_outcome=Outcome(row.last_outcome) if row.last_outcome else None,
    )


def _to_attempt(row: AnyRow) -> Attempt:
    data = row._mapping  # noqa: SLF001
    receipt = Receipt(outcome=Outcome(row.outcome), **{name: data[name] for name in _RECEIPT})
    return Attempt(kind=DeliveryKind(row.kind), receipt=receipt, **{name: data[name] for name in _ATTEMPT})
