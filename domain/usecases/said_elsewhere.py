"""A person's answer to what others than the text say of a term: a decision that keeps where it comes from, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.accepting import allows, forbids
from domain.audit import Action
from domain.decision import Choice, Decision
from domain.errors import Conflict, Invalid, NotFound
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.said_elsewhere import SaidElsewhere
from domain.spreadsheets.values import read_value
from domain.usecases.accepting_many import decided_before
from domain.usecases.decisions import Deciding, decide_in
from domain.usecases.settling import settle_rejected
from domain.usecases.terms import terms_in
from domain.values import NotAValue

MOST_AT_ONCE = 100
"""As many as one person can have looked at on a page."""


def accept_said(
    s: Services,
    actor: Actor,
    said_id: str,
    *,
    value: object = None,
    conditions: str | None = None,
    public_note: str | None = None,
    internal_note: str | None = None,
    seen: int | None = None,
    at: tuple[str, str] | None = None,
) -> Decision:
    """Decide what was said, or `value` in its place; the origin stays with the decision.

    `seen` as in decide_term; `at` is the version and the term that somebody has open. Raises NotFound, NotPermitted,
    Invalid (its words are no value, so one must be chosen), Conflict (settled already), Stale.
    """
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        deciding, said = _held(s, uow, actor, said_id)
        if at is not None and at != (said.version_id, said.term):
            raise NotFound("There is no such suggestion.")
        choice = _choice(said, value, conditions, public_note=public_note, internal_note=internal_note)
        decision = decide_in(deciding, said.term, choice, seen=seen)
        uow.commit()
    return decision


def with_origin(s: Services, choice: Choice, said_id: str, version_id: str) -> Choice:
    """A choice that began with what somebody said, with where that comes from; the choice as it is where there is no
    such thing said of the version."""
    if not said_id:
        return choice
    with s.reading_only() as uow:
        said = next((one for one in uow.said.of_version(version_id) if one.id == said_id), None)
    return replace(choice, origin=said.origin, reason=choice.reason or said.reason) if said else choice


def accept_worded(s: Services, actor: Actor, said_id: str, words: str) -> Decision:
    """The same with a value in words, as a cell would say it; as it was said where there are none."""
    if not words:
        return accept_said(s, actor, said_id)
    with s.reading_only() as uow:
        definition = uow.vocabulary.get(uow.said.get(said_id).term)
    try:
        return accept_said(s, actor, said_id, value=read_value(definition, words))
    except NotAValue as error:
        raise Invalid.field("value", str(error)) from None


def accept_shown(s: Services, actor: Actor, said_ids: Sequence[str]) -> tuple[int, int]:
    """Decide those that somebody has before them as they stand: how many were decided, and how many were left.

    Each by itself: one that is no value, that somebody settled meanwhile, or that would tell readers that something
    forbidden is allowed is left where it is. Raises NotPermitted.
    """
    actor.must_be(Role.REVIEWER)
    decided, shown = 0, said_ids[:MOST_AT_ONCE]
    for said_id in shown:
        try:
            if not _lifts_a_prohibition(s, said_id):
                accept_said(s, actor, said_id)
                decided += 1
        except (Invalid, Conflict, NotFound):
            continue
    return decided, len(shown) - decided


def reject_said(s: Services, actor: Actor, said_id: str, reason: str = "") -> SaidElsewhere:
    """Leave the record as it is; raises NotFound, NotPermitted, Conflict (settled already)."""
    actor.must_be(Role.REVIEWER)
    reason = " ".join(reason.split())[:500]
    with s.unit_of_work() as uow:
        at, said = _held(s, uow, actor, said_id)
        rejected = settle_rejected(s, uow, actor, said)
        shown = {"term": said.term, "value": said.value, "origin": said.origin, "version": said.version_id}
        at.record(Action.SUGGESTION_REJECT, ("suggestion", said.id), after={**shown, "reason": reason})
        uow.commit()
    return rejected


def _held(s: Services, uow: UnitOfWork, actor: Actor, said_id: str) -> tuple[Deciding, SaidElsewhere]:
    """What was said, still open, with its version held, so that of two people only one answers it."""
    at = Deciding(s=s, uow=uow, actor=actor, version=uow.versions.hold(uow.said.get(said_id).version_id))
    said = uow.said.get(said_id)
    if not said.is_open:
        raise Conflict(f"{said.settled_by_name or 'Somebody'} has dealt with this already.")
    return at, said


def _choice(
    said: SaidElsewhere, value: object, conditions: str | None, *, public_note: str | None, internal_note: str | None
) -> Choice:
    chosen = said.value if value is None else value
    if chosen is None:
        raise Invalid.field("value", f"“{said.raw}” is no value of this term. Choose one.")
    same = chosen == said.value
    return Choice(
        value=chosen,
        conditions=conditions or (said.conditions if same or said.value is None else None),
        public_note=public_note or (said.public_note if same else None),
        internal_note=internal_note or said.note,
        origin=said.origin,
        reason=said.reason,
    )


def _lifts_a_prohibition(s: Services, said_id: str) -> bool:
    """Whether readers would be told yes where they are told no, on the version, today, or by the text before it."""
    with s.reading_only() as uow:
        said = uow.said.get(said_id)
        made = [one for one in uow.decisions.of_version(said.version_id) if one.term == said.term]
        there = max(made, key=lambda one: one.sequence, default=None)
        now = terms_in(uow, said.licence_id, s.today()).get(said.term)
        before = decided_before(uow, uow.versions.get(said.version_id)).get(said.term)
        held = (there.value if there else None, now.decision.value if now else None, before)
        return allows(said.value) and any(map(forbids, held))
