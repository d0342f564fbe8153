"""Tables of subscriptions to the change feed and of what was posted to them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from domain.webhooks.attempt import DeliveryKind, Outcome
from domain.webhooks.webhook import WebhookState
from storage.tables.base import Counter, JsonData, UtcTime, counter, metadata, one_of, text_column

webhook = Table(
    "webhook",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("name"),
    text_column("name_key", unique=True),
    text_column("address"),
    Column("kinds", JsonData, nullable=False),
    text_column("state"),
    text_column("paused_because"),
    Column("position", Counter, nullable=False),
    Column("through", Counter),
    Column("message_id", Text),
    Column("turn", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", UtcTime),
    Column("due_at", UtcTime, nullable=False),
    Column("last_outcome", Text),
    Column("last_status", Integer),
    Column("delivered_at", UtcTime),
    text_column("sealed_secret"),
    Column("sealed_old_secret", Text),
    Column("old_secret_until", UtcTime),
    text_column("created_by"),
    text_column("created_by_name"),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("revision", Integer, nullable=False),
    one_of("state", WebhookState),
    one_of("last_outcome", Outcome, optional=True),
)

webhook_attempt = Table(
    "webhook_attempt",
    metadata,
    counter(),
    Column("webhook_id", ForeignKey("webhook.id"), nullable=False),
    text_column("message_id"),
    text_column("kind"),
    Column("at", UtcTime, nullable=False, index=True),
    text_column("outcome"),
    Column("status", Integer),
    Column("milliseconds", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("first", Counter),
    Column("last", Counter),
    Index(None, "webhook_id", "seq"),
    one_of("kind", DeliveryKind),
    one_of("outcome", Outcome),
)
