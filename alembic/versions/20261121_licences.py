"""Licences, organisations, resources and the vocabulary.

Revision ID: 20261121_licences
Revises: None
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "20261121_licences"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SORT_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _organisation()
    _resource()
    _licence()
    _licence_organisation()
    _licence_resource()
    _licence_tag()
    _term_definition()
    _effective_term_cache()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in (
        "effective_term_cache",
        "term_definition",
        "licence_tag",
        "licence_resource",
        "licence_organisation",
        "licence",
        "resource",
        "organisation",
    ):
        op.drop_table(table)


def _organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", _SORT_TEXT, nullable=False, comment="the name, capitals and spaces aside"),
        sa.Column("folded", _SORT_TEXT, nullable=False, comment="the name as it is searched"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name_key", name=op.f("uq_organisation_name_key")),
    )


def _resource() -> None:
    op.create_table(
        "resource",
        sa.Column("id", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("slug", _SORT_TEXT, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded", _SORT_TEXT, nullable=False, comment="the title as it is searched and sorted"),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("host", sa.Text(), nullable=True, comment="host of the url, as it is looked up"),
        sa.Column("issn", sa.Text(), nullable=True),
        sa.Column("issn_key", sa.Text(), nullable=True),
        sa.Column("isbn", sa.Text(), nullable=True),
        sa.Column("isbn_key", sa.Text(), nullable=True, comment="13 digits"),
        sa.Column("alma_collection", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("slug", name=op.f("uq_resource_slug")),
    )
    op.create_index(op.f("ix_resource_alma_collection"), "resource", ["alma_collection"], unique=False)
    op.create_index(op.f("ix_resource_folded"), "resource", ["folded"], unique=False)
    op.create_index(op.f("ix_resource_host"), "resource", ["host"], unique=False)
    op.create_index(op.f("ix_resource_isbn_key"), "resource", ["isbn_key"], unique=False)
    op.create_index(op.f("ix_resource_issn_key"), "resource", ["issn_key"], unique=False)


def _licence() -> None:
    op.create_table(
        "licence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sort_title", _SORT_TEXT, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_key", _SORT_TEXT, nullable=False, comment="the code, capitals aside"),
        sa.Column("alternative_titles", _JSON, nullable=False),
        sa.Column("stated_status", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("renewal", sa.Text(), nullable=False),
        sa.Column("renewal_period", _JSON, nullable=True),
        sa.Column("notice_period", _JSON, nullable=True),
        sa.Column("contacts", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("paper_location", sa.Text(), nullable=False),
        sa.Column("master_id", sa.Text(), nullable=True),
        sa.Column(
            "term_ends", sa.Date(), nullable=True, comment="end of the current term, worked out on dates_worked_out"
        ),
        sa.Column("notice_by", sa.Date(), nullable=True, comment="last day for notice, worked out on dates_worked_out"),
        sa.Column("dates_worked_out", sa.Date(), nullable=False),
        sa.Column(
            "search_text",
            sa.Text(),
            nullable=False,
            comment="title, other titles, code, notes and organisations as they are searched",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "renewal IN ('explicit', 'automatic', 'perpetual', 'open_ended', 'unknown')",
            name=op.f("ck_licence_renewal_known"),
        ),
        sa.CheckConstraint("scope IN ('local', 'consortial')", name=op.f("ck_licence_scope_known")),
        sa.CheckConstraint(
            "stated_status IS NULL OR stated_status IN "
            "('in_negotiation', 'not_yet_active', 'active', 'expired', 'terminated', 'retired')",
            name=op.f("ck_licence_stated_status_known"),
        ),
        sa.ForeignKeyConstraint(["master_id"], ["licence.id"], name=op.f("fk_licence_master_id_licence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("code_key", name=op.f("uq_licence_code_key")),
    )
    op.create_index(op.f("ix_licence_end_date"), "licence", ["end_date"], unique=False)
    op.create_index(op.f("ix_licence_master_id"), "licence", ["master_id"], unique=False)
    op.create_index(op.f("ix_licence_notice_by"), "licence", ["notice_by"], unique=False)
    op.create_index(op.f("ix_licence_sort_title_id"), "licence", ["sort_title", "id"], unique=False)
    op.create_index(op.f("ix_licence_updated_at"), "licence", ["updated_at"], unique=False)


def _licence_organisation() -> None:
    op.create_table(
        "licence_organisation",
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", _COUNTER, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('licensor', 'licensee', 'consortium', 'agent', 'provider')",
            name=op.f("ck_licence_organisation_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licence.id"], name=op.f("fk_licence_organisation_licence_id_licence")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_licence_organisation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("licence_id", "position", name=op.f("pk_licence_organisation")),
    )
    op.create_index(
        op.f("ix_licence_organisation_organisation_id"), "licence_organisation", ["organisation_id"], unique=False
    )


def _licence_resource() -> None:
    op.create_table(
        "licence_resource",
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("resource_id", _COUNTER, nullable=False),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_licence_resource_licence_id_licence")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_licence_resource_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("licence_id", "position", name=op.f("pk_licence_resource")),
    )
    op.create_index(op.f("ix_licence_resource_resource_id"), "licence_resource", ["resource_id"], unique=False)


def _licence_tag() -> None:
    op.create_table(
        "licence_tag",
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("tag_key", _SORT_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["licence_id"], ["licence.id"], name=op.f("fk_licence_tag_licence_id_licence")),
        sa.PrimaryKeyConstraint("licence_id", "position", name=op.f("pk_licence_tag")),
    )
    op.create_index(op.f("ix_licence_tag_tag_key"), "licence_tag", ["tag_key"], unique=False)


def _term_definition() -> None:
    op.create_table(
        "term_definition",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_fr", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("value_type", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("question_en", sa.Text(), nullable=True),
        sa.Column("question_fr", sa.Text(), nullable=True),
        sa.Column("core", sa.Boolean(), nullable=False),
        sa.Column("choices", _JSON, nullable=False),
        sa.Column("codes", _JSON, nullable=False),
        sa.Column("silent_answer", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category IN "
            "('access', 'sharing', 'teaching', 'copying', 'research', "
            "'restrictions', 'archive', 'supply', 'legal', 'renewal')",
            name=op.f("ck_term_definition_category_known"),
        ),
        sa.CheckConstraint(
            "silent_answer IN ('ask', 'yes', 'no')", name=op.f("ck_term_definition_silent_answer_known")
        ),
        sa.CheckConstraint(
            "value_type IN "
            "('permission', 'yes_no', 'text', 'integer', 'decimal', "
            "'date', 'duration', 'money', 'picklist', 'picklist_many')",
            name=op.f("ck_term_definition_value_type_known"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_term_definition")),
    )


def _effective_term_cache() -> None:
    op.create_table(
        "effective_term_cache",
        sa.Column("licence_id", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value_key", sa.Text(), nullable=False, comment="one row for each of several values"),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="the last day, or NULL while no end is known"),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("licence_id", "term", "valid_from", "value_key", name=op.f("pk_effective_term_cache")),
    )
    op.create_index(
        op.f("ix_effective_term_cache_term_licence_id"), "effective_term_cache", ["term", "licence_id"], unique=False
    )
