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
from dataclasses import dataclass
from functools import cached_property

GAP = 8
"""Words that `...` may stand for."""
SHORTEST_NEEDLE = 3
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00ad": "-", "\n": " ", "\t": " "}
)
TOKEN = re.compile(r"\.\.\.(\d{0,2})|\{(\w+)\}|([(|)~*?#])|(\s+)|([^\s(|)~*?#{}.]+|\.)")
_SIGNS = {"~": r"[\s-]{0,2}", "*": r"[\w'-]{0,20}", "#": r"\d[\d.,]{0,11}", "?": ""}


_SPACE = r"\s+[\"'(\[]?"


class NotAPhrase(ValueError):
    """A phrase cannot be read; the message says why, in a sentence."""


@dataclass(frozen=True)
class Phrase:
    """A wording. `needles`: plain text of which at least one piece is in every text that it finds; () where unknown.
    Its expression is compiled when it is first needed: most documents need few of them."""

    written: str
    expression: str
    needles: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        # What begins with a sign (“: yes”) may stand right behind a word.
        begins = r"(?<![\w])" if self.written[:1].isalnum() or self.written[:1] in "({" else ""
        return re.compile(rf"{begins}{self.expression}(?![\w])")

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Where it stands in a text already made `plain`."""
        if self.needles and not any(needle in text for needle in self.needles):
            return iter(())
        return self.pattern.finditer(text)


def plain(text: str) -> str:
    """`text` in lower case with straight quotes and hyphens, character for character."""
    lowered = text.translate(_PLAIN).lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(letter.lower()[:1] or " " for letter in text.translate(_PLAIN))
    )


def compile_phrase(written: str, words: Mapping[str, Sequence[str]]) -> Phrase:
    """Raises NotAPhrase."""
    expression, needles = _Parser(written, words).parse()
    return Phrase(written, expression, needles)


class _Parser:
    """Reads a phrase from left to right; alternatives nest."""

    def __init__(self, written: str, words: Mapping[str, Sequence[str]], depth: int = 0) -> None:
        if not written.strip() or len(written) > 400 or depth > 4:
            raise NotAPhrase(f"Write a phrase of at most 400 characters, not “{written[:60]}”.")
        self.written, self.words, self.depth = written, words, depth
        self.tokens = list(TOKEN.finditer(plain(written.strip())))
        self.place = 0

    def parse(self) -> tuple[str, tuple[str, ...]]:
        expression, needles = self._sequence()
        if self.place < len(self.tokens):
            raise NotAPhrase(f"A bracket is closed that was never opened in “{self.written}”.")
        return expression, needles

    def _sequence(self) -> tuple[str, tuple[str, ...]]:
        parts: list[str] = []
        best: tuple[str, ...] = ()
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
            best, literal = _better(best, (literal,) if literal else ()), ""
            expression, needles = self._special(token)
            if expression.startswith("[^") and parts and parts[-1] == _SPACE:
                parts.pop()
            parts.append(expression)
            best = _better(best, needles)
        return "".join(parts), _better(best, (literal,) if literal else ())

    def _special(self, token: re.Match[str]) -> tuple[str, tuple[str, ...]]:
        """What a token that is no word finds, and the needles it brings."""
        gap, listed, sign, _, _ = token.groups()
        if sign == "(":
            return self._choices()
        if listed:
            return self._list(listed)
        if gap is not None:
            self._skip_space()
            return _gap(gap), ()
        return (_SIGNS[sign], ()) if sign else (_SPACE, ())

    def _skip_space(self) -> None:
        if self.place < len(self.tokens) and self.tokens[self.place].group(4):
            self.place += 1

    def _choices(self) -> tuple[str, tuple[str, ...]]:
        expressions: list[str] = []
        needles: list[str] = []
        complete = True
        while True:
            expression, found = self._sequence()
            expressions.append(expression)
            needles.extend(found)
            complete = complete and bool(found)
            if self.place >= len(self.tokens):
                raise NotAPhrase(f"A bracket is not closed in “{self.written}”.")
            sign = self.tokens[self.place].group(3)
            self.place += 1
            if sign == ")":
                break
        return f"(?:{'|'.join(expressions)})", tuple(needles) if complete else ()

    def _list(self, name: str) -> tuple[str, tuple[str, ...]]:
        if name not in self.words:
            raise NotAPhrase(f"There is no word list “{name}”.")
        read = [_Parser(entry, self.words, self.depth + 1).parse() for entry in self.words[name]]
        complete = all(needles for _, needles in read)
        return f"(?:{'|'.join(expression for expression, _ in read)})", tuple(
            n for _, ns in read for n in ns
        ) if complete else ()


def _gap(limit: str) -> str:
    """White space with at most `limit` words in it; commas and brackets cling to words."""
    return rf"[^\w\s]{{0,3}}(?:\s+\S+){{0,{limit or GAP}}}?\s+[^\w\s]{{0,2}}"


def _better(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """The needles that will be met more rarely: the longer ones."""
    shortest = [min((len(needle) for needle in needles), default=0) for needles in (first, second)]
    if max(shortest) < SHORTEST_NEEDLE:
        return ()
    return second if shortest[1] > shortest[0] else first
