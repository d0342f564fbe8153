"""The text of an agreement while amendments are read into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.clause import Clause
from domain.comparison.instructions import plain_number


class Standing(StrEnum):
    """Where a clause of the reading copy comes from."""

    BASE = "base"
    AMENDED = "amended"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingClause:
    """A clause as it reads now, what it `was` in the base text, and the clauses of the amendment `by` which it changed.

    `clause` keeps the place on the page where it was printed: of the base text, or of the amendment where it is new.
    """

    clause: Clause
    standing: Standing
    was: Clause | None = None
    by: tuple[Clause, ...] = ()


class CannotApplyError(Exception):
    """An instruction does not fit the text; the message is a sentence for a person."""


class ReadingCopy:
    """Clauses in order, found by number. Every method raises CannotApplyError where the text has no such place."""

    def __init__(self, base: Sequence[Clause]) -> None:
        self.clauses = [ReadingClause(clause=clause, standing=Standing.BASE) for clause in base]
        self.removed: list[tuple[Clause, Clause]] = []

    def copy(self) -> ReadingCopy:
        """The same text, to be changed apart."""
        other = ReadingCopy(())
        other.clauses, other.removed = list(self.clauses), list(self.removed)
        return other

    def exchange(self, number: str, new: Sequence[Clause], by: Clause) -> None:
        """Put `new` in place of a clause and its sub-clauses; the first takes over its number."""
        self._exchange(self._find(number), new, by)

    def exchange_definition(self, term: str, new: Sequence[Clause], by: Clause) -> None:
        """Put `new` in place of the clause that defines a term."""
        begins = re.compile(rf"\W*{re.escape(term)}\W", re.IGNORECASE)
        found = [
            at for at, one in enumerate(self.clauses) if begins.match(one.clause.text) and one.clause.number is None
        ]
        if len(found) != 1:
            raise CannotApplyError(f"The definition of “{term}” was not found in one place of the text.")
        self._exchange(found[0], new, by)

    def insert_beside(self, number: str, new: Sequence[Clause], by: Clause, *, after: bool) -> None:
        """Put new clauses after a clause and its sub-clauses, or before it."""
        at = self._find(number)
        self._insert(self._end(at) if after else at, new, by)

    def insert_by_number(self, number: str, new: Sequence[Clause], by: Clause) -> None:
        """Put new clauses where their number belongs: after the clause with the number before."""
        section, _, last = number.rpartition(".")
        if not last.isdigit() or any(plain_number(one.clause.number or "") == number for one in self.clauses):
            raise CannotApplyError(f"It is not clear where the new clause {number} belongs.")
        before = f"{section}.{int(last) - 1}" if section else str(int(last) - 1)
        self._insert(self._end(self._find(before)), [replace(new[0], number=number), *new[1:]], by)

    def insert_within(self, number: str, new: Sequence[Clause], by: Clause) -> None:
        """Put new clauses at the end of a clause, after its sub-clauses."""
        self._insert(self._end(self._find(number)), new, by)

    def append(self, number: str, text: str, by: Clause) -> None:
        """Add words at the end of a clause."""
        self._amend(self._find(number), lambda old: f"{old} {text}", by)

    def change_words(self, numbers: Sequence[str], words: str, change: Callable[[str], str], by: Clause) -> None:
        """Change `words` wherever they stand in the clauses, or in the whole text where no clause is named."""
        places = [at for number in numbers for at in range(self._find(number), self._end(self._find(number)))]
        pattern = re.compile(rf"(?P<space>\s?)(?<!\w){re.escape(words)}(?!\w)")
        found = [at for at in places or range(len(self.clauses)) if pattern.search(self.clauses[at].clause.text)]
        if not found:
            where = f"in clause {numbers[0]}" if numbers else "in the text"
            raise CannotApplyError(f"The words “{words}” do not stand {where}.")
        for at in found:
            self._amend(at, lambda old: pattern.sub(lambda match: _in_place(match, change(words)), old), by)

    def _find(self, number: str) -> int:
        found = [at for at, one in enumerate(self.clauses) if plain_number(one.clause.number or "") == number]
        if len(found) != 1:
            times = "more than once" if found else "nowhere"
            raise CannotApplyError(f"Clause {number} stands {times} in the text that is amended.")
        return found[0]

    def _end(self, at: int) -> int:
        """Where the clause ends, its sub-clauses and paragraphs included (exclusive)."""
        within, end = {self.clauses[at].clause.id}, at + 1
        while end < len(self.clauses) and self.clauses[end].clause.parent in within:
            within.add(self.clauses[end].clause.id)
            end += 1
        return end

    def _exchange(self, at: int, new: Sequence[Clause], by: Clause) -> None:
        end, former = self._end(at), self.clauses[at]
        old, was = former.clause, former.was or former.clause
        gone = self.clauses[at + 1 : end] if new else self.clauses[at:end]
        self.removed += [(one.was or one.clause, by) for one in gone if one.standing is not Standing.ADDED]
        first = [replace(one, number=old.number, parent=old.parent, level=old.level) for one in new[:1]]
        if former.standing is Standing.ADDED:
            amended = [replace(former, clause=one, by=(*former.by, by)) for one in first]
        else:
            amended = [
                ReadingClause(clause=one, standing=Standing.AMENDED, was=was, by=(*former.by, by)) for one in first
            ]
        self.clauses[at:end] = [*amended, *_added(new[1:], by)]

    def _insert(self, at: int, new: Sequence[Clause], by: Clause) -> None:
        self.clauses[at:at] = _added(new, by)

    def _amend(self, at: int, change: Callable[[str], str], by: Clause) -> None:
        one = self.clauses[at]
        clause = replace(one.clause, text=" ".join(change(one.clause.text).split()), fragments=())
        standing = Standing.ADDED if one.standing is Standing.ADDED else Standing.AMENDED
        was = one.was or (one.clause if one.standing is Standing.BASE else None)
        self.clauses[at] = ReadingClause(clause=clause, standing=standing, was=was, by=(*one.by, by))


def _in_place(match: re.Match[str], new: str) -> str:
    """The white space before words goes with them when they go."""
    return match["space"] + new if new else ""


def _added(new: Sequence[Clause], by: Clause) -> list[ReadingClause]:
    return [ReadingClause(clause=one, standing=Standing.ADDED, by=(by,)) for one in new]
