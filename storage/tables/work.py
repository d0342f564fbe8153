"""Tables of what people keep for their work: views, tasks and notes, words on deadlines, unfinished forms, places."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from domain.deadline import DeadlineChoice
from domain.saved_view import ViewPage
from domain.task import TaskKind
from domain.work_queue import DeadlineKind
from storage.tables.base import JsonData, UtcTime, metadata, one_of, text_column

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("name"),
    text_column("page"),
    text_column("query"),
    Column("owner_id", ForeignKey("account.id"), nullable=False, index=True),
    text_column("owner_name"),
    Column("shared", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    one_of("page", ViewPage),
)

task = Table(
    "task",
    metadata,
    Column("id", Text, primary_key=True),
    Column("licence_id", ForeignKey("licence.id"), nullable=False),
    text_column("kind"),
    text_column("text"),
    Column("owner_id", ForeignKey("account.id"), index=True),
    Column("due", Date),
    text_column("created_by"),
    text_column("created_by_name"),
    Column("created_at", UtcTime, nullable=False),
    Column("done_at", UtcTime),
    Column("done_by_name", Text),
    Column("revision", Integer, nullable=False),
    one_of("kind", TaskKind),
    Index(None, "licence_id"),
    Index(None, "due"),
)

deadline_decision = Table(
    "deadline_decision",
    metadata,
    Column("licence_id", ForeignKey("licence.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("choice", Text, comment="null where the word before was taken back"),
    text_column("note"),
    text_column("decided_by"),
    text_column("decided_by_name"),
    Column("decided_at", UtcTime, nullable=False),
    one_of("kind", DeadlineKind),
    one_of("choice", DeadlineChoice, optional=True),
)

review_place = Table(
    "review_place",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("version_id", ForeignKey("version.id"), primary_key=True, index=True),
    text_column("term"),
    text_column("show"),
    Column("at", UtcTime, nullable=False),
)

form_draft = Table(
    "form_draft",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("form", Text, primary_key=True),
    Column("values", JsonData, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
)
