"""How values and states are shown: always a glyph, a word and an ink together (design, accessibility rule 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.public_answers import AnswerKind
from domain.values import UNLIMITED, Permission, Unit, Value
from web.translation import Translator


@dataclass(frozen=True, slots=True)
class Badge:
    """`kind` is the data attribute, `glyph` a symbol of the sprite, `word` English until translated."""

    kind: str
    glyph: str
    word: str
    interpreted: bool = False


UNREVIEWED = Badge("unreviewed", "v-unreviewed", "Not reviewed")
_CONDITIONS = Badge("conditions", "v-conditions", "With conditions")
_PERMITTED = Badge("permitted", "v-permitted", "Permitted")
_PROHIBITED = Badge("prohibited", "v-prohibited", "Prohibited")
_PERMISSIONS = {
    Permission.PERMITTED_EXPLICIT: _PERMITTED,
    Permission.PERMITTED_INTERPRETED: _PERMITTED,
    Permission.PROHIBITED_EXPLICIT: _PROHIBITED,
    Permission.PROHIBITED_INTERPRETED: _PROHIBITED,
    Permission.SILENT: Badge("silent", "v-silent", "Silent"),
    Permission.UNINTERPRETED: Badge("unclear", "v-unclear", "Unclear"),
    Permission.NOT_APPLICABLE: Badge("na", "v-na", "Not applicable"),
}
_INTERPRETED = {Permission.PERMITTED_INTERPRETED, Permission.PROHIBITED_INTERPRETED}

# Statuses of a licence and states of a version share four dots: under way, to come, in force, over.
_STATUSES = {
    "in_negotiation": Badge("negotiation", "s-negotiation", "In negotiation"),
    "not_yet_active": Badge("starts-later", "s-starts-later", "Starts later"),
    "active": Badge("in-force", "s-in-force", "In force"),
    "expired": Badge("ended", "s-ended", "Ended"),
    "terminated": Badge("ended", "s-ended", "Terminated"),
    "retired": Badge("ended", "s-ended", "Retired"),
    "draft": Badge("negotiation", "s-negotiation", "Draft"),
    "in_review": Badge("negotiation", "s-negotiation", "In review"),
    "in_force": Badge("in-force", "s-in-force", "In force"),
    "superseded": Badge("ended", "s-ended", "Superseded"),
    "ended": Badge("ended", "s-ended", "Ended"),
    "withdrawn": Badge("ended", "s-ended", "Withdrawn"),
}

_ANSWERS = {
    AnswerKind.YES: Badge("yes", "v-permitted", "Yes"),
    AnswerKind.CONDITIONS: Badge("cond", "v-conditions", "Yes, with conditions"),
    AnswerKind.NO: Badge("no", "v-prohibited", "No"),
    AnswerKind.ASK: Badge("ask", "v-unclear", "Ask us"),
}

_UNITS = {
    Unit.CALENDAR_DAY: ("{count} calendar day", "{count} calendar days"),
    Unit.BUSINESS_DAY: ("{count} business day", "{count} business days"),
    Unit.WEEK: ("{count} week", "{count} weeks"),
    Unit.MONTH: ("{count} month", "{count} months"),
    Unit.YEAR: ("{count} year", "{count} years"),
}


def badge_of(value: Value | None, conditions: str | None = None) -> Badge | None:
    """The badge of a permission or a standing; None for a value that is shown in words (see `words_of`).

    No value at all is "not reviewed". A permitted value with conditions is "with conditions".
    """
    if value is None:
        return UNREVIEWED
    if not isinstance(value, str) or value not in set(Permission):
        return None
    permission = Permission(value)
    badge = _PERMISSIONS[permission]
    if badge is _PERMITTED and conditions:
        badge = _CONDITIONS
    return Badge(badge.kind, badge.glyph, badge.word, permission in _INTERPRETED)


def status_of(status: str) -> Badge:
    """The badge of a licence's status or a version's state; raises KeyError for an unknown one."""
    return _STATUSES[str(status)]


def answer_of(kind: str) -> Badge:
    """The badge of a public answer; raises ValueError for an unknown one."""
    return _ANSWERS[AnswerKind(kind)]


def words_of(t: Translator, value: Value | None, labels: Mapping[str, str] | None = None) -> str:
    """Any value in words. `labels` are those of a pick list's choices; a key without one is shown as it is."""
    badge = badge_of(value)
    if badge is not None:
        return t(badge.word)
    if isinstance(value, dict):
        return _measure(t, value)
    if isinstance(value, list):
        return ", ".join(_label(each, labels) for each in value)
    if isinstance(value, int):
        return t.number(value)
    return t(_FIXED[str(value)]) if str(value) in _FIXED else _label(str(value), labels)


def told_of(
    t: Translator, value: Value | None, conditions: str | None = None, labels: Mapping[str, str] | None = None
) -> str:
    """A value in words with its conditions, for the cell of a file."""
    badge = badge_of(value, conditions)
    word = t(badge.word) if badge else words_of(t, value, labels)
    return f"{word}: {conditions}" if conditions else word


_FIXED = {"yes": "Yes", "no": "No", UNLIMITED: "Unlimited"}


def _label(key: str, labels: Mapping[str, str] | None) -> str:
    return (labels or {}).get(key, key)


def _measure(t: Translator, value: Mapping[str, object]) -> str:
    if "unit" in value:
        one, many = _UNITS[Unit(str(value["unit"]))]
        return t.plural(one, many, int(str(value["number"])))
    return " ".join(str(part) for part in value.values())
