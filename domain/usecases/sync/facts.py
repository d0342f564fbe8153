"""What a record over there is to say, from our licence as it stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.effective_terms import DecidedVersion, EffectiveTerm, effective_terms, layers_on
from domain.licence import LicenceStatus
from domain.ports.remote import OurLicence
from domain.renewal import derived_status
from domain.sync.link import Link
from domain.sync.records import Facts, SignedFile
from domain.sync.written import WholeLicence
from domain.version import HELD, DocumentRole, VersionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An amendment of ours, and what its record is to say."""

    version_id: str
    facts: Facts


def status_of(ours: OurLicence, today: dt.date) -> LicenceStatus:
    """Where the licence stands."""
    return derived_status(ours.licence.fields, tuple(layer.version for layer in ours.versions), today)


def facts_of(ours: OurLicence, code: str, today: dt.date) -> Facts:
    """The licence with the terms that hold today, amendments laid over it, and its signed files."""
    fields = ours.licence.fields
    return Facts(
        our_id=ours.licence.id,
        code=code,
        name=fields.title,
        status=status_of(ours, today),
        start=fields.start_date,
        end=fields.end_date,
        terms=effective_terms(ours.versions, today, master=ours.master),
        fields=fields,
        files=tuple(_files(ours)),
    )


def _files(ours: OurLicence) -> Iterable[SignedFile]:
    seen: set[str] = set()
    for layer in ours.versions:
        for one in ours.documents.get(layer.version.id, ()) if layer.version.state in HELD else ():
            if one.set_aside is None and one.role is not DocumentRole.DRAFT and one.sha256 not in seen:
                seen.add(one.sha256)
                yield SignedFile(sha256=one.sha256, filename=one.filename, bytes=one.bytes)


def amendments_of(ours: OurLicence, code: str, links: Mapping[str, Link], today: dt.date) -> tuple[Amendment, ...]:
    """The amendments that hold or held, each with the terms it decides itself.

    One that was sent keeps its code; a new one gets the next number after the licence's code.
    """
    layers = [one for one in ours.versions if one.version.kind is VersionKind.AMENDMENT and one.version.state in HELD]
    taken = {link.remote_code.casefold() for link in links.values()}
    found = []
    for layer in layers:
        link = links.get(layer.version.id)
        own = link.remote_code if link else _free(code, taken)
        taken.add(own.casefold())
        found.append(Amendment(version_id=layer.version.id, facts=_amendment(ours, layer, own, today)))
    return tuple(found)


def _free(code: str, taken: set[str]) -> str:
    number = 1
    while f"{code}-A{number}".casefold() in taken:
        number += 1
    return f"{code}-A{number}"


def _amendment(ours: OurLicence, layer: DecidedVersion, code: str, today: dt.date) -> Facts:
    version = layer.version
    since = version.fields.effective_from or today
    terms = {
        key: EffectiveTerm(term=key, decision=decision, version=version, since=since)
        for key, decision in layer.latest().items()
    }
    return Facts(
        our_id=version.id,
        code=code,
        name=version.label,
        status=_amendment_status(layer, today),
        start=version.fields.effective_from,
        end=version.fields.effective_to,
        terms=terms,
        fields=ours.licence.fields,
    )


def _amendment_status(layer: DecidedVersion, today: dt.date) -> LicenceStatus:
    if layer.version.covers(today):
        return LicenceStatus.ACTIVE
    start = layer.version.fields.effective_from
    return LicenceStatus.NOT_YET_ACTIVE if start is not None and start > today else LicenceStatus.EXPIRED


def whole_of(ours: OurLicence, today: dt.date) -> WholeLicence:
    """The licence as it stands today, with every amendment that holds or held.

    An amendment to an agreement that was replaced since is told as expired, so that nobody lays it over the new one.
    """
    layers = layers_on(ours.versions, today)
    laid = {layer.version.id for layer in layers}
    amendments = tuple(
        one.facts
        if one.version_id in laid or one.facts.status is not LicenceStatus.ACTIVE
        else replace(one.facts, status=LicenceStatus.EXPIRED)
        for one in amendments_of(ours, ours.licence.code, {}, today)
    )
    facts = facts_of(ours, ours.licence.code, today)
    return WholeLicence(facts=facts, amendments=amendments, layers=tuple(layer.version for layer in layers))
