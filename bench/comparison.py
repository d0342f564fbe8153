"""How fast two long agreements are compared, and how tight the marks are, beside what is known.

python -m bench.comparison              everything; word-level difflib alone takes more than a minute
python -m bench.comparison --without-difflib

Times come from one run on one machine, so read the ratios. `changed` counts the letters marked as removed or added.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import TypeVar

from rapidfuzz.distance import Indel

from bench.licences import LICENCES
from domain.clause import Clause
from domain.comparison import compare

WORDS = 15_000
SIZES = (625, 1_250, 2_500, 5_000)  # clauses
DEMO = Path(__file__).resolve().parent.parent / "api" / "demo" / "texts"
SHORTEST = 60  # characters of a line that counts as a clause


@dataclass(frozen=True, slots=True)
class Result:
    """What one method took and marked."""

    name: str
    seconds: float
    changed: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Measure the comparison of two texts.")
    parser.add_argument("--without-difflib", action="store_true", help="leave out word-level difflib, which is slow")
    slow = not parser.parse_args(arguments).without_difflib
    chance = random.Random(2026)  # noqa: S311 - the same texts in every run
    _print_methods(list(_methods(chance, slow=slow)))
    _print_growth(chance)
    return 0


def _print_methods(results: Sequence[Result]) -> None:
    ours = results[0]
    sys.stdout.write(f"Two agreements of {WORDS:,} words\n{'':<44}{'seconds':>9}{'ratio':>8}{'changed':>9}\n")
    for one in results:
        sys.stdout.write(f"{one.name:<44}{one.seconds:>9.3f}{one.seconds / ours.seconds:>8.1f}{one.changed:>9,}\n")


def _print_growth(chance: random.Random) -> None:
    sys.stdout.write(f"\nGrowth with clauses\n{'clauses':>8}{'seconds':>9}{'per n log n':>14}\n")
    for size in SIZES:
        old = _agreement(chance, lambda texts, size=size: len(texts) >= size)  # type: ignore[misc]
        new = _edited(old, chance)
        seconds, _ = _timed(lambda old=old, new=new: compare(_clauses(old), _clauses(new)))  # type: ignore[misc]
        sys.stdout.write(f"{size:>8}{seconds:>9.3f}{1e6 * seconds / (size * log(size)):>12.1f} µs\n")


def _methods(chance: random.Random, *, slow: bool) -> Iterable[Result]:
    old = _agreement(chance, lambda texts: sum(len(text.split()) for text in texts) >= WORDS)
    new = _edited(old, chance)
    before, after = " ".join(old).split(), " ".join(new).split()
    yield _ours(old, new)
    yield _measured("rapidfuzz Indel opcodes on the whole text", lambda: _indel(before, after), before, after)
    if patcher := _optional("fast_diff_match_patch"):
        yield _measured("fast-diff-match-patch on words", lambda: _patch(patcher, before, after), before, after)
    else:
        sys.stdout.write("(fast-diff-match-patch is not installed: pip install fast-diff-match-patch)\n")
    if slow:
        one, other = _tokens(old), _tokens(new)
        yield _measured("difflib on words and spaces, autojunk=False", lambda: _difflib(one, other), one, other)


T = TypeVar("T")
Opcodes = list[tuple[str, int, int, int, int]]


def _ours(old: Sequence[str], new: Sequence[str]) -> Result:
    seconds, comparison = min((_timed(lambda: compare(_clauses(old), _clauses(new))) for _ in range(3)), key=_first)
    marks = [mark for change in comparison.changes for mark in change.words if mark.op != "equal"]
    return Result("this comparison, clause by clause", seconds, sum(_letters(mark.text) for mark in marks))


def _first(pair: tuple[float, object]) -> float:
    return pair[0]


def _measured(name: str, run: Callable[[], Opcodes], before: Sequence[str], after: Sequence[str]) -> Result:
    seconds, opcodes = _timed(run)
    changed = [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in opcodes if tag != "equal"]
    letters = sum(_letters(" ".join([*before[i1:i2], *after[j1:j2]])) for i1, i2, j1, j2 in changed)
    return Result(name, seconds, letters)


def _tokens(texts: Sequence[str]) -> list[str]:
    """Words, signs and spaces, so that joining them gives back the text: what a redline is made of."""
    return re.findall(r"\w+|\s+|[^\w\s]", " ".join(texts))


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _timed(run: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def _difflib(before: Sequence[str], after: Sequence[str]) -> Opcodes:
    return [tuple(op) for op in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()]  # type: ignore[misc]


def _indel(before: Sequence[str], after: Sequence[str]) -> Opcodes:
    ids: dict[str, int] = {}
    one, other = ([ids.setdefault(word, len(ids)) for word in words] for words in (before, after))
    return [(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end) for op in Indel.opcodes(one, other)]


def _patch(patcher: object, before: Sequence[str], after: Sequence[str]) -> Opcodes:
    """Every word becomes one character, since the library compares characters."""
    ids: dict[str, str] = {}
    one, other = ("".join(ids.setdefault(word, chr(0x4E00 + len(ids))) for word in words) for words in (before, after))
    opcodes: Opcodes = []
    i = j = 0
    for sign, length in patcher.diff(one, other, counts_only=True):  # type: ignore[attr-defined]
        i2, j2 = i + length * (sign != "+"), j + length * (sign != "-")
        opcodes.append(("equal" if sign == "=" else "replace", i, i2, j, j2))
        i, j = i2, j2
    return opcodes


def _optional(name: str) -> object | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def _clauses(texts: Sequence[str]) -> list[Clause]:
    return [
        Clause(
            id=str(at), number=f"{at // 10 + 1}.{at % 10 + 1}", heading=None, text=text, page_start=1, page_end=1,
            boxes=(), parent=None,
        )
        for at, text in enumerate(texts)
    ]  # fmt: skip


def _agreement(chance: random.Random, is_enough: Callable[[list[str]], bool]) -> list[str]:
    """Real clauses; where these run out, the same again with the words of each in another order."""
    real = _real_clauses()
    texts: list[str] = []
    while not is_enough(texts):
        text = real[len(texts) % len(real)]
        words = text.split()
        texts.append(text if len(texts) < len(real) else " ".join(chance.sample(words, len(words))))
    return texts


def _real_clauses() -> list[str]:
    paths = [*sorted((LICENCES / "text").glob("*.txt")), *sorted(DEMO.glob("*.txt"))]
    lines = (line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(line for line in lines if len(line) >= SHORTEST))


def _edited(texts: Sequence[str], chance: random.Random) -> list[str]:
    """One clause in six gets another word, six go, six come, and four move together."""
    edited = list(texts)
    for at in chance.sample(range(len(edited)), len(edited) // 6):
        words = edited[at].split()
        words[chance.randrange(len(words))] = "otherwise"
        edited[at] = " ".join(words)
    for at in sorted(chance.sample(range(len(edited)), 6), reverse=True):
        del edited[at]
    for _ in range(6):
        edited.insert(chance.randrange(len(edited)), " ".join(chance.sample(" ".join(texts[:200]).split(), 40)))
    start = chance.randrange(len(edited) // 2)
    block = edited[start : start + 4]
    del edited[start : start + 4]
    place = chance.randrange(len(edited) // 2, len(edited))
    return [*edited[:place], *block, *edited[place:]]


if __name__ == "__main__":
    raise SystemExit(main())
