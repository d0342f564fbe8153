"""Accepting many suggestions with one press: each becomes a decision of its own, and one undo takes all back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.accepting import SortedOut, forbids, sort_out
from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.review import ReviewTerm
from domain.usecases.decisions import Deciding, decide_in, proposed_by
from domain.usecases.review_terms import terms_in_review
from domain.usecases.whole_texts import former_of
from domain.values import Value
from domain.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptable:
    """What could be accepted together in the review of a version, before anybody presses."""

    licence: Licence
    version: Version
    sorted_out: SortedOut


def acceptable(s: Services, version_id: str, least: int) -> Acceptable:
    """What would be accepted from the confidence `least` (hundredths) on, and what would be left; raises NotFound."""
    with s.reading_only() as uow:
        version = uow.versions.get(version_id)
        return Acceptable(
            licence=uow.licences.get(version.licence_id), version=version, sorted_out=_sort(s, uow, version, least)
        )


def accept_many(
    s: Services, actor: Actor, version_id: str, suggestion_ids: Collection[str], least: int
) -> tuple[int, int]:
    """Accept those of these suggestions that may be accepted from `least` on: how many, and how many were left, for
    somebody was faster, a later reading sees something else, or the term is one to look at by itself.

    Raises NotFound, NotPermitted, Conflict (a version that was withdrawn).
    """
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        version = uow.versions.hold(version_id)
        may_be = _sort(s, uow, version, least).accepted
        wanted = [term for term in may_be if term.suggestion and term.suggestion.id in set(suggestion_ids)]
        done = _accept(Deciding(s=s, uow=uow, actor=actor, version=version), wanted)
        uow.commit()
    return done, len(set(suggestion_ids)) - done


def _accept(at: Deciding, terms: Sequence[ReviewTerm]) -> int:
    together, done = at.s.new_id(), 0
    for term in terms:
        if term.suggestion is None:
            continue
        try:
            decide_in(at, term.key, proposed_by(term.suggestion), seen=term.sequence, together=together)
        except Invalid:  # a value that the vocabulary does not know any more: a person has to choose another
            continue
        done += 1
    return done


def _sort(s: Services, uow: UnitOfWork, version: Version, least: int) -> SortedOut:
    terms = terms_in_review(s, uow, version)
    return sort_out(terms, _prohibited(uow, version, terms), least)


def _prohibited(uow: UnitOfWork, version: Version, terms: Sequence[ReviewTerm]) -> frozenset[str]:
    """The terms that are prohibited now, or were by the text before this version, which may have ended since."""
    before = decided_before(uow, version)
    now = {term.key: term.in_force.decision.value for term in terms if term.in_force}
    return frozenset(key for values in (before, now) for key, value in values.items() if forbids(value))


def decided_before(uow: UnitOfWork, version: Version) -> dict[str, Value]:
    """What the text before a version says of each term, its amendments laid over it."""
    held: dict[str, Value] = {}
    for layer in former_of(uow.versions.of_licence(version.licence_id), version):
        last = {one.term: one for one in sorted(uow.decisions.of_version(layer.id), key=lambda one: one.sequence)}
        held |= {term: one.value for term, one in last.items() if one.value is not None}
    return held
