"""What files say of terms, laid before a person; and the person's decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.decision import Choice, Decision
from domain.errors import Conflict, Invalid, NotFound
from domain.identity import Actor, Role
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.spreadsheets.values import read_value
from domain.spreadsheets.waiting import ImportedSuggestion
from domain.suggestion import SuggestionState
from domain.usecases.decisions import decide_term
from domain.usecases.spreadsheets.writing import REASON
from domain.usecases.sync.together import in_one
from domain.values import NotAValue
from domain.vocabulary import TermDefinition

MOST_AT_ONCE = 100
"""As many as one person can have looked at on a page."""


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


def accept_imported(s: Services, actor: Actor, suggestion_id: str, *, chosen: str = "") -> Decision:
    """Decide what a file says, or `chosen`, in words, in its place; where it comes from stays with the decision.

    Raises NotFound, NotPermitted, Invalid (its words are no value, so one must be chosen), Conflict (settled already).
    """
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        one = _still_open(uow, suggestion_id)
        value = _chosen(uow, one, chosen) if chosen else one.value
        if value is None:
            raise Invalid.field("value", "These words are no value of this term. Choose one.")
        same = value == one.value
        choice = Choice(
            value=value,
            conditions=one.conditions if same or one.value is None else None,
            public_note=one.public_note if same else None,
            internal_note=one.internal_note or f"{one.origin}: {one.raw}"[:4000],
            origin=one.origin,
            reason=REASON.format(origin=one.origin),
        )
        decision = decide_term(in_one(s, uow), actor, one.version_id, one.term, choice)
        state = SuggestionState.ACCEPTED if same else SuggestionState.CHANGED
        uow.exchange.settle(_settled(s, actor, one, state, decision.id))
        uow.commit()
    return decision


def accept_shown(s: Services, actor: Actor, suggestion_ids: Sequence[str]) -> int:
    """Decide those that somebody has before them as they stand; how many were decided.

    Each by itself: one that is no value, or that somebody settled meanwhile, is left where it is. Raises NotPermitted.
    """
    actor.must_be(Role.REVIEWER)
    decided = 0
    for suggestion_id in suggestion_ids[:MOST_AT_ONCE]:
        try:
            accept_imported(s, actor, suggestion_id)
        except (Invalid, Conflict, NotFound):
            continue
        decided += 1
    return decided


def reject_imported(s: Services, actor: Actor, suggestion_id: str) -> ImportedSuggestion:
    """Leave the record as it is; raises NotFound, NotPermitted, Conflict (settled already)."""
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        rejected = _settled(s, actor, _still_open(uow, suggestion_id), SuggestionState.REJECTED, None)
        uow.exchange.settle(rejected)
        uow.commit()
    return rejected


def _still_open(uow: UnitOfWork, suggestion_id: str) -> ImportedSuggestion:
    one = uow.exchange.suggestion(suggestion_id)
    if one.state is not SuggestionState.OPEN:
        raise Conflict(f"{one.settled_by_name or 'Somebody'} has dealt with this already.")
    return one


def _chosen(uow: UnitOfWork, one: ImportedSuggestion, words: str) -> object:
    try:
        return read_value(uow.vocabulary.get(one.term), words)
    except NotAValue as error:
        raise Invalid.field("value", str(error)) from None


def _settled(
    s: Services, actor: Actor, one: ImportedSuggestion, state: SuggestionState, decision_id: str | None
) -> ImportedSuggestion:
    return replace(one, state=state, settled_by_name=actor.name, settled_at=s.now(), decision_id=decision_id)
