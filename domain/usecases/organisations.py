"""Giving an organisation another name on every licence at once; the name of another makes one of the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.audit import Action
from domain.errors import Conflict, Invalid
from domain.identity import Actor, Role
from domain.licence import Licence, OrganisationRole
from domain.ports import Services, UnitOfWork
from domain.sync.target import Target
from domain.usecases.licence_list import OrganisationRecord, organisation_record
from domain.usecases.recording import record

MOST_RENAMED = 2000
MOST_NAME = 300
_MEANWHILE = "Other licences name this organisation now than when you looked. Look at them, then rename again."
_TOO_MANY = "More than 2000 licences name this organisation, which is too many for one go."


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What giving `old` the name `new` would change.

    `other` is the organisation that has the new name already; the two become one. `systems` are other systems that know
    the old name, whose code goes on under the new one.
    """

    old: OrganisationRecord
    new: str
    other: OrganisationRecord | None
    systems: tuple[str, ...]


def renaming(s: Services, actor: Actor, name: str, new: str) -> Renaming:
    """Look before renaming; raises NotFound, NotPermitted, Invalid."""
    actor.must_be(Role.ADMIN)
    old = organisation_record(s, name)
    wanted = _new_name(old.name, new)
    if old.number > MOST_RENAMED:
        raise Invalid.field("to", _TOO_MANY)
    with s.reading_only() as uow:
        there = uow.queries.licences_of(wanted, 1)
        systems = tuple(target.name for target in uow.sync.targets() if _known(target, old.name))
    merges = bool(there) and wanted.casefold() != old.name.casefold()
    other = organisation_record(s, wanted) if merges else None
    return Renaming(old=old, new=wanted, other=other, systems=systems)


def _new_name(old: str, new: str) -> str:
    wanted = " ".join(new.split())
    if not wanted:
        raise Invalid.field("to", "Give the new name.")
    if len(wanted) > MOST_NAME:
        raise Invalid.field("to", f"Shorten this to {MOST_NAME} characters; it has {len(wanted)}.")
    if wanted == old:
        raise Invalid.field("to", "This is its name already.")
    return wanted


def rename_organisation(s: Services, actor: Actor, name: str, new: str, *, expected: int) -> int:
    """Rename it on all its licences, each with its entry in the trail; how many those are.

    `expected` is how many the person was shown. Raises NotFound, NotPermitted, Invalid, Conflict.
    """
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        if uow.queries.number_of_licences_of(name) > MOST_RENAMED:
            raise Conflict(_TOO_MANY)
        found = uow.queries.licences_of(name, MOST_RENAMED * len(OrganisationRole))
        ids = dict.fromkeys(licence_id for licence_id, _ in found)
        before = [uow.licences.get(licence_id) for licence_id in ids]
        old = uow.licences.organisation_named(name)
        wanted = _new_name(old, new)
        if len(before) != expected:
            raise Conflict(_MEANWHILE)
        uow.licences.rename_organisation(old, wanted)
        for licence in before:
            _renamed(s, uow, actor, licence)
        _rename_at_targets(s, uow, actor, old, wanted)
        subject = ("organisation", wanted[:200])
        said: tuple[Mapping[str, str], Mapping[str, str]] = ({"name": old}, {"name": wanted})
        record(s, uow, actor, Action.ORGANISATION_RENAME, subject, before=said[0], after=said[1])
        uow.commit()
    return len(before)


def _renamed(s: Services, uow: UnitOfWork, actor: Actor, before: Licence) -> None:
    """Save the licence with the names as they are now: what it is searched by, its revision, its entry in the trail."""
    after = replace(uow.licences.get(before.id), updated_at=s.now(), revision=before.revision + 1)
    uow.licences.replace(after, seen=before.revision)
    subject = ("licence", before.id)
    said = (before.fields, after.fields)
    record(s, uow, actor, Action.LICENCE_CHANGE, subject, licence_id=before.id, before=said[0], after=said[1])
    uow.announce(before.id, before.code, "licence")


def _known(target: Target, name: str) -> bool:
    return name.casefold() in {each.casefold() for each in target.vendors}


def _rename_at_targets(s: Services, uow: UnitOfWork, actor: Actor, old: str, new: str) -> None:
    """What another system calls the organisation goes on under the new name, unless that has a code of its own."""
    for target in uow.sync.targets():
        if not _known(target, old):
            continue
        kept = {name: code for name, code in target.vendors.items() if name.casefold() != old.casefold()}
        code = next(code for name, code in target.vendors.items() if name.casefold() == old.casefold())
        if new.casefold() not in {name.casefold() for name in kept}:
            kept[new] = code
        renamed = replace(target, vendors=kept, updated_at=s.now(), revision=target.revision + 1)
        uow.sync.replace_target(renamed, seen=target.revision)
        said = ({"vendors": dict(target.vendors)}, {"vendors": kept})
        record(s, uow, actor, Action.TARGET_CHANGE, ("target", target.id), before=said[0], after=said[1])
