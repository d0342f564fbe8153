"""Every table of the desk, as SQLAlchemy Core knows it. `metadata` is what migrations are compared with."""

from storage.tables.base import APPEND_ONLY, SEARCH_OBJECTS, metadata
from storage.tables.decisions import decision, evidence, suggestion_disposition
from storage.tables.desk import (
    account,
    api_token,
    audit_entry,
    change,
    first_link,
    idempotent_answer,
    job,
    session,
    sign_in_attempt,
)
from storage.tables.licences import (
    effective_term_cache,
    licence,
    licence_organisation,
    licence_resource,
    licence_tag,
    organisation,
    resource,
    term_definition,
)
from storage.tables.readings import clause, reading, reading_page, suggestion
from storage.tables.versions import document, document_set_aside, version, version_transition
from storage.tables.own_phrases import own_phrase

__all__ = [
    "APPEND_ONLY",
    "SEARCH_OBJECTS",
    "account",
    "api_token",
    "audit_entry",
    "change",
    "clause",
    "decision",
    "document",
    "document_set_aside",
    "effective_term_cache",
    "evidence",
    "first_link",
    "idempotent_answer",
    "job",
    "licence",
    "licence_organisation",
    "licence_resource",
    "licence_tag",
    "metadata",
    "organisation",
    "reading",
    "reading_page",
    "resource",
    "own_phrase",
    "session",
    "sign_in_attempt",
    "suggestion",
    "suggestion_disposition",
    "term_definition",
    "version",
    "version_transition",
]
