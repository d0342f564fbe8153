"""Adding, changing, pausing and removing subscriptions to the change feed, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.audit import Action
from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.queries import PageOf
from domain.usecases.recording import record
from domain.webhooks.attempt import Attempt
from domain.webhooks.entry import entered
from domain.webhooks.signing import new_secret
from domain.webhooks.webhook import OLD_SECRET_SIGNS, Webhook, WebhookState, put_at, resumed

NOW, BEGINNING = "now", "beginning"
"""Where a subscription may begin, beside a cursor of the feed."""
_TOLD = ("name", "address", "kinds", "state")


def webhooks(s: Services, actor: Actor) -> tuple[Webhook, ...]:
    """Every subscription, by name; raises NotPermitted."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        return uow.webhooks.all()


def one_webhook(s: Services, actor: Actor, webhook_id: str) -> Webhook:
    """One subscription; raises NotFound, NotPermitted."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        return uow.webhooks.get(webhook_id)


def attempts_of(s: Services, actor: Actor, webhook_id: str, before: int | None, limit: int) -> PageOf[Attempt]:
    """The log of a subscription, newest first; raises NotFound, NotPermitted."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        uow.webhooks.get(webhook_id)
        return uow.webhooks.attempts(webhook_id, before, limit)


def add_webhook(s: Services, actor: Actor, raw: Mapping[str, Any]) -> tuple[str, Webhook]:
    """A new subscription and its secret, which is given this once.

    Raises NotPermitted, Invalid (at `name`, `address`, `kinds`, `start`), Conflict (the name is taken).
    """
    actor.must_be(Role.ADMIN)
    said, secret, now = entered(raw, s.post.address), new_secret(), s.now()
    with s.unit_of_work() as uow:
        webhook = Webhook(
            id=s.new_id(),
            name=said.name,
            address=said.address,
            kinds=said.kinds,
            state=said.state,
            position=_start(s, uow, raw.get("start") or NOW),
            due_at=now,
            created_by=actor.id,
            created_by_name=actor.name,
            created_at=now,
            updated_at=now,
        )
        uow.webhooks.add(webhook, s.post.seal(secret))
        record(s, uow, actor, Action.WEBHOOK_ADD, ("webhook", webhook.id), after=_told(webhook))
        uow.commit()
    return secret, webhook


def _start(s: Services, uow: UnitOfWork, start: object) -> int:
    if start == NOW:
        return uow.audit.last_change()
    if start == BEGINNING:
        return 0
    position = s.post.position(str(start))
    if position > uow.audit.last_change():
        raise Invalid.field("start", "The feed has not come so far. Give a cursor that the feed gave.")
    return position


def _told(webhook: Webhook) -> dict[str, Any]:
    """What the trail keeps of a subscription: never its secret."""
    return {name: getattr(webhook, name) for name in _TOLD} | {"kinds": [kind.value for kind in webhook.kinds]}


def change_webhook(s: Services, actor: Actor, webhook_id: str, raw: Mapping[str, Any], *, seen: int) -> Webhook:
    """Change, pause, resume, or put at another place of the feed, over revision `seen`.

    What is paused goes on from where it was. Raises NotFound, NotPermitted, Invalid, Stale, Conflict.
    """
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        old = uow.webhooks.hold(webhook_id)
        said = entered(raw, s.post.address, old)
        changed = replace(old, name=said.name, address=said.address, kinds=said.kinds)
        # What is under way goes by the kinds that were chosen, so it is put together anew.
        new = changed if said.kinds == old.kinds else put_at(changed, old.position, s.now())
        new = _in_state(s, new, said.state)
        if start := raw.get("start"):
            new = put_at(new, _start(s, uow, start), s.now())
        new = replace(new, updated_at=s.now(), revision=seen + 1)
        uow.webhooks.replace(new, seen=seen)
        before, after = _told(old), _told(new) | ({"start": str(start)} if start else {})
        record(s, uow, actor, _action(old, new), ("webhook", webhook_id), before=before, after=after)
        uow.commit()
    return new


def _in_state(s: Services, webhook: Webhook, state: WebhookState) -> Webhook:
    if state is webhook.state:
        return webhook
    if state is WebhookState.ACTIVE:
        return resumed(webhook, s.now())
    return replace(webhook, state=state, paused_because="")


def _action(old: Webhook, new: Webhook) -> Action:
    if _told(old) | {"state": new.state} != _told(new) or old.state is new.state:
        return Action.WEBHOOK_CHANGE
    return Action.WEBHOOK_PAUSE if new.state is WebhookState.PAUSED else Action.WEBHOOK_RESUME


def renew_secret(s: Services, actor: Actor, webhook_id: str, *, seen: int) -> tuple[str, Webhook]:
    """A new secret, given this once; the old one signs beside it for a day. Raises NotFound, NotPermitted, Stale."""
    actor.must_be(Role.ADMIN)
    secret, now = new_secret(), s.now()
    with s.unit_of_work() as uow:
        old = uow.webhooks.hold(webhook_id)
        new = replace(old, old_secret_until=now + OLD_SECRET_SIGNS, updated_at=now, revision=seen + 1)
        uow.webhooks.replace_secret(new, s.post.seal(secret), seen=seen)
        subject = ("webhook", webhook_id)
        record(s, uow, actor, Action.WEBHOOK_NEW_SECRET, subject, after={"name": old.name, "secret": "replaced"})
        uow.commit()
    return secret, new


def remove_webhook(s: Services, actor: Actor, webhook_id: str, *, seen: int) -> None:
    """Forget a subscription, its secret and its log; raises NotFound, NotPermitted, Stale."""
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        old = uow.webhooks.hold(webhook_id)
        uow.webhooks.remove(webhook_id, seen=seen)
        record(s, uow, actor, Action.WEBHOOK_REMOVE, ("webhook", webhook_id), before=_told(old))
        uow.commit()
