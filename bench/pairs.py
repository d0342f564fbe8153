"""How well two texts are compared, against the change lists and alignments kept beside the project.

python -m bench.pairs                 the PDFs, read by the reading of this project, scans included
python -m bench.pairs --texts         the texts, with clauses as segmented by hand
python -m bench.pairs --show PAIR     every substantive change of one pair; + where the list has it
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.licences import clauses_of_pdf, clauses_of_text, read_json, scans
from domain.clause import Clause
from domain.comparison import Change, Comparison, WordMark, compare

Load = Callable[[str], Sequence[Clause]]
_NEAR = 12  # letters; a mark so near to a quote belongs to it
_LINE = 90  # characters


@dataclass(frozen=True, slots=True)
class Score:
    """One pair: `missed` are listed changes not reported as substantive, `wrong` are clauses aligned otherwise."""

    comparison: Comparison
    listed: Sequence[dict[str, Any]]
    missed: Sequence[str]
    aligned: int
    wrong: Sequence[str]

    @property
    def recall(self) -> float:
        """The share of the listed changes that is reported as substantive."""
        return 1 - len(self.missed) / len(self.listed)

    @property
    def alignment(self) -> float:
        """The share of clauses that found the counterpart that the list gives them."""
        return 1 - len(self.wrong) / self.aligned


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every pair and print what was found."""
    options = _options(arguments)
    load: Load = clauses_of_text if options.texts else clauses_of_pdf
    for entry in read_json("pairs/index.json"):
        if options.show in {None, entry["pair_id"]}:
            _print(entry, score(entry, load), show=bool(options.show))
    if not options.texts and not options.show:
        _print_scans()
    return 0


def score(entry: dict[str, Any], load: Load) -> Score:
    """Compare the texts of one entry of `pairs/index.json` and hold the result against its lists."""
    comparison = compare(load(entry["old"]), load(entry["new"]))
    lists = read_json(f"pairs/{entry['change_list']}") if entry["change_list"] else {}
    listed, substantive = lists.get("changes", []), comparison.substantive()
    missed = [change["change_id"] for change in listed if not _is_reported(change, substantive)]
    if "clause_alignment" not in lists:
        return Score(comparison, listed, missed, 0, [])
    expected = _expected(lists, comparison)
    fresh = set(lists["new_clauses"]) - set(expected.values())  # one list names a clause twice, as kept and as new
    wrong = [*_misaligned(expected, comparison), *_not_new(fresh, comparison)]
    return Score(comparison, listed, missed, len(expected) + len(fresh), wrong)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the comparison on the pairs of licences.")
    parser.add_argument("--texts", action="store_true", help="the texts with clauses as segmented by hand")
    parser.add_argument("--show", metavar="PAIR", help="print every substantive change of one pair")
    return parser.parse_args(arguments)


def _print(entry: dict[str, Any], found: Score, *, show: bool) -> None:
    substantive = found.comparison.substantive()
    line = f"{entry['pair_id']:<34} substantive {len(substantive):>3} of {len(found.comparison.changes):>3}"
    if found.listed:
        line += f"  recall {found.recall:.3f}  missed: {' '.join(found.missed) or 'none'}"
    sys.stdout.write(f"{line}\n")
    if found.aligned:
        sys.stdout.write(f"{'':<34} alignment {found.alignment:.3f} of {found.aligned}: {'; '.join(found.wrong)}\n")
    for change in substantive if show else ():
        sys.stdout.write(f"{'+' if _is_listed(change, found.listed) else '?'} {described(change)}\n")


def _print_scans() -> None:
    """A scan against the digital copy it was made from: nothing of substance may differ for sure."""
    for digital, scan in scans():
        found = compare(clauses_of_pdf(digital), clauses_of_pdf(scan))
        sure = [change for change in found.substantive() if not change.unsure]
        unsure = [change for change in found.changes if change.unsure]
        sys.stdout.write(f"{scan:<46} substantive {len(sure)}, unsure {len(unsure)}\n")
        for change in sure:
            sys.stdout.write(f"  {described(change)}\n")


def _expected(lists: dict[str, Any], comparison: Comparison) -> dict[str, str | None]:
    """New number by old; "identity on clause numbers" where the list says so in words."""
    if isinstance(lists["clause_alignment"], dict):
        return dict(lists["clause_alignment"])
    numbers = [change.old.number for change in comparison.changes if change.old]
    return {number: number for number in numbers if number}


def _misaligned(expected: dict[str, str | None], comparison: Comparison) -> Iterator[str]:
    numbers = _numbers_in_force(comparison)
    for old, new in expected.items():
        changes = [change for change in comparison.changes if _number(change.old) == old]
        found = [numbers[change.new.id] if change.new else None for change in changes]
        if new not in found:
            yield f"{old} is {new}, found {found}"


def _not_new(fresh: Iterable[str], comparison: Comparison) -> Iterator[str]:
    for new in sorted(fresh):
        origin = [_number(change.old) for change in comparison.changes if _number(change.new) == new]
        if origin != [None]:
            yield f"{new} is new, found {origin}"


def _numbers_in_force(comparison: Comparison) -> dict[str, str | None]:
    """By the id of each new clause its number, or the last number before it, as the lists count."""
    numbers: dict[str, str | None] = {}
    last = None
    for change in comparison.changes:
        for clause in (change.new, *change.new_parts) if change.new else ():
            if clause.id not in numbers:
                last = clause.number or last
                numbers[clause.id] = last
    return numbers


def _number(clause: Clause | None) -> str | None:
    return clause.number if clause else None


def _is_reported(change: dict[str, Any], substantive: Iterable[Change]) -> bool:
    """Every quote of a listed change must stand in a substantive change, and one of them where words are marked."""
    sides = (("delete", change["old_quote"]), ("insert", change["new_quote"]))
    best = [max((_touch(quote, one, op) for one in substantive), default=0) for op, quote in sides if quote]
    return min(best) > 0 and max(best) > 1


def _is_listed(change: Change, listed: Iterable[dict[str, Any]]) -> bool:
    return any(
        _touch(one["old_quote"], change, "delete") or _touch(one["new_quote"], change, "insert") for one in listed
    )


def _touch(quote: str, change: Change, op: str) -> int:
    """0 when the quote is not in the clause, 1 when it is, 2 when marked words touch it."""
    text, marked = "", list[bool]()
    for mark in change.words:
        if mark.op in {"equal", op}:
            letters = _letters(mark.text)
            marked += [mark.op == op] * len(letters)
            text += letters
    at, length = (text.find(_letters(quote)) if quote else -1), len(_letters(quote))
    return 0 if at < 0 else 1 + any(marked[max(0, at - _NEAR) : at + length + _NEAR])


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text)).casefold()


def described(change: Change) -> str:
    """One change in a line, marks as [-removed-] and [+added+], long equal runs cut."""
    numbers = f"{_number(change.old) or '·'} → {_number(change.new) or '·'}"
    return f"{change.kind} {numbers}: {''.join(_shown(mark) for mark in change.words)}"


def _shown(mark: WordMark) -> str:
    if mark.op == "equal":
        return mark.text if len(mark.text) < _LINE else f"{mark.text[: _LINE // 2]} … {mark.text[-_LINE // 2 :]}"
    return f"[-{mark.text}-]" if mark.op == "delete" else f"[+{mark.text}+]"


if __name__ == "__main__":
    raise SystemExit(main())
