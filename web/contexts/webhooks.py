"""Subscriptions to the change feed, as administrators see them: never a secret, but once when it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.queries import PageOf
from domain.webhooks.attempt import GIVEN_UP, SENTENCES, Attempt, DeliveryKind, Outcome
from domain.webhooks.entry import MOST_ADDRESS, MOST_NAME
from domain.webhooks.webhook import ChangeKind, Webhook, WebhookState
from web.forms import Choice, Field, Form, Kind
from web.sent import Values, first
from web.translation import Translator

KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.LICENCE: "Fields of a licence",
    ChangeKind.TERMS: "Terms that hold",
    ChangeKind.RETIRED: "A licence is retired",
    ChangeKind.DELETED: "A licence is erased",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRow:
    """A subscription. `mark` is a kind of tag: ok, warn or empty; `problem` what is wrong, in a sentence."""

    name: str
    address: str
    href: str
    state: str
    mark: str
    problem: str
    delivered_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A secret that was made just now, and whose it is."""

    name: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksPage:
    """Context of webhooks/list.html."""

    webhooks: tuple[WebhookRow, ...]
    form: Form
    shown: NewSecret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """One line of the log."""

    at: dt.datetime
    what: str
    status: str
    milliseconds: int
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookPage:
    """Context of webhooks/one.html."""

    row: WebhookRow
    by: str
    made: dt.datetime
    is_active: bool
    next_at: dt.datetime | None
    old_secret_until: dt.datetime | None
    form: Form
    revision: int
    attempts: tuple[AttemptRow, ...]
    older_href: str
    shown: NewSecret | None = None


def webhooks_page(
    t: Translator, found: Sequence[Webhook], form: Form | None = None, shown: NewSecret | None = None
) -> WebhooksPage:
    """The context of the list, with the secret where one was made just now."""
    rows = tuple(webhook_row(t, one) for one in found)
    return WebhooksPage(webhooks=rows, form=form or webhook_form(t), shown=shown)


def webhook_row(t: Translator, one: Webhook) -> WebhookRow:
    """One subscription."""
    state, mark = _state(t, one)
    return WebhookRow(
        name=one.name,
        address=one.address,
        href=f"/webhooks/{one.id}",
        state=state,
        mark=mark,
        problem=_problem(t, one),
        delivered_at=one.delivered_at,
    )


def _state(t: Translator, one: Webhook) -> tuple[str, str]:
    if one.state is WebhookState.PAUSED:
        return t("Paused"), "warn" if one.paused_because else ""
    return (t("Failing"), "warn") if one.is_failing else (t("Active"), "ok")


def _problem(t: Translator, one: Webhook) -> str:
    if one.paused_because and one.last_outcome is not Outcome.GONE:
        return t(GIVEN_UP)
    if not (one.is_failing or one.paused_because) or one.last_outcome is None:
        return ""
    return outcome_words(t, one.last_outcome, one.last_status)


def outcome_words(t: Translator, outcome: Outcome, status: int | None) -> str:
    """What went wrong and what to do; empty where nothing did."""
    return t(SENTENCES[outcome], status=status) if SENTENCES[outcome] else ""


def webhook_page(
    t: Translator,
    one: Webhook,
    log: PageOf[Attempt],
    now: dt.datetime,
    *,
    form: Form | None = None,
    shown: NewSecret | None = None,
) -> WebhookPage:
    """The context of one subscription."""
    replaced = one.old_secret_until
    return WebhookPage(
        row=webhook_row(t, one),
        by=one.created_by_name,
        made=one.created_at,
        is_active=one.state is WebhookState.ACTIVE,
        next_at=one.due_at if one.is_failing else None,
        old_secret_until=replaced if replaced and now < replaced else None,
        form=form or webhook_form(t, one),
        revision=one.revision,
        attempts=tuple(_attempt_row(t, attempt) for attempt in log.items),
        older_href=f"/webhooks/{one.id}?before={log.next_cursor}" if log.next_cursor else "",
        shown=shown,
    )


def _attempt_row(t: Translator, attempt: Attempt) -> AttemptRow:
    receipt = attempt.receipt
    changes = t.plural("{count} change", "{count} changes", attempt.changes)
    return AttemptRow(
        at=attempt.at,
        what=t("Test") if attempt.kind is DeliveryKind.TEST else changes,
        status=str(receipt.status) if receipt.status is not None else t("none"),
        milliseconds=receipt.milliseconds,
        result=outcome_words(t, receipt.outcome, receipt.status) or t("Taken"),
    )


def webhook_form(t: Translator, one: Webhook | None = None) -> Form:
    """Fields `name`, `address`, `kinds`, and `start` for a new one."""
    kinds = tuple(Choice(kind.value, t(label)) for kind, label in KINDS.items())
    chosen = one.kinds if one else tuple(ChangeKind)
    starts = (
        Choice("now", t("With what changes from now on")),
        Choice("beginning", t("With everything since the first change")),
    )
    fields = (
        Field(
            name="name",
            label=t("Name"),
            required=True,
            maximum=MOST_NAME,
            autocomplete="off",
            hint=t("What takes the changes, such as “Catalogue”."),
            values=(one.name,) if one else (),
        ),
        Field(
            name="address",
            label=t("Address"),
            required=True,
            maximum=MOST_ADDRESS,
            autocomplete="off",
            hint=t("Begins with https://, on a host that the operator of this desk allows."),
            values=(one.address,) if one else (),
        ),
        Field(
            name="kinds",
            label=t("Which changes"),
            kind=Kind.CHECKS,
            required=True,
            choices=kinds,
            values=tuple(kind.value for kind in chosen),
        ),
    )
    start = Field(name="start", label=t("Where it begins"), kind=Kind.RADIOS, required=True, choices=starts)
    return Form(fields if one else (*fields, start)).filled({} if one else {"start": "now"})


def entered_webhook(sent: Values) -> dict[str, Any]:
    """What the form says, as the use cases read it."""
    raw: dict[str, Any] = {name: first(sent, name) for name in ("name", "address")}
    raw["kinds"] = list(sent.get("kinds", ()))
    return {**raw, "start": first(sent, "start")} if first(sent, "start") else raw
