"""Writing what was done to the trail, in the same transaction as the doing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.audit import Action, Happening, difference
from domain.identity import Actor
from domain.ports import Services, UnitOfWork
from domain.record import as_record


def record(
    s: Services,
    uow: UnitOfWork,
    actor: Actor,
    action: Action,
    subject: tuple[str, str],
    *,
    licence_id: str | None = None,
    before: object = None,
    after: object = None,
) -> None:
    """Add an entry: `subject` is its kind and id; of `before` and `after` only what differs is kept."""
    old, new = difference(_mapping(before), _mapping(after))
    uow.record(
        Happening(
            at=s.now(),
            actor_id=actor.id,
            actor_name=actor.name,
            actor_kind=actor.kind.value,
            action=action,
            subject=subject[0],
            subject_id=subject[1],
            licence_id=licence_id,
            before=old,
            after=new,
        )
    )


def _mapping(value: object) -> Mapping[str, Any]:
    record = as_record(value) if value is not None else {}
    return record if isinstance(record, dict) else {"value": record}
