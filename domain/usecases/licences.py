"""Entering licences, changing them, retiring them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.audit import Action
from domain.errors import Conflict, Invalid, NotFound, Stale
from domain.identity import Actor, Role
from domain.licence import Licence, LicenceFields, LicenceStatus
from domain.licence_entry import licence_fields
from domain.ports import Services, UnitOfWork
from domain.record import as_record
from domain.usecases.recording import record
from domain.usecases.stale_edits import stale_edit
from domain.version import HELD

SAVED_BY_ANOTHER = "Somebody saved this licence while you were editing it. Look at the differences, then save again."

_SENT_AS = {"stated_status": "status", "master_id": "master"}
"""Fields that are entered under another name than they are kept."""


def add_licence(s: Services, actor: Actor, raw: Mapping[str, Any]) -> Licence:
    """Enter a licence; raises NotPermitted, Invalid, Conflict (the code is taken).

    A code that was proposed from the title gets a number where it is taken.
    """
    actor.must_be(Role.EDITOR)
    fields, now = licence_fields(raw), s.now()
    with s.unit_of_work() as uow:
        if not raw.get("code"):
            fields = replace(fields, code=_free_code(uow, fields.code))
        _check_master(uow, fields, None)
        _check_owner(uow, fields, None)
        licence = Licence(id=s.new_id(), fields=fields, created_at=now, updated_at=now)
        uow.licences.add(licence)
        record(s, uow, actor, Action.LICENCE_ADD, ("licence", licence.id), licence_id=licence.id, after=fields)
        uow.announce(licence.id, fields.code, "licence")
        uow.commit()
    return licence


def code_is_taken(s: Services, code: str, *, by_other_than: str | None = None) -> bool:
    """Whether another licence has this code, capitals aside; to tell at its field why saving was refused."""
    with s.reading_only() as uow:
        holder = uow.licences.by_code(code)
    return holder is not None and holder.id != by_other_than


def _free_code(uow: UnitOfWork, code: str) -> str:
    free, number = code, 1
    while uow.licences.by_code(free):
        number += 1
        free = f"{code}-{number}"
    return free


def _check_master(uow: UnitOfWork, fields: LicenceFields, own_id: str | None) -> None:
    if fields.master_id is None:
        return
    message = "Choose the consortial licence that this one inherits from; it may not inherit itself."
    try:
        master = uow.licences.get(fields.master_id)
    except NotFound:
        raise Invalid.field("master", message) from None
    if master.id == own_id or master.fields.master_id is not None:
        raise Invalid.field("master", message)


def _check_owner(uow: UnitOfWork, fields: LicenceFields, before: str | None) -> None:
    """Somebody with an open account; whoever it was before may stay."""
    if fields.owner in (None, before):
        return
    open_accounts = {account.id for account in uow.accounts.all() if account.closed_at is None}
    if fields.owner not in open_accounts:
        raise Invalid.field("owner", "Choose somebody with an account on this desk.")


def change_licence(s: Services, actor: Actor, licence_id: str, raw: Mapping[str, Any], *, seen: int) -> Licence:
    """Change some fields over revision `seen`; raises NotFound, NotPermitted, Invalid, Conflict, Stale (both sides)."""
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        old = uow.licences.get(licence_id)
        fields = licence_fields(raw, old.fields)
        if old.revision != seen:
            raise _stale(uow, old, raw, seen=seen)
        _check_master(uow, fields, licence_id)
        _check_owner(uow, fields, old.fields.owner)
        new = replace(old, fields=fields, updated_at=s.now(), revision=seen + 1)
        uow.licences.replace(new, seen=seen)
        retired = _newly_retired(old.fields, fields)
        action = Action.LICENCE_RETIRE if retired else Action.LICENCE_CHANGE
        subject = ("licence", licence_id)
        record(s, uow, actor, action, subject, licence_id=licence_id, before=old.fields, after=fields)
        uow.announce(licence_id, fields.code, "retired" if retired else "licence")
        uow.commit()
    return new


def _newly_retired(old: LicenceFields, new: LicenceFields) -> bool:
    return new.stated_status is LicenceStatus.RETIRED and old.stated_status is not LicenceStatus.RETIRED


def _stale(uow: UnitOfWork, current: Licence, raw: Mapping[str, Any], *, seen: int) -> Stale:
    stored, sent = as_record(current.fields), as_record(licence_fields(raw, current.fields))
    sent = {name: value for name, value in sent.items() if _SENT_AS.get(name, name) in raw}
    told = stale_edit(uow, SAVED_BY_ANOTHER, current.id, sent=sent, stored=stored, revision=current.revision, seen=seen)
    return Stale(told.message, mine=_as_sent(told.mine), theirs=_as_sent(told.theirs), revision=told.revision)


def _as_sent(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {_SENT_AS.get(name, name): value for name, value in fields.items()}


def delete_licence(s: Services, actor: Actor, licence_id: str, *, seen: int) -> None:
    """Erase a licence that never came into force; raises NotFound, NotPermitted, Conflict."""
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        licence = uow.licences.get(licence_id)
        if licence.revision != seen:
            raise _stale(uow, licence, {}, seen=seen)
        if any(version.state in HELD for version in uow.versions.of_licence(licence_id)):
            raise Conflict("This licence has been in force and cannot be erased. Set its status to retired instead.")
        uow.licences.delete(licence_id)
        subject = ("licence", licence_id)
        record(s, uow, actor, Action.LICENCE_DELETE, subject, licence_id=licence_id, before=licence.fields)
        uow.announce(licence_id, licence.code, "deleted")
        uow.commit()
