"""The open term of a review: what is suggested and why, what holds now, and what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain.decision import Decision
from domain.effective_terms import EffectiveTerm
from domain.errors import Stale
from domain.readings import StoredClause, StoredSuggestion
from domain.review import ReviewTerm, Standing
from domain.usecases.reviewing import Review
from domain.values import Value
from domain.version import HELD
from web.contexts.approvals import ApprovalView, approval_view
from web.contexts.choice_form import ChoiceForm
from web.contexts.offer import OfferView, offer_view
from web.contexts.pane import Link
from web.contexts.queue import STANDINGS
from web.contexts.review_links import ReviewAddress
from web.contexts.said import SaidView, first_said, said_views
from web.contexts.terms import Citation, choice_labels, citations, source_of
from web.contexts.wordings import plain_wordings
from web.forms import Field, Form, Kind
from web.translation import Translator
from web.words import place_words

MOST_WORDINGS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of a document, with the cues marked in them, and where they stand."""

    text: str
    marks: tuple[str, ...]
    cite: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A cue for or against the suggested value."""

    quote: str
    meaning: str
    against: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """What was suggested."""

    id: str
    value: Value
    conditions: str | None
    confidence: float
    of_hundred: int
    is_silent: bool
    words: tuple[Words, ...]
    reasons: tuple[Reason, ...]
    searched: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """What was decided."""

    value: Value
    conditions: str | None
    by: str
    at: dt.datetime
    public_note: str | None
    internal_note: str | None
    reason: str | None
    source: str
    searched: tuple[str, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What holds without this version."""

    value: Value
    conditions: str | None
    citations: tuple[Citation, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What somebody wanted to save when another person was faster."""

    sentence: str
    theirs: Value | None
    theirs_conditions: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """The open term. `choice` is there while its value is being chosen, `notes` where it can be accepted as it is."""

    number: int
    key: str
    label: str
    definition: str
    labels: Mapping[str, str]
    standing: str
    state_word: str
    suggestion: SuggestionView | None
    others: int
    said: tuple[SaidView, ...]
    decision: DecisionView | None
    in_force: InForce | None
    offer: OfferView | None
    approval: ApprovalView | None
    would_be_lost: bool
    looks_again: bool
    readings_href: str
    differs: bool
    notes: Form | None
    choice: ChoiceForm | None
    stale: Mine | None
    seen: int
    action: str
    change_href: str
    look_href: str
    reopen_action: str | None
    needs_reason: bool
    previous_href: str | None
    next_href: str | None
    may_decide: bool


def open_item(
    t: Translator,
    review: Review,
    term: ReviewTerm,
    at: ReviewAddress,
    *,
    me: str,
    may_decide: bool,
    choice: ChoiceForm | None = None,
    notes: Form | None = None,
    stale: Stale | None = None,
) -> OpenItem:
    """The open term for somebody (`me`, an id) who may decide it, or who looks on."""
    stored, held = term.suggestion, review.version.state in HELD
    before, after = _neighbours(review, term, at)
    can_undo = may_decide and term.standing not in (Standing.TODO, Standing.LEFT)
    takes_notes = may_decide and choice is None and term.standing is Standing.TODO
    in_force = _in_force(t, term.in_force)
    found = suggestion_view(t, stored, review.cited, at) if stored else None
    return OpenItem(
        number=term.number,
        key=term.key,
        label=term.definition.label(t.language),
        definition=term.definition.question(t.language) or term.definition.definition,
        labels=choice_labels(t, term.definition),
        standing=term.standing.value,
        state_word=t("Decided") if term.decision and term.standing is Standing.TODO else t(STANDINGS[term.standing]),
        suggestion=found,
        said=tuple(said_views(t, term, at, may_decide=may_decide, main=not _can_be_accepted(term, held))),
        others=sum(1 for one in term.suggestions if one is not stored and one.suggestion.evidence),
        decision=_decision(t, review, term.decision, at) if term.decision else None,
        in_force=in_force,
        offer=offer_view(t, term, review.cited, at),
        approval=approval_view(t, term, me, may_decide=may_decide),
        would_be_lost=term.would_be_lost,
        looks_again=term.looks_again,
        readings_href=f"/documents/{stored.document_id}/readings" if stored else "",
        differs=bool(found and in_force and (found.value, found.conditions) != (in_force.value, in_force.conditions)),
        notes=(notes or notes_form(t, term)) if takes_notes else None,
        choice=choice if may_decide else None,
        stale=_mine(stale) if stale else None,
        seen=stale.revision if stale else term.sequence,
        action=at.item(term.key),
        change_href=at.change(term.key),
        look_href=at.item(term.key),
        reopen_action=at.item(term.key, "/reopen") if can_undo else None,
        needs_reason=held and term.decision is not None,
        previous_href=at.item(before) if before else None,
        next_href=at.item(after) if after else None,
        may_decide=may_decide,
    )


def _can_be_accepted(term: ReviewTerm, held: bool) -> bool:
    """Whether what the documents say can be accepted with one key; a decision in force is replaced with a reason."""
    return first_said(term) is None and bool(term.open_suggestions) and not (held and term.decision is not None)


def notes_form(t: Translator, term: ReviewTerm) -> Form:
    """The two notes of a decision."""
    placeholder = t("Staff only")
    public = Field(name="public_note", label=t("Public note"), kind=Kind.TEXTAREA, rows=1, prefix="n-", quiet=True)
    internal = Field(
        name="internal_note",
        label=t("Internal note"),
        kind=Kind.TEXTAREA,
        rows=1,
        prefix="n-",
        quiet=True,
        placeholder=placeholder,
    )
    if term.is_silent and not term.open_said:
        return Form((internal,))
    return Form((public, internal))


def suggestion_view(
    t: Translator, stored: StoredSuggestion, cited: Mapping[str, StoredClause], at: ReviewAddress
) -> SuggestionView:
    """A suggestion with its words and cues."""
    found = stored.suggestion
    marks = tuple(cue.quote for cue in found.cues if cue.quote)
    return SuggestionView(
        id=stored.id,
        value=found.value,
        conditions=found.conditions,
        confidence=found.confidence,
        of_hundred=round(100 * found.confidence),
        is_silent=found.value == "silent",
        words=tuple(
            Words(
                text=quote.quote,
                marks=marks,
                cite=cite_of(t, cited.get(quote.clause), quote.page),
                link=at(document=stored.document_id, page=quote.page, clause=quote.clause),
            )
            for quote in found.evidence
        ),
        reasons=tuple(Reason(quote=c.quote, meaning=t(c.meaning), against=c.against) for c in found.cues),
        searched=plain_wordings(found.searched)[:MOST_WORDINGS],
        is_open=stored.disposed_at is None,
    )


def cite_of(t: Translator, stored: StoredClause | None, page: int) -> str:
    """`§4.2, p. 4`."""
    return place_words(t, stored.clause.number if stored else None, page)


def _decision(t: Translator, review: Review, decision: Decision, at: ReviewAddress) -> DecisionView:
    assert decision.value is not None  # noqa: S101 - for the type checker: a decision that holds has a value
    places = citations(t, decision, review.version)
    return DecisionView(
        value=decision.value,
        conditions=decision.conditions,
        by=decision.decided_by_name,
        at=decision.decided_at,
        public_note=decision.public_note,
        internal_note=decision.internal_note,
        reason=decision.reason,
        source=source_of(t, decision),
        searched=plain_wordings(decision.searched)[:MOST_WORDINGS],
        words=tuple(
            Words(
                text=evidence.quote,
                marks=(),
                cite=place.text,
                link=at(document=evidence.document_id, page=evidence.page, clause=evidence.clause_id),
            )
            for evidence, place in zip(decision.evidence, places, strict=True)
        ),
    )


def _in_force(t: Translator, term: EffectiveTerm | None) -> InForce | None:
    if term is None or term.decision.value is None:
        return None
    return InForce(
        value=term.decision.value,
        conditions=term.decision.conditions,
        citations=tuple(citations(t, term.decision, term.version)),
        version=term.version.label,
    )


def _mine(stale: Stale) -> Mine:
    value, conditions = stale.theirs.get("value"), stale.theirs.get("conditions")
    return Mine(sentence=stale.message, theirs=value, theirs_conditions=str(conditions) if conditions else None)


def _neighbours(review: Review, term: ReviewTerm, at: ReviewAddress) -> tuple[str | None, str | None]:
    keys = [one.key for one in review.terms if one.is_in(at.show) or one.key == term.key]
    place = keys.index(term.key)
    return (keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None)
