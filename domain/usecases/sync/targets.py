"""Connecting a system: its key, its words, and which of our terms is which of its codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.audit import Action
from domain.errors import Conflict
from domain.identity import Actor, Role
from domain.ports import Services
from domain.ports.remote import RequestEntry
from domain.record import as_record
from domain.sync.entry import check_values, mapping_of, name_and_key, options_of, system_of
from domain.sync.mapping import RemoteVocabulary, completed, default_mapping
from domain.sync.target import Options, Target
from domain.usecases.recording import record
from domain.vocabulary import TermDefinition


def targets(s: Services) -> tuple[Target, ...]:
    """Every connected system, by name."""
    with s.reading_only() as uow:
        return uow.sync.targets()


def one_target(s: Services, target_id: str) -> Target:
    """One target with its mapping, completed with terms that came to the vocabulary since; raises NotFound."""
    with s.reading_only() as uow:
        return complete(s, uow.sync.target(target_id), uow.vocabulary.all())


def target_by(s: Services, name_or_id: str) -> Target:
    """A target by its name or id, for a terminal; raises NotFound."""
    with s.reading_only() as uow:
        named = uow.sync.target_named(name_or_id)
        return complete(s, named or uow.sync.target(name_or_id), uow.vocabulary.all())


def complete(s: Services, target: Target, definitions: tuple[TermDefinition, ...]) -> Target:
    """The target with a mapping for every live term."""
    live = [one for one in definitions if one.retired_at is None]
    defaults = default_mapping(live, target.system.value, s.remotes.format(target.system).near_codes)
    return replace(target, mapping=completed(target.mapping, live, defaults))


def add_target(s: Services, actor: Actor, raw: Mapping[str, Any]) -> Target:
    """Connect a system. It is asked for its words at once, so that a wrong key or host is told now.

    Raises NotPermitted, Invalid, Conflict (the name is taken), RemoteUnavailable and its kinds.
    """
    actor.must_be(Role.ADMIN)
    name, key = name_and_key(raw, key_needed=True)
    system, now = system_of(raw), s.now()
    target = Target(
        id=s.new_id(),
        name=name,
        system=system,
        address=s.remotes.address(system, str(raw.get("region") or ""), str(raw.get("address") or "")),
        options=options_of(raw.get("options"), Options()),
        mapping=(),
        vocabulary=RemoteVocabulary(),
        created_at=now,
        updated_at=now,
    )
    with s.reading_only() as uow:
        target = complete(s, target, uow.vocabulary.all())
        if uow.sync.target_named(name):
            raise Conflict("There is a target of this name already. Choose another name.")
    sealed = s.remotes.seal(key)
    target, asked = _asked(s, target, sealed)
    with s.unit_of_work() as uow:
        uow.sync.add_target(target, sealed)
        for entry in asked:
            uow.sync.add_request(target.id, None, entry)
        record(s, uow, actor, Action.TARGET_ADD, ("target", target.id), after=_told(target))
        uow.commit()
    return target


def _asked(s: Services, target: Target, sealed: str) -> tuple[Target, list[RequestEntry]]:
    """The target with what the system says of itself, and the requests that took."""
    asked: list[RequestEntry] = []
    with s.remotes.open(target, sealed, asked.append) as system:
        system.check()
        return replace(target, vocabulary=system.vocabulary(s.now())), asked


def change_target(s: Services, actor: Actor, target_id: str, raw: Mapping[str, Any], *, seen: int) -> Target:
    """Change name, place, key or options over revision `seen`; with a new key or place the system is asked again.

    Raises NotFound, NotPermitted, Invalid, Stale, RemoteUnavailable and its kinds.
    """
    actor.must_be(Role.ADMIN)
    old = one_target(s, target_id)
    name, key = name_and_key({"name": old.name, **raw}, key_needed=False)
    moved = "region" in raw or "address" in raw
    place = s.remotes.address(old.system, str(raw.get("region") or ""), str(raw.get("address") or "")) if moved else ""
    new = replace(
        old,
        name=name,
        address=place or old.address,
        options=options_of(raw.get("options"), old.options),
        updated_at=s.now(),
        revision=seen + 1,
    )
    sealed = s.remotes.seal(key) if key else None
    asked: list[RequestEntry] = []
    if sealed or new.address != old.address:
        new, asked = _asked(s, new, sealed or _sealed(s, target_id))
    return _save(s, actor, old, new, seen=seen, sealed=sealed, asked=asked)


def _sealed(s: Services, target_id: str) -> str:
    with s.reading_only() as uow:
        return uow.sync.sealed_key(target_id)


def _save(
    s: Services,
    actor: Actor,
    old: Target,
    new: Target,
    *,
    seen: int,
    sealed: str | None = None,
    asked: list[RequestEntry] | None = None,
) -> Target:
    with s.unit_of_work() as uow:
        uow.sync.replace_target(new, seen=seen, sealed_key=sealed)
        for entry in asked or ():
            uow.sync.add_request(new.id, None, entry)
        before, after = _told(old), {**_told(new), **({"key": "replaced"} if sealed else {})}
        record(s, uow, actor, Action.TARGET_CHANGE, ("target", new.id), before=before, after=after)
        uow.commit()
    return new


def change_mapping(s: Services, actor: Actor, target_id: str, raw: Any, *, seen: int) -> Target:
    """Save which term is which code over there, all of it; raises NotFound, NotPermitted, Invalid, Stale."""
    actor.must_be(Role.ADMIN)
    old = one_target(s, target_id)
    with s.reading_only() as uow:
        definitions = uow.vocabulary.all()
    known = {one.key: one for one in definitions}
    mapping = mapping_of(raw, known)
    check_values(mapping, known, old)
    new = replace(old, mapping=mapping, updated_at=s.now(), revision=seen + 1)
    return _save(s, actor, old, complete(s, new, definitions), seen=seen)


def change_vendors(s: Services, actor: Actor, target_id: str, vendors: Mapping[str, str], *, seen: int) -> Target:
    """Save which organisation is which vendor over there; raises NotFound, NotPermitted, Stale."""
    actor.must_be(Role.ADMIN)
    old = one_target(s, target_id)
    kept = {name.strip()[:300]: code.strip()[:100] for name, code in vendors.items() if name.strip() and code.strip()}
    return _save(s, actor, old, replace(old, vendors=kept, updated_at=s.now(), revision=seen + 1), seen=seen)


def ask_again(s: Services, actor: Actor, target_id: str) -> Target:
    """Read the system's terms and values again; raises NotFound, NotPermitted, RemoteUnavailable and its kinds."""
    actor.must_be(Role.ADMIN)
    old = one_target(s, target_id)
    new, asked = _asked(s, old, _sealed(s, target_id))
    new = replace(new, updated_at=s.now(), revision=old.revision + 1)
    return _save(s, actor, old, new, seen=old.revision, asked=asked)


def close_target(s: Services, actor: Actor, target_id: str, *, seen: int) -> None:
    """Disconnect: the key is forgotten, what was sent stays on record; raises NotFound, NotPermitted, Stale."""
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        old = uow.sync.target(target_id)
        if old.closed_at is not None:
            return
        closed = replace(old, closed_at=s.now(), updated_at=s.now(), revision=seen + 1)
        uow.sync.replace_target(closed, seen=seen, sealed_key="")
        record(s, uow, actor, Action.TARGET_CLOSE, ("target", target_id), before={"name": old.name})
        uow.commit()


def _told(target: Target) -> dict[str, Any]:
    """What the trail keeps of a target: never its key."""
    mapped = {one.term: as_record(one) for one in target.mapping}
    return {
        "name": target.name,
        "system": target.system.value,
        "address": target.address,
        "options": as_record(target.options),
        "mapping": mapped,
        "vendors": dict(target.vendors),
    }
