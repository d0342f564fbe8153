"""What others than the documents say of the open term of a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.review import ReviewTerm
from domain.said_elsewhere import SaidBy, SaidElsewhere
from domain.values import Value
from web.contexts.review_links import ReviewAddress
from web.translation import Translator

SAID = "said:"
"""A button whose value begins so takes over what somebody says; what follows is its id."""

_WHO: Mapping[SaidBy, str] = {
    SaidBy.SPREADSHEET: "A spreadsheet says",
    SaidBy.LICENSOR: "The licensor says",
    SaidBy.SYSTEM: "Another system says",
}
_NOTES: Mapping[SaidBy, str] = {
    SaidBy.SPREADSHEET: "From a spreadsheet",
    SaidBy.LICENSOR: "The licensor’s answer",
    SaidBy.SYSTEM: "From another system",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """Something that was said and nobody answered. `value` None: its words must be read, and a value chosen.

    `do` is the value of the button that takes it over, empty where it cannot be as it stands, `key` its shortcut.
    """

    who: str
    value: Value | None
    conditions: str | None
    raw: str
    origin: str
    public_note: str | None
    internal_note: str | None
    do: str
    key: str
    change_href: str


def said_views(t: Translator, term: ReviewTerm, at: ReviewAddress, *, may_decide: bool, main: bool) -> list[SaidView]:
    """Everything that waits for an answer, oldest first. `main`: nothing else can be accepted, so that the usual key
    takes over the first."""
    first = next((one.id for one in term.open_said if one.value is not None), None)
    return [
        SaidView(
            who=t(_WHO[one.by]),
            value=one.value,
            conditions=one.conditions,
            raw=one.raw,
            origin=one.origin,
            public_note=one.public_note,
            internal_note=one.internal_note,
            do=f"{SAID}{one.id}" if may_decide and one.value is not None else "",
            key=("a" if main else "t") if one.id == first else "",
            change_href=at.change(term.key, one.id) if may_decide else "",
        )
        for one in term.open_said
    ]


def said_note(t: Translator, term: ReviewTerm) -> str:
    """What a closed row of the queue says of it; empty where nobody else says anything."""
    who = [_NOTES[by] for by in dict.fromkeys(one.by for one in term.open_said)]
    if not who:
        return ""
    said = ", ".join(t(one) for one in who)
    return t("Decided; since then: {who}", who=said) if term.decision else said


def first_said(term: ReviewTerm) -> SaidElsewhere | None:
    """What is looked at first where the documents hold nothing and nothing is decided."""
    found = term.suggestion is not None and not term.is_silent and bool(term.open_suggestions)
    return None if found or term.decision is not None else next(iter(term.open_said), None)
