"""Versions and decisions for tests of pure rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from domain.decision import Decision, Provenance
from domain.effective_terms import DecidedVersion
from domain.version import Version, VersionFields, VersionKind, VersionState

MADE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def decision(
    version: str, term: str, value: object, sequence: int = 1, *, at: dt.datetime = MADE, **more: object
) -> Decision:
    """A decision with nothing said but its value, unless `more` says it."""
    said = {
        "conditions": None,
        "public_note": None,
        "internal_note": None,
        "provenance": Provenance.ENTERED,
        "evidence": (),
        "searched": (),
        "origin": None,
        "suggestion_id": None,
        "reason": None,
        "decided_by": "somebody",
        "decided_by_name": "Some Body",
    }
    return Decision(
        id=f"{version}/{term}/{sequence}",
        version_id=version,
        term=term,
        sequence=sequence,
        value=value,
        decided_at=at,
        **{**said, **more},
    )


def version(
    name: str,
    effective_from: str | None,
    *,
    kind: VersionKind = VersionKind.AGREEMENT,
    state: VersionState = VersionState.IN_FORCE,
    until: str | None = None,
) -> Version:
    """A version of the licence `licence`."""
    fields = VersionFields(
        kind=kind,
        label=name,
        effective_from=dt.date.fromisoformat(effective_from) if effective_from else None,
        effective_to=dt.date.fromisoformat(until) if until else None,
    )
    return Version(id=name, licence_id="licence", fields=fields, state=state, created_at=MADE, updated_at=MADE)


def decided(
    name: str,
    effective_from: str,
    values: Mapping[str, object],
    *,
    kind: VersionKind = VersionKind.AGREEMENT,
    state: VersionState = VersionState.IN_FORCE,
    until: str | None = None,
    extra: Sequence[Decision] = (),
    signed: bool = True,
) -> DecidedVersion:
    """A version with one decision for each of `values`."""
    made = version(name, effective_from, kind=kind, state=state, until=until)
    decisions = tuple(decision(name, term, value) for term, value in values.items())
    return DecidedVersion(version=made, decisions=(*decisions, *extra), has_signed_document=signed)
