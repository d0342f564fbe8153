"""Tables of licences, organisations, resources and the vocabulary."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from domain.licence import LicenceStatus, OrganisationRole, RenewalKind, Scope
from domain.values import ValueType
from domain.vocabulary import Category, SilentAnswer
from storage.tables.base import Counter, JsonData, SortText, UtcTime, metadata, one_of, text_column

organisation = Table(
    "organisation",
    metadata,
    Column("id", Counter, primary_key=True, autoincrement=True),
    text_column("name"),
    Column("name_key", SortText, nullable=False, unique=True, comment="the name, capitals and spaces aside"),
    Column("folded", SortText, nullable=False, comment="the name as it is searched"),
)

resource = Table(
    "resource",
    metadata,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("slug", SortText, nullable=False, unique=True),
    text_column("title"),
    Column("folded", SortText, nullable=False, index=True, comment="the title as it is searched and sorted"),
    Column("url", Text),
    Column("host", Text, index=True, comment="host of the url, as it is looked up"),
    Column("issn", Text),
    Column("issn_key", Text, index=True),
    Column("isbn", Text),
    Column("isbn_key", Text, index=True, comment="13 digits"),
    Column("alma_collection", Text, index=True),
)

licence = Table(
    "licence",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("title"),
    Column("sort_title", SortText, nullable=False),
    text_column("code"),
    Column("code_key", SortText, nullable=False, unique=True, comment="the code, capitals aside"),
    Column("alternative_titles", JsonData, nullable=False),
    Column("stated_status", Text),
    text_column("scope"),
    Column("start_date", Date),
    Column("end_date", Date),
    text_column("renewal"),
    Column("renewal_period", JsonData),
    Column("notice_period", JsonData),
    text_column("contacts"),
    text_column("notes"),
    text_column("paper_location"),
    Column("master_id", ForeignKey("licence.id"), index=True),
    Column("owner_id", Text, comment="account of the person who looks after it"),
    Column("unit", Text, comment="the team that looks after it"),
    Column("term_ends", Date, comment="end of the current term, worked out on dates_worked_out"),
    Column("notice_by", Date, comment="last day for notice, worked out on dates_worked_out"),
    Column("dates_worked_out", Date, nullable=False),
    text_column("search_text", comment="title, other titles, code, notes and organisations as they are searched"),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("revision", Integer, nullable=False),
    one_of("stated_status", LicenceStatus, optional=True),
    one_of("scope", Scope),
    one_of("renewal", RenewalKind),
    Index(None, "sort_title", "id"),
    Index(None, "end_date"),
    Index(None, "updated_at"),
    Index(None, "notice_by"),
)

licence_organisation = Table(
    "licence_organisation",
    metadata,
    Column("licence_id", ForeignKey("licence.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False, index=True),
    text_column("role"),
    one_of("role", OrganisationRole),
)

licence_resource = Table(
    "licence_resource",
    metadata,
    Column("licence_id", ForeignKey("licence.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("resource_id", ForeignKey("resource.id"), nullable=False, index=True),
)

licence_tag = Table(
    "licence_tag",
    metadata,
    Column("licence_id", ForeignKey("licence.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    text_column("tag"),
    Column("tag_key", SortText, nullable=False, index=True),
)

effective_term_cache = Table(
    "effective_term_cache",
    metadata,
    # No foreign keys: these rows can be made again at any time, and must not hold up whoever edits the licence.
    Column("licence_id", Text, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("value_key", Text, primary_key=True, comment="one row for each of several values"),
    Column("valid_to", Date, comment="the last day, or NULL while no end is known"),
    Column("decision_id", Text, nullable=False),
    Index(None, "term", "licence_id"),
)

list_change = Table(
    "list_change",
    metadata,
    # One row for each licence ever changed; no foreign key, since it also tells of those that were erased.
    Column("licence_id", Text, primary_key=True),
    Column("seq", Counter, nullable=False, index=True, comment="counted under the lock of the commit"),
)

term_definition = Table(
    "term_definition",
    metadata,
    Column("key", Text, primary_key=True),
    text_column("label_en"),
    text_column("label_fr"),
    text_column("category"),
    text_column("value_type"),
    text_column("definition"),
    Column("question_en", Text),
    Column("question_fr", Text),
    Column("core", Boolean, nullable=False),
    Column("choices", JsonData, nullable=False),
    Column("codes", JsonData, nullable=False),
    text_column("silent_answer"),
    Column("position", Integer, nullable=False),
    Column("retired_at", UtcTime),
    Column("revision", Integer, nullable=False),
    one_of("category", Category),
    one_of("value_type", ValueType),
    one_of("silent_answer", SilentAnswer),
)
