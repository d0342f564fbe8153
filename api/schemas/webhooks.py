"""Shapes of subscriptions to the change feed and of the log of deliveries. A secret is here once, when it is made."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api import patterns
from api.feed import cursor_after
from api.schemas.shapes import Given, Id, Moment, Page, Revision, Sent, example
from domain.webhooks.attempt import Attempt, DeliveryKind, Outcome
from domain.webhooks.entry import MOST_ADDRESS, MOST_NAME
from domain.webhooks.webhook import ChangeKind, WebhookState
from domain.webhooks.webhook import Webhook as DomainWebhook

_ADDRESS = "https://hooks.library.example/changes"
_KINDS = Annotated[
    list[ChangeKind],
    Field(
        default_factory=lambda: list(ChangeKind),
        min_length=1,
        max_length=20,
        description="Which changes are delivered; all kinds where it is left out.",
    ),
]


class WebhookChange(Sent):
    """What to change; what is left out stays. `state` pauses and resumes."""

    name: Annotated[str, Field(default_factory=str, max_length=MOST_NAME, pattern=patterns.VISIBLE)]
    address: Annotated[
        str,
        Field(
            default_factory=str,
            max_length=MOST_ADDRESS,
            pattern=patterns.WEB_ADDRESS,
            description="Where changes are posted: https, and a host that the operator allows.",
            examples=[_ADDRESS],
        ),
    ]
    kinds: _KINDS
    state: Annotated[WebhookState, Field(default_factory=lambda: WebhookState.ACTIVE)]
    start: Annotated[
        str,
        Field(
            default_factory=lambda: "now",
            min_length=1,
            max_length=200,
            description="Where to begin, or to begin again: `now`, `beginning`, or a cursor of the feed.",
            examples=["now"],
        ),
    ]

    model_config = example({"state": "paused"}) | ConfigDict(extra="forbid")


class WebhookNew(WebhookChange):
    """A subscription to the change feed."""

    name: Annotated[str, Field(max_length=MOST_NAME, pattern=patterns.VISIBLE)]
    address: Annotated[
        str,
        Field(
            max_length=MOST_ADDRESS,
            pattern=patterns.WEB_ADDRESS,
            description="Where changes are posted: https, and a host that the operator allows.",
            examples=[_ADDRESS],
        ),
    ]

    model_config = example({"name": "Catalogue", "address": _ADDRESS, "kinds": ["terms", "deleted"]}) | ConfigDict(
        extra="forbid"
    )


class Webhook(Given):
    """A subscription to the change feed; never its secret."""

    id: Id
    name: Annotated[str, Field(examples=["Catalogue"])]
    address: Annotated[str, Field(examples=[_ADDRESS])]
    kinds: list[ChangeKind]
    state: WebhookState
    paused_because: Annotated[
        str, Field(description="Why the desk paused it; empty where a person did.", examples=[""])
    ]
    cursor: Annotated[str, Field(description="Everything in the feed up to here was taken.")]
    failures: Annotated[int, Field(description="Attempts in a row that failed.", examples=[0])]
    failing_since: Moment | None
    next_attempt_at: Annotated[Moment | None, Field(description="While the last attempt failed.")]
    last_error: Annotated[str, Field(description="Of the last attempt; empty where it was taken.", examples=[""])]
    delivered_at: Moment | None
    old_secret_until: Annotated[Moment | None, Field(description="Until then the replaced secret signs, too.")]
    created_by: Annotated[str, Field(examples=["M. Roy"])]
    created_at: Moment
    updated_at: Moment
    revision: Revision

    @classmethod
    def of(cls, webhook: DomainWebhook) -> Webhook:
        """The subscription as it is shown."""
        return cls(**_shown(webhook))


def _shown(one: DomainWebhook) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "address": one.address,
        "kinds": list(one.kinds),
        "state": one.state,
        "paused_because": one.paused_because,
        "cursor": cursor_after(one.position),
        "failures": one.failures,
        "failing_since": one.failing_since,
        "next_attempt_at": one.due_at if one.is_failing else None,
        "last_error": one.last_error,
        "delivered_at": one.delivered_at,
        "old_secret_until": one.old_secret_until,
        "created_by": one.created_by_name,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "revision": one.revision,
    }


class WebhookWithSecret(Webhook):
    """A subscription with the secret that was made just now."""

    secret: Annotated[
        str | None,
        Field(
            description="Signs what is posted. Shown this once; null where the answer is repeated.",
            examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDJtmzA5HKbAo="],
        ),
    ]

    @classmethod
    def made(cls, webhook: DomainWebhook, secret: str) -> WebhookWithSecret:
        """The answer to who made it."""
        return cls(**_shown(webhook), secret=secret)


class Webhooks(Page[Webhook]):
    """A page of subscriptions, by name."""


class WebhookDelivery(Given):
    """One attempt to deliver: never the secret, nor what was sent or answered."""

    at: Moment
    kind: DeliveryKind
    message: Annotated[
        str, Field(description="The `webhook-id`; the same where it was sent again.", examples=["msg_01jd"])
    ]
    outcome: Outcome
    status: Annotated[int | None, Field(description="Of the answer; null where none came.", examples=[204])]
    milliseconds: Annotated[int, Field(examples=[84])]
    error: Annotated[str, Field(description="What went wrong, in a sentence; empty where nothing did.", examples=[""])]
    changes: Annotated[int, Field(description="How many were in it.", examples=[3])]
    last_cursor: Annotated[str | None, Field(description="Of the last change in it.")]

    @classmethod
    def of(cls, attempt: Attempt) -> WebhookDelivery:
        """The attempt as it is shown."""
        receipt = attempt.receipt
        return cls(
            at=attempt.at,
            kind=attempt.kind,
            message=attempt.message_id,
            outcome=receipt.outcome,
            status=receipt.status,
            milliseconds=receipt.milliseconds,
            error=receipt.sentence,
            changes=attempt.changes,
            last_cursor=cursor_after(attempt.last) if attempt.last is not None else None,
        )


class WebhookDeliveries(Page[WebhookDelivery]):
    """A page of the log, newest first."""
