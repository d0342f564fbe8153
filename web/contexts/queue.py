"""The queue of a review: its terms by category, and how far the review is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.review import Progress, ReviewTerm, Show, Standing
from domain.usecases.reviewing import Review
from domain.values import Value
from domain.version import VersionKind
from domain.vocabulary import Category
from web.contexts.offer import offer_note
from web.contexts.review_links import ReviewAddress
from web.contexts.said import first_said, said_note
from web.contexts.terms import choice_labels
from web.translation import Translator
from web.words import CATEGORIES

DONE = (Standing.ACCEPTED, Standing.CHANGED, Standing.DECIDED, Standing.REJECTED)
STANDINGS: Mapping[Standing, str] = {
    Standing.TODO: "to review",
    Standing.ACCEPTED: "Accepted",
    Standing.CHANGED: "Changed",
    Standing.REJECTED: "Rejected",
    Standing.DECIDED: "Decided by hand",
    Standing.LEFT: "Left as it is",
}
GLYPHS: Mapping[Standing, str] = {
    Standing.ACCEPTED: "check",
    Standing.CHANGED: "pen",
    Standing.DECIDED: "pen",
    Standing.REJECTED: "x",
    Standing.LEFT: "minus",
}
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A term of the queue, closed. `confidence` is None where it is no longer, or never was, to be weighed."""

    number: int
    key: str
    label: str
    note: str
    value: Value | None
    conditions: str | None
    labels: Mapping[str, str]
    has_value: bool
    standing: str
    state_word: str
    glyph: str | None
    confidence: float | None
    href: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueGroup:
    """The terms of one category; unfolded where there is something to do, or the open term."""

    name: str
    label: str
    rows: tuple[QueueRow, ...]
    reviewed: int
    total: int
    unfolded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One of the three ways to show the queue."""

    label: str
    count: int
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The bar of progress in four parts, on a length of 400."""

    accepted: int
    changed: int
    rejected: int


def groups_of(t: Translator, review: Review, at: ReviewAddress) -> tuple[QueueGroup, ...]:
    """The groups of the queue; the open term is always there."""
    chosen = review.open.key if review.open else None
    same = _same_clause(review)
    groups = []
    for category in Category:
        own = [term for term in review.terms if term.definition.category is category]
        wanted = [term for term in own if term.is_in(at.show) or term.key == chosen]
        if not wanted:
            continue
        counted = [term for term in own if term.standing is not Standing.LEFT]
        groups.append(
            QueueGroup(
                name=category.value,
                label=t(CATEGORIES[category]),
                rows=tuple(row_of(t, term, at, same.get(term.key), chosen) for term in wanted),
                reviewed=sum(term.standing in DONE for term in counted),
                total=len(counted),
                unfolded=True,
            )
        )
    return tuple(groups)


def filters_of(t: Translator, progress: Progress, terms: Sequence[ReviewTerm], at: ReviewAddress) -> tuple[Filter, ...]:
    """To review, doubtful, all, and to approve where the library asks for that."""
    counts = {Show.TODO: progress.todo, Show.DOUBTFUL: progress.doubtful, Show.ALL: len(terms)}
    words = {Show.TODO: t("To review"), Show.DOUBTFUL: t("Doubtful"), Show.ALL: t("All")}
    if any(term.asks_approval for term in terms):
        words[Show.APPROVE] = t("To approve")
        counts[Show.APPROVE] = sum(term.waits_for_approval for term in terms)
    return tuple(
        Filter(label=word, count=counts[show], href=at.home(show), here=show is at.show) for show, word in words.items()
    )


def bar_of(progress: Progress) -> Bar:
    """The lengths of the parts."""
    total = max(1, progress.total)
    return Bar(
        accepted=400 * progress.accepted // total,
        changed=400 * progress.changed // total,
        rejected=400 * progress.rejected // total,
    )


def said_of(t: Translator, progress: Progress) -> str:
    """The progress in words: "17 accepted. 24 of 41"."""
    sentence = "{accepted} accepted, {changed} changed, {rejected} rejected"
    return t(sentence, accepted=progress.accepted, changed=progress.changed, rejected=progress.rejected)


def shortened(value: Value | None) -> Value | None:
    """A value as it fits in a row."""
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"{value[:LONGEST_VALUE].rsplit(' ', 1)[0]}…"
    return value


def row_of(t: Translator, term: ReviewTerm, at: ReviewAddress, same: int | None, chosen: str | None) -> QueueRow:
    """A term as a closed row; `same` is the number of an earlier term on the same clause, `chosen` the open one."""
    decision, stored = term.decision, term.suggestion
    standing = term.standing
    told = decision or first_said(term) or (stored.suggestion if stored else None)
    shows = decision is not None or (told is not None and told.value is not None and standing is not Standing.REJECTED)
    value, conditions = (told.value, told.conditions) if told else (None, None)
    return QueueRow(
        number=term.number,
        key=term.key,
        label=term.definition.label(t.language),
        note=_note(t, term, same),
        value=shortened(value) if shows else None,
        conditions=conditions,
        labels=choice_labels(t, term.definition),
        has_value=shows,
        standing=standing.value,
        state_word=t(STANDINGS[standing]),
        glyph=GLYPHS.get(standing),
        confidence=stored.suggestion.confidence
        if stored and standing is Standing.TODO and not term.is_silent and not first_said(term)
        else None,
        href=at.item(term.key),
        is_open=term.key == chosen,
    )


def _note(t: Translator, term: ReviewTerm, same: int | None) -> str:
    if term.standing is Standing.LEFT:
        return t("Not mentioned here") if term.kind is VersionKind.AMENDMENT else t("Not suggested")
    if term.waits_for_approval:
        return t("To be approved by a second reviewer")
    if term.standing is not Standing.TODO:
        return ""
    if term.looks_again:
        return t("Decided; a later reading sees something else")
    return said_note(t, term) or offer_note(t, term) or _found_note(t, term, same)


def _found_note(t: Translator, term: ReviewTerm, same: int | None) -> str:
    if term.would_be_lost:
        return t("Nothing found; permitted until now")
    if term.is_silent:
        return t("Nothing found")
    return t("Same clause as {number}", number=same) if same else ""


def _same_clause(review: Review) -> dict[str, int]:
    """For each term the number of an earlier one that rests on the same clause."""
    firsts: dict[str, int] = {}
    numbers = {term.key: term.number for term in review.terms}
    same: dict[str, int] = {}
    for place in review.places:
        number = numbers[place.key]
        there = firsts.setdefault(place.clause_id, number)
        if there != number:
            same.setdefault(place.key, there)
    return same
