"""How well two texts are compared, against the change lists and alignments kept beside the project.

python -m bench.pairs                 the texts, with clauses as segmented by hand
python -m bench.pairs --together      the same, with unnumbered paragraphs as part of the clause before them
python -m bench.pairs --pdf           the PDFs, read by the reading of this project
python -m bench.pairs --show PAIR     every substantive change of one pair, and whether the list has it
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bench.licences import clauses_of_pdf, clauses_of_text, read_json, scans
from domain.clause import Clause
from domain.comparison import Change, Comparison, WordMark, compare

Load = Callable[[str], Sequence[Clause]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every pair and print one line each."""
    options = _options(arguments)
    load: Load = clauses_of_pdf if options.pdf else lambda name: clauses_of_text(name, together=options.together)
    for entry in read_json("pairs/index.json"):
        if options.show in {None, entry["pair_id"]}:
            _report(entry, compare(load(entry["old"]), load(entry["new"])), show=bool(options.show))
    if options.pdf and not options.show:
        _report_scans()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the comparison on the pairs of licences.")
    parser.add_argument("--pdf", action="store_true", help="read the PDFs")
    parser.add_argument("--together", action="store_true", help="unnumbered paragraphs belong to the clause before")
    parser.add_argument("--show", metavar="PAIR", help="print every substantive change of one pair")
    return parser.parse_args(arguments)


def _report(entry: dict[str, Any], comparison: Comparison, *, show: bool) -> None:
    listed = read_json(f"pairs/{entry['change_list']}") if entry["change_list"] else {}
    changes, substantive = listed.get("changes", []), comparison.substantive()
    line = f"{entry['pair_id']:<40} substantive {len(substantive):>3} of {len(comparison.changes):>3}"
    if changes:
        missed = [change["change_id"][-2:] for change in changes if not _is_reported(change, substantive)]
        known = [change for change in substantive if _is_listed(change, changes)]
        line += f"  recall {1 - len(missed) / len(changes):.3f}  in the list {len(known) / len(substantive):.3f}"
        line += f"  missed {' '.join(missed)}" if missed else ""
    sys.stdout.write(line + "\n")
    if "clause_alignment" in listed:
        _report_alignment(listed, comparison)
    if show:
        for change in substantive:
            sys.stdout.write(f"{'+' if _is_listed(change, changes) else '?'} {described(change)}\n")


def _report_alignment(listed: dict[str, Any], comparison: Comparison) -> None:
    wrong = list(_misaligned(listed, comparison))
    total = len(_expected(listed, comparison)) + len(listed["new_clauses"])
    sys.stdout.write(f"{'':<40} alignment {1 - len(wrong) / total:.3f} of {total}  {'; '.join(wrong)}\n")


def _expected(listed: dict[str, Any], comparison: Comparison) -> dict[str, str | None]:
    if isinstance(listed["clause_alignment"], dict):
        return listed["clause_alignment"]
    numbers = {change.old.number for change in comparison.changes if change.old}
    return {number: number for number in numbers if number}


def _misaligned(listed: dict[str, Any], comparison: Comparison) -> Iterable[str]:
    expected = _expected(listed, comparison)
    numbers = _numbers_in_force(comparison)
    for old, new in expected.items():
        found = [numbers.get(_id(change.new)) for change in comparison.changes if _number(change.old) == old]
        if new not in found:
            yield f"{old} is {new}, found {found}"
    for new in set(listed["new_clauses"]) - set(expected.values()):
        origin = [_number(change.old) for change in comparison.changes if _number(change.new) == new]
        if origin != [None]:
            yield f"{new} is new, found {origin}"


def _numbers_in_force(comparison: Comparison) -> dict[str | None, str | None]:
    """By the id of each new clause its number, or the last number before it, as the lists count."""
    numbers: dict[str | None, str | None] = {None: None}
    last = None
    for change in comparison.changes:
        for clause in filter(None, (change.new, *change.new_parts)):
            if clause.id not in numbers:
                last = clause.number or last
                numbers[clause.id] = last
    return numbers


def _id(clause: Clause | None) -> str | None:
    return clause.id if clause else None


def _number(clause: Clause | None) -> str | None:
    return clause.number if clause else None


def _is_reported(change: dict[str, Any], substantive: Iterable[Change]) -> bool:
    """Every quote of a listed change must stand in a substantive change, and one of them where words are marked."""
    olds = [_touch(change["old_quote"], one, "delete") for one in substantive]
    news = [_touch(change["new_quote"], one, "insert") for one in substantive]
    sides = [found for found, quote in ((olds, change["old_quote"]), (news, change["new_quote"])) if quote]
    return all(max(found, default=0) > 0 for found in sides) and any(max(found, default=0) > 1 for found in sides)


def _is_listed(change: Change, listed: Iterable[dict[str, Any]]) -> bool:
    return any(
        _touch(one["old_quote"], change, "delete") + _touch(one["new_quote"], change, "insert") > 0 for one in listed
    )


def _touch(quote: str, change: Change, op: str) -> int:
    """0 when the quote is not in the clause, 1 when it is, 2 when marked words touch it."""
    text, marked = "", []
    for mark in change.words:
        if mark.op in {"equal", op}:
            letters = _letters(mark.text)
            marked += [mark.op == op] * len(letters)
            text += letters
    at = text.find(_letters(quote)) if quote else -1
    return 0 if at < 0 else 1 + any(marked[max(0, at - 12) : at + len(_letters(quote)) + 12])


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text)).casefold()


def described(change: Change) -> str:
    """One change in a line, marks as [-removed-] and [+added+], long equal runs cut."""
    numbers = f"{_number(change.old) or '·'} → {_number(change.new) or '·'}"
    return f"{change.kind} {numbers}: {''.join(_shown(mark) for mark in change.words)}"


def _shown(mark: WordMark) -> str:
    if mark.op == "equal":
        return _cut(mark.text)
    return f"[-{mark.text}-]" if mark.op == "delete" else f"[+{mark.text}+]"


def _cut(text: str) -> str:
    return text if len(text) < 90 else f"{text[:40]} … {text[-40:]}"


def _report_scans() -> None:
    """A scan against the digital copy it was made from: nothing of substance may differ."""
    for digital, scan in scans():
        found = compare(clauses_of_pdf(digital), clauses_of_pdf(scan)).substantive()
        sure = [change for change in found if not change.unsure]
        sys.stdout.write(f"{scan:<40} substantive {len(sure)}, unsure {len(found) - len(sure)}\n")
        for change in found:
            sys.stdout.write(f"  {described(change)}\n")


if __name__ == "__main__":
    raise SystemExit(main())
