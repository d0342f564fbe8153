"""Where each term of a version stands in its review: what is left to do, what is doubtful, what would be lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from domain.approval import Approval
from domain.carrying import Offer
from domain.decision import Decision
from domain.effective_terms import EffectiveTerm
from domain.readings import StoredSuggestion
from domain.said_elsewhere import SaidElsewhere
from domain.suggestion import SuggestionState
from domain.values import is_permitted
from domain.version import VersionKind
from domain.vocabulary import TermDefinition

SURE = 0.75
"""The confidence from which a suggestion is called high."""
SILENT = "silent"


class Standing(StrEnum):
    """What became of a term so far. LEFT: nothing is asked of the reviewer, though it may be decided by hand."""

    TODO = "todo"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"
    DECIDED = "decided"
    LEFT = "left"


class Show(StrEnum):
    """Which terms the queue shows."""

    TODO = "todo"
    DOUBTFUL = "doubtful"
    ALL = "all"
    APPROVE = "approve"


@dataclass(frozen=True, kw_only=True)
class ReviewTerm:
    """One term of a version in review.

    `number` counts the terms in the order of the queue. `suggestions` are those of all documents of the version, `said`
    what others than the documents say of it, settled or not; `former` is the last decision, which may have reopened the
    term; `in_force` is what holds without this version, `offer` what the text before this one decided, to be carried
    over or looked at again. `asks_approval` is true where the library wants a second reviewer's `approval` of the
    decision that holds.

    Where it stands is asked for many times on one page, and worked out once.
    """

    number: int
    definition: TermDefinition
    kind: VersionKind
    suggestions: tuple[StoredSuggestion, ...] = ()
    said: tuple[SaidElsewhere, ...] = ()
    former: Decision | None = None
    in_force: EffectiveTerm | None = None
    offer: Offer | None = None
    asks_approval: bool = False
    approval: Approval | None = None

    @property
    def key(self) -> str:
        """The key of the term."""
        return self.definition.key

    @property
    def decision(self) -> Decision | None:
        """The decision that holds."""
        return self.former if self.former is not None and self.former.value is not None else None

    @property
    def sequence(self) -> int:
        """The number of the last decision, 0 where there is none: what somebody has seen who looks at the term now."""
        return self.former.sequence if self.former else 0

    @cached_property
    def suggestion(self) -> StoredSuggestion | None:
        """The suggestion to look at first: one that found something, not yet rejected, the surest."""
        return max(self.suggestions, key=_worth, default=None)

    @property
    def open_suggestions(self) -> tuple[StoredSuggestion, ...]:
        """Those that nobody has dealt with."""
        return tuple(one for one in self.suggestions if one.state is SuggestionState.OPEN)

    @cached_property
    def open_said(self) -> tuple[SaidElsewhere, ...]:
        """What others than the documents say of it and nobody answered."""
        return tuple(one for one in self.said if one.is_open)

    @property
    def is_disputed(self) -> bool:
        """Whether others say of it what nobody can read, or what neither the documents, nor the decision, nor all of
        them say."""
        known = self.decision or (self.suggestion.suggestion if self.suggestion and not self.is_silent else None)
        first = known or next(iter(self.open_said), None)
        return first is not None and any(not one.agrees(first.value, first.conditions) for one in self.open_said)

    @property
    def is_silent(self) -> bool:
        """Whether the documents were searched for it and hold nothing."""
        chosen = self.suggestion
        return chosen is not None and chosen.suggestion.value == SILENT

    @cached_property
    def standing(self) -> Standing:
        """Where the term stands. What an amendment is silent about stays as the agreement has it: nothing to decide."""
        chosen, decision = self.suggestion, self.decision
        if self.open_said:
            return Standing.TODO
        if decision is not None:
            return Standing.ACCEPTED if _was_said(self.said, decision) else _decided(chosen, decision)
        if self.offer is not None:
            return Standing.TODO if chosen is None or self.open_suggestions else Standing.REJECTED
        if chosen is None or (self.is_silent and self.kind is VersionKind.AMENDMENT):
            return Standing.REJECTED if self.said else Standing.LEFT
        return Standing.TODO if self.open_suggestions else Standing.REJECTED

    @property
    def looks_again(self) -> bool:
        """Whether it is decided and a later reading sees something else; the decision holds until a person decides."""
        return self.decision is not None and _decided(self.suggestion, self.decision) is Standing.TODO

    @property
    def awaits_silence(self) -> bool:
        """Whether nothing is left to do but to confirm that nobody speaks of it."""
        return self.is_silent and self.standing is Standing.TODO and not self.open_said

    @property
    def can_be_carried(self) -> bool:
        """Whether the former decision is offered as it is: nothing under it changed, and nobody decided since."""
        offer = self.offer
        if self.decision is not None or offer is None or not offer.unchanged or not offer.can_be_taken:
            return False
        return all(one.agrees(offer.decision.value, offer.decision.conditions) for one in self.open_said)

    @property
    def is_doubtful(self) -> bool:
        """Whether it is to be reviewed and not sure, speaks both for and against, rests on words that changed, or is
        disputed by what others say."""
        if self.is_disputed:
            return True
        if self.standing is Standing.TODO and self.decision is None and self.offer and not self.can_be_carried:
            return True
        if self.standing is not Standing.TODO or self.is_silent or self.suggestion is None:
            return False
        if self.suggestion.state is not SuggestionState.OPEN:
            return False
        found = self.suggestion.suggestion
        return found.confidence < SURE or any(cue.against for cue in found.cues)

    @property
    def waits_for_approval(self) -> bool:
        """Whether a second reviewer has still to approve what was decided."""
        return self.asks_approval and self.decision is not None and self.approval is None

    @property
    def would_be_lost(self) -> bool:
        """Whether something is permitted now that the suggestion no longer finds."""
        return self.is_silent and self.in_force is not None and is_permitted(self.in_force.decision.value)

    def is_in(self, show: Show) -> bool:
        """Whether the queue has it."""
        if show is Show.TODO:
            return self.standing is Standing.TODO
        if show is Show.APPROVE:
            return self.waits_for_approval
        return self.is_doubtful if show is Show.DOUBTFUL else True


def _worth(one: StoredSuggestion) -> tuple[bool, bool, float]:
    return (
        one.suggestion.value != SILENT,
        one.state is not SuggestionState.REJECTED,
        one.suggestion.confidence,
    )


def _was_said(said: Iterable[SaidElsewhere], decision: Decision) -> bool:
    """Whether the decision takes over what somebody else said."""
    return any(one.decision_id == decision.id and one.state is SuggestionState.ACCEPTED for one in said)


def _decided(chosen: StoredSuggestion | None, decision: Decision) -> Standing:
    if chosen is None or chosen.state is SuggestionState.REJECTED:
        return Standing.DECIDED
    if chosen.state is SuggestionState.OPEN:  # of a later reading: it alters no decision, but asks for a look
        same = chosen.suggestion.value == decision.value
        return Standing.ACCEPTED if same else Standing.TODO
    return Standing(chosen.state.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a review is: `total` terms have something to review."""

    total: int
    todo: int
    doubtful: int
    accepted: int
    changed: int
    rejected: int

    @property
    def reviewed(self) -> int:
        """How many are dealt with."""
        return self.total - self.todo


def progress_of(terms: Iterable[ReviewTerm]) -> Progress:
    """Count the terms; one that was decided without a suggestion counts as changed, since a person chose its value."""
    standings = [term.standing for term in terms if term.standing is not Standing.LEFT]
    return Progress(
        total=len(standings),
        todo=standings.count(Standing.TODO),
        doubtful=sum(term.is_doubtful for term in terms),
        accepted=standings.count(Standing.ACCEPTED),
        changed=standings.count(Standing.CHANGED) + standings.count(Standing.DECIDED),
        rejected=standings.count(Standing.REJECTED),
    )
