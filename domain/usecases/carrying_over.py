"""Carrying decisions from the former text of a licence to a new one: what is offered, and what a person takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.carrying import Offer
from domain.clause import Clause
from domain.comparison import CarryOver, Change, Comparison, carry_over, same_words
from domain.decision import Choice, Decision, Evidence, EvidenceClaim
from domain.errors import Conflict, NotFound, Stale
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.readings import StoredSuggestion
from domain.said_elsewhere import SaidElsewhere
from domain.usecases.decisions import decide_term
from domain.usecases.evidence import find_quote
from domain.usecases.whole_texts import WholeText, compared, former_of, laid_text, whole_text
from domain.version import Version, VersionKind, VersionState

SILENT = "silent"
OPEN_TO_OFFERS = frozenset({VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.IN_FORCE})


def offers_of(s: Services, version_id: str) -> tuple[Version, dict[str, Offer]]:
    """A version, and what is offered for its terms, by their keys; raises NotFound."""
    with s.reading_only() as uow:
        version = uow.versions.get(version_id)
        return version, offers_in(uow, version)


def offers_in(uow: UnitOfWork, version: Version) -> dict[str, Offer]:
    """The same within a transaction. None while a document is read, and where there is no former text.

    An amendment leaves what it does not touch as it was: for it only terms whose clauses it changes are offered.
    """
    former = former_of(uow.versions.of_licence(version.licence_id), version)
    if not former or version.state not in OPEN_TO_OFFERS:
        return {}
    try:
        old, new = laid_text(uow, former), whole_text(uow, version.id)
    except Conflict:
        return {}
    if not old.clauses or not new.clauses:
        return {}
    suggested = _found(uow.readings.suggestions(version.id))
    versions = {layer.version.id: layer.version for layer in old.layers}
    return {
        offer.decision.term: offer
        for decision in old.decisions.values()
        if (offer := _Offering(old, new, compared(old, new), versions, suggested).of(decision)) is not None
    }


def _found(suggestions: Iterable[StoredSuggestion]) -> frozenset[str]:
    """The terms for which the new text holds something."""
    return frozenset(one.suggestion.term for one in suggestions if one.suggestion.value != SILENT)


class _Offering:
    """Holds single decisions of the old text against the new one."""

    def __init__(
        self,
        old: WholeText,
        new: WholeText,
        comparison: Comparison,
        versions: Mapping[str, Version],
        suggested: frozenset[str],
    ) -> None:
        self.old, self.new, self.comparison = old, new, comparison
        self.versions, self.suggested = versions, suggested
        self.is_amendment = new.version.kind is VersionKind.AMENDMENT

    def of(self, decision: Decision) -> Offer | None:
        if not decision.evidence:
            return self._without_words(decision)
        rests = {e: tuple(self.old.places(e)) or (e.clause_id,) for e in decision.evidence}
        ids = tuple(dict.fromkeys(place for places in rests.values() for place in places))
        carried = carry_over(self.comparison, {decision.term: ids})[decision.term]
        if self.is_amendment and not carried.changes:
            return None
        claims = tuple(self._claims(rests, carried))
        unchanged = carried.unchanged and bool(claims)
        return self._offer(decision, unchanged=unchanged, claims=claims, changes=carried.changes)

    def _without_words(self, decision: Decision) -> Offer | None:
        """Silence is asked anew by the search of the new text; what was entered by hand holds while nothing changed."""
        if self.is_amendment:
            return None
        if decision.value == SILENT:
            return self._offer(decision, unchanged=False) if decision.term in self.suggested else None
        return self._offer(decision, unchanged=not self.comparison.substantive())

    def _offer(
        self,
        decision: Decision,
        *,
        unchanged: bool,
        claims: tuple[EvidenceClaim, ...] = (),
        changes: tuple[Change, ...] = (),
    ) -> Offer:
        version = self.versions[decision.version_id]
        return Offer(decision=decision, version=version, unchanged=unchanged, claims=claims, changes=changes)

    def _claims(self, rests: Mapping[Evidence, Sequence[str]], carried: CarryOver) -> Iterator[EvidenceClaim]:
        """The evidence in documents of the new version, each clause once."""
        once: dict[tuple[str, str], EvidenceClaim] = {}
        for evidence, places in rests.items():
            for clause, quote in self._words(evidence, places, carried):
                document = self.new.layers[-1].documents.get(clause.id)
                if document is not None:
                    at = find_quote(clause.text, quote)
                    page = clause.page_of(at.start) if at else None
                    claim = EvidenceClaim(document=document, clause=clause.id, quote=quote, page=page)
                    once.setdefault((clause.id, quote), claim)
        return iter(once.values())

    def _words(self, evidence: Evidence, places: Sequence[str], carried: CarryOver) -> Iterator[tuple[Clause, str]]:
        """The clauses of the new text that say what the evidence says, and the words of it."""
        if self.is_amendment:
            yield from self._ordered(carried.changes)
            return
        wanted = {clause_id for place in places for clause_id in carried.clauses.get(place, ())}
        clauses = [clause for clause in self.new.clauses if clause.id in wanted]
        quoted = [clause for clause in clauses if find_quote(clause.text, evidence.quote)]
        for clause in quoted or clauses:
            yield clause, evidence.quote if quoted else self._counterpart(clause, evidence.quote)

    def _counterpart(self, clause: Clause, quote: str) -> str:
        changes = (one for one in self.comparison.changes if one.new is not None and one.new.id == clause.id)
        return next((words for one in changes if (words := same_words(one, quote))), clause.text)

    def _ordered(self, changes: Iterable[Change]) -> Iterator[tuple[Clause, str]]:
        """The clauses of an amendment that made these changes."""
        changed = {change.new.id for change in changes if change.new is not None}
        top = len(self.new.layers) - 2
        for one in self.new.laid.clauses:
            if one.clause.id in changed:
                yield from ((cause.clause, cause.clause.text) for cause in one.by if cause.layer == top)


def carry_over_term(
    s: Services,
    actor: Actor,
    version_id: str,
    key: str,
    *,
    public_note: str | None = None,
    internal_note: str | None = None,
    seen: int | None = None,
) -> Decision:
    """Decide a term as the former text does, on the words of the new one; a decision of its own, with the reason.

    Notes that are given stand in place of the former ones. `seen` as in decide_term. Raises NotFound, NotPermitted,
    Conflict (its words are not in the new text), Stale.
    """
    actor.must_be(Role.REVIEWER)
    _, offers = offers_of(s, version_id)
    if key not in offers:
        raise NotFound("The former text decides nothing for this term that could be carried over.")
    choice = _choice(offers[key])
    choice = replace(
        choice, public_note=public_note or choice.public_note, internal_note=internal_note or choice.internal_note
    )
    return decide_term(s, actor, version_id, key, choice, seen=seen)


def _choice(offer: Offer) -> Choice:
    if not offer.can_be_taken:
        raise Conflict("The words that it rested on are not in the new text. Look at the term, and decide it anew.")
    former = offer.decision
    return Choice(
        value=former.value,
        conditions=former.conditions,
        public_note=former.public_note,
        internal_note=former.internal_note,
        evidence=offer.claims,
        origin=former.origin,
        reason=offer.reason,
    )


def _says_otherwise(said: Iterable[SaidElsewhere], decision: Decision) -> bool:
    """Whether others than the texts say something else of the term, which a person has to look at."""
    own = (one for one in said if one.term == decision.term)
    return any(not one.agrees(decision.value, decision.conditions) for one in own)


def carry_over_terms(s: Services, actor: Actor, version_id: str, keys: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Carry over each of these terms whose clauses did not change and that nobody decided yet.

    Returns how many, and the keys of those that were not: somebody was faster, a clause changed, or others say
    something else.
    Raises NotFound, NotPermitted.
    """
    actor.must_be(Role.REVIEWER)
    _, offers = offers_of(s, version_id)
    with s.reading_only() as uow:
        last = {d.term: d for d in sorted(uow.decisions.of_version(version_id), key=lambda d: d.sequence)}
        said = uow.said.waiting_on([version_id])
    wanted, left = tuple(dict.fromkeys(keys)), list[str]()
    for key in wanted:
        offer, now = offers.get(key), last.get(key)
        disputed = offer is not None and _says_otherwise(said, offer.decision)
        if offer is None or not offer.unchanged or disputed or (now is not None and now.value is not None):
            left.append(key)
            continue
        try:
            decide_term(s, actor, version_id, key, _choice(offer), seen=now.sequence if now else 0)
        except (Conflict, Stale):
            left.append(key)
    return len(wanted) - len(left), tuple(left)
