"""Entries of the trail as sentences, each with the place it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from domain.audit import Action, AuditEntry
from domain.values import Value
from domain.vocabulary import TermDefinition
from web.contexts.terms import choice_labels
from web.translation import Translator

_SENTENCES: Mapping[str, str] = {
    Action.LICENCE_ADD: "{who} entered {licence}",
    Action.LICENCE_CHANGE: "{who} changed {licence}: {fields}",
    Action.LICENCE_RETIRE: "{who} retired {licence}",
    Action.LICENCE_DELETE: "{who} erased {licence}",
    Action.VERSION_ADD: "{who} added the version {version} to {licence}",
    Action.VERSION_CHANGE: "{who} changed the version {version} of {licence}: {fields}",
    Action.VERSION_SEND_TO_REVIEW: "{who} sent {version} of {licence} for review",
    Action.VERSION_RETURN_TO_DRAFT: "{who} returned {version} of {licence} to draft",
    Action.VERSION_PUT_IN_FORCE: "{who} put {version} of {licence} in force",
    Action.VERSION_SUPERSEDE: "{who} marked {version} of {licence} as superseded",
    Action.VERSION_END: "{who} ended {version} of {licence}",
    Action.VERSION_WITHDRAW: "{who} withdrew {version} of {licence}",
    Action.DOCUMENT_ADD: "{who} added the document {document} to {licence}",
    Action.DOCUMENT_SET_ASIDE: "{who} set a document of {licence} aside",
    Action.READING_FINISH: "A document of {licence} was read: {clauses} clauses, {suggestions} suggestions",
    Action.READING_FAIL: "A document of {licence} could not be read",
    Action.READING_REQUEST: "{who} asked for another reading of a document of {licence}",
    Action.SUGGESTION_REJECT: "{who} rejected a suggestion for {term} in {licence}",
    Action.SUGGESTION_REOPEN: "{who} reopened the suggestion for {term} in {licence}",
    Action.TERM_DECIDE: "{who} decided {term} in {licence}",
    Action.TERM_REOPEN: "{who} took back the decision on {term} in {licence}",
    Action.TERM_APPROVE: "{who} approved the decision on {term} in {licence}",
    Action.VOCABULARY_ADD: "{who} added the term {term} to the vocabulary",
    Action.VOCABULARY_CHANGE: "{who} changed the term {term}: {fields}",
    Action.PHRASE_ADD: "{who} added a phrase for the term {term}",
    Action.PHRASE_CHANGE: "{who} changed a phrase of the term {term}: {fields}",
    Action.PHRASE_SET_ASIDE: "{who} set a phrase of the term {term} aside",
    Action.TASK_ADD: "{who} added a task or note to {licence}",
    Action.TASK_CHANGE: "{who} changed a task or note of {licence}: {fields}",
    Action.TASK_DONE: "{who} did a task of {licence}",
    Action.TASK_REOPEN: "{who} reopened a task of {licence}",
    Action.DEADLINE_DECIDE: "{who} noted at the deadline {day} of {licence}: {choice}",
    Action.DEADLINE_REOPEN: "{who} took back what was noted at the deadline {day} of {licence}",
    Action.ORGANISATION_RENAME: "{who} renamed the organisation {was} to {subject}",
    Action.VIEW_SAVE: "{who} saved the view {subject}",
    Action.VIEW_REMOVE: "{who} removed the view {subject}",
    Action.ACCOUNT_ADD: "{who} made an account for {subject}",
    Action.ACCOUNT_CHANGE: "{who} changed the account of {subject}: {fields}",
    Action.CALENDAR_OPEN: "{who} made an address for their calendar",
    Action.CALENDAR_CLOSE: "{who} revoked the address of their calendar",
    Action.TOKEN_CREATE: "{who} made the token {subject}",
    Action.TOKEN_REVOKE: "{who} revoked the token {subject}",
    Action.TARGET_ADD: "{who} connected the system {subject}",
    Action.TARGET_CHANGE: "{who} changed the settings of the system {subject}: {fields}",
    Action.TARGET_CLOSE: "{who} disconnected the system {subject}",
    Action.SYNC_SEND: "{who} sent what was planned to {subject}",
    Action.SYNC_WRITE: "{who} wrote {licence} to {subject}",
    Action.SYNC_PULL: "{who} took over what {subject} says",
    Action.WEBHOOK_ADD: "{who} made the webhook {subject}",
    Action.WEBHOOK_CHANGE: "{who} changed the webhook {subject}: {fields}",
    Action.WEBHOOK_PAUSE: "{who} paused the webhook {subject}",
    Action.WEBHOOK_RESUME: "{who} resumed the webhook {subject}",
    Action.WEBHOOK_REMOVE: "{who} removed the webhook {subject}",
    Action.WEBHOOK_NEW_SECRET: "{who} made a new secret for the webhook {subject}",
    Action.WEBHOOK_TEST: "{who} sent a test to the webhook {subject}",
    Action.IMPORT: "{who} imported the file {subject}",
    Action.SIGN_IN: "{who} signed in",
    Action.SIGN_OUT: "{who} signed out",
}
_CHOICES = {"keep": "Keep", "end": "End"}
_FIELDS: Mapping[str, str] = {
    "title": "title",
    "code": "code",
    "alternative_titles": "other names",
    "stated_status": "status",
    "scope": "kind",
    "organisations": "organisations",
    "start_date": "start date",
    "end_date": "end date",
    "renewal": "renewal",
    "renewal_period": "renewal period",
    "notice_period": "notice period",
    "resources": "resources",
    "contacts": "contacts",
    "tags": "tags",
    "notes": "notes",
    "paper_location": "paper location",
    "master_id": "consortial licence",
    "owner": "who looks after it",
    "unit": "team",
    "text": "text",
    "due": "day",
    "kind": "kind",
    "label": "label",
    "effective_from": "first day",
    "effective_to": "last day",
    "signatures": "signatures",
    "note": "note",
    "email": "e-mail",
    "name": "name",
    "role": "role",
    "closed_at": "closed",
    "label_en": "English label",
    "label_fr": "French label",
    "question_en": "English question",
    "question_fr": "French question",
    "silent_answer": "answer where silent",
    "retired_at": "retired",
    "phrase": "wording",
    "means": "meaning",
    "example": "example",
    "set_aside_at": "set aside",
    "address": "address",
    "kinds": "kinds of change",
    "state": "state",
    "start": "place in the feed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A sentence with its links. `words` are those of a task. `was` and `now` are the values of a decision, with the
    words of a pick list."""

    at: dt.datetime
    sentence: str
    words: str | None = None
    reason: str | None = None
    is_decision: bool = False
    was: Value | None = None
    now: Value | None = None
    was_conditions: str | None = None
    conditions: str | None = None
    labels: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids of the trail are called; `others` are accounts and tokens. A licence that is not in `licences` has been
    erased since."""

    licences: Mapping[str, str]
    definitions: Mapping[str, TermDefinition]
    versions: Mapping[str, str]
    here: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)


def happening_of(t: Translator, entry: AuditEntry, names: Names) -> Happening:
    """The entry in words; on the page of a licence (`names.here`) that licence is “this licence”."""
    sentence = t(
        _SENTENCES.get(entry.action, "{who}: {action}"),
        who=entry.actor_name,
        action=entry.action,
        licence=_licence(t, entry, names),
        version=_version(t, entry, names),
        document=_document(t, entry),
        term=_term(t, entry, names),
        subject=_subject(entry, names),
        fields=", ".join(t(_FIELDS.get(name, name)) for name in {**entry.after, **entry.before} if name != "revision"),
        day=entry.subject_id.rpartition("/")[2],
        was=str(entry.before.get("name", "")),
        choice=t(_CHOICES.get(str(entry.after.get("choice")), "")),
        clauses=entry.after.get("clauses", 0),
        suggestions=entry.after.get("suggestions", 0),
    )
    decided = entry.action in (Action.TERM_DECIDE, Action.TERM_REOPEN)
    definition = names.definitions.get(_key(entry))
    return Happening(
        at=entry.at,
        sentence=sentence,
        words=_words(entry),
        reason=_reason(entry),
        is_decision=decided,
        was=entry.before.get("value") if decided else None,
        now=entry.after.get("value") if decided else None,
        was_conditions=entry.before.get("conditions") if decided else None,
        conditions=entry.after.get("conditions") if decided else None,
        labels=choice_labels(t, definition) if definition else None,
    )


def _words(entry: AuditEntry) -> str | None:
    words = entry.after.get("text") or entry.before.get("text")
    return str(words) if entry.subject == "task" and words else None


def _reason(entry: AuditEntry) -> str | None:
    names = ("note",) if entry.subject == "deadline" else ("reason", "set_aside", "error")
    return next((str(entry.after[name]) for name in names if entry.after.get(name)), None)


def _licence(t: Translator, entry: AuditEntry, names: Names) -> Markup | str:
    if entry.licence_id == names.here:
        return t("this licence")
    title = names.licences.get(entry.licence_id or "")
    if title is None:
        return str(entry.before.get("title") or t("a licence that was erased"))
    return _link(f"/licences/{entry.licence_id}", title)


def _version(t: Translator, entry: AuditEntry, names: Names) -> Markup | str:
    if entry.subject != "version":
        return ""
    label = names.versions.get(entry.subject_id) or entry.after.get("label") or t("a version")
    return _link(f"/versions/{entry.subject_id}", str(label))


def _document(t: Translator, entry: AuditEntry) -> Markup | str:
    if entry.subject != "document":
        return ""
    return _link(f"/documents/{entry.subject_id}/view", str(entry.after.get("filename") or t("a document")))


def _term(t: Translator, entry: AuditEntry, names: Names) -> Markup | str:
    key = _key(entry)
    definition = names.definitions.get(key)
    label = definition.label(t.language) if definition else key
    if entry.licence_id in names.licences or entry.licence_id == names.here:
        return _link(f"/licences/{entry.licence_id}/terms/{key}#term-{key}", label)
    return label


def _subject(entry: AuditEntry, names: Names) -> str:
    """What an account, a token or a webhook is called."""
    said = (entry.after.get("name"), entry.before.get("name"), names.others.get(entry.subject_id))
    return next((str(name) for name in said if name), entry.subject_id)


def _key(entry: AuditEntry) -> str:
    if entry.subject == "term definition":
        return entry.subject_id
    if entry.subject == "phrase":
        return entry.subject_id.partition("/")[0]
    return entry.subject_id.rpartition("/")[2] if entry.subject == "term" else str(entry.after.get("term", ""))


def _link(href: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, text)
