"""The little language in which rules name wordings, and its compilation to bounded expressions.

| written          | finds                                                                    |
|------------------|--------------------------------------------------------------------------|
| `inter~library`  | inter-library, inter library, interlibrary                               |
| `course~pack*`   | course pack, coursepacks, …: `*` stands for the rest of a word           |
| `supply ... library` | both words with at most eight words between them                     |
| `supply ...3 library` | with at most three                                                  |
| `(print|paper) copy` | one of several; `(a|)` may be left out                               |
| `users?`         | user, users: the letter before it may be missing                         |
| `#`              | a number in digits                                                       |
| `{user}`         | one of the list `user` in words.toml                                     |

Capitals, curly quotes and kinds of dashes make no difference. Every repetition is bounded, so that no text can make it
slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

GAP = 8
"""Words that `...` may stand for."""
SHORTEST_NEEDLE = 3
COMMON = frozenset(
    {
        "access", "agreement", "and", "authori", "content", "copy", "course", "digital", "electronic", "for",
        "individual", "information", "institution", "librar", "licen", "licensed", "licensee", "licensor", "material",
        "may", "not", "online", "other", "print", "printed", "product", "public", "publisher", "right", "shall", "site",
        "subscriber", "that", "the", "third", "this", "use", "user", "will", "with", "work",
    }
)  # fmt: skip
"""Pieces that stand in nearly every clause, and so tell nothing of one."""
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00ad": "-", "\n": " ", "\t": " "}
)
TOKEN = re.compile(r"\.\.\.(\d{0,2})|\{(\w+)\}|([(|)~*?#])|(\s+)|([^\s(|)~*?#{}.]+|\.)")
_SIGNS = {"~": r"[\s-]{0,2}", "*": r"[\w'-]{0,20}", "#": r"\d[\d.,]{0,11}", "?": ""}


_SPACE = r"\s+[\"'(\[]?"


class NotAPhrase(ValueError):
    """A phrase cannot be read; the message says why, in a sentence."""


Needles = tuple[str, ...]
"""Pieces of plain text of which at least one is in every text that a wording finds; () where none is known."""


@dataclass(frozen=True)
class Parsed:
    """A wording as an expression, with what any text that it finds must hold: a piece of each of `needed`."""

    expression: str
    needed: tuple[Needles, ...] = ()

    @property
    def needles(self) -> Needles:
        """Those that will be met most rarely: the longest, common words aside."""
        return max(self.needed, key=lambda needles: min(map(_rarity, needles)), default=())


@dataclass(frozen=True)
class Phrase:
    """A wording. It is parsed, and its expression compiled, when it is first needed: most documents need few of
    them."""

    written: str
    words: Mapping[str, Sequence[str]] = field(repr=False, compare=False)

    @cached_property
    def parsed(self) -> Parsed:
        """Raises NotAPhrase."""
        return _Parser(self.written, self.words).parse()

    @property
    def expression(self) -> str:
        """The regular expression, not yet compiled."""
        return self.parsed.expression

    @cached_property
    def needles(self) -> Needles:
        """Plain text of which at least one piece is in every text that it finds; () where unknown."""
        return self.parsed.needles

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        # What begins with a sign (“: yes”) may stand right behind a word.
        begins = r"(?<![\w])" if self.written[:1].isalnum() or self.written[:1] in "({" else ""
        return re.compile(rf"{begins}{self.expression}(?![\w])")

    def may_stand_in(self, text: str) -> bool:
        """Whether a `plain` text holds every piece that the wording needs; quick, and nearly always False."""
        for needles in self._rarest_first:  # plain loops: this is asked some thousand times a page
            for needle in needles:
                if needle in text:
                    break
            else:
                return False
        return True

    @cached_property
    def _rarest_first(self) -> tuple[Needles, ...]:
        return tuple(sorted(self.parsed.needed, key=lambda needles: -min(map(_rarity, needles))))

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Where it stands in a text already made `plain`."""
        return self.pattern.finditer(text) if self.may_stand_in(text) else iter(())


def plain(text: str) -> str:
    """`text` in lower case with straight quotes and hyphens, character for character."""
    lowered = text.translate(_PLAIN).lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(letter.lower()[:1] or " " for letter in text.translate(_PLAIN))
    )


