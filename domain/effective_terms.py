"""What holds for a licence on a date, and where it comes from (product.md, "Effective terms on a date").

Pure functions over versions and their decisions; nothing here is stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from domain.decision import Decision
from domain.version import HELD, Version, VersionKind, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedVersion:
    """A version with every decision made on it, in any order."""

    version: Version
    decisions: tuple[Decision, ...] = ()
    has_signed_document: bool = True

    def latest(self, known_at: dt.datetime | None = None) -> dict[str, Decision]:
        """The decision that holds for each term, as it stood at `known_at`; a reopened term is left out."""
        held: dict[str, Decision] = {}
        for decision in sorted(self.decisions, key=lambda d: (d.term, d.sequence)):
            if known_at is None or decision.decided_at <= known_at:
                held[decision.term] = decision
        return {term: decision for term, decision in held.items() if decision.value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveTerm:
    """A term as it holds on a date.

    `since` is the first day it holds; `before` what the term was under it (None where it was not decided);
    `next` the amendment or agreement already in force for a later date that decides the term anew;
    `inherited` is true where it comes from a consortial master.
    """

    term: str
    decision: Decision
    version: Version
    since: dt.date
    before: EffectiveTerm | None = None
    next: EffectiveTerm | None = None
    inherited: bool = False


def effective_terms(
    versions: Iterable[DecidedVersion],
    on: dt.date,
    *,
    master: Iterable[DecidedVersion] = (),
    known_at: dt.datetime | None = None,
) -> dict[str, EffectiveTerm]:
    """The effective terms on `on`, by term key; `known_at` answers as the desk would have answered then.

    The base is the agreement in force with the latest effective date; amendments effective after it are laid over it.
    A term that an amendment does not decide keeps what it had. A consortial master's terms come first.
    """
    versions, master = tuple(versions), tuple(master)
    terms = {key: replace(term, inherited=True) for key, term in _overlay(master, on, known_at).items()}
    own = _overlay(versions, on, known_at)
    for key, term in own.items():
        terms[key] = replace(term, before=term.before or terms.get(key))
    return _announce_next(terms, versions, on, known_at)


def _overlay(versions: Sequence[DecidedVersion], on: dt.date, known_at: dt.datetime | None) -> dict[str, EffectiveTerm]:
    layers = layers_on(versions, on)
    earlier = _former_base(versions, layers, on, known_at)
    terms: dict[str, EffectiveTerm] = {}
    for layer in layers:
        since = layer.version.fields.effective_from
        if since is None:
            continue
        for key, decision in layer.latest(known_at).items():
            before = terms.get(key) or earlier.get(key)
            terms[key] = EffectiveTerm(term=key, decision=decision, version=layer.version, since=since, before=before)
    return terms


def layers_on(versions: Iterable[DecidedVersion], on: dt.date) -> list[DecidedVersion]:
    """The base agreement on `on`, then the amendments laid over it, in order; empty where no agreement holds.

    Order never depends on the order of entry: by effective date, then by when the version was made, then by its id.
    """
    held = sorted((v for v in versions if v.version.covers(on)), key=_order)
    agreements = [v for v in held if v.version.kind is VersionKind.AGREEMENT]
    if not agreements:
        return []
    base = agreements[-1]
    return [base, *(v for v in held if v.version.kind is VersionKind.AMENDMENT and _after(v, base))]


def _former_base(
    versions: Sequence[DecidedVersion], layers: list[DecidedVersion], on: dt.date, known_at: dt.datetime | None
) -> dict[str, EffectiveTerm]:
    """The terms on the day before the base began: what each term was before. Recursion ends at the first agreement."""
    start = layers[0].version.fields.effective_from if layers else None
    if (
        start is None
        or start == dt.date.min
        or not any(v.version.covers(start - dt.timedelta(days=1)) for v in versions)
    ):
        return {}
    return _overlay(versions, start - dt.timedelta(days=1), known_at)


def _announce_next(
    terms: dict[str, EffectiveTerm], versions: Sequence[DecidedVersion], on: dt.date, known_at: dt.datetime | None
) -> dict[str, EffectiveTerm]:
    """Add to each term the next version, in force from a later date, that decides it anew."""
    coming = sorted((v for v in versions if _starts_after(v.version, on)), key=_order, reverse=True)
    announced: dict[str, EffectiveTerm] = {}
    for layer in coming:
        since = layer.version.fields.effective_from
        if since is not None:
            for key, decision in layer.latest(known_at).items():
                announced[key] = EffectiveTerm(term=key, decision=decision, version=layer.version, since=since)
    return {key: replace(term, next=announced.get(key)) for key, term in terms.items()}


def _starts_after(version: Version, on: dt.date) -> bool:
    start = version.fields.effective_from
    return version.state in HELD and start is not None and start > on


def _after(amendment: DecidedVersion, base: DecidedVersion) -> bool:
    start, base_start = amendment.version.fields.effective_from, base.version.fields.effective_from
    return start is not None and base_start is not None and start >= base_start


def _order(layer: DecidedVersion) -> tuple[dt.date, dt.datetime, str]:
    version = layer.version
    return (version.fields.effective_from or dt.date.min, version.created_at, version.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConflict:
    """A conflict of the record: shown, not hidden. `versions` are the ids it speaks of, `ways_out` says what to do.

    `says` and `ways_out` have `{names}` for which `words` stand, so that pages can say them in another language.
    """

    kind: str
    says: str
    ways_out: str
    words: Mapping[str, str]
    versions: tuple[str, ...] = ()
    term: str | None = None

    @property
    def sentence(self) -> str:
        """What is in conflict."""
        return self.says.format(**self.words)

    @property
    def way_out(self) -> str:
        """What to do about it."""
        return self.ways_out.format(**self.words)


def record_conflicts(versions: Iterable[DecidedVersion], labels: Mapping[str, str]) -> list[RecordConflict]:
    """The conflicts of product.md among a licence's versions; `labels` name the terms by key."""
    held = sorted((v for v in versions if v.version.state in HELD), key=_order)
    return [*_no_base(held), *_unsigned(held), *_overlaps(held), *_same_day(held, labels)]


