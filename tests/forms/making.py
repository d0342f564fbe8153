"""Licences to write in the forms of other systems."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from domain.clause import Span
from domain.decision import Decision, Evidence, Provenance
from domain.effective_terms import EffectiveTerm
from domain.licence import LicenceFields, LicenceStatus, Organisation, OrganisationRole, RenewalKind, Resource
from domain.sync.records import Facts
from domain.sync.written import WholeLicence
from domain.values import Value, ValueType
from domain.version import Version, VersionFields, VersionKind, VersionState
from domain.vocabulary import default_vocabulary

NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
DEFINITIONS = {one.key: one for one in default_vocabulary()}
INTERNAL = "never leaves the desk"
SAMPLES: dict[ValueType, Value] = {
    ValueType.PERMISSION: "permitted_explicit",
    ValueType.YES_NO: "yes",
    ValueType.TEXT: "Province of Ontario",
    ValueType.INTEGER: 5,
    ValueType.DECIMAL: "5",
    ValueType.DURATION: {"number": 60, "unit": "calendar_day"},
}


def version(label: str = "Agreement", kind: VersionKind = VersionKind.AGREEMENT) -> Version:
    return Version(
        id=label,
        licence_id="l",
        fields=VersionFields(kind=kind, label=label, effective_from=NOW.date()),
        state=VersionState.IN_FORCE,
        created_at=NOW,
        updated_at=NOW,
    )


AGREEMENT = version()


def quote(words: str, number: str | None = "3.2", *, page: int = 2, start: int = 0) -> Evidence:
    return Evidence(
        document_id="d",
        sha256="a" * 64,
        clause_id=f"{page}-{number}",
        clause_number=number,
        page=page,
        span=Span(start=start, end=start + len(words)),
        quote=words,
        boxes=(),
        reader="r",
    )


def decided(
    term: str,
    value: Value,
    conditions: str | None = None,
    *,
    public_note: str | None = None,
    evidence: tuple[Evidence, ...] = (),
    of: Version = AGREEMENT,
) -> EffectiveTerm:
    decision = Decision(
        id="d",
        version_id=of.id,
        term=term,
        sequence=1,
        value=value,
        conditions=conditions,
        public_note=public_note,
        internal_note=INTERNAL,
        provenance=Provenance.ENTERED,
        evidence=evidence,
        searched=(),
        origin=None,
        suggestion_id=None,
        reason=None,
        decided_by="p",
        decided_by_name="P",
        decided_at=NOW,
    )
    return EffectiveTerm(term=term, decision=decision, version=of, since=NOW.date())


def everything() -> tuple[EffectiveTerm, ...]:
    """Every term of the vocabulary that ships, decided with conditions, notes and words of the licence."""
    return tuple(
        decided(
            key,
            SAMPLES[one.value_type] if one.value_type in SAMPLES else one.choices[0].key,
            "On site & <only>.",
            public_note="Ask us.",
            evidence=(quote(f"Words on {key}.", page=page),),
        )
        for page, (key, one) in enumerate(DEFINITIONS.items(), 1)
    )


def facts(*terms: EffectiveTerm, **changes: Any) -> Facts:
    fields = LicenceFields(
        title="Acme “Journals” éd. française",
        code="L-1",
        alternative_titles=("Acme complete",),
        organisations=(
            Organisation(name="Acme Scholarly Press", role=OrganisationRole.LICENSOR),
            Organisation(name="The Library", role=OrganisationRole.LICENSEE),
            Organisation(name="Platform Inc.", role=OrganisationRole.PROVIDER),
        ),
        renewal=RenewalKind.AUTOMATIC,
        resources=(Resource(title="Acme Journals", issn="1234-567X"), Resource(title="Acme Books")),
        notes=INTERNAL,
        contacts=INTERNAL,
    )
    return Facts(
        **{
            "our_id": "l",
            "code": "L-1",
            "name": fields.title,
            "status": LicenceStatus.ACTIVE,
            "start": dt.date(2026, 1, 1),
            "end": dt.date(2027, 12, 31),
            "terms": {one.term: one for one in terms},
            "fields": fields,
            **changes,
        }
    )


def whole(*terms: EffectiveTerm, **changes: Any) -> WholeLicence:
    return WholeLicence(facts=facts(*terms, **changes), layers=(AGREEMENT,))


def amended(before: WholeLicence, *terms: EffectiveTerm, status: LicenceStatus) -> WholeLicence:
    """The same with one amendment more."""
    of = version("Amendment 1", VersionKind.AMENDMENT)
    said = facts(*terms, name="Amendment 1", status=status, start=dt.date(2026, 7, 1), end=None)
    layers = (*before.layers, of) if status is LicenceStatus.ACTIVE else before.layers
    return replace(before, amendments=(*before.amendments, said), layers=layers)