def compile_phrase(written: str, words: Mapping[str, Sequence[str]]) -> Phrase:
    """A phrase that is known to be readable; raises NotAPhrase."""
    phrase = Phrase(written, words)
    _ = phrase.parsed
    return phrase


class _Parser:
    """Reads a phrase from left to right; alternatives nest."""

    def __init__(self, written: str, words: Mapping[str, Sequence[str]], depth: int = 0) -> None:
        if not written.strip() or len(written) > 400 or depth > 4:
            raise NotAPhrase(f"Write a phrase of at most 400 characters, not “{written[:60]}”.")
        self.written, self.words, self.depth = written, words, depth
        self.tokens = list(TOKEN.finditer(plain(written.strip())))
        self.place = 0

    def parse(self) -> Parsed:
        """The whole phrase; raises NotAPhrase."""
        parsed = self._sequence()
        if self.place < len(self.tokens):
            raise NotAPhrase(f"A bracket is closed that was never opened in “{self.written}”.")
        return parsed

    def _sequence(self) -> Parsed:
        parts: list[str] = []
        needed: list[Needles] = []
        literal = ""
        while self.place < len(self.tokens) and self.tokens[self.place].group(3) not in ("|", ")"):
            token = self.tokens[self.place]
            self.place += 1
            if word := token.group(5):
                literal += word
                parts.append(re.escape(word))
                continue
            if token.group(3) == "?":
                parts[-1:], literal = [f"{part}?" for part in parts[-1:]], literal[:-1]
            needed.append((literal,))
            literal = ""
            found = self._special(token)
            if found.expression.startswith("[^") and parts and parts[-1] == _SPACE:
                parts.pop()
            parts.append(found.expression)
            needed.extend(found.needed)
        return Parsed("".join(parts), tuple(needles for needles in (*needed, (literal,)) if _tell(needles)))

    def _special(self, token: re.Match[str]) -> Parsed:
        """What a token that is no word finds, and what it needs."""
        gap, listed, sign, _, _ = token.groups()
        if sign == "(":
            return self._choices()
        if listed:
            return self._list(listed)
        if gap is not None:
            self._skip_space()
            return Parsed(_gap(gap))
        return Parsed(_SIGNS[sign] if sign else _SPACE)

    def _skip_space(self) -> None:
        if self.place < len(self.tokens) and self.tokens[self.place].group(4):
            self.place += 1

    def _choices(self) -> Parsed:
        choices: list[Parsed] = []
        while True:
            choices.append(self._sequence())
            if self.place >= len(self.tokens):
                raise NotAPhrase(f"A bracket is not closed in “{self.written}”.")
            sign = self.tokens[self.place].group(3)
            self.place += 1
            if sign == ")":
                return _one_of(choices)

    def _list(self, name: str) -> Parsed:
        if name not in self.words:
            raise NotAPhrase(f"There is no word list “{name}”.")
        entries = tuple(self.words[name])
        if not any("{" in entry for entry in entries):
            return _plain_list(entries)
        return _one_of([_Parser(entry, self.words, self.depth + 1).parse() for entry in entries])


@lru_cache(maxsize=256)
def _plain_list(entries: tuple[str, ...]) -> Parsed:
    """A list that names no other: many phrases share it."""
    return _one_of([_Parser(entry, {}, 1).parse() for entry in entries])


def _one_of(choices: Sequence[Parsed]) -> Parsed:
    needles = tuple(needle for choice in choices for needle in choice.needles)
    known = all(choice.needles for choice in choices)
    return Parsed(f"(?:{'|'.join(choice.expression for choice in choices)})", (needles,) if known else ())


def _gap(limit: str) -> str:
    """White space with at most `limit` words in it; commas and brackets cling to words. What a semicolon parts
    belongs to two items."""
    return rf"[^\w\s;]{{0,3}}(?:\s+[^\s;]+){{0,{limit or GAP}}}?\s+[^\w\s]{{0,2}}"


def _rarity(needle: str) -> int:
    return 1 if needle in COMMON else len(needle)


def _tell(needles: Needles) -> bool:
    """Whether pieces are long enough to tell texts apart."""
    return min(map(len, needles)) >= SHORTEST_NEEDLE
