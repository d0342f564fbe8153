"""The readings of a document, and what one of them sees otherwise than another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain.clause import Clause
from domain.identity import Actor, Role
from domain.readings import Reading, ReadingState, StoredClause, StoredSuggestion
from domain.rereading import Seen, TermSeen
from domain.usecases.rereading import Readings, looks_again
from domain.values import Value
from web.contexts.open_item import cite_of
from web.contexts.queue import shortened
from web.contexts.terms import choice_labels
from web.translation import Translator

MOST_CLAUSES = 30
LONGEST = 160
STATES: Mapping[ReadingState, str] = {
    ReadingState.QUEUED: "Waiting to be read",
    ReadingState.RUNNING: "Being read",
    ReadingState.DONE: "Read",
    ReadingState.FAILED: "Could not be read",
}
_HOW: Mapping[Seen, tuple[str, str]] = {
    Seen.NEW: ("Found only now", "ok"),
    Seen.GONE: ("Found no longer", "alert"),
    Seen.VALUE: ("Another value", "warn"),
    Seen.CONDITIONS: ("Other conditions", "stamp"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One reading. `compare_href` compares it with the one before it; `place` is old or new where it is compared."""

    number: int
    at: dt.datetime
    state: str
    state_word: str
    engine: str
    error: str | None
    warnings: tuple[str, ...]
    compare_href: str | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one of the readings suggests, with its first words."""

    value: Value
    conditions: str | None
    quote: str
    cite: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A term that is seen otherwise; `look_again` where it was decided and is now seen otherwise than that."""

    key: str
    label: str
    how: str
    kind: str
    labels: Mapping[str, str]
    old: Side | None
    new: Side | None
    decided: Value | None
    is_decided: bool
    decided_conditions: str | None
    look_again: bool
    review_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause that only one of the readings has."""

    number: str
    text: str
    page: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenView:
    """What is seen otherwise. `old` and `new` count the readings from the first; long lists of clauses are cut."""

    old: int
    new: int
    kept: int
    added: int
    gone: int
    clauses_added: tuple[ClauseRow, ...]
    clauses_gone: tuple[ClauseRow, ...]
    terms: tuple[TermRow, ...]
    look_again: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsPage:
    """Context of documents/readings.html."""

    title: str
    licence: tuple[str, str]
    version: tuple[str, str]
    view_href: str
    readings: tuple[ReadingRow, ...]
    again_action: str | None
    is_going_on: bool
    seen: SeenView | None


def readings_page(t: Translator, found: Readings, actor: Actor) -> ReadingsPage:
    """The context, for `actor`."""
    document, going_on = found.document, (ReadingState.QUEUED, ReadingState.RUNNING)
    here = f"/documents/{document.id}"
    numbers = {one.id: number for number, one in enumerate(reversed(found.readings), start=1)}
    is_going_on = any(one.state in going_on for one in found.readings[:1])
    may_edit = actor.role.includes(Role.EDITOR) and document.set_aside is None
    return ReadingsPage(
        title=document.filename,
        licence=(f"/licences/{found.licence.id}", found.licence.title),
        version=(f"/versions/{found.version.id}", found.version.label),
        view_href=f"{here}/view",
        readings=tuple(_row(t, found, one, numbers) for one in found.readings),
        again_action=f"{here}/readings" if may_edit and not is_going_on else None,
        is_going_on=is_going_on,
        seen=_seen(t, found, numbers),
    )


def _row(t: Translator, found: Readings, reading: Reading, numbers: Mapping[str, int]) -> ReadingRow:
    earlier = [one for one in found.readings if numbers[one.id] < numbers[reading.id]]
    before = next((one for one in earlier if one.state is ReadingState.DONE), None)
    may_compare = before is not None and reading.state is ReadingState.DONE
    here = f"/documents/{reading.document_id}/readings"
    return ReadingRow(
        number=numbers[reading.id],
        at=reading.finished_at or reading.requested_at,
        state=reading.state.value,
        state_word=t(STATES[reading.state]),
        engine=reading.engine or "",
        error=t(reading.error) if reading.error else None,
        warnings=tuple(t(warning) for warning in reading.warnings),
        compare_href=f"{here}?old={before.id}&new={reading.id}" if before and may_compare else None,
        place="old" if reading == found.old else "new" if reading == found.new else "",
    )


def _seen(t: Translator, found: Readings, numbers: Mapping[str, int]) -> SeenView | None:
    if found.seen is None or found.old is None or found.new is None:
        return None
    seen = found.seen
    terms = tuple(_term(t, found, one) for one in seen.terms)
    return SeenView(
        old=numbers[found.old.id],
        new=numbers[found.new.id],
        kept=seen.clauses_kept,
        added=len(seen.clauses_new),
        gone=len(seen.clauses_gone),
        clauses_added=tuple(map(_clause, seen.clauses_new[:MOST_CLAUSES])),
        clauses_gone=tuple(map(_clause, seen.clauses_gone[:MOST_CLAUSES])),
        terms=terms,
        look_again=sum(term.look_again for term in terms),
    )


def _term(t: Translator, found: Readings, seen: TermSeen) -> TermRow:
    definition, decision = found.definitions.get(seen.term), found.decisions.get(seen.term)
    word, kind = _HOW[seen.how]
    return TermRow(
        key=seen.term,
        label=definition.label(t.language) if definition else seen.term,
        how=t(word),
        kind=kind,
        labels=choice_labels(t, definition) if definition else {},
        old=_side(t, found, seen.old),
        new=_side(t, found, seen.new),
        decided=shortened(decision.value) if decision else None,
        is_decided=decision is not None,
        decided_conditions=decision.conditions if decision else None,
        look_again=looks_again(seen, decision),
        review_href=f"/versions/{found.version.id}/review/items/{seen.term}?show=all",
    )


def _side(t: Translator, found: Readings, stored: StoredSuggestion | None) -> Side | None:
    if stored is None:
        return None
    suggestion = stored.suggestion
    first = suggestion.evidence[0] if suggestion.evidence else None
    there = f"/documents/{stored.document_id}/view"
    return Side(
        value=shortened(suggestion.value) or "",
        conditions=suggestion.conditions,
        quote=first.quote if first else "",
        cite=cite_of(t, found.cited.get(first.clause), first.page) if first else "",
        href=f"{there}?page={first.page}&clause={first.clause}" if first else there,
    )


def _clause(stored: StoredClause) -> ClauseRow:
    clause: Clause = stored.clause
    text = clause.text if len(clause.text) <= LONGEST else f"{clause.text[:LONGEST].rsplit(' ', 1)[0]}…"
    return ClauseRow(
        number=clause.number or "",
        text=text,
        page=clause.page_start,
        href=f"/documents/{stored.document_id}/view?page={clause.page_start}&clause={clause.id}",
    )
