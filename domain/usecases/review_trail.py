"""What the trail holds about the review of a version."""

from __future__ import annotations

from dataclasses import dataclass

from domain.audit import Action, AuditEntry
from domain.identity import Actor
from domain.ports import Services, UnitOfWork
from domain.queries import AuditFilter

MOST_NEWS = 100
_OF_TERMS = (Action.TERM_DECIDE, Action.TERM_REOPEN, Action.TERM_APPROVE, Action.SUGGESTION_REOPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that was done to a term in a review; `is_own` where the one who asks did it, in another window."""

    key: str
    action: Action
    by: str
    is_own: bool


def newest(uow: UnitOfWork, licence_id: str) -> int:
    """The sequence of the last entry about a licence: what somebody has seen who looks at its reviews now."""
    found = uow.audit.entries(AuditFilter(licence_id=licence_id, limit=1)).items
    return found[0].seq if found else 0


def news_of_review(s: Services, actor: Actor, version_id: str, since: int) -> tuple[News, ...]:
    """What was done in the review of a version after the entry `since`, oldest first, the last thing for each term;
    raises NotFound."""
    with s.reading_only() as uow:
        version = uow.versions.get(version_id)
        which = AuditFilter(licence_id=version.licence_id, after=since, limit=MOST_NEWS)
        last: dict[str, News] = {}
        for entry in reversed(uow.audit.entries(which).items):
            key = term_of(uow, version_id, entry)
            if key is not None:
                last.pop(key, None)
                mine = entry.actor_id == actor.id
                last[key] = News(key=key, action=Action(entry.action), by=entry.actor_name, is_own=mine)
    return tuple(last.values())


def term_of(uow: UnitOfWork, version_id: str, entry: AuditEntry) -> str | None:
    """The term of an entry about the review of this version; None for any other entry."""
    if entry.action == Action.SUGGESTION_REJECT and "version" in entry.after:  # said elsewhere, not by a reading
        return str(entry.after["term"]) if entry.after["version"] == version_id else None
    if entry.action == Action.SUGGESTION_REJECT:
        stored = uow.readings.suggestion(entry.subject_id)
        return stored.suggestion.term if stored.version_id == version_id else None
    there, _, key = entry.subject_id.partition("/")
    return key if entry.action in _OF_TERMS and there == version_id else None
