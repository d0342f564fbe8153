"""Deciding terms: the only way a value comes to hold, always with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from domain.audit import Action
from domain.decision import Choice, Decision, EvidenceClaim
from domain.errors import Conflict, Invalid, NotFound, Stale
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.readings import Disposition, StoredSuggestion
from domain.suggestion import SuggestionState
from domain.usecases.evidence import evidence_of, provenance_of, searched_for
from domain.usecases.recording import record
from domain.usecases.settling import settle_by
from domain.usecases.versions import announce_terms
from domain.values import STANDINGS, NotAValue, Value
from domain.version import HELD, Version, VersionKind, VersionState
from domain.vocabulary import TermDefinition

_NOTE_LIMIT = 4000
_SILENT_AMENDMENT = (
    "An amendment that does not speak of a term leaves it as it was: decide nothing here, "
    "or point at the words that take the term out of the agreement."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Somebody deciding on a version, inside one transaction."""

    s: Services
    uow: UnitOfWork
    actor: Actor
    version: Version

    def history(self, key: str) -> tuple[Decision, ...]:
        """The decisions on a term so far, oldest first."""
        return tuple(d for d in self.uow.decisions.of_version(self.version.id) if d.term == key)

    def former(self, key: str) -> Decision | None:
        """The decision that holds now, or reopened the term."""
        return max(self.history(key), key=lambda decision: decision.sequence, default=None)

    def suggestions(self, key: str) -> tuple[StoredSuggestion, ...]:
        """The suggestions for a term."""
        return tuple(i for i in self.uow.readings.suggestions(self.version.id) if i.suggestion.term == key)

    def dispose(
        self, stored: StoredSuggestion, state: SuggestionState, decision: Decision | None, reason: str | None
    ) -> None:
        """Note what became of a suggestion."""
        self.uow.readings.dispose(
            Disposition(
                id=self.s.new_id(),
                suggestion_id=stored.id,
                state=state,
                decision_id=decision.id if decision else None,
                reason=reason,
                by=self.actor.id,
                by_name=self.actor.name,
                at=self.s.now(),
            )
        )

    def record(self, action: Action, subject: tuple[str, str], *, before: object = None, after: object = None) -> None:
        """Add to the trail."""
        licence_id = self.version.licence_id
        record(self.s, self.uow, self.actor, action, subject, licence_id=licence_id, before=before, after=after)

    def record_decision(
        self, action: Action, former: Decision | None, decision: Decision, together: str | None = None
    ) -> None:
        """Add a decision to the trail, and to the feed where readers are answered by this version.

        `together` is one id for all decisions that were made with one press, so that they can be taken back as one.
        """
        subject = ("term", f"{self.version.id}/{decision.term}")
        after = decision.for_the_trail() | ({"together": together} if together else {})
        self.record(action, subject, before=former and former.for_the_trail(), after=after)
        if self.version.state in HELD:
            announce_terms(self.uow, self.version.licence_id)


def decide_term(
    s: Services, actor: Actor, version_id: str, key: str, choice: Choice, *, seen: int | None = None
) -> Decision:
    """Record what a person decided for one term of one version.

    `seen` is the sequence of the decision that the person looked at (0 where there was none, None to take any).
    Raises NotFound, NotPermitted, Invalid (at `value`, `conditions`, `evidence.N.quote` …), Stale, Conflict.
    """
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        at = Deciding(s=s, uow=uow, actor=actor, version=uow.versions.hold(version_id))
        decision = decide_in(at, key, choice, seen=seen)
        uow.commit()
    return decision


def decide_in(
    at: Deciding, key: str, choice: Choice, *, seen: int | None = None, together: str | None = None
) -> Decision:
    """The same within a transaction; nothing is added where it raises. `together` as in Deciding.record_decision."""
    definition, former = _definition(at.uow, key), at.former(key)
    _check_current(former, choice, seen)
    decision = _decision(at, definition, choice, former)
    at.uow.decisions.add(decision)
    dispose_of_suggestions(at, decision)
    settle_by(at.s, at.uow, at.actor, decision)
    at.record_decision(Action.TERM_DECIDE, former, decision, together)
    return decision


def _definition(uow: UnitOfWork, key: str) -> TermDefinition:
    definition = uow.vocabulary.get(key)
    if definition.retired_at is not None:
        raise Conflict(f"“{definition.label_en}” is retired from the vocabulary and takes no new decisions.")
    return definition


def _check_current(former: Decision | None, choice: Choice, seen: int | None) -> None:
    there = former.sequence if former else 0
    if seen is not None and seen != there:
        theirs = {} if former is None else {"value": former.value, "conditions": former.conditions}
        raise Stale(
            f"{former.decided_by_name if former else 'Somebody'} decided this term while you were looking at it. "
            "Look at that decision, then decide again.",
            mine={"value": choice.value, "conditions": choice.conditions},
            theirs=theirs,
            revision=there,
        )