def _no_base(held: Sequence[DecidedVersion]) -> Iterable[RecordConflict]:
    for layer in held:
        start = layer.version.fields.effective_from
        if layer.version.kind is VersionKind.AMENDMENT and start and not layers_on(held, start):
            yield RecordConflict(
                kind="amendment_without_base",
                says="{version} has no base: no agreement is in force on {day}.",
                words={"version": layer.version.label, "day": start.isoformat()},
                ways_out="Put the agreement it amends in force, or correct its effective date.",
                versions=(layer.version.id,),
            )


def _unsigned(held: Sequence[DecidedVersion]) -> Iterable[RecordConflict]:
    for layer in held:
        if not layer.has_signed_document:
            yield RecordConflict(
                kind="unsigned",
                says="{version} is in force without a signed document.",
                words={"version": layer.version.label},
                ways_out="Upload the signed PDF to this version.",
                versions=(layer.version.id,),
            )


def _overlaps(held: Sequence[DecidedVersion]) -> Iterable[RecordConflict]:
    live = [v for v in held if v.version.kind is VersionKind.AGREEMENT and v.version.state is VersionState.IN_FORCE]
    for first, second in pairwise(live):
        end, start = first.version.fields.effective_to, second.version.fields.effective_from
        if start and (end is None or end >= start):
            yield RecordConflict(
                kind="overlapping_agreements",
                says="{version} and {other} are both in force from {day}.",
                words={"version": first.version.label, "other": second.version.label, "day": start.isoformat()},
                ways_out="End {version}, or mark it as superseded.",
                versions=(first.version.id, second.version.id),
            )


def _same_day(held: Sequence[DecidedVersion], labels: Mapping[str, str]) -> Iterable[RecordConflict]:
    amendments = [v for v in held if v.version.kind is VersionKind.AMENDMENT]
    for first, second in combinations(amendments, 2):
        day = first.version.fields.effective_from
        if day is None or day != second.version.fields.effective_from:
            continue
        one, other = first.latest(), second.latest()
        for term in sorted(set(one) & set(other)):
            if (one[term].value, one[term].conditions) != (other[term].value, other[term].conditions):
                yield RecordConflict(
                    kind="amendments_differ",
                    says="{version} and {other}, both of {day}, decide “{term}” differently.",
                    words={
                        "version": first.version.label,
                        "other": second.version.label,
                        "day": day.isoformat(),
                        "term": labels.get(term, term),
                    },
                    ways_out="Correct one of the two decisions, or the effective date of one amendment.",
                    versions=(first.version.id, second.version.id),
                    term=term,
                )
