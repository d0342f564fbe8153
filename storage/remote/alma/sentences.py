"""Values as text, for terms of Alma that take any text, and such text read again."""

from __future__ import annotations

import re

from domain.values import Permission, Value
from domain.vocabulary import TermDefinition

_WORDS = {
    Permission.PERMITTED_EXPLICIT: "Permitted",
    Permission.PERMITTED_INTERPRETED: "Permitted (interpreted)",
    Permission.PROHIBITED_EXPLICIT: "Prohibited",
    Permission.PROHIBITED_INTERPRETED: "Prohibited (interpreted)",
    Permission.SILENT: "Silent",
    Permission.UNINTERPRETED: "Uninterpreted",
    Permission.NOT_APPLICABLE: "Not applicable",
}
_SENTENCE = re.compile(r"(permitted|prohibited|silent|uninterpreted|not applicable)( \(interpreted\))?(?:\s*[:.]\s*|$)")


def permission_sentence(value: str, conditions: str) -> str:
    """`Permitted: in the library only`."""
    word = _WORDS[Permission(value)]
    return f"{word}: {conditions}" if conditions else word


def permission_in(text: str) -> tuple[str | None, str | None]:
    """The permission that a sentence begins with, and its conditions; None where it begins otherwise.

    A sentence says no more than permitted or prohibited, so it is our reading that it allows or forbids.
    """
    found = _SENTENCE.match(text.casefold())
    if found is None:
        return None, text
    word, rest = found.group(1).replace(" ", "_"), text[found.end() :].strip()
    return f"{word}_interpreted" if word in ("permitted", "prohibited") else word, rest or None


def in_words(definition: TermDefinition, value: Value) -> str:
    """Any other value as text: the label of a choice, `60 calendar days`, `1200 CAD`."""
    if isinstance(value, dict):
        if "unit" in value:
            unit = str(value["unit"]).replace("_", " ")
            return f"{value['number']} {unit}{'' if value['number'] == 1 else 's'}"
        return f"{value['amount']} {value['currency']}"
    labels = {choice.key: choice.label_en for choice in definition.choices}
    if isinstance(value, list):
        return "; ".join(labels.get(item, item) for item in value)
    text = labels.get(str(value), str(value))
    return text.capitalize() if text in ("yes", "no", "unlimited") else text
