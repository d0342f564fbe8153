"""Clauses for tests of the comparison, and texts changed in known ways."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from domain.clause import Clause
from domain.comparison import Comparison, compare

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SHARED_TEXTS = ROOT.parent / "shared" / "data" / "licences" / "text"
DEMO_TEXTS = ROOT / "api" / "demo" / "texts"
OTHER_WORDS = ("heron", "quartz", "lantern", "maple", "copper", "violet", "harbour", "meadow", "saffron", "cobalt")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)+|\(?[a-z]\)|[A-Z]\.|\d+\.)\s+")
LONG_ENOUGH = 9  # words; shorter lines repeat themselves in any licence
ALIKE = 0.15  # of the longer words
FAR = 5  # places; a clause that goes less far might as well be the one that stays


def clause(text: str, number: str | None = None, **more: object) -> Clause:
    """A clause with nothing known but its text, unless `more` says it."""
    known = {
        "id": f"{number}/{text[:30]}",
        "heading": None,
        "page_start": 1,
        "page_end": 1,
        "boxes": (),
        "parent": None,
    }
    return Clause(number=number, text=text, **{**known, **more})  # type: ignore[arg-type]


def numbered(texts: Sequence[str]) -> list[Clause]:
    """Clauses 1, 2, 3 …"""
    return [clause(text, str(at), id=f"c{at}") for at, text in enumerate(texts, start=1)]


def compared(old: str, new: str) -> Comparison:
    """Two texts of one clause each, under the same number."""
    return compare([clause(old, "1")], [clause(new, "1")])


def real_clauses() -> list[str]:
    """Every clause of the licences at hand, each wording once: the demo library's, and any beside the project."""
    paths = [*sorted(DEMO_TEXTS.glob("*.txt")), *sorted(SHARED_TEXTS.glob("*.txt"))]
    lines = (line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    bodies = (_NUMBERED.sub("", line.strip("#* ")) for line in lines)
    found: dict[str, str] = {}
    for body in bodies:
        if len(body.split()) >= LONG_ENOUGH:
            found.setdefault(re.sub(r"\W+", " ", body).casefold(), body)
    return list(found.values())


@dataclass
class Played:
    """A text, the same text changed, and what was done: ids of the clauses concerned."""

    old: list[Clause]
    new: list[Clause]
    moved: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    renumbered: set[str] = field(default_factory=set)
    reworded: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)


def play(texts: Sequence[str], others: Sequence[str], chance: random.Random) -> Played:
    """Change a text at random: each clause is touched in one way at most."""
    old = numbered(texts)
    shuffled = chance.sample(old, len(old))
    played = Played(old, list(old))
    for _ in range(chance.randint(0, 3)):
        _remove(played, shuffled.pop())
    for _ in range(chance.randint(0, 3)):
        _reword(played, shuffled.pop(), chance)
    for _ in range(chance.randint(0, 3)):
        _renumber(played, shuffled.pop())
    gone = [one.text for one in old if one.id in played.removed]
    for text in chance.sample(list(others), chance.randint(0, 3)):
        if not any(_says_the_same(text, removed) for removed in gone):
            _add(played, text, chance)
    for _ in range(chance.randint(0, 2)):
        _move(played, shuffled.pop(), chance)
    return played


def _says_the_same(one: str, other: str) -> bool:
    """Whether a reader would take one clause for a new wording of the other, and be right to."""
    words = [set(re.findall(r"\w{5,}", text.casefold())) for text in (one, other)]
    shorter, longer = sorted(words, key=len)
    return len(shorter & longer) >= ALIKE * len(shorter)


def _remove(played: Played, one: Clause) -> None:
    played.new.remove(one)
    played.removed.add(one.id)


def _reword(played: Played, one: Clause, chance: random.Random) -> None:
    words = one.text.split()
    at = chance.randrange(len(words))
    end = min(len(words), at + chance.randint(0, 3))
    inserted = chance.sample(OTHER_WORDS, chance.randint(0 if end > at else 1, 3))
    text = " ".join([*words[:at], *inserted, *words[end:]])
    played.new[played.new.index(one)] = replace(one, text=text)
    played.reworded[one.id] = words[at:end], inserted


def _renumber(played: Played, one: Clause) -> None:
    played.new[played.new.index(one)] = replace(one, number=f"{one.number}.1")
    played.renumbered.add(one.id)


def _add(played: Played, text: str, chance: random.Random) -> None:
    added = clause(text, id=f"added {len(played.added)}")
    played.new.insert(chance.randint(0, len(played.new)), added)
    played.added.add(added.id)


def _move(played: Played, one: Clause, chance: random.Random) -> None:
    """Take a clause so far that nothing but this clause can have moved."""
    at = played.new.index(one)
    played.new.remove(one)
    places = [to for to in range(len(played.new) + 1) if abs(to - at) >= FAR + 2 * len(played.added)]
    to = chance.choice(places)
    played.new.insert(to, one)
    played.moved.add(one.id)
