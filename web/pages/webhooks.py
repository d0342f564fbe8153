"""Webhooks: subscriptions to the change feed and the log of deliveries, for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from domain.errors import Conflict, Invalid
from domain.identity import Actor
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
from domain.webhooks.webhook import Webhook, WebhookState
from web.access import admin, pages_router, services
from web.chrome import Message, words
from web.contexts.webhooks import (
    NewSecret,
    WebhookPage,
    entered_webhook,
    outcome_words,
    webhook_form,
    webhook_page,
    webhooks_page,
)
from web.forms import Form
from web.messages import redirect
from web.render import render
from web.sent import Sent, Values, first
from web.translation import Translator

router: APIRouter = pages_router("/webhooks")
Admin = Annotated[Actor, Depends(admin)]
LIST, ONE = "webhooks/list.html", "webhooks/one.html"
AT_A_TIME = 50


@router.get("")
def listing(request: Request, actor: Admin) -> Response:
    """All subscriptions and the form for a new one."""
    return render(request, LIST, webhooks_page(words(request), webhooks(services(request), actor)))


@router.post("")
def create(request: Request, sent: Sent, actor: Admin) -> Response:
    """Subscribe. The secret is in this one answer, which nobody stores, so there is no redirect."""
    s, t = services(request), words(request)
    try:
        secret, made = add_webhook(s, actor, entered_webhook(sent))
    except (Invalid, Conflict) as error:
        form = _again(webhook_form(t), sent, error)
        return render(request, LIST, webhooks_page(t, webhooks(s, actor), form), block="webhooks", status=422)
    shown = NewSecret(name=made.name, secret=secret)
    return render(request, LIST, webhooks_page(t, webhooks(s, actor), shown=shown), block="webhooks")


def _again(form: Form, sent: Values, error: Invalid | Conflict) -> Form:
    at_field = error if isinstance(error, Invalid) else Invalid.field("name", error.message)
    return form.filled({"kinds": None, **sent}).with_errors(at_field)


@router.get("/{webhook_id}")
def one(
    request: Request, webhook_id: str, actor: Admin, before: Annotated[int | None, Query(ge=1, le=2**62)] = None
) -> Response:
    """One subscription: how far it is, its form, its log."""
    return render(request, ONE, _page(request, actor, webhook_id, before=before))


def _page(
    request: Request,
    actor: Actor,
    webhook_id: str,
    *,
    form: Form | None = None,
    shown: NewSecret | None = None,
    before: int | None = None,
) -> WebhookPage:
    s = services(request)
    log = attempts_of(s, actor, webhook_id, before, AT_A_TIME)
    return webhook_page(words(request), one_webhook(s, actor, webhook_id), log, s.now(), form=form, shown=shown)


@router.post("/{webhook_id}")
def save(request: Request, webhook_id: str, sent: Sent, actor: Admin) -> Response:
    """Save name, address and kinds."""
    s, t = services(request), words(request)
    try:
        saved = change_webhook(s, actor, webhook_id, entered_webhook(sent), seen=_seen(sent))
    except Invalid as error:
        form = _again(webhook_form(t, one_webhook(s, actor, webhook_id)), sent, error)
        return render(request, ONE, _page(request, actor, webhook_id, form=form), block="form", status=422)
    return redirect(request, f"/webhooks/{webhook_id}", message=Message(t("“{name}” is saved.", name=saved.name)))


def _seen(sent: Values) -> int:
    revision = first(sent, "revision")
    return int(revision) if revision.isdecimal() and len(revision) < 9 else 0


@router.post("/{webhook_id}/state")
def state(request: Request, webhook_id: str, sent: Sent, actor: Admin) -> Response:
    """Pause or resume."""
    t = words(request)
    saved = change_webhook(services(request), actor, webhook_id, {"state": first(sent, "state")}, seen=_seen(sent))
    return redirect(request, f"/webhooks/{webhook_id}", message=Message(_state_words(t, saved)))


def _state_words(t: Translator, saved: Webhook) -> str:
    if saved.state is WebhookState.PAUSED:
        return t("“{name}” is paused. Changes wait, and none is lost.", name=saved.name)
    return t("“{name}” goes on from where it was.", name=saved.name)


@router.post("/{webhook_id}/test")
def test(request: Request, webhook_id: str, actor: Admin) -> Response:
    """Send a test now and say what came of it."""
    t = words(request)
    receipt = send_test(services(request), actor, webhook_id).receipt
    problem = outcome_words(t, receipt.outcome, receipt.status)
    said = Message(problem, "error") if problem else Message(t("The receiver took the test."))
    return redirect(request, f"/webhooks/{webhook_id}", message=said)


@router.post("/{webhook_id}/secret")
def secret(request: Request, webhook_id: str, sent: Sent, actor: Admin) -> Response:
    """A new secret, in this one answer."""
    made, changed = renew_secret(services(request), actor, webhook_id, seen=_seen(sent))
    shown = NewSecret(name=changed.name, secret=made)
    return render(request, ONE, _page(request, actor, webhook_id, shown=shown))


@router.post("/{webhook_id}/remove")
def remove(request: Request, webhook_id: str, sent: Sent, actor: Admin) -> Response:
    """Forget it."""
    name = one_webhook(services(request), actor, webhook_id).name
    remove_webhook(services(request), actor, webhook_id, seen=_seen(sent))
    message = Message(words(request)("“{name}” is removed; nothing is posted there any more.", name=name))
    return redirect(request, "/webhooks", message=message)
