"""Values of terms as words in a cell: written so that people read them, read so that the same value comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from domain.spreadsheets.table import same_name
from domain.values import NotAValue, Permission, Unit, Value, ValueType
from domain.vocabulary import TermDefinition

_PERMISSIONS: Mapping[str, str] = {
    Permission.PERMITTED_EXPLICIT: "permitted (explicit)",
    Permission.PERMITTED_INTERPRETED: "permitted (interpreted)",
    Permission.PROHIBITED_EXPLICIT: "prohibited (explicit)",
    Permission.PROHIBITED_INTERPRETED: "prohibited (interpreted)",
    Permission.SILENT: "silent",
    Permission.UNINTERPRETED: "uninterpreted",
    Permission.NOT_APPLICABLE: "not applicable",
}
_UNITS: Mapping[str, tuple[str, str]] = {
    Unit.CALENDAR_DAY: ("calendar day", "calendar days"),
    Unit.BUSINESS_DAY: ("business day", "business days"),
    Unit.WEEK: ("week", "weeks"),
    Unit.MONTH: ("month", "months"),
    Unit.YEAR: ("year", "years"),
}
_UNIT_WORDS: Mapping[str, Unit] = {
    **{word: Unit(unit) for unit, words in _UNITS.items() for word in words},
    **{unit.value: unit for unit in Unit},
    "day": Unit.CALENDAR_DAY,
    "days": Unit.CALENDAR_DAY,
    "working days": Unit.BUSINESS_DAY,
    "jours": Unit.CALENDAR_DAY,
    "jours civils": Unit.CALENDAR_DAY,
    "jours ouvrables": Unit.BUSINESS_DAY,
    "semaines": Unit.WEEK,
    "mois": Unit.MONTH,
    "an": Unit.YEAR,
    "ans": Unit.YEAR,
}
_STANDING_WORDS: Mapping[str, str] = {
    "silent": "silent",
    "muet": "silent",
    "uninterpreted": "uninterpreted",
    "unclear": "uninterpreted",
    "not applicable": "not_applicable",
    "sans objet": "not_applicable",
}
_SURE_WORDS: Mapping[str, str] = {
    **{word: value for value, word in _PERMISSIONS.items()},
    **{value.value: value.value for value in Permission},
    **_STANDING_WORDS,
    "permis (explicite)": Permission.PERMITTED_EXPLICIT,
    "permis (interprété)": Permission.PERMITTED_INTERPRETED,
    "interdit (explicite)": Permission.PROHIBITED_EXPLICIT,
    "interdit (interprété)": Permission.PROHIBITED_INTERPRETED,
}
"""Words of a permission that say what it rests on, so that nobody has to be asked what they mean."""

GUESSES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("yes", "y", "oui", "permitted", "allowed", "permis", "true", "1"), "permitted_interpreted"),
        **dict.fromkeys(
            ("no", "n", "non", "prohibited", "not permitted", "not allowed", "interdit", "false", "0"),
            "prohibited_interpreted",
        ),
        **dict.fromkeys(("ask", "ask us", "unknown", "?"), "uninterpreted"),
        **dict.fromkeys(("n/a", "na", "none"), "not_applicable"),
        "not stated": "silent",
    }
)
"""What other words of permissions are taken for unless somebody says otherwise. What they rest on is not known, so
they claim the least: an interpretation."""

_YES = frozenset({"yes", "y", "oui", "true", "1", "permitted", "permitted_interpreted", "permitted_explicit"})
_NO = frozenset({"no", "n", "non", "false", "0", "prohibited", "prohibited_interpreted", "prohibited_explicit"})


def spoken(definition: TermDefinition, value: Value) -> str:
    """A value in the words of a cell; `read_value` gives it back."""
    if isinstance(value, dict):
        return _spoken_measure(value)
    if isinstance(value, list):
        return "; ".join(_label(definition, key) for key in value)
    if isinstance(value, int):
        return str(value)
    if value in _PERMISSIONS and (definition.value_type is ValueType.PERMISSION or value in _STANDING_WORDS.values()):
        return _PERMISSIONS[value]
    return _label(definition, value)


def _spoken_measure(value: Mapping[str, object]) -> str:
    if "unit" in value:
        one, many = _UNITS[str(value["unit"])]
        return f"{value['number']} {one if value['number'] == 1 else many}"
    return f"{value['amount']} {value['currency']}"


def _label(definition: TermDefinition, key: str) -> str:
    return next((choice.label_en for choice in definition.choices if choice.key == key), key)


def is_sure(word: str) -> bool:
    """Whether a word of a permission says by itself which value it is."""
    return same_name(word) in _SURE_WORDS


def read_value(definition: TermDefinition, text: str, words: Mapping[str, str] = GUESSES) -> Value:
    """The value that a cell says; `words` tells what words of permissions mean. Raises NotAValue."""
    word = same_name(text)
    standing = _STANDING_WORDS.get(word)
    if standing is not None:
        return standing
    read = _READERS.get(definition.value_type)
    return read(definition, text, words) if read else definition.value(text)


def _permission(definition: TermDefinition, text: str, words: Mapping[str, str]) -> Value:
    word = same_name(text)
    value = _SURE_WORDS.get(word) or words.get(word)
    if not value:
        raise NotAValue(f"“{_short(text)}” is no value of a permission. Say what it means, or correct the cell.")
    return definition.value(value)


def _yes_no(definition: TermDefinition, text: str, words: Mapping[str, str]) -> Value:
    word = same_name(text)
    meant = word if word in _YES | _NO else words.get(word, word)
    if meant in _YES:
        return "yes"
    return "no" if meant in _NO else definition.value(meant)


def _duration(definition: TermDefinition, text: str, _words: Mapping[str, str]) -> Value:
    found = re.fullmatch(r"(\d{1,9})\s*(\D+)", same_name(text))
    unit = _UNIT_WORDS.get(found[2].strip().replace("_", " "), _UNIT_WORDS.get(found[2].strip())) if found else None
    if found is None or unit is None:
        raise NotAValue("Give a number and a unit, such as 60 calendar days.")
    return definition.value({"number": int(found[1]), "unit": unit.value})


def _money(definition: TermDefinition, text: str, _words: Mapping[str, str]) -> Value:
    found = re.fullmatch(r"(-?[\d.]+)\s*([A-Za-z]{3})", text.strip())
    if found is None:
        raise NotAValue("Give an amount and a currency, such as 1200.00 CAD.")
    return definition.value({"amount": found[1], "currency": found[2].upper()})


def _choice(definition: TermDefinition, text: str) -> str:
    word = same_name(text)
    for choice in definition.choices:
        if word in (choice.key, same_name(choice.label_en), same_name(choice.label_fr)):
            return choice.key
    labels = ", ".join(choice.label_en for choice in definition.choices)
    raise NotAValue(f"“{_short(text)}” is none of the choices: {labels}.")


def _picklist(definition: TermDefinition, text: str, _words: Mapping[str, str]) -> Value:
    return definition.value(_choice(definition, text))


def _picklist_many(definition: TermDefinition, text: str, _words: Mapping[str, str]) -> Value:
    return definition.value([_choice(definition, part) for part in re.split(r"[;\n]", text) if part.strip()])


def _integer(definition: TermDefinition, text: str, _words: Mapping[str, str]) -> Value:
    word = same_name(text)
    return definition.value("unlimited" if word in ("unlimited", "illimité") else word.replace(",", ""))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


_READERS: Mapping[ValueType, Callable[[TermDefinition, str, Mapping[str, str]], Value]] = {
    ValueType.PERMISSION: _permission,
    ValueType.YES_NO: _yes_no,
    ValueType.DURATION: _duration,
    ValueType.MONEY: _money,
    ValueType.PICKLIST: _picklist,
    ValueType.PICKLIST_MANY: _picklist_many,
    ValueType.INTEGER: _integer,
}


def duration_of(text: str) -> dict[str, object] | None:
    """A period of a licence such as its notice, from words; None where they are none."""
    found = re.fullmatch(r"(\d{1,9})\s*(\D+)", same_name(text))
    unit = _UNIT_WORDS.get(found[2].strip()) if found else None
    return {"number": int(found[1]), "unit": unit.value} if found and unit else None


def spoken_duration(number: int, unit: Unit) -> str:
    """A period in words: `60 calendar days`."""
    return _spoken_measure({"number": number, "unit": unit.value})
