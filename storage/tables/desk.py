"""Tables of accounts, jobs, the trail and the sync feed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from domain.identity import Role
from domain.jobs import JobState
from storage.tables.base import Counter, JsonData, JsonText, SortText, UtcTime, counter, metadata, one_of, text_column

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("email", unique=True),
    text_column("name"),
    text_column("role"),
    text_column("password_hash"),
    Column("created_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("unit", Text, comment="the team this person works in"),
    Column("revision", Integer, nullable=False),
    one_of("role", Role),
)

session = Table(
    "session",
    metadata,
    Column("id_hash", Text, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    text_column("csrf"),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
)

api_token = Table(
    "api_token",
    metadata,
    counter(),
    text_column("id", unique=True),
    text_column("name"),
    text_column("role"),
    text_column("secret_hash", unique=True),
    Column("feed_only", Boolean, nullable=False),
    text_column("created_by"),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("last_used_at", UtcTime, comment="to the hour"),
    one_of("role", Role),
)

calendar_address = Table(
    "calendar_address",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    text_column("secret_hash", unique=True),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime, comment="to the hour"),
)

first_link = Table(
    "first_link",
    metadata,
    Column("secret_hash", Text, primary_key=True),
    Column("expires_at", UtcTime, nullable=False),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    counter(),
    text_column("email"),
    text_column("address"),
    Column("at", UtcTime, nullable=False),
    Index(None, "email", "at"),
    Index(None, "address", "at"),
)

job = Table(
    "job",
    metadata,
    counter(),
    text_column("id", unique=True),
    text_column("kind"),
    text_column("key", unique=True),
    Column("payload", JsonData, nullable=False),
    text_column("state"),
    Column("attempts", Integer, nullable=False),
    Column("run_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("worker", Text),
    Column("error", Text),
    one_of("state", JobState),
    Index(None, "state", "run_at"),
)

audit_entry = Table(
    "audit_entry",
    metadata,
    # Counted by the unit of work, without gaps, while it holds the lock under which it commits.
    Column("seq", Counter, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    text_column("actor_id"),
    text_column("actor_name"),
    text_column("actor_kind"),
    text_column("action"),
    text_column("subject"),
    text_column("subject_id"),
    Column("licence_id", Text),
    Column("before", JsonText, nullable=False),
    Column("after", JsonText, nullable=False),
    text_column("previous_hash"),
    text_column("hash"),
    Index(None, "licence_id", "seq"),
    Index(None, "subject_id", "seq"),
    Index(None, "actor_id", "seq"),
)

change = Table(
    "change",
    metadata,
    Column("seq", Counter, primary_key=True, autoincrement=False),
    text_column("licence_id", index=True),
    text_column("code"),
    text_column("kind"),
    Column("at", UtcTime, nullable=False),
)

idempotent_answer = Table(
    "idempotent_answer",
    metadata,
    Column("actor_id", Text, primary_key=True),
    Column("key", SortText, primary_key=True),
    text_column("fingerprint"),
    Column("status", Integer, nullable=False),
    Column("headers", JsonText, nullable=False),
    Column("body", JsonText),
    Column("at", UtcTime, nullable=False, index=True),
)