def _decision(at: Deciding, definition: TermDefinition, choice: Choice, former: Decision | None) -> Decision:
    value = _value(definition, choice.value)
    choice = _clean(choice, value)
    evidence = tuple(evidence_of(at.uow, at.version, choice.evidence))
    if value == "silent" and at.version.kind is VersionKind.AMENDMENT and not evidence:
        raise Invalid.field("value", _SILENT_AMENDMENT)
    searched = searched_for(at.uow, at.version.id, definition.key, choice) if value == "silent" else ()
    return Decision(
        id=at.s.new_id(),
        version_id=at.version.id,
        term=definition.key,
        sequence=(former.sequence if former else 0) + 1,
        value=value,
        conditions=choice.conditions,
        public_note=choice.public_note,
        internal_note=choice.internal_note,
        provenance=provenance_of(value, choice, evidence, searched),
        evidence=evidence,
        searched=searched,
        origin=choice.origin,
        suggestion_id=_suggestion(at.uow, at.version.id, definition.key, choice.suggestion_id),
        reason=_reason(at.version, former, choice.reason),
        decided_by=at.actor.id,
        decided_by_name=at.actor.name,
        decided_at=at.s.now(),
    )


def _value(definition: TermDefinition, raw: object) -> Value:
    try:
        return definition.value(raw)
    except NotAValue as error:
        raise Invalid.field("value", str(error)) from None


def _clean(choice: Choice, value: Value) -> Choice:
    """Texts without blanks around them; raises Invalid for what does not go with the value."""
    texts: dict[str, Any] = {}
    for name in ("conditions", "public_note", "internal_note", "reason", "origin"):
        text = (getattr(choice, name) or "").strip()
        if len(text) > _NOTE_LIMIT:
            raise Invalid.field(name, f"Shorten this to {_NOTE_LIMIT} characters.")
        texts[name] = text or None
    if texts["conditions"] and value in STANDINGS:
        raise Invalid.field("conditions", "Clear the conditions, or choose a value that permits or forbids.")
    return replace(choice, **texts)


def _suggestion(uow: UnitOfWork, version_id: str, key: str, suggestion_id: str | None) -> str | None:
    if suggestion_id is None:
        return None
    try:
        stored = uow.readings.suggestion(suggestion_id)
    except NotFound:
        stored = None
    if stored is None or stored.version_id != version_id or stored.suggestion.term != key:
        raise Invalid.field("suggestion", "This suggestion is not one for this term of this version.")
    return suggestion_id


def _reason(version: Version, former: Decision | None, reason: str | None) -> str | None:
    if version.state is VersionState.WITHDRAWN:
        raise Conflict("This version was withdrawn; nothing is decided on it any more.")
    if former is None or former.value is None or reason:
        return reason
    if version.state in HELD:
        raise Invalid.field("reason", "Say why the earlier decision is replaced; readers may have relied on it.")
    return "Changed during review."


def dispose_of_suggestions(at: Deciding, decision: Decision) -> None:
    """Note what became of the suggestions for this term: accepted where the decision says the same."""
    for stored in at.suggestions(decision.term):
        same = (stored.suggestion.value, stored.suggestion.conditions) == (decision.value, decision.conditions)
        state = SuggestionState.ACCEPTED if same else SuggestionState.CHANGED
        if stored.state is not state:
            at.dispose(stored, state, decision, decision.reason)


def accept_suggestion(
    s: Services,
    actor: Actor,
    suggestion_id: str,
    *,
    public_note: str | None = None,
    internal_note: str | None = None,
    seen: int | None = None,
) -> Decision:
    """Decide just what a suggestion proposes, on its quotes; raises as decide_term."""
    with s.reading_only() as uow:
        stored = uow.readings.suggestion(suggestion_id)
    choice = replace(proposed_by(stored), public_note=public_note, internal_note=internal_note)
    return decide_term(s, actor, stored.version_id, stored.suggestion.term, choice, seen=seen)


def proposed_by(stored: StoredSuggestion) -> Choice:
    """Just what a suggestion proposes, on its quotes."""
    suggestion = stored.suggestion
    return Choice(
        value=suggestion.value,
        conditions=suggestion.conditions,
        evidence=claims_of(stored),
        searched=suggestion.searched,
        suggestion_id=stored.id,
    )


def claims_of(stored: StoredSuggestion) -> tuple[EvidenceClaim, ...]:
    """The quotes of a suggestion as evidence to decide on."""
    return tuple(
        EvidenceClaim(document=stored.document_id, clause=q.clause, quote=q.quote, page=q.page)
        for q in stored.suggestion.evidence
    )
