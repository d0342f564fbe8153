"""Every table of the desk, as SQLAlchemy Core knows it. `metadata` is what migrations are compared with."""

from storage.tables.base import APPEND_ONLY, SEARCH_OBJECTS, metadata
from storage.tables.decisions import decision, decision_approval, evidence, suggestion_disposition
from storage.tables.desk import (
    account,
    api_token,
    audit_entry,
    calendar_address,
    change,
    first_link,
    idempotent_answer,
    job,
    session,
    sign_in_attempt,
)
from storage.tables.imports import import_upload, imported_suggestion
from storage.tables.licences import (
    effective_term_cache,
    licence,
    licence_organisation,
    licence_resource,
    licence_tag,
    list_change,
    organisation,
    resource,
    term_definition,
)
from storage.tables.own_phrases import own_phrase
from storage.tables.readings import clause, reading, reading_page, suggestion
from storage.tables.sync import (
    sync_item,
    sync_link,
    sync_plan,
    sync_proposal,
    sync_pulled,
    sync_request,
    sync_seen,
    sync_target,
)
from storage.tables.versions import document, document_set_aside, version, version_transition
from storage.tables.webhooks import webhook, webhook_attempt
from storage.tables.work import deadline_decision, form_draft, review_place, saved_view, task

__all__ = [
    "APPEND_ONLY",
    "SEARCH_OBJECTS",
    "account",
    "api_token",
    "audit_entry",
    "calendar_address",
    "change",
    "clause",
    "deadline_decision",
    "decision",
    "decision_approval",
    "document",
    "document_set_aside",
    "effective_term_cache",
    "evidence",
    "first_link",
    "form_draft",
    "idempotent_answer",
    "import_upload",
    "imported_suggestion",
    "job",
    "licence",
    "licence_organisation",
    "licence_resource",
    "licence_tag",
    "list_change",
    "metadata",
    "organisation",
    "own_phrase",
    "reading",
    "reading_page",
    "resource",
    "review_place",
    "saved_view",
    "session",
    "sign_in_attempt",
    "suggestion",
    "suggestion_disposition",
    "sync_item",
    "sync_link",
    "sync_plan",
    "sync_proposal",
    "sync_pulled",
    "sync_request",
    "sync_seen",
    "sync_target",
    "task",
    "term_definition",
    "version",
    "version_transition",
    "webhook",
    "webhook_attempt",
]
