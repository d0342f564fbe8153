"""Delivering changes to subscriptions: in the order of the feed, at least once, one delivery at a time for each.

Each attempt is a job of its own, under a key that holds the turn of its subscription: there is one attempt for a turn,
and only the attempt of a turn moves the subscription on to the next. A worker that dies between sending and saving
leaves the turn as it was, so the same delivery is sent again, under the same id.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from domain.audit import Action
from domain.errors import NotFound
from domain.identity import SYSTEM, Actor, Role
from domain.jobs import Job, JobKind, JobState
from domain.ports import Services, UnitOfWork
from domain.queries import Change
from domain.usecases.recording import record
from domain.webhooks.attempt import Attempt, DeliveryKind, Outcome, Receipt
from domain.webhooks.signing import Message
from domain.webhooks.webhook import MOST_CHANGES, Webhook, WebhookState, failed, moved_on


@dataclass(frozen=True, slots=True)
class _Delivery:
    """What is sent: never empty."""

    webhook: Webhook
    changes: Sequence[Change]
    secrets: tuple[str, ...]


def ask_for_deliveries(s: Services) -> int:
    """See that each subscription that is due has its job; how many are due."""
    with s.reading_only() as uow:
        due = uow.webhooks.due(s.now())
    if due:
        with s.unit_of_work() as uow:
            for webhook in due:
                _ask(s, uow, webhook)
            uow.commit()
    return len(due)


def _ask(s: Services, uow: UnitOfWork, webhook: Webhook) -> None:
    uow.jobs.add(
        Job(
            id=s.new_id(),
            kind=JobKind.WEBHOOK,
            key=f"{JobKind.WEBHOOK}:{webhook.id}:{webhook.turn}",
            payload={"webhook": webhook.id, "turn": webhook.turn},
            state=JobState.QUEUED,
            attempts=0,
            run_at=s.now(),
        )
    )


def deliver(s: Services, webhook_id: str, turn: int) -> None:
    """Send the next changes once, if it is still this turn, and keep what came of it."""
    with suppress(NotFound):  # it was removed meanwhile
        delivery = _next(s, webhook_id, turn)
        if delivery is not None:
            _keep(s, delivery, _sent(s, delivery))


def _next(s: Services, webhook_id: str, turn: int) -> _Delivery | None:
    """The next delivery, noted before it is sent; None where there is none, or it is not this turn any more."""
    with s.unit_of_work() as uow:
        webhook = uow.webhooks.hold(webhook_id)
        if webhook.turn != turn or webhook.state is not WebhookState.ACTIVE:
            return None
        found = uow.audit.changes(webhook.position, MOST_CHANGES)
        through = webhook.through or (found[-1].seq if found else webhook.position)
        wanted = [change for change in found if change.seq <= through and webhook.follows(change.kind)]
        if not wanted:
            webhook = moved_on(webhook, through, s.now(), None)
        elif webhook.through is None:
            webhook = replace(webhook, through=through, message_id=_message_id(s))
        uow.webhooks.save_progress(webhook, turn=turn)
        secrets = uow.webhooks.sealed(webhook_id, s.now())
        if not wanted:
            _ask_for_more(s, uow, webhook)
        uow.commit()
    return _Delivery(webhook, wanted, secrets) if wanted else None


def _message_id(s: Services) -> str:
    return f"msg_{s.new_id()}"


def _sent(s: Services, delivery: _Delivery) -> Receipt:
    webhook = delivery.webhook
    body = s.post.body(delivery.changes)
    message = Message(id=str(webhook.message_id), timestamp=int(s.now().timestamp()), body=body)
    return s.post.send(webhook.address, message, delivery.secrets)


def _keep(s: Services, delivery: _Delivery, receipt: Receipt) -> None:
    """Move on, or wait; and log it, whether or not it still counts."""
    sent, changes = delivery.webhook, delivery.changes
    with s.unit_of_work() as uow:
        there = uow.webhooks.hold(sent.id)
        if there.turn == sent.turn:
            _save(s, uow, there, _after(s, there, receipt))
        uow.webhooks.log(
            Attempt(
                webhook_id=sent.id,
                message_id=str(sent.message_id),
                kind=DeliveryKind.CHANGES,
                at=s.now(),
                receipt=receipt,
                changes=len(changes),
                first=changes[0].seq,
                last=changes[-1].seq,
            )
        )
        uow.commit()


def _after(s: Services, webhook: Webhook, receipt: Receipt) -> Webhook:
    if receipt.taken:
        return moved_on(webhook, int(webhook.through or webhook.position), s.now(), receipt)
    return failed(webhook, s.now(), receipt)


def _save(s: Services, uow: UnitOfWork, old: Webhook, new: Webhook) -> None:
    uow.webhooks.save_progress(new, turn=old.turn)
    if old.state is not new.state:
        before = {"state": old.state}
        after = {"name": new.name, "state": new.state, "reason": new.paused_because}
        record(s, uow, SYSTEM, Action.WEBHOOK_PAUSE, ("webhook", new.id), before=before, after=after)
    if not new.failures:
        _ask_for_more(s, uow, new)


def _ask_for_more(s: Services, uow: UnitOfWork, webhook: Webhook) -> None:
    """The next delivery begins at once where there is more."""
    if webhook.state is WebhookState.ACTIVE and uow.audit.changes(webhook.position, 1):
        _ask(s, uow, webhook)


def give_delivery_up(s: Services, webhook_id: str, turn: int) -> None:
    """A turn whose job failed for reasons of our own counts as an attempt that failed, so that another follows."""
    with suppress(NotFound), s.unit_of_work() as uow:
        there = uow.webhooks.hold(webhook_id)
        if there.turn == turn:
            _save(s, uow, there, failed(there, s.now(), Receipt(outcome=Outcome.INTERRUPTED, milliseconds=0)))
            uow.commit()


def send_test(s: Services, actor: Actor, webhook_id: str) -> Attempt:
    """Send something that holds no change, now; raises NotFound, NotPermitted. What came of it is in the log too."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        webhook, secrets = uow.webhooks.get(webhook_id), uow.webhooks.sealed(webhook_id, s.now())
    message = Message(id=_message_id(s), timestamp=int(s.now().timestamp()), body=s.post.test_body())
    receipt = s.post.send(webhook.address, message, secrets)
    attempt = Attempt(webhook_id=webhook_id, message_id=message.id, kind=DeliveryKind.TEST, at=s.now(), receipt=receipt)
    with s.unit_of_work() as uow:
        uow.webhooks.log(attempt)
        after = {"name": webhook.name, "outcome": receipt.outcome, "status": receipt.status}
        record(s, uow, actor, Action.WEBHOOK_TEST, ("webhook", webhook_id), after=after)
        uow.commit()
    return attempt
