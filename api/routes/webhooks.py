"""Webhooks: subscriptions to the change feed, which is posted to them signed; and the log of deliveries."""

from __future__ import annotations

import json

from starlette.responses import Response

from api.deps import Admin, Cursor, Desk, IfMatch, IfNoneMatch, Limit, WebhookId
from api.etags import etag_of, plain, seen_edit, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of, read_cursor, write_cursor
from api.schemas.webhooks import (
    Webhook,
    WebhookChange,
    WebhookDeliveries,
    WebhookDelivery,
    WebhookNew,
    Webhooks,
    WebhookWithSecret,
)
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.webhooks.delivering import send_test
from domain.usecases.webhooks.subscriptions import (
    add_webhook,
    attempts_of,
    change_webhook,
    one_webhook,
    remove_webhook,
    renew_secret,
    webhooks,
)
from domain.webhooks.webhook import Webhook as DomainWebhook

router = api_router("Webhooks")
LOG = "deliveries"


@router.get("/webhooks", operation_id="listWebhooks", summary="Subscriptions to the feed", response_model=Webhooks)
def list_webhooks(desk: Desk, caller: Admin, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """By name; never their secrets."""
    found = webhooks(desk, caller)
    page = page_of(found, lambda one: (one.name.casefold(), one.id), limit=limit, cursor=cursor, name="webhooks")
    return plain(Webhooks(items=[Webhook.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/webhooks",
    operation_id="addWebhook",
    summary="Subscribe to the feed",
    response_model=WebhookWithSecret,
    status_code=201,
)
def add(caller: Admin, once: OnceOnly, body: WebhookNew) -> Response:
    """Changes from now on, or from `start`, are posted there. The secret is shown this once.

    Repeated for an Idempotency-Key the answer has the secret null, since it is not kept. 409 where the name is taken.
    """
    return once(lambda s: _added(s, caller, body), body, keep=_without_secret)


def _added(s: Services, caller: Actor, body: WebhookNew) -> Response:
    secret, made = add_webhook(s, caller, body.entered())
    return _with_secret(made, secret, 201, {"Location": f"/api/v1/webhooks/{made.id}"})


def _with_secret(made: DomainWebhook, secret: str, status: int, headers: dict[str, str]) -> Response:
    etag = etag_of(Webhook.of(made).model_dump_json(), made.revision)
    return plain(WebhookWithSecret.made(made, secret), status, {"ETag": etag, "Cache-Control": "no-store", **headers})


def _without_secret(body: bytes) -> bytes:
    return json.dumps({**json.loads(body), "secret": None}, ensure_ascii=False).encode()


@router.get("/webhooks/{webhook_id}", operation_id="getWebhook", summary="One subscription", response_model=Webhook)
def show(desk: Desk, caller: Admin, webhook_id: WebhookId, if_none_match: IfNoneMatch = None) -> Response:
    """How far it is, and whether it fails."""
    found = one_webhook(desk, caller, webhook_id)
    return single(Webhook.of(found), found.revision, known=if_none_match)


@router.patch(
    "/webhooks/{webhook_id}", operation_id="changeWebhook", summary="Change a subscription", response_model=Webhook
)
def change(desk: Desk, caller: Admin, webhook_id: WebhookId, body: WebhookChange, if_match: IfMatch) -> Response:
    """Pause it, resume it, post elsewhere, or begin at another place of the feed with `start`.

    Deliveries made since it was read do not make its ETag stale; edits do.
    """
    there = one_webhook(desk, caller, webhook_id)
    changed = change_webhook(desk, caller, webhook_id, body.entered(), seen=seen_edit(if_match, there.revision))
    return single(Webhook.of(changed), changed.revision)


@router.delete("/webhooks/{webhook_id}", operation_id="removeWebhook", summary="End a subscription", status_code=204)
def remove(desk: Desk, caller: Admin, webhook_id: WebhookId, if_match: IfMatch) -> Response:
    """Its secret and its log are forgotten; that it was there stays in the trail."""
    there = one_webhook(desk, caller, webhook_id)
    remove_webhook(desk, caller, webhook_id, seen=seen_edit(if_match, there.revision))
    return Response(status_code=204)


@router.post(
    "/webhooks/{webhook_id}/secret",
    operation_id="renewWebhookSecret",
    summary="A new secret",
    response_model=WebhookWithSecret,
)
def secret(caller: Admin, once: OnceOnly, webhook_id: WebhookId) -> Response:
    """Shown this once. For 24 hours the one before signs as well, so that the receiver can be changed over."""
    return once(lambda s: _renewed(s, caller, webhook_id), keep=_without_secret)


def _renewed(s: Services, caller: Actor, webhook_id: str) -> Response:
    there = one_webhook(s, caller, webhook_id)
    made, changed = renew_secret(s, caller, webhook_id, seen=there.revision)
    return _with_secret(changed, made, 200, {})


@router.post(
    "/webhooks/{webhook_id}/test",
    operation_id="testWebhook",
    summary="Send a test",
    response_model=WebhookDelivery,
)
def test(caller: Admin, once: OnceOnly, webhook_id: WebhookId) -> Response:
    """Post something signed that holds no change, now, and tell what came of it."""
    return once(lambda s: plain(WebhookDelivery.of(send_test(s, caller, webhook_id))))


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    operation_id="listWebhookDeliveries",
    summary="The log of deliveries",
    response_model=WebhookDeliveries,
)
def deliveries(desk: Desk, caller: Admin, webhook_id: WebhookId, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Every attempt of the last 30 days, newest first."""
    before = int(read_cursor(cursor, LOG, like=(0,))[0]) if cursor is not None else None
    page = attempts_of(desk, caller, webhook_id, before, limit)
    more = write_cursor(LOG, (int(page.next_cursor),)) if page.next_cursor else None
    return plain(WebhookDeliveries(items=[WebhookDelivery.of(one) for one in page.items], next_cursor=more))
