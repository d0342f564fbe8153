"""What others did in a review while somebody works in it: the rows of those terms, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.audit import Action
from domain.usecases.review_trail import News
from domain.usecases.reviewing import Review
from web.contexts.queue import QueueRow, row_of
from web.contexts.review_links import ReviewAddress
from web.translation import Translator

MOST_SPOKEN = 3
_SENTENCES: Mapping[Action, str] = {
    Action.TERM_DECIDE: "{who} decided “{term}”.",
    Action.TERM_REOPEN: "{who} took back the decision on “{term}”.",
    Action.TERM_APPROVE: "{who} approved the decision on “{term}”.",
    Action.SUGGESTION_REJECT: "{who} rejected what is suggested for “{term}”.",
    Action.SUGGESTION_REOPEN: "{who} opened “{term}” again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView:
    """`rows` are those of closed terms; `on_open` says what was done with the open one, `spoken` what is read out."""

    rows: tuple[QueueRow, ...]
    on_open: str | None
    spoken: str | None


def news_view(t: Translator, review: Review, news: Sequence[News], at: ReviewAddress) -> NewsView:
    """What the page is told; what the same person did in another window is shown and not read out."""
    terms = {term.key: term for term in review.terms}
    chosen = review.open.key if review.open else None
    known = [one for one in news if one.key in terms]
    said = {one.key: _sentence(t, one, terms[one.key].definition.label(t.language)) for one in known}
    heard = [said[one.key] for one in known if not one.is_own]
    return NewsView(
        rows=tuple(row_of(t, terms[one.key], at, None, chosen) for one in known if one.key != chosen),
        on_open=said.get(chosen) if chosen else None,
        spoken=_spoken(t, heard),
    )


def _sentence(t: Translator, one: News, label: str) -> str:
    return t(_SENTENCES[one.action], who=one.by, term=label)


def _spoken(t: Translator, heard: Sequence[str]) -> str | None:
    if len(heard) > MOST_SPOKEN:
        return t("Others dealt with {count} terms.", count=len(heard))
    return " ".join(heard) or None
