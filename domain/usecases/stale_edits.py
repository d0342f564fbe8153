"""Telling somebody whose form was overtaken what each of the two has changed since it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.audit import Action
from domain.errors import Stale
from domain.ports import UnitOfWork
from domain.queries import AuditFilter

# What raises the revision of a licence or a version: exactly one entry of the trail for each step of it.
_STEPS = frozenset(
    {
        Action.LICENCE_CHANGE,
        Action.LICENCE_RETIRE,
        Action.VERSION_CHANGE,
        Action.VERSION_SEND_TO_REVIEW,
        Action.VERSION_RETURN_TO_DRAFT,
        Action.VERSION_PUT_IN_FORCE,
        Action.VERSION_SUPERSEDE,
        Action.VERSION_END,
        Action.VERSION_WITHDRAW,
    }
)


def stale_edit(
    uow: UnitOfWork,
    message: str,
    subject_id: str,
    *,
    sent: Mapping[str, Any],
    stored: Mapping[str, Any],
    revision: int,
    seen: int,
) -> Stale:
    """What `sent` would change, and what others changed between revisions `seen` and `revision`, by field.

    `mine` holds only what the sender changed, `theirs` the stored values of that and of what the others changed.
    A form that was never opened at a revision (`seen` 0) is taken to change all that differs.
    """
    opened = _as_seen(uow, subject_id, stored, revision - seen) if 0 < seen < revision else None
    mine = {n: v for n, v in sent.items() if v != stored.get(n) and (opened is None or v != opened.get(n))}
    changed = [n for n in opened if opened[n] != stored.get(n)] if opened else []
    theirs = {name: stored.get(name) for name in (*mine, *changed)}
    return Stale(message, mine=mine, theirs=theirs, revision=revision)


def _as_seen(uow: UnitOfWork, subject_id: str, stored: Mapping[str, Any], steps: int) -> dict[str, Any] | None:
    """The stored fields as they were `steps` revisions ago, walked back along the trail; None where it is too short."""
    fields, cursor = dict(stored), None
    while steps:
        page = uow.audit.entries(AuditFilter(subject_id=subject_id, cursor=cursor))
        for entry in page.items:
            if steps and entry.action in _STEPS:
                fields |= {name: value for name, value in entry.before.items() if name in fields}
                steps -= 1
        cursor = page.next_cursor
        if cursor is None:
            break
    return None if steps else fields
