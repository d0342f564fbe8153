"""Phrases as a library writes them: the language of domain.reading.phrases within narrower bounds.

Anybody who looks after the vocabulary may write one, and it is tried while a person waits. So a bound is worked out for
the ways in which it may be laid over a text, and every mistake is told in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.reading.phrases import GAP, TOKEN, NotAPhrase, Phrase, compile_phrase, plain
from domain.reading.rules import default_words

LONGEST = 200
"""Characters of a phrase."""
WIDEST_GAP = 20
MOST_WAYS = 60_000
"""In how many ways a phrase may be laid over one place of a text: what keeps every search short."""
_WORD = re.compile(r"\w{3,}")
_LIST = re.compile(r"\{\w+\}")
_NUMBERED_GAP = re.compile(r"\.\.\.(\d+)")
_BOUNDS = frozenset(" .")
"""What a word cannot run on into: a blank, or the blank that a gap begins with."""
_DEEPEST = 3
_BRACKET = "A curly bracket holds the name of a list of words, such as {user}; close it, or leave it out."
_WIDE = "This phrase can be met in too many ways; use fewer gaps, choices and stars, or make two of it."
_SIGNS = "Two signs stand together that do not go together, such as ??; take one of them out."


def own_phrase(written: str) -> Phrase:
    """A phrase of a library's own, ready to be searched; raises NotAPhrase with a sentence for who wrote it."""
    text = " ".join(written.split())
    _check_words(text)
    _check_gaps(text)
    phrase = compile_phrase(text, default_words())
    if _ways(text, default_words()) > MOST_WAYS:
        raise NotAPhrase(_WIDE)
    try:
        phrase.pattern.fullmatch("")
    except re.error:
        raise NotAPhrase(_SIGNS) from None
    return phrase


def _check_words(text: str) -> None:
    if not text:
        raise NotAPhrase("Write the words to look for, such as: guest lecture*")
    if len(text) > LONGEST:
        raise NotAPhrase(f"Shorten the phrase to {LONGEST} characters, or make two of it.")
    if "".join(match.group(0) for match in TOKEN.finditer(plain(text))) != plain(text):
        raise NotAPhrase(_BRACKET)
    if not _LIST.search(text) and not _WORD.search(text):
        raise NotAPhrase("Write at least one word of three letters.")


def _check_gaps(text: str) -> None:
    if text.startswith("...") or re.search(r"\.\.\.\d*$", text):
        raise NotAPhrase("Begin and end with a word; the three dots stand for words between two others.")
    if any(int(number) > WIDEST_GAP for number in _NUMBERED_GAP.findall(text)):
        raise NotAPhrase(f"A gap may be {WIDEST_GAP} words wide at most.")


def _ways(text: str, words: Mapping[str, Sequence[str]], depth: int = 0) -> int:
    """A bound for the ways in which a phrase may be laid over a text that begins at a given place."""
    tokens = list(TOKEN.finditer(plain(text)))
    ways = _ways_of_brackets(tokens)
    for place, token in enumerate(tokens):
        gap, listed, sign, _, _ = token.groups()
        ends = 1 if _following(tokens, place) in _BOUNDS else 12
        if gap is not None:
            ways *= int(gap or GAP) + 1
        elif listed and depth < _DEEPEST:
            ways *= 3 * ends * max((_ways(entry, words, depth + 1) for entry in words.get(listed, ())), default=1)
        elif sign in ("*", "#"):
            ways *= ends
        elif sign in ("?", "~"):
            ways *= 2
    return ways


def _ways_of_brackets(tokens: Sequence[re.Match[str]]) -> int:
    """For each bracket: how many of its choices may be met at one place."""
    ways = 1
    open_brackets: list[list[str]] = []
    for place, token in enumerate(tokens):
        sign, listed = token.group(3), token.group(2)
        if open_brackets and tokens[place - 1].group(3) in ("(", "|"):
            open_brackets[-1].append("" if sign or listed else token.group(0)[0])
        if sign == "(":
            open_brackets.append([])
        elif sign == ")" and open_brackets:
            ways *= _alike(open_brackets.pop())
    return ways


def _alike(begins: Sequence[str]) -> int:
    """Those choices that begin with the same letter, and those that begin with a sign or are empty."""
    signs = sum(1 for letter in begins if not letter)
    return max(1, signs + max((begins.count(letter) for letter in begins if letter), default=0))


def _following(tokens: Sequence[re.Match[str]], place: int) -> str:
    """The sign or letter that a text goes on with behind a token, other choices of its bracket left aside."""
    depth, other_choice = 0, False
    for token in tokens[place + 1 :]:
        sign = token.group(3)
        if sign == ")":
            depth, other_choice = (depth - 1, True) if depth else (0, False)
        elif other_choice:
            depth += sign == "("
        elif sign == "|":
            other_choice = True
        else:
            return token.group(0)[0]
    return " "
