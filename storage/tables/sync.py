"""Tables of other systems: targets, plans and their records, links, what was seen over there, requests, proposals."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from domain.sync.link import LinkKind
from domain.sync.plan import ItemKind, ItemState, PlanState, Purpose
from domain.sync.proposals import ProposalState
from domain.sync.target import System
from storage.tables.base import JsonData, JsonText, UtcTime, counter, metadata, one_of, text_column

sync_target = Table(
    "sync_target",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("name"),
    text_column("name_key", unique=True),
    text_column("system"),
    text_column("address"),
    Column("options", JsonData, nullable=False),
    Column("mapping", JsonData, nullable=False),
    Column("vocabulary", JsonData, nullable=False),
    Column("vendors", JsonData, nullable=False),
    text_column("sealed_key"),
    Column("pulled_on", Date),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("revision", Integer, nullable=False),
    one_of("system", System),
)

sync_plan = Table(
    "sync_plan",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("target_id", ForeignKey("sync_target.id"), nullable=False, index=True),
    text_column("purpose"),
    text_column("state"),
    text_column("asked_by"),
    text_column("asked_by_name"),
    Column("asked_at", UtcTime, nullable=False),
    Column("compared_at", UtcTime),
    Column("sent_by", Text),
    Column("sent_by_name", Text),
    Column("sending_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("looked", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("agree", Integer, nullable=False),
    Column("only_there", Integer, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("error", Text),
    Column("doubts", JsonData, nullable=False),
    Column("progress", JsonData, nullable=False),
    one_of("purpose", Purpose),
    one_of("state", PlanState),
)

sync_item = Table(
    "sync_item",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan_id", ForeignKey("sync_plan.id"), nullable=False),
    Column("position", Integer, nullable=False),
    text_column("link_kind"),
    text_column("our_id"),
    text_column("licence_id"),
    text_column("kind"),
    text_column("title"),
    text_column("remote_code"),
    text_column("parent_code"),
    Column("lines", JsonText, nullable=False),
    Column("alike", JsonData, nullable=False),
    Column("chosen", Boolean, nullable=False),
    text_column("state"),
    text_column("message"),
    Column("written", Integer, nullable=False),
    Column("to_send", Integer, nullable=False),
    Column("to_decide", Integer, nullable=False),
    Column("no_place", Integer, nullable=False),
    Column("cleared", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("has_work", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("plan_id", "position"),
    one_of("link_kind", LinkKind),
    one_of("kind", ItemKind),
    one_of("state", ItemState),
)

sync_link = Table(
    "sync_link",
    metadata,
    Column("target_id", ForeignKey("sync_target.id"), primary_key=True),
    # No foreign key: a link outlives the licence it was made for, so that its record over there can be retired.
    Column("our_id", Text, primary_key=True),
    text_column("kind"),
    text_column("remote_code"),
    text_column("remote_key"),
    text_column("matched_by"),
    Column("base", JsonText, nullable=False),
    Column("written", JsonData, nullable=False),
    Column("files", JsonData, nullable=False),
    Column("held", JsonText, nullable=False),
    Column("linked_at", UtcTime, nullable=False),
    Column("written_at", UtcTime),
    UniqueConstraint("target_id", "remote_key"),
    one_of("kind", LinkKind),
)

sync_seen = Table(
    "sync_seen",
    metadata,
    Column("target_id", ForeignKey("sync_target.id"), primary_key=True),
    Column("look", Text, primary_key=True),
    Column("code_key", Text, primary_key=True),
    text_column("code"),
    text_column("name"),
    text_column("name_key"),
    Column("record", JsonText, nullable=False),
    Index(None, "target_id", "look", "name_key"),
)

sync_pulled = Table(
    "sync_pulled",
    metadata,
    Column("target_id", ForeignKey("sync_target.id"), primary_key=True),
    Column("code_key", Text, primary_key=True),
    text_column("fingerprint"),
)

sync_request = Table(
    "sync_request",
    metadata,
    counter(),
    Column("target_id", ForeignKey("sync_target.id"), nullable=False),
    Column("plan_id", Text),
    Column("at", UtcTime, nullable=False),
    text_column("method"),
    text_column("path"),
    Column("status", Integer),
    Column("milliseconds", Integer, nullable=False),
    Column("sent_bytes", Integer, nullable=False),
    Column("received_bytes", Integer, nullable=False),
    text_column("tracking"),
    text_column("error"),
    Index(None, "target_id", "seq"),
)

sync_proposal = Table(
    "sync_proposal",
    metadata,
    counter(),
    text_column("id", unique=True),
    Column("target_id", ForeignKey("sync_target.id"), nullable=False),
    text_column("licence_id"),
    text_column("version_id"),
    text_column("term"),
    Column("value", JsonData),
    Column("conditions", Text),
    text_column("raw"),
    text_column("origin"),
    Column("made_at", UtcTime, nullable=False),
    text_column("state"),
    Column("settled_by_name", Text),
    Column("settled_at", UtcTime),
    Column("decision_id", Text),
    Index(None, "target_id", "state"),
    Index(None, "version_id", "term"),
    one_of("state", ProposalState),
)
