"""Permissions as text, for terms of Alma that take any text, and such text read again."""

from __future__ import annotations

import re

from domain.values import Permission

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
