"""Versions and their recorded steps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from domain.version import Signature, Transition, Version, VersionFields, VersionKind, VersionState
from storage.tables import licence, version, version_transition
from storage.transaction import AnyRow, Transaction


class SqlVersions:
    """domain.ports.Versions on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, version_id: str) -> Version:
        def ask() -> Version:
            return to_version(self._tx.get(version, "id", version_id, "There is no such version."))

        return self._tx.once(("version", version_id), ask)

    def hold(self, version_id: str) -> Version:
        found = self.get(version_id)
        # On SQLite who may write is alone already, and FOR UPDATE is left out.
        self._tx.row(select(licence.c.id).where(licence.c.id == found.licence_id).with_for_update())
        return self.get(version_id)

    def of_licence(self, licence_id: str) -> tuple[Version, ...]:
        return versions_of_one(self._tx, licence_id)

    def add(self, new: Version) -> None:
        self._tx.add(version, _row(new))
        self._tx.touched.add(new.licence_id)

    def add_all(self, new: Sequence[Version]) -> None:
        self._tx.add(version, *map(_row, new))
        self._tx.touched.update(one.licence_id for one in new)

    def replace(self, new: Version, *, seen: int) -> None:
        self._tx.replace(version, new.id, _row(new), seen=seen)
        self._tx.touched.add(new.licence_id)

    def add_transition(self, transition: Transition) -> None:
        row = {
            "id": transition.id,
            "version_id": transition.version_id,
            "old_state": transition.old.value,
            "new_state": transition.new.value,
            "reason": transition.reason,
            "by": transition.by,
            "by_name": transition.by_name,
            "at": transition.at,
        }
        self._tx.add(version_transition, row)

    def transitions(self, version_id: str) -> tuple[Transition, ...]:
        steps = select(version_transition).where(version_transition.c.version_id == version_id)
        return tuple(_to_transition(row) for row in self._tx.rows(steps.order_by(version_transition.c.seq)))

    def transitions_of(self, licence_id: str) -> dict[str, tuple[Transition, ...]]:
        theirs = select(version.c.id).where(version.c.licence_id == licence_id)
        steps = select(version_transition).where(version_transition.c.version_id.in_(theirs))
        found: dict[str, list[Transition]] = defaultdict(list)
        for row in self._tx.rows(steps.order_by(version_transition.c.seq)):
            found[row.version_id].append(_to_transition(row))
        return {version_id: tuple(taken) for version_id, taken in found.items()}


def versions_of(tx: Transaction, licence_ids: Sequence[str]) -> tuple[Version, ...]:
    """The versions of some licences by effective date, those without one last, then by when they were made."""
    c = version.c
    order = (c.effective_from.is_(None), c.effective_from, c.created_at, c.id)
    return tuple(map(to_version, tx.rows(select(version).where(c.licence_id.in_(licence_ids)).order_by(*order))))


def versions_of_one(tx: Transaction, licence_id: str) -> tuple[Version, ...]:
    """The same of one licence."""
    return tx.once(("versions", licence_id), lambda: versions_of(tx, [licence_id]))


def to_version(row: AnyRow) -> Version:
    """From a row of `version`."""
    return Version(
        id=row.id,
        licence_id=row.licence_id,
        fields=VersionFields(
            kind=VersionKind(row.kind),
            label=row.label,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            signatures=tuple(map(_to_signature, row.signatures)),
            note=row.note,
        ),
        state=VersionState(row.state),
        created_at=row.created_at,
        updated_at=row.updated_at,
        revision=row.revision,
    )


def _row(kept: Version) -> dict[str, Any]:
    return {
        "id": kept.id,
        "licence_id": kept.licence_id,
        "kind": kept.fields.kind.value,
        "label": kept.fields.label,
        "effective_from": kept.fields.effective_from,
        "effective_to": kept.fields.effective_to,
        "signatures": [_signature(s) for s in kept.fields.signatures],
        "note": kept.fields.note,
        "state": kept.state.value,
        "created_at": kept.created_at,
        "updated_at": kept.updated_at,
        "revision": kept.revision,
    }


def _signature(signature: Signature) -> dict[str, Any]:
    signed_on = signature.signed_on.isoformat() if signature.signed_on else None
    return {"name": signature.name, "party": signature.party, "signed_on": signed_on}


def _to_signature(data: dict[str, Any]) -> Signature:
    signed_on = dt.date.fromisoformat(data["signed_on"]) if data["signed_on"] else None
    return Signature(name=data["name"], party=data["party"], signed_on=signed_on)


def _to_transition(row: AnyRow) -> Transition:
    return Transition(
        id=row.id,
        version_id=row.version_id,
        old=VersionState(row.old_state),
        new=VersionState(row.new_state),
        reason=row.reason,
        by=row.by,
        by_name=row.by_name,
        at=row.at,
    )
