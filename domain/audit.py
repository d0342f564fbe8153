"""The trail: who did what, when, what it was and what it is. Append-only and chained by hashes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """Everything that can be done to the record; a use case records one of these in its own transaction."""

    LICENCE_ADD = "licence.add"
    LICENCE_CHANGE = "licence.change"
    LICENCE_RETIRE = "licence.retire"
    LICENCE_DELETE = "licence.delete"
    VERSION_ADD = "version.add"
    VERSION_CHANGE = "version.change"
    VERSION_SEND_TO_REVIEW = "version.send_to_review"
    VERSION_RETURN_TO_DRAFT = "version.return_to_draft"
    VERSION_PUT_IN_FORCE = "version.put_in_force"
    VERSION_SUPERSEDE = "version.supersede"
    VERSION_END = "version.end"
    VERSION_WITHDRAW = "version.withdraw"
    DOCUMENT_ADD = "document.add"
    DOCUMENT_SET_ASIDE = "document.set_aside"
    READING_FINISH = "reading.finish"
    READING_FAIL = "reading.fail"
    READING_REQUEST = "reading.request"
    SUGGESTION_REJECT = "suggestion.reject"
    SUGGESTION_REOPEN = "suggestion.reopen"
    TERM_DECIDE = "term.decide"
    TERM_REOPEN = "term.reopen"
    TERM_APPROVE = "term.approve"
    VOCABULARY_ADD = "vocabulary.add"
    VOCABULARY_CHANGE = "vocabulary.change"
    PHRASE_ADD = "phrase.add"
    PHRASE_CHANGE = "phrase.change"
    PHRASE_SET_ASIDE = "phrase.set_aside"
    TASK_ADD = "task.add"
    TASK_CHANGE = "task.change"
    TASK_DONE = "task.done"
    TASK_REOPEN = "task.reopen"
    DEADLINE_DECIDE = "deadline.decide"
    DEADLINE_REOPEN = "deadline.reopen"
    ORGANISATION_RENAME = "organisation.rename"
    VIEW_SAVE = "view.save"
    VIEW_REMOVE = "view.remove"
    ACCOUNT_ADD = "account.add"
    ACCOUNT_CHANGE = "account.change"
    CALENDAR_OPEN = "calendar.open"
    CALENDAR_CLOSE = "calendar.close"
    TOKEN_CREATE = "token.create"  # noqa: S105 - an action, not a secret
    TOKEN_REVOKE = "token.revoke"  # noqa: S105
    TARGET_ADD = "target.add"
    TARGET_CHANGE = "target.change"
    TARGET_CLOSE = "target.close"
    SYNC_SEND = "sync.send"
    SYNC_WRITE = "sync.write"
    SYNC_PULL = "sync.pull"
    WEBHOOK_ADD = "webhook.add"
    WEBHOOK_CHANGE = "webhook.change"
    WEBHOOK_PAUSE = "webhook.pause"
    WEBHOOK_RESUME = "webhook.resume"
    WEBHOOK_REMOVE = "webhook.remove"
    WEBHOOK_NEW_SECRET = "webhook.new_secret"  # noqa: S105
    WEBHOOK_TEST = "webhook.test"
    IMPORT = "import.apply"
    SIGN_IN = "account.sign_in"
    SIGN_OUT = "account.sign_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One entry. `before` and `after` hold only what changed; `licence_id` is set where one is concerned.

    `hash` is the SHA-256 of the entry's canonical JSON together with the hash of the entry before it,
    so that an entry altered or taken out breaks the chain.
    """

    seq: int
    at: dt.datetime
    actor_id: str
    actor_name: str
    actor_kind: str
    action: str
    subject: str
    subject_id: str
    licence_id: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What a use case records; the storage adds the sequence and the hashes when it commits."""

    at: dt.datetime
    actor_id: str
    actor_name: str
    actor_kind: str
    action: Action
    subject: str
    subject_id: str
    licence_id: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


FIRST_HASH = "0" * 64


def chained_hash(previous_hash: str, happening: Happening) -> str:
    """The hash of an entry, from the one before it and everything that it says."""
    content = {
        "at": happening.at.isoformat(),
        "actor_id": happening.actor_id,
        "actor_name": happening.actor_name,
        "actor_kind": happening.actor_kind,
        "action": str(happening.action),
        "subject": happening.subject,
        "subject_id": happening.subject_id,
        "licence_id": happening.licence_id,
        "before": happening.before,
        "after": happening.after,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((previous_hash + text).encode()).hexdigest()


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the entries that changed, as they were and as they are."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {k: before[k] for k in keys if k in before}, {k: after[k] for k in keys if k in after}
