"""From the address of the list to what is asked of the desk, and rules on terms as the form shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.licence import LicenceStatus, Scope
from domain.queries import DAYS, HAS, SORTS, Between, LicenceFilter, TermFilter
from domain.values import ValueType
from domain.vocabulary import Category, TermDefinition
from web.contexts.asked import read_day
from web.contexts.list_address import Address
from web.forms import Choice
from web.translation import Translator
from web.words import CATEGORIES

FIELDS = ("status", "within", "licensor", "consortium", "scope", "tag", "owner", "unit", "has")
ROWS = 50
WITHIN = ("30", "90", "365")
MOST_RULES = 6

_PERMISSION = (
    ("permitted", "Permitted"),
    ("prohibited", "Prohibited"),
    ("!permitted", "Anything but permitted"),
    ("silent", "Silent"),
    ("uninterpreted", "Unclear"),
    ("not_applicable", "Not applicable"),
)
_YES_NO = (("yes", "Yes"), ("no", "No"), ("silent", "Silent"), ("uninterpreted", "Unclear"))
_OF_ANY = (("*", "Decided, whatever it says"), ("-", "Not reviewed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """One rule of the form: a term of `groups`, and one of `choices` for it."""

    number: int
    term: str
    value: str
    sentence: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    choices: tuple[Choice, ...]

    @property
    def is_set(self) -> bool:
        """Whether it narrows the list."""
        return bool(self.term)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysRule:
    """The days that the list is narrowed to, as they were typed; `problem` is what is wrong with them."""

    day: str
    since: str
    until: str
    choices: tuple[Choice, ...]
    sentence: str
    problem: str | None

    @property
    def is_set(self) -> bool:
        """Whether it narrows the list, or was meant to."""
        return bool(self.since or self.until)


def filter_of(address: Address, today: dt.date) -> LicenceFilter:
    """What the address asks for; a value that no list knows asks for nothing."""
    days = within_of(address)
    return LicenceFilter(
        today=today,
        q=address.get("q")[:200],
        status=tuple(LicenceStatus(value) for value in address.all("status") if value in set(LicenceStatus)),
        scope=address.get("scope") if address.get("scope") in set(Scope) else None,
        licensor=address.get("licensor") or None,
        consortium=address.get("consortium") or None,
        tag=address.get("tag") or None,
        owner=address.get("owner") or None,
        unit=address.get("unit") or None,
        has=tuple(name for name in address.all("has") if name.removeprefix("-") in HAS),
        any_term=address.get("join") == "any",
        terms=tuple(TermFilter(term=term, value=value or "*") for term, value in _rules(address)),
        notice_before=today + dt.timedelta(days=int(days) + 1) if days else None,
        between=_between(address),
        resource=address.get("resource") or None,
        sort=address.get("sort") if address.get("sort") in SORTS else "title",
        limit=ROWS,
        cursor=address.get("cursor") or None,
    )


def _rules(address: Address) -> list[tuple[str, str]]:
    return address.rules()[:MOST_RULES]


_DAYS = {"term_ends": "Term ends", "notice_by": "Notice due", "start_date": "Term starts"}


def _day_of(address: Address) -> str:
    """Which day of a licence the address speaks of, one of DAYS."""
    return address.get("day") if address.get("day") in DAYS else next(iter(_DAYS))


def _between(address: Address) -> Between | None:
    """None where no day is given, or one that is none."""
    (since, wrong), (until, wrong_too) = (read_day(address.get(name)[:20]) for name in ("from", "to"))
    if wrong or wrong_too or not (since or until):
        return None
    return Between(day=_day_of(address), since=since, until=until)


def days_of(t: Translator, address: Address) -> DaysRule:
    """The days as the form shows them again."""
    day, typed = _day_of(address), [address.get(name)[:20] for name in ("from", "to")]
    (since, wrong), (until, wrong_too) = (read_day(each) for each in typed)
    backwards = "The first day is after the last." if since and until and since > until else None
    problem = wrong or wrong_too or backwards
    sentences = {(True, True): "{day}: {since} to {until}", (True, False): "{day}: from {since}"}
    sentence = sentences.get((bool(since), bool(until)), "{day}: to {until}")
    return DaysRule(
        day=day,
        since=typed[0],
        until=typed[1],
        choices=tuple(Choice(key, t(label)) for key, label in _DAYS.items()),
        sentence=t(sentence, day=t(_DAYS[day]), since=typed[0], until=typed[1]),
        problem=t(problem) if problem else None,
    )


def within_of(address: Address) -> str:
    """In how many days notice is due, one of WITHIN, or nothing."""
    return address.get("within") if address.get("within") in WITHIN else ""


def rules_of(
    t: Translator, wanted: Sequence[TermFilter], definitions: Sequence[TermDefinition]
) -> tuple[TermRule, ...]:
    """The rules that are on, and an empty one to add another."""
    filters = [*wanted, TermFilter(term="", value="*")][:MOST_RULES]
    return tuple(_rule(t, number, each, definitions) for number, each in enumerate(filters))


def _rule(t: Translator, number: int, wanted: TermFilter, definitions: Sequence[TermDefinition]) -> TermRule:
    definition = next((d for d in definitions if d.key == wanted.term), None)
    choices = _choices(t, definition)
    if wanted.value not in {choice.value for choice in choices}:
        choices += (
            Choice(wanted.value, wanted.value),
        )  # from an address made elsewhere; it must not look like another
    said = next((choice.label for choice in choices if choice.value == wanted.value), wanted.value)
    label = definition.label(t.language) if definition else wanted.term
    return TermRule(
        number=number,
        term=wanted.term,
        value=wanted.value,
        sentence=t("{term}: {value}", term=label, value=said),
        groups=_groups(t, definitions),
        choices=choices,
    )


def _choices(t: Translator, definition: TermDefinition | None) -> tuple[Choice, ...]:
    """The values a term may be asked for; periods, amounts and wordings only for whether they are decided."""
    kind = definition.value_type if definition else ValueType.PERMISSION
    any_value = tuple(Choice(value, t(label)) for value, label in _OF_ANY)
    if definition and kind in (ValueType.PICKLIST, ValueType.PICKLIST_MANY):
        labels = tuple(Choice(c.key, c.label_fr if t.language == "fr" else c.label_en) for c in definition.choices)
        return any_value + labels + (Choice("silent", t("Silent")),)
    own = {ValueType.PERMISSION: _PERMISSION, ValueType.YES_NO: _YES_NO}.get(kind, (("silent", "Silent"),))
    return any_value + tuple(Choice(value, t(label)) for value, label in own)


def _groups(t: Translator, definitions: Sequence[TermDefinition]) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    return tuple(
        (t(CATEGORIES[category]), own)
        for category in Category
        if (own := tuple(Choice(d.key, d.label(t.language)) for d in definitions if d.category is category))
    )
