"""The term sheet: what a licence permits on a day, on paper, for a licensor to confirm. Internal notes stay out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain.effective_terms import EffectiveTerm
from domain.licence import OrganisationRole, RenewalKind
from domain.usecases.licence_record import LicenceRecord
from domain.values import Value
from domain.vocabulary import Category, TermDefinition
from web.contexts.terms import choice_labels, citations, short_of, source_of
from web.translation import Translator
from web.words import CATEGORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One term that is decided."""

    label: str
    value: Value
    conditions: str | None
    labels: Mapping[str, str]
    short: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSheet:
    """Context of record/term_sheet.html."""

    href: str
    title: str
    code: str
    on: dt.date
    licensor: str
    licensee: str
    start: dt.date | None
    end: dt.date | None
    goes_on: bool
    made_of: str
    groups: tuple[tuple[str, tuple[SheetRow, ...]], ...]
    hashes: tuple[str, ...]
    as_form: bool


def term_sheet(t: Translator, record: LicenceRecord, *, as_form: bool = False) -> TermSheet:
    """The sheet as of the day that the record was asked for; `as_form` leaves room for the licensor's answers."""
    f = record.licence.fields
    held = [one for one in record.versions if one.version.covers(record.on)]
    documents = [d.document for one in held for d in one.documents if d.document.set_aside is None]
    return TermSheet(
        href=f"/licences/{record.licence.id}",
        title=f.title,
        code=f.code,
        on=record.on,
        licensor=", ".join(f.named(OrganisationRole.LICENSOR)),
        licensee=", ".join((*f.named(OrganisationRole.LICENSEE), *f.named(OrganisationRole.CONSORTIUM))),
        start=f.start_date,
        end=record.dates.term_ends or f.end_date,
        goes_on=f.renewal in (RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED),
        made_of=", ".join(one.version.label for one in held),
        groups=tuple(
            (t(CATEGORIES[category]), rows)
            for category in Category
            if (rows := tuple(_row(t, d, record.terms[d.key]) for d in _decided(record, category)))
        ),
        hashes=tuple(document.sha256 for document in documents),
        as_form=as_form,
    )


def _decided(record: LicenceRecord, category: Category) -> list[TermDefinition]:
    return [d for d in record.definitions if d.category is category and d.key in record.terms]


def _row(t: Translator, definition: TermDefinition, term: EffectiveTerm) -> SheetRow:
    decision = term.decision
    cited = "; ".join(citation.text for citation in citations(t, decision, term.version))
    return SheetRow(
        label=definition.label(t.language),
        value=decision.value if decision.value is not None else "",
        conditions=decision.conditions,
        labels=choice_labels(t, definition),
        short=short_of(t, decision),
        source=cited or source_of(t, decision),
    )
