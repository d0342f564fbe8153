"""The review workbench: a page of the document on one side, the queue of terms on the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.accepting import LEAST_SURE, why_left
from domain.queries import ClauseHit
from domain.readings import ReadingState
from domain.review import Progress, ReviewTerm, Standing
from domain.usecases.review_trail import News
from domain.usecases.reviewing import Review, Shown
from domain.version import Version, VersionKind, VersionState
from web.badges import words_of
from web.contexts.open_item import OpenItem
from web.contexts.pane import Link, Mark, MarkWords, Pane, mark_of, pane_of
from web.contexts.queue import Bar, Filter, QueueGroup, bar_of, filters_of, groups_of, said_of, shortened
from web.contexts.review_links import ReviewAddress
from web.contexts.review_news import NewsView, news_view
from web.contexts.terms import choice_labels
from web.contexts.viewer import skipped_in
from web.contexts.wordings import plain_wordings
from web.translation import Translator
from web.words import place_words

MOST_SIMILAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where searched words stand."""

    where: str
    text: str
    clause: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found. `more` are other wordings to try."""

    words: str
    hits: tuple[Hit, ...]
    pages: int
    more: tuple[tuple[str, str], ...]
    may_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """Context of review/bench.html. `moved` is true where htmx brings it, so that the focus goes to the open term.

    `left` is the term that was open before, where it was just dealt with; `done` says what was done."""

    id: str
    licence: tuple[str, str]
    label: str
    version_href: str
    progress: Progress
    said: str
    bar: Bar
    filters: tuple[Filter, ...]
    groups: tuple[QueueGroup, ...]
    item: OpenItem | None
    pane: Pane | None
    found: Found | None
    words: str
    waiting: int
    skipped: tuple[str, ...]
    look_again: int
    is_amendment: bool
    silent: int
    silent_href: str
    carried: int
    carry_href: str
    sure: int
    sure_href: str
    news: NewsView | None
    news_href: str
    undo_action: str
    search_action: str
    finish_href: str
    may_decide: bool
    moved: bool
    key: str
    left: str
    done: str = ""


def review_page(
    t: Translator,
    review: Review,
    at: ReviewAddress,
    item: OpenItem | None,
    *,
    may_decide: bool,
    moved: bool,
    hits: Sequence[ClauseHit] | None = None,
    news: Sequence[News] = (),
) -> ReviewPage:
    """The context; `hits` are there where something was searched, `news` where others did something."""
    version, progress = review.version, review.progress
    here = f"/versions/{version.id}"
    return ReviewPage(
        id=version.id,
        licence=(f"/licences/{review.licence.id}", review.licence.fields.title),
        label=version.label,
        version_href=here,
        progress=progress,
        said=said_of(t, progress),
        bar=bar_of(progress),
        filters=filters_of(t, progress, review.terms, at),
        groups=groups_of(t, review, at),
        item=item,
        pane=_pane(t, review, at, may_decide=may_decide),
        found=found_of(t, review, at, hits, may_decide=may_decide) if hits is not None else None,
        words=at.words,
        waiting=sum(
            r is None or r.state in (ReadingState.QUEUED, ReadingState.RUNNING) for r in review.readings.values()
        ),
        skipped=skipped_in(t, review.readings.values()),
        look_again=sum(one.looks_again for one in review.terms),
        is_amendment=version.kind is VersionKind.AMENDMENT,
        silent=sum(one.awaits_silence for one in review.terms),
        silent_href=f"{here}/review/silent",
        carried=sum(one.can_be_carried and one.standing is Standing.TODO for one in review.terms),
        carry_href=f"{here}/review/carry",
        sure=sum(_may_be_sure(one) for one in review.terms),
        sure_href=f"{here}/review/sure",
        news=news_view(t, review, news, at) if news else None,
        news_href=at.news(review.newest),
        undo_action=at.action("undo"),
        search_action=f"{here}/review/search",
        finish_href=_finish(version),
        may_decide=may_decide,
        moved=moved,
        key=review.open.key if review.open else "",
        left=next((one.definition.label(t.language) for one in review.terms if one.key == at.after), ""),
    )


def _may_be_sure(term: ReviewTerm) -> bool:
    """Whether its suggestion could be accepted together with others, were it sure enough."""
    return term.standing is Standing.TODO and why_left(term, is_prohibited_now=False, least=LEAST_SURE) is None


def _finish(version: Version) -> str:
    """The step that follows the review."""
    following = {VersionState.DRAFT: VersionState.IN_REVIEW, VersionState.IN_REVIEW: VersionState.IN_FORCE}
    step = following.get(version.state)
    return f"/versions/{version.id}/transitions?to={step.value}" if step else f"/versions/{version.id}"


def _pane(t: Translator, review: Review, at: ReviewAddress, *, may_decide: bool) -> Pane | None:
    """The document side, for a reviewer with the way to point at its words."""
    pane, shown = review_pane(t, review, at), review.shown
    if pane is None or shown is None or not may_decide or review.open is None:
        return pane
    if pane.as_text or pane.waiting or pane.is_picture_only:
        return pane
    clause = shown.clause.clause.id if shown.clause else None
    return replace(pane, point_href=at.words_of(shown.document.id, shown.number, clause))


def review_pane(t: Translator, review: Review, at: ReviewAddress) -> Pane | None:
    """The document side; None where the version has no document."""
    if review.shown is None:
        return None
    chosen = review.open
    own = [place for place in review.places if chosen and place.key == chosen.key]
    todo = {term.key for term in review.terms if term.standing is Standing.TODO}
    shown = review.shown
    counted = {(p.key, p.page) for p in review.places if p.key in todo and p.document_id == shown.document.id}
    return pane_of(
        t,
        shown,
        review.documents,
        at.look,
        at,
        marks=lambda page: _marks(t, review, page, at),
        counts=Counter(page for _, page in counted),
        quotes=[place.quote for place in own],
    )


def found_of(t: Translator, review: Review, at: ReviewAddress, hits: Sequence[ClauseHit], *, may_decide: bool) -> Found:
    """The places that a search found, each to be looked at or used as evidence."""
    several = len(review.documents) > 1
    names = {document.id: document.filename for document in review.documents}
    searched = review.open.suggestion.suggestion.searched if review.open and review.open.suggestion else ()
    others = [wording for wording in plain_wordings(searched) if "…" not in wording and len(wording) < 30]
    return Found(
        words=at.words,
        hits=tuple(_hit(t, hit, at, names[hit.document_id] if several else "") for hit in hits),
        pages=len({(hit.document_id, hit.page) for hit in hits}),
        more=tuple((w, f"{at.base}/search?q={w}&key={at.key or ''}") for w in others[:MOST_SIMILAR]),
        may_use=may_decide and review.open is not None,
    )


def _hit(t: Translator, hit: ClauseHit, at: ReviewAddress, name: str) -> Hit:
    return Hit(
        where=", ".join(part for part in (name, place_words(t, hit.number, hit.page)) if part),
        text=f"{hit.before}{hit.match}{hit.after}",
        clause=hit.clause_id,
        link=at(document=hit.document_id, clause=hit.clause_id),
    )


def _marks(t: Translator, review: Review, shown: Shown, at: ReviewAddress) -> Iterator[Mark]:
    """One mark for each clause of the page that a term rests on, and for the clause to look at."""
    by_key = {term.key: term for term in review.terms}
    named = {one.clause.id: one for one in shown.clauses}
    if shown.clause is not None and shown.clause.document_id == shown.document.id:
        named.setdefault(shown.clause.clause.id, shown.clause)
    for clause_id, stored in named.items():
        keys = dict.fromkeys(place.key for place in review.places if place.clause_id == clause_id)
        in_question = shown.clause is not None and shown.clause.clause.id == clause_id
        made = mark_of(stored, shown.number, _said(t, review, [by_key[key] for key in keys], at, in_question))
        if made is not None:
            yield made


def _said(
    t: Translator, review: Review, terms: Sequence[ReviewTerm], at: ReviewAddress, in_question: bool
) -> MarkWords:
    if not terms:
        return MarkWords(label=t("The clause in question"), state="active")
    chosen = review.open.key if review.open else None
    todo = [term for term in terms if term.standing is Standing.TODO]
    first = next((term for term in terms if term.key == chosen), (todo or list(terms))[0])
    return MarkWords(
        label="; ".join(_label(t, term) for term in terms),
        state="active" if in_question or first.key == chosen else "todo" if todo else "done",
        tag=f"{first.number}{'+' if len(terms) > 1 else ''}",
        href=at.item(first.key),
    )


def _label(t: Translator, term: ReviewTerm) -> str:
    decision, stored = term.decision, term.suggestion
    value = decision.value if decision else stored.suggestion.value if stored else None
    said = words_of(t, shortened(value), choice_labels(t, term.definition))
    state = t("to review") if term.standing is Standing.TODO else t("reviewed")
    name = term.definition.label(t.language)
    return t("{number}, {term}: {value}, {state}", number=term.number, term=name, value=said, state=state)
