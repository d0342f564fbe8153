"""Effective terms as a table, and one term with all that was ever decided on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.decision import Decision, Provenance
from domain.effective_terms import EffectiveTerm
from domain.public_answers import one_answer
from domain.usecases.licence_record import LicenceRecord, TermRecord
from domain.values import Permission, Value
from domain.version import Version, VersionKind
from domain.vocabulary import Category, TermDefinition
from web.table_file import KINDS
from web.translation import Translator
from web.words import CATEGORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where it is written, such as `Amendment 2 §3, p. 4`; `href` opens the page with the clause marked."""

    text: str
    href: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A term of the table. `since` is the first day it holds, `coming` the day a later version decides it anew."""

    key: str
    label: str
    value: Value | None
    conditions: str | None
    labels: Mapping[str, str]
    short: str
    citations: tuple[Citation, ...]
    source: str
    inherited: bool
    since: dt.date | None
    coming: tuple[dt.date, str] | None
    href: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermGroup:
    """The terms of one category."""

    label: str
    rows: tuple[TermRow, ...]

    @property
    def height(self) -> int:
        """How many rows the group's name stands beside; an open term takes two."""
        return len(self.rows) + sum(row.is_open for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsAsked:
    """What part of the terms is asked for. `open_key` is the term whose details are shown; `problem` the date's."""

    on: dt.date
    typed: str
    gaps: bool = False
    everything: bool = False
    open_key: str | None = None
    problem: str | None = None

    def href(self, base: str, **changed: str) -> str:
        """`base` with what is asked for."""
        query = {"on": self.typed, "gaps": "yes" if self.gaps else "", "all": "yes" if self.everything else ""}
        return f"{base}?{urlencode({k: v for k, v in (query | changed).items() if v})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsTable:
    """The table; `shown` of `total` terms are in it."""

    asked: TermsAsked
    groups: tuple[TermGroup, ...]
    shown: int
    total: int
    decided: int
    all_href: str
    exports: tuple[tuple[str, str], ...]


def terms_table(t: Translator, record: LicenceRecord, asked: TermsAsked) -> TermsTable:
    """The terms on the day asked for; without `everything`, undecided ones beyond the core are left out."""
    base = f"/licences/{record.licence.id}"
    known = [d for d in record.definitions if d.retired_at is None or d.key in record.terms]
    wanted = [d for d in known if _is_wanted(d, record.terms.get(d.key), asked)]
    groups = tuple(
        TermGroup(
            label=t(CATEGORIES[category]),
            rows=tuple(_row(t, d, record.terms.get(d.key), asked, base) for d in wanted if d.category is category),
        )
        for category in Category
    )
    return TermsTable(
        asked=asked,
        groups=tuple(group for group in groups if group.rows),
        shown=len(wanted),
        total=len(known),
        decided=len(record.terms),
        all_href=asked.href(f"{base}/terms", all="yes", gaps=""),
        exports=tuple((kind, asked.href(f"{base}/terms.{kind}")) for kind in KINDS),
    )


def _is_wanted(definition: TermDefinition, term: EffectiveTerm | None, asked: TermsAsked) -> bool:
    if asked.open_key == definition.key:
        return True
    if asked.gaps:
        return term is None or term.decision.value == Permission.UNINTERPRETED
    return asked.everything or definition.core or term is not None


def _row(
    t: Translator, definition: TermDefinition, term: EffectiveTerm | None, asked: TermsAsked, base: str
) -> TermRow:
    decision = term.decision if term else None
    key = definition.key
    return TermRow(
        key=key,
        label=definition.label(t.language),
        value=decision.value if decision else None,
        conditions=decision.conditions if decision else None,
        labels=choice_labels(t, definition),
        short=short_of(t, decision) if decision else "",
        citations=tuple(citations(t, decision, term.version)) if decision and term else (),
        source=source_of(t, decision) if decision else "",
        inherited=bool(term and term.inherited),
        since=term.since if term else None,
        coming=(term.next.since, term.next.version.label) if term and term.next else None,
        href=f"{asked.href(f'{base}/terms/{key}')}#term-{key}",
        is_open=asked.open_key == key,
    )


def choice_labels(t: Translator, definition: TermDefinition) -> dict[str, str]:
    """The words of a pick list's choices by key."""
    return {c.key: (c.label_fr if t.language == "fr" else c.label_en) or c.label_en for c in definition.choices}


def short_of(t: Translator, decision: Decision) -> str:
    """The conditions; for a silent term what was looked for."""
    if decision.conditions:
        return decision.conditions
    if decision.value == Permission.SILENT and decision.searched:
        one, many = "Looked for {count} wording; not there.", "Looked for {count} wordings; none is there."
        return t.plural(one, many, len(decision.searched))
    return ""


def source_of(t: Translator, decision: Decision) -> str:
    """In words, what a decision without a clause rests on."""
    match decision.provenance:
        case Provenance.SEARCH:
            return t("Search record")
        case Provenance.ENTERED:
            return t("Entered by hand")
        case Provenance.IMPORTED:
            return t("Imported: {origin}", origin=decision.origin or "")
    return ""


def citations(t: Translator, decision: Decision, version: Version) -> Iterator[Citation]:
    """The places a decision rests on. The version is named where it is no full agreement."""
    for evidence in decision.evidence:
        number = evidence.clause_number
        place = f"§{number}" if number and number[0].isdigit() else number
        parts = [version.label if version.kind is VersionKind.AMENDMENT else None, place]
        named = " ".join(part for part in parts if part)
        page = t("p. {page}", page=evidence.page)
        query = urlencode({"page": evidence.page, "clause": evidence.clause_id})
        yield Citation(
            text=f"{named}, {page}" if named else page,
            href=f"/documents/{evidence.document_id}/view?{query}",
            quote=evidence.quote,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What held from one day to another, and what readers were told meanwhile."""

    since: dt.date
    until: dt.date | None
    value: Value | None
    conditions: str | None
    source: str
    citations: tuple[Citation, ...]
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDecision:
    """One entry of the history of a term. `told` is the answer that readers had from then on, by its kind."""

    at: dt.datetime
    by: str
    version: str
    value: Value | None
    conditions: str | None
    reason: str | None
    told: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDetail:
    """Everything known of one term."""

    key: str
    label: str
    definition: str
    question: str | None
    labels: Mapping[str, str]
    value: Value | None
    citations: tuple[Citation, ...]
    searched: tuple[str, ...]
    public_note: str | None
    internal_note: str | None
    decided_by: str | None
    decided_at: dt.datetime | None
    periods: tuple[Period, ...]
    coming: tuple[dt.date, str] | None
    decisions: tuple[PastDecision, ...]
    review_href: str | None


def term_detail(
    t: Translator, record: TermRecord, then: Mapping[str, EffectiveTerm | None], *, may_review: bool
) -> TermDetail:
    """The details of a term, for somebody who may decide it (then with the place where that is done) or not.

    `then` is what held for readers when each decision was made, by the decision's id.
    """
    term, definition = record.term, record.definition
    decision = term.decision if term else None
    review = f"/versions/{term.version.id}/review/items/{definition.key}" if term and may_review else None
    return TermDetail(
        key=definition.key,
        label=definition.label(t.language),
        definition=definition.definition,
        question=definition.question(t.language) if definition.public else None,
        labels=choice_labels(t, definition),
        value=decision.value if decision else None,
        citations=tuple(citations(t, decision, term.version)) if decision and term else (),
        searched=decision.searched if decision else (),
        public_note=decision.public_note if decision else None,
        internal_note=decision.internal_note if decision else None,
        decided_by=decision.decided_by_name if decision else None,
        decided_at=decision.decided_at if decision else None,
        periods=tuple(_periods(t, definition, term)),
        coming=(term.next.since, term.next.version.label) if term and term.next else None,
        decisions=tuple(_past(definition, version, each, then.get(each.id)) for version, each in record.decisions),
        review_href=review if term and not term.inherited else None,
    )


def _periods(t: Translator, definition: TermDefinition, term: EffectiveTerm | None) -> Iterator[Period]:
    until = term.next.since - dt.timedelta(days=1) if term and term.next else None
    while term is not None:
        answer = one_answer(definition, term) if definition.public else None
        yield Period(
            since=term.since,
            until=until,
            value=term.decision.value,
            conditions=term.decision.conditions,
            source=source_of(t, term.decision),
            citations=tuple(citations(t, term.decision, term.version)),
            answer=answer.kind.value if answer else None,
        )
        until, term = term.since - dt.timedelta(days=1), term.before


def _past(definition: TermDefinition, version: Version, decision: Decision, held: EffectiveTerm | None) -> PastDecision:
    told = one_answer(definition, held) if definition.public else None
    return PastDecision(
        at=decision.decided_at,
        by=decision.decided_by_name,
        version=version.label,
        value=decision.value,
        conditions=decision.conditions,
        reason=decision.reason,
        told=told.kind.value if told else None,
    )
