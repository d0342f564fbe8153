"""A subscription to the change feed, and what an attempt to deliver changes to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.webhooks.attempt import GIVEN_UP, Outcome, Receipt, next_wait, sentence

MOST_CHANGES = 200
"""In one delivery, as in one page of the feed."""
GIVE_UP_AFTER = dt.timedelta(days=3)
"""Of failures in a row; then the subscription is paused, and goes on from where it was once somebody resumes it."""
FAILURES_TOLD = 5
"""So many in a row, over some twenty minutes, are more than a hiccup: administrators are told on their desk."""
OLD_SECRET_SIGNS = dt.timedelta(hours=24)
"""How long a replaced secret signs beside the new one, so that the receiver can be changed over meanwhile."""


class ChangeKind(StrEnum):
    """What the change feed tells of."""

    LICENCE = "licence"
    TERMS = "terms"
    RETIRED = "retired"
    DELETED = "deleted"


class WebhookState(StrEnum):
    """Whether changes are delivered."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A subscription. Its secrets are kept apart, encrypted, and are never part of this.

    `position` is the sequence of the last change that was taken; it moves on after a 2xx alone. `through` is the last
    change of the delivery `message_id` that is under way: whatever is sent again under one id says the same.
    `turn` counts attempts, so that one is only made, and only counts, once. `failures` are those in a row since
    `failing_since`; `paused_because` is empty where a person paused it.
    """

    id: str
    name: str
    address: str
    kinds: tuple[ChangeKind, ...]
    state: WebhookState
    position: int
    due_at: dt.datetime
    created_by: str
    created_by_name: str
    created_at: dt.datetime
    updated_at: dt.datetime
    paused_because: str = ""
    through: int | None = None
    message_id: str | None = None
    turn: int = 0
    failures: int = 0
    failing_since: dt.datetime | None = None
    last_outcome: Outcome | None = None
    last_status: int | None = None
    delivered_at: dt.datetime | None = None
    old_secret_until: dt.datetime | None = None
    revision: int = 1

    @property
    def is_failing(self) -> bool:
        """Whether the last attempt failed and another is waited for."""
        return self.state is WebhookState.ACTIVE and self.failures > 0

    @property
    def last_error(self) -> str:
        """What went wrong with the last attempt; empty where it was taken."""
        return sentence(self.last_outcome, self.last_status) if self.last_outcome else ""

    @property
    def needs_somebody(self) -> bool:
        """Whether it will hardly go on by itself."""
        return bool(self.paused_because) or (self.is_failing and self.failures >= FAILURES_TOLD)

    def follows(self, kind: str) -> bool:
        """Whether changes of this kind are delivered."""
        return kind in self.kinds


def moved_on(webhook: Webhook, to: int, now: dt.datetime, receipt: Receipt | None) -> Webhook:
    """Everything up to `to` was taken; without a receipt there was nothing in it to deliver."""
    new = replace(webhook, position=to, through=None, message_id=None, turn=webhook.turn + 1, due_at=now)
    if receipt is None:
        return new
    return replace(
        new,
        failures=0,
        failing_since=None,
        last_outcome=receipt.outcome,
        last_status=receipt.status,
        delivered_at=now,
    )


def failed(webhook: Webhook, now: dt.datetime, receipt: Receipt) -> Webhook:
    """It was not taken: it waits longer each time, and is paused when the receiver is gone or fails for too long."""
    failures, since = webhook.failures + 1, webhook.failing_since or now
    new = replace(
        webhook,
        turn=webhook.turn + 1,
        failures=failures,
        failing_since=since,
        last_outcome=receipt.outcome,
        last_status=receipt.status,
        due_at=now + next_wait(failures, receipt.retry_after),
    )
    if receipt.outcome is Outcome.GONE:
        return _paused(new, now, receipt.sentence)
    return _paused(new, now, GIVEN_UP) if now - since >= GIVE_UP_AFTER else new


def _paused(webhook: Webhook, now: dt.datetime, because: str) -> Webhook:
    """Paused by the desk, unless a person did meanwhile."""
    if webhook.state is WebhookState.PAUSED:
        return webhook
    return replace(
        webhook,
        state=WebhookState.PAUSED,
        paused_because=because,
        updated_at=now,
        revision=webhook.revision + 1,
    )


def resumed(webhook: Webhook, now: dt.datetime) -> Webhook:
    """Delivers again, at once, from where it was."""
    return replace(
        webhook,
        state=WebhookState.ACTIVE,
        paused_because="",
        failures=0,
        failing_since=None,
        due_at=now,
        turn=webhook.turn + 1,
    )


def put_at(webhook: Webhook, position: int, now: dt.datetime) -> Webhook:
    """Delivers from another place of the feed; a delivery under way no longer counts."""
    return replace(webhook, position=position, through=None, message_id=None, due_at=now, turn=webhook.turn + 1)
