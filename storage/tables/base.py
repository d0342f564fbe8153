"""What all tables share: names of constraints, column types, and which tables are only ever added to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, DateTime, Dialect, Integer, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

APPEND_ONLY = (
    "document",
    "document_set_aside",
    "version_transition",
    "decision",
    "evidence",
    "suggestion_disposition",
    "decision_approval",
    "deadline_decision",
    "clause",
    "suggestion",
    "audit_entry",
    "change",
)
"""Tables whose rows never change and never go. Triggers in the migrations refuse it on both databases."""

SEARCH_OBJECTS = "clause_search"
"""Name of the full-text index, and the beginning of the names of all that belongs to it: migrations make it by hand."""


class UtcTime(TypeDecorator[dt.datetime]):
    """An aware moment, kept in UTC. SQLite has no time zones, so they are taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To UTC; raises ValueError for a moment without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


JsonData = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON value; None is NULL."""

JsonText = JSON(none_as_null=True)
"""A JSON value kept letter by letter, for what is hashed or sent again as it was: JSONB would rewrite numbers."""

SortText = Text().with_variant(Text(collation="C"), "postgresql")
"""Text ordered by code points on both databases, so that cursors mean the same on both."""

Counter = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database counts up; SQLite does so for the type INTEGER alone."""


def counter() -> Column[int]:
    """The primary key of a table that is read in the order of writing."""
    return Column("seq", Counter, primary_key=True, autoincrement=True)


def one_of(column: str, values: type[StrEnum] | Iterable[str], *, optional: bool = False) -> CheckConstraint:
    """A column that holds one of these strings: easier to widen than an enumeration of the database."""
    listed = ", ".join(f"'{value}'" for value in values)
    rule = f"{column} IN ({listed})"
    return CheckConstraint(f"{column} IS NULL OR {rule}" if optional else rule, name=f"{column}_known")


def text_column(name: str, *args: Any, **kwargs: Any) -> Column[str]:
    """A text that is always there, empty where nothing was said."""
    return Column(name, Text, *args, nullable=False, **kwargs)
