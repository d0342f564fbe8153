"""What files say of terms, laid before a person. The person's answer is domain.usecases.said_elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from domain.decision import Decision
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.spreadsheets.waiting import ImportedSuggestion
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTerm:
    """A value that waits, with the licence and the term it is of, and what is decided there now."""

    suggestion: ImportedSuggestion
    licence: Licence
    definition: TermDefinition
    now: Decision | None


def imports_with_suggestions(s: Services) -> tuple[tuple[str, str, int], ...]:
    """Imports of which values wait: id, where the first comes from, how many; newest first."""
    with s.reading_only() as uow:
        return uow.exchange.waiting()


def waiting_terms(s: Services, import_id: str, *, after: str = "", limit: int = 50) -> tuple[WaitingTerm, ...]:
    """What waits of one import, in the order of its rows; raises NotFound for a place that is none."""
    with s.reading_only() as uow:
        found = uow.exchange.suggestions(import_id=import_id, after=after, limit=limit)
        definitions = {one.key: one for one in uow.vocabulary.all()}
        licences = {key: uow.licences.get(key) for key in dict.fromkeys(one.licence_id for one in found)}
        return tuple(
            WaitingTerm(
                suggestion=one,
                licence=licences[one.licence_id],
                definition=definitions[one.term],
                now=_decided(uow, one),
            )
            for one in found
        )


def _decided(uow: UnitOfWork, one: ImportedSuggestion) -> Decision | None:
    made = [decision for decision in uow.decisions.of_version(one.version_id) if decision.term == one.term]
    return max(made, key=lambda decision: decision.sequence, default=None)
