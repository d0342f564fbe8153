"""The clauses that the deadlines of licences come from: decided terms, or what the newest readings found.

Only a clause that says what was entered is named: a deadline worked out from anything else was entered by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.ports import UnitOfWork
from domain.queries import ClausePlace
from domain.readings import FactAt
from domain.usecases.key_facts import TEXTS
from domain.values import Duration
from domain.work_queue import DeadlineAt, DeadlineKind

_NOTICE, _TERM = "non_renewal_notice", "agreement_term"
_FACTS = {DeadlineKind.NOTICE: "notice_period", DeadlineKind.END: "end_date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What the deadlines of a licence are worked out from, as somebody entered it."""

    end_date: dt.date | None
    notice_period: Duration | None

    def says(self, kind: DeadlineKind) -> object:
        """What a clause has to say for a deadline of this kind to come from it, in canonical form."""
        if kind is DeadlineKind.END:
            return self.end_date.isoformat() if self.end_date else None
        return self.notice_period.as_value() if self.notice_period else None


def places_behind(
    uow: UnitOfWork, today: dt.date, deadlines: Collection[DeadlineAt], entered: Mapping[str, Entered]
) -> dict[DeadlineAt, ClausePlace]:
    """The clause behind each deadline that has one, in at most three statements; `entered` by the licence's id.

    A notice period that was decided comes first, then a fact that was read; for an end the fact comes first, because
    it names the day, then the words that were decided on the term of the agreement.
    """
    decided = _decided(uow, today, entered)
    facts = _facts(uow, entered, [each for each in deadlines if (each.licence_id, each.kind, True) not in decided])
    found = {}
    for each in deadlines:
        key = (each.licence_id, each.kind)
        place = decided.get((*key, True)) or facts.get(key) or decided.get((*key, False))
        if place:
            found[each] = place
    return found


def _decided(
    uow: UnitOfWork, today: dt.date, entered: Mapping[str, Entered]
) -> dict[tuple[str, DeadlineKind, bool], ClausePlace]:
    """By licence, kind, and whether the value that was decided is the very one that was entered."""
    found = {}
    for cell in uow.queries.cells(list(entered), (_NOTICE, _TERM), today):
        kind = DeadlineKind.NOTICE if cell.term == _NOTICE else DeadlineKind.END
        same = cell.value == entered[cell.licence_id].says(kind)
        if cell.document_id and cell.clause_id and cell.page and (same or kind is DeadlineKind.END):
            found[cell.licence_id, kind, same] = ClausePlace(
                document_id=cell.document_id, clause_id=cell.clause_id, number=cell.clause_number, page=cell.page
            )
    return found


def _facts(
    uow: UnitOfWork, entered: Mapping[str, Entered], deadlines: Collection[DeadlineAt]
) -> dict[tuple[str, DeadlineKind], ClausePlace]:
    read = uow.readings.facts_of({each.licence_id for each in deadlines}, TEXTS)
    said: dict[tuple[str, DeadlineKind], FactAt] = {}
    for each in deadlines:
        wanted, key = entered[each.licence_id].says(each.kind), _FACTS[each.kind]
        same = (at for at in read.get(each.licence_id, ()) if at.fact.key == key and at.fact.value == wanted)
        if found := next(same, None):
            said[each.licence_id, each.kind] = found
    clauses = uow.readings.clauses_named([at.fact.evidence.clause for at in said.values()])
    return {
        key: ClausePlace(
            document_id=at.document_id,
            clause_id=quote.clause,
            number=clauses[quote.clause].clause.number,
            page=quote.page,
        )
        for key, at in said.items()
        if (quote := at.fact.evidence).clause in clauses
    }
