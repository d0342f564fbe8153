"""A desk with a receiver of its changes: the real use cases, database and posting."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from api.feed import Feed
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.licences import add_licence
from domain.usecases.webhooks.delivering import ask_for_deliveries
from domain.usecases.webhooks.subscriptions import add_webhook, attempts_of, change_webhook, one_webhook
from domain.usecases.work import work_one
from domain.webhooks.attempt import Attempt
from domain.webhooks.webhook import Webhook
from storage.remote.hosts import HostRule
from storage.remote.posting import Posting
from storage.remote.sealing import new_own_key
from tests.receiver import Receiver
from tests.usecases.conftest import Clock

SECONDS = 0.7


@dataclass
class FeedDesk:
    """The desk and what happens on it."""

    s: Services
    admin: Actor
    clock: Clock
    receiver: Receiver

    def subscribed(self, receiver: Receiver | None = None, **raw: Any) -> Webhook:
        """A subscription of a receiver, which learns its secret."""
        receiver = receiver or self.receiver
        said = {"name": "Catalogue", "address": receiver.address, **raw}
        receiver.secret, webhook = add_webhook(self.s, self.admin, said)
        return webhook

    def licence(self, *codes: str) -> None:
        """One change of the feed for each code."""
        for code in codes:
            add_licence(self.s, self.admin, {"title": f"Licence {code}", "code": code})

    def work(self) -> None:
        """Do all that is due now."""
        ask_for_deliveries(self.s)
        while work_one(self.s, "test"):
            pass

    def later(self, **time: float) -> None:
        """Let time go by, then work."""
        self.clock.at += dt.timedelta(**time)
        self.receiver.clock = self.clock.at.timestamp()
        self.work()

    def webhook(self, webhook: Webhook) -> Webhook:
        """As it stands now."""
        return one_webhook(self.s, self.admin, webhook.id)

    def change(self, webhook: Webhook, **raw: Any) -> Webhook:
        """Changed by the administrator."""
        return change_webhook(self.s, self.admin, webhook.id, raw, seen=self.webhook(webhook).revision)

    def log(self, webhook: Webhook) -> list[Attempt]:
        """The log, oldest first."""
        return list(reversed(attempts_of(self.s, self.admin, webhook.id, None, 200).items))

    def outcomes(self, webhook: Webhook) -> list[str]:
        """What became of each attempt, oldest first."""
        return [attempt.receipt.outcome.value for attempt in self.log(webhook)]


@pytest.fixture
def receiver(clock: Clock) -> Iterator[Receiver]:
    """A receiver; at the end nothing may have been sent to it that should not be."""
    with Receiver(clock=clock.at.timestamp()) as started:
        yield started
    assert started.violations == []


@pytest.fixture
def desk(services: Services, admin: Actor, clock: Clock, receiver: Receiver) -> FeedDesk:
    own_key = new_own_key()
    posting = Posting(lambda: own_key, HostRule(loopback=True), Feed(), seconds=SECONDS)
    return FeedDesk(replace(services, post=posting), admin, clock, receiver)


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait for other threads; fails after a while."""
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)
