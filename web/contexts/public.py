"""What readers see of a resource. Only titles, identifiers and answers made for them come this way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from urllib.parse import quote, urlencode

from domain.public_answers import Answer, AnswerKind
from domain.queries import PageOf, ResourceRow
from domain.usecases.terms import PublicResource
from web.translation import Translator
from web.words import CATEGORIES

HERE = "/public/resources"
ON_THE_CARD = 6
_DIFFER = "Several licences cover this, and they say different things: {answers}. Ask us which one holds for you."
_OTHER_CONDITIONS = (
    "Several licences cover this. Each allows it, on conditions of its own. Ask us which one holds for you."
)
_SAYS = {
    AnswerKind.YES: "yes in one",
    AnswerKind.CONDITIONS: "yes, with conditions, in one",
    AnswerKind.NO: "no in one",
    AnswerKind.ASK: "not settled in one",
}
_UNSETTLED = "The licence does not settle this. We can find out for you."
_NOT_LOOKED_UP = "We have not looked this up in the licence yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A resource that was found."""

    title: str
    href: str
    numbers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Context of public/search.html. `q` is what was asked; nothing was where it is empty."""

    q: str
    matches: tuple[Match, ...]
    more_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer. `all_of` are conditions that were given as lines, `text` those in one piece or why to ask."""

    question: str
    kind: str
    all_of: tuple[str, ...]
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """The answers of one category."""

    id: str
    label: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePage:
    """Context of public/resource.html. `open_questions` are those that nobody has decided yet; `in_force` is false
    where there is no licence today that could answer."""

    q: str
    title: str
    numbers: str
    url: str | None
    groups: tuple[AnswerGroup, ...]
    open_questions: tuple[str, ...]
    in_force: bool
    checked: dt.date | None
    ask_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """Context of public/card.html."""

    title: str
    href: str
    in_force: bool
    answers: tuple[AnswerView, ...]
    count: int
    checked: dt.date | None


def search_page(q: str, found: PageOf[ResourceRow]) -> SearchPage:
    """The context of a search."""
    more = {"q": q, "cursor": found.next_cursor}
    return SearchPage(
        q=q,
        matches=tuple(_match(resource) for resource in found.items),
        more_href=f"{HERE}?{urlencode(more)}" if found.next_cursor else None,
    )


def resource_page(t: Translator, found: PublicResource, contact: str | None) -> ResourcePage:
    """The context of one resource."""
    settled = [answer for answer in found.answers if _is_settled(answer)]
    grouped = groupby(settled, key=lambda answer: answer.category)
    return ResourcePage(
        q=found.resource.title,
        title=found.resource.title,
        numbers=_numbers(found.resource),
        url=found.resource.url,
        groups=tuple(
            AnswerGroup(id=category.value, label=t(CATEGORIES[category]), answers=tuple(_views(t, group)))
            for category, group in grouped
        ),
        open_questions=tuple(_question(t, answer) for answer in found.answers if not _is_settled(answer)),
        in_force=found.in_force,
        checked=found.checked,
        ask_href=_ask_href(t, found.resource.title, contact),
    )


def card_page(t: Translator, found: PublicResource, wanted: list[str]) -> CardPage:
    """The context of the card: the terms that are `wanted`, else the first of each category that have an answer."""
    chosen = [answer for answer in found.answers if answer.term in wanted]
    chosen = chosen or _spread([answer for answer in found.answers if answer.kind is not AnswerKind.ASK])
    chosen = chosen or _spread(found.answers)
    return CardPage(
        title=found.resource.title,
        href=f"{HERE}/{quote(found.resource.slug)}",
        in_force=found.in_force,
        answers=tuple(_views(t, chosen[:ON_THE_CARD])),
        count=len(found.answers),
        checked=found.checked,
    )


def _spread(answers: Sequence[Answer]) -> list[Answer]:
    """As many as go on the card, from as many categories as there are, in the order of the vocabulary."""
    of_each = [list(group) for _, group in groupby(answers, key=lambda answer: answer.category)]
    in_turn = [answer for turn in zip_longest(*of_each) for answer in turn if answer is not None]
    chosen = in_turn[:ON_THE_CARD]
    return [answer for answer in answers if answer in chosen]


def _is_settled(answer: Answer) -> bool:
    """Whether somebody looked, so that there is more to say than that nobody has."""
    return answer.checked is not None or answer.reason is not None


def _views(t: Translator, answers: Iterable[Answer]) -> Iterable[AnswerView]:
    for answer in answers:
        lines = tuple(line.strip(" \t–-•") for line in (answer.conditions or "").splitlines())
        lines = tuple(line for line in lines if line)
        text = lines[0] if len(lines) == 1 else ""
        if answer.kind is AnswerKind.ASK:
            text = "" if answer.note else _why_ask(t, answer)
        yield AnswerView(
            question=_question(t, answer),
            kind=answer.kind.value,
            all_of=lines if len(lines) > 1 else (),
            text=text,
            note=answer.note or "",
        )


def _why_ask(t: Translator, answer: Answer) -> str:
    """Why a reader should ask."""
    if answer.reason is None:
        return t(_UNSETTLED if _is_settled(answer) else _NOT_LOOKED_UP)
    if len(answer.differing) == 1:
        return t(_OTHER_CONDITIONS)
    return t(_DIFFER, answers="; ".join(t(_SAYS[kind]) for kind in answer.differing))


def _question(t: Translator, answer: Answer) -> str:
    return answer.question_fr if t.language == "fr" else answer.question_en


def _match(resource: ResourceRow) -> Match:
    return Match(title=resource.title, href=f"{HERE}/{quote(resource.slug)}", numbers=_numbers(resource))


def _numbers(resource: ResourceRow) -> str:
    known = (("ISSN", resource.issn), ("ISBN", resource.isbn))
    return ", ".join(f"{name} {number}" for name, number in known if number)


def _ask_href(t: Translator, title: str, contact: str | None) -> str | None:
    """A letter to the library about this resource; None where the desk knows no address."""
    if not contact or "@" not in contact:
        return None
    return f"mailto:{contact}?subject={quote(t('Can I: {title}', title=title))}"
