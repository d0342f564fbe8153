"""Subscriptions to the change feed: how they are kept, and how something is posted to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from domain.errors import NotFound
from domain.queries import Change, PageOf
from domain.webhooks.attempt import Attempt, Receipt
from domain.webhooks.signing import Message
from domain.webhooks.webhook import Webhook

_NONE = "This desk posts no changes."


class Post(Protocol):
    """Posting to receivers."""

    def address(self, address: str) -> str:
        """An address as it is asked; raises Invalid at `address` where this desk may not talk to that host."""

    def seal(self, secret: str) -> str:
        """A secret encrypted for keeping."""

    def body(self, changes: Sequence[Change]) -> bytes:
        """Changes as they are sent: the items of the feed with their cursors."""

    def test_body(self) -> bytes:
        """What is sent to try a receiver."""

    def position(self, cursor: str) -> int:
        """Where a cursor of the feed stands; raises Invalid at `start`."""

    def send(self, address: str, message: Message, sealed: Sequence[str]) -> Receipt:
        """Sign with each of these secrets and post once; whatever happens is told by the receipt."""


class NoPost:
    """A desk that posts nothing."""

    def address(self, address: str) -> str:
        """Raises NotFound."""
        raise NotFound(_NONE)

    def seal(self, secret: str) -> str:
        """Raises NotFound."""
        raise NotFound(_NONE)

    def body(self, changes: Sequence[Change]) -> bytes:
        """Raises NotFound."""
        raise NotFound(_NONE)

    def test_body(self) -> bytes:
        """Raises NotFound."""
        raise NotFound(_NONE)

    def position(self, cursor: str) -> int:
        """Raises NotFound."""
        raise NotFound(_NONE)

    def send(self, address: str, message: Message, sealed: Sequence[str]) -> Receipt:
        """Raises NotFound."""
        raise NotFound(_NONE)


class Webhooks(Protocol):
    """Subscriptions and the log of attempts."""

    def all(self) -> tuple[Webhook, ...]:
        """Every subscription by name."""

    def get(self, webhook_id: str) -> Webhook:
        """One subscription; raises NotFound."""

    def hold(self, webhook_id: str) -> Webhook:
        """The same, kept from everybody else's changes until this transaction ends."""

    def add(self, new: Webhook, sealed: str) -> None:
        """A new subscription; raises Conflict where the name is taken."""

    def replace(self, webhook: Webhook, *, seen: int) -> None:
        """Save what a person set over revision `seen`; raises NotFound, Stale, Conflict (the name is taken)."""

    def replace_secret(self, webhook: Webhook, sealed: str, *, seen: int) -> None:
        """Save a new secret over revision `seen`; the old one is kept until `old_secret_until`. Raises as above."""

    def remove(self, webhook_id: str, *, seen: int) -> None:
        """Forget a subscription with its secrets and its log; raises NotFound, Stale."""

    def sealed(self, webhook_id: str, now: dt.datetime) -> tuple[str, ...]:
        """The secrets that sign now, the newest first; raises NotFound."""

    def due(self, now: dt.datetime) -> tuple[Webhook, ...]:
        """Active subscriptions that have not taken all of the feed, and whose next attempt is due."""

    def save_progress(self, webhook: Webhook, *, turn: int) -> bool:
        """Save how far it is, in place of what `turn` left; False where another attempt or a person was first."""

    def log(self, attempt: Attempt) -> None:
        """Add to the log."""

    def attempts(self, webhook_id: str, before: int | None, limit: int) -> PageOf[Attempt]:
        """The log from before a position, newest first."""
