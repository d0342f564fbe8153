"""Versions of a licence and the states they go through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.approval import waiting
from domain.audit import Action
from domain.errors import Conflict, Invalid, Stale
from domain.identity import SYSTEM, Actor, Role
from domain.licence_entry import version_fields
from domain.ports import Services, UnitOfWork
from domain.readings import ReadingState
from domain.record import as_record
from domain.suggestion import SuggestionState
from domain.usecases.recording import record
from domain.usecases.stale_edits import stale_edit
from domain.version import (
    HELD,
    Circumstances,
    DocumentRole,
    Readiness,
    Transition,
    Version,
    VersionFields,
    VersionState,
    readiness,
    superseded_by,
)

SAVED_BY_ANOTHER = "Somebody saved this version while you were editing it. Look at the differences, then save again."
_ACTIONS = {
    VersionState.DRAFT: Action.VERSION_RETURN_TO_DRAFT,
    VersionState.IN_REVIEW: Action.VERSION_SEND_TO_REVIEW,
    VersionState.IN_FORCE: Action.VERSION_PUT_IN_FORCE,
    VersionState.SUPERSEDED: Action.VERSION_SUPERSEDE,
    VersionState.ENDED: Action.VERSION_END,
    VersionState.WITHDRAWN: Action.VERSION_WITHDRAW,
}


def add_version(s: Services, actor: Actor, licence_id: str, raw: Mapping[str, Any]) -> Version:
    """Add a draft version to a licence; raises NotFound, NotPermitted, Invalid."""
    actor.must_be(Role.EDITOR)
    fields, now = version_fields(raw), s.now()
    with s.unit_of_work() as uow:
        uow.licences.get(licence_id)
        version = Version(
            id=s.new_id(),
            licence_id=licence_id,
            fields=fields,
            state=VersionState.DRAFT,
            created_at=now,
            updated_at=now,
        )
        uow.versions.add(version)
        record(s, uow, actor, Action.VERSION_ADD, ("version", version.id), licence_id=licence_id, after=fields)
        uow.commit()
    return version


def change_version(s: Services, actor: Actor, version_id: str, raw: Mapping[str, Any], *, seen: int) -> Version:
    """Change some fields over revision `seen`; raises NotFound, NotPermitted, Invalid, Stale.

    Dates of a version in force change what the library tells its readers, so they need a reviewer.
    """
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        old = uow.versions.hold(version_id)
        fields = version_fields(raw, old.fields)
        if old.revision != seen:
            raise _stale(uow, old, fields, raw, seen=seen)
        if old.state in HELD:
            actor.must_be(Role.REVIEWER)
            if fields.effective_from is None:
                raise Invalid.field("effective_from", "A version in force needs the date from which it is effective.")
        new = replace(old, fields=fields, updated_at=s.now(), revision=seen + 1)
        uow.versions.replace(new, seen=seen)
        subject = ("version", version_id)
        record(
            s, uow, actor, Action.VERSION_CHANGE, subject, licence_id=old.licence_id, before=old.fields, after=fields
        )
        if old.state in HELD:
            announce_terms(uow, old.licence_id)
        uow.commit()
    return new


def _stale(uow: UnitOfWork, current: Version, mine: VersionFields, raw: Mapping[str, Any], *, seen: int) -> Stale:
    stored, whole = as_record(current.fields), as_record(mine)
    sent = {name: whole[name] for name in raw}
    return stale_edit(uow, SAVED_BY_ANOTHER, current.id, sent=sent, stored=stored, revision=current.revision, seen=seen)


def how_ready(s: Services, version_id: str, to: VersionState) -> Readiness:
    """What stands in the way of `to`, to be shown before anybody tries."""
    with s.reading_only() as uow:
        version = uow.versions.get(version_id)
        return readiness(version, to, circumstances(s, uow, version))


def circumstances(s: Services, uow: UnitOfWork, version: Version) -> Circumstances:
    """What the rule for putting a version in force looks at."""
    documents = [d for d in uow.documents.of_version(version.id) if d.set_aside is None]
    readings = uow.readings.latest_of([document.id for document in documents]).values()
    suggestions = uow.readings.suggestions(version.id)
    return Circumstances(
        signed_documents=sum(d.role is not DocumentRole.DRAFT for d in documents),
        readings_running=sum(r.state in (ReadingState.QUEUED, ReadingState.RUNNING) for r in readings),
        open_suggestions=sum(item.state is SuggestionState.OPEN for item in suggestions)
        + len(uow.said.waiting_on([version.id])),
        unapproved=_unapproved(s, uow, version.id),
    )


def _unapproved(s: Services, uow: UnitOfWork, version_id: str) -> int:
    """How many decisions wait for a second reviewer; none where the library asks for none."""
    if not s.settings.second_review:
        return 0
    return len(waiting(uow.decisions.of_version(version_id), uow.decisions.approvals(version_id)))


def move_version(s: Services, actor: Actor, version_id: str, to: VersionState, reason: str = "") -> Version:
    """Take a version to its next state; raises NotFound, NotPermitted, Conflict with every reason why it may not.

    What is doubtful (open suggestions, no signed document) may be passed by saying why.
    Putting an agreement in force supersedes the agreements in force before it.
    """
    actor.must_be(Role.EDITOR if to in (VersionState.IN_REVIEW, VersionState.DRAFT) else Role.REVIEWER)
    reason = " ".join(reason.split())[:500]
    with s.unit_of_work() as uow:
        version = uow.versions.hold(version_id)
        ready = readiness(version, to, circumstances(s, uow, version))
        reasons = (*ready.blockers, *(() if reason else ready.doubts))
        if reasons:
            raise Conflict(reasons[0] if ready.blockers else f"{reasons[0]} Say why to go on all the same.", reasons)
        moved = _step(s, uow, actor, version, to=to, reason=reason)
        if to is VersionState.IN_FORCE:
            _supersede_all_former(s, uow, actor, version.licence_id)
            moved = uow.versions.get(version_id)  # an older agreement that came in late is superseded at once
        if HELD & {version.state, to}:
            announce_terms(uow, version.licence_id)
        uow.commit()
    return moved


def _step(s: Services, uow: UnitOfWork, actor: Actor, version: Version, *, to: VersionState, reason: str) -> Version:
    fields = version.fields
    if to is VersionState.ENDED and (fields.effective_to is None or fields.effective_to > s.today()):
        fields = replace(fields, effective_to=s.today())
    moved = replace(version, state=to, fields=fields, updated_at=s.now(), revision=version.revision + 1)
    uow.versions.replace(moved, seen=version.revision)
    uow.versions.add_transition(
        Transition(
            id=s.new_id(),
            version_id=version.id,
            old=version.state,
            new=to,
            reason=reason,
            by=actor.id,
            by_name=actor.name,
            at=s.now(),
        )
    )
    before: dict[str, Any] = {"state": version.state, "effective_to": version.fields.effective_to}
    after = {"state": to, "reason": reason, "effective_to": fields.effective_to}
    subject = ("version", version.id)
    record(s, uow, actor, _ACTIONS[to], subject, licence_id=version.licence_id, before=before, after=after)
    return moved


def _supersede_all_former(s: Services, uow: UnitOfWork, actor: Actor, licence_id: str) -> None:
    for new in uow.versions.of_licence(licence_id):
        if new.state is VersionState.IN_FORCE:
            for former in superseded_by(new, uow.versions.of_licence(licence_id), s.today()):
                _step(s, uow, actor, former, to=VersionState.SUPERSEDED, reason=f"Replaced by {new.label}.")


def supersede_what_is_replaced(s: Services, licence_id: str) -> None:
    """An agreement that has begun supersedes the ones before it; what holds may have changed, so the feed is told."""
    with s.unit_of_work() as uow:
        _supersede_all_former(s, uow, SYSTEM, licence_id)
        announce_terms(uow, licence_id)
        uow.commit()


def announce_terms(uow: UnitOfWork, licence_id: str) -> None:
    """Tell the sync feed that what holds for a licence may have changed."""
    uow.announce(licence_id, uow.licences.get(licence_id).code, "terms")
