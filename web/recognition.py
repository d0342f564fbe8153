"""Sentences that come with their values filled in, as the rules and the adapters make them, said in another language.

They are known by the words around the values: "Shorten this to {limit} characters." is the sentence "Shorten this to 60
characters." A value that is itself a word of the pages, such as the name of a state, is said in that language too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 2_000
"""Characters of a sentence that is looked at."""
OR = (" or ", " ou ")


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence with gaps: how it begins, what it is in English, and in the other language with `{names}`."""

    begins: str
    english: re.Pattern[str]
    other: str


def known_sentences(catalogue: Mapping[str, str]) -> tuple[Known, ...]:
    """The sentences of a catalogue; those with most words of their own come first, for they are told best."""
    longest = sorted(catalogue.items(), key=lambda each: -len(re.sub(r"{\w+}", "", each[0])))
    return tuple(Known(english.partition("{")[0], _pattern(english), other) for english, other in longest)


def said_anew(text: str, known: Sequence[Known], words: Mapping[str, str]) -> str:
    """`text` in the other language where it is a known sentence, else as it is."""
    if len(text) > LONGEST:
        return text
    for each in known:
        if text.startswith(each.begins) and (found := each.english.fullmatch(text)):
            return each.other.format(**{name: _value(value, words) for name, value in found.groupdict().items()})
    return text


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"{(\w+)}", sentence)
    gaps = (f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile("".join(gaps), re.DOTALL)


def _value(value: str, words: Mapping[str, str]) -> str:
    between, other = OR
    parts = value.split(between)
    return other.join(words[part] for part in parts) if all(part in words for part in parts) else value
