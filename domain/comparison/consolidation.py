"""An amendment read into the text it amends: a copy for reading, which nobody signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.clause import Clause
from domain.comparison.instructions import Act, Instruction, instruction_of, is_order, plain_number
from domain.comparison.reading_copy import CannotApplyError, ReadingClause, ReadingCopy

_SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[A-Z“\"])")
_OPENS_TEXT = re.compile(r":\s")
_NOT_CLEAR = "It seems to change the agreement, but how is not clear without a person reading it."


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A clause of the amendment that seems to change the base text in a way that a person must read."""

    clause: Clause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidation:
    """The base text as amended. It is a reading copy and not a signed text.

    `removed` are clauses of the base text that hold no longer, each with the clause that says so. `applied` are the
    clauses of the amendment that were carried out or copied, `not_understood` those that a person must read, `own` the
    rest of the amendment, which stands beside the agreement.
    """

    clauses: tuple[ReadingClause, ...]
    removed: tuple[tuple[Clause, Clause], ...]
    applied: tuple[Clause, ...]
    not_understood: tuple[NotUnderstood, ...]
    own: tuple[Clause, ...]


def consolidate(base: Sequence[Clause], amendment: Sequence[Clause]) -> Consolidation:
    """Carry out what an amendment orders: clauses replaced, deleted or added, words replaced or inserted.

    A clause of the amendment is carried out whole or not at all. To lay several amendments over a text, consolidate
    again with the clauses of the last result as the base.
    """
    return _Consolidating(base, amendment).run()


class _Consolidating:
    def __init__(self, base: Sequence[Clause], amendment: Sequence[Clause]) -> None:
        self.copy = ReadingCopy(base)
        self.amendment = amendment
        self.applied: set[str] = set()
        self.not_understood: list[NotUnderstood] = []

    def run(self) -> Consolidation:
        for at, clause in enumerate(self.amendment):
            if clause.id not in self.applied:
                self._carry_out_whole(at, clause)
        open_ids = {one.clause.id for one in self.not_understood}
        return Consolidation(
            clauses=tuple(self.copy.clauses),
            removed=tuple(self.copy.removed),
            applied=tuple(clause for clause in self.amendment if clause.id in self.applied),
            not_understood=tuple(self.not_understood),
            own=tuple(clause for clause in self.amendment if clause.id not in self.applied | open_ids),
        )

    def _carry_out_whole(self, at: int, clause: Clause) -> None:
        copy, used = self.copy.copy(), set[str]()
        try:
            for order in _instructions(clause.text):
                _Step(copy, self.amendment, at, used).carry_out(order)
                used.add(clause.id)
        except CannotApplyError as problem:
            self.not_understood.append(NotUnderstood(clause=clause, reason=str(problem)))
            return
        self.copy = copy
        self.applied |= used


class _Step:
    """One instruction, carried out on a copy. `used` collects the clauses of the amendment that went into the text."""

    def __init__(self, copy: ReadingCopy, amendment: Sequence[Clause], at: int, used: set[str]) -> None:
        self.copy, self.amendment, self.at, self.used = copy, amendment, at, used
        self.by = amendment[at]

    def carry_out(self, order: Instruction) -> None:
        match order.act:
            case Act.DELETE:
                for number in order.targets:
                    self.copy.exchange(number, (), self.by)
            case Act.REPLACE | Act.REPLACE_BY_CLAUSES:
                self.copy.exchange(_one(order), self._new(order), self.by)
            case Act.REPLACE_DEFINITION:
                self.copy.exchange_definition(order.words, self._new(order) if order.text != "" else (), self.by)
            case Act.APPEND:
                self.copy.append(_one(order), " ".join(clause.text for clause in self._new(order)), self.by)
            case Act.ADD_AFTER | Act.ADD_BEFORE | Act.ADD_NUMBERED | Act.ADD_WITHIN:
                self._add(order.act, _one(order), self._new(order))
            case Act.REPLACE_WORDS | Act.INSERT_WORDS_AFTER | Act.INSERT_WORDS_BEFORE:
                self._change_words(order)

    def _add(self, act: Act, number: str, new: Sequence[Clause]) -> None:
        if act is Act.ADD_NUMBERED:
            self.copy.insert_by_number(number, new, self.by)
        elif act is Act.ADD_WITHIN:
            self.copy.insert_within(number, new, self.by)
        else:
            self.copy.insert_beside(number, new, self.by, after=act is Act.ADD_AFTER)

    def _change_words(self, order: Instruction) -> None:
        text = order.text or ""
        change = {
            Act.INSERT_WORDS_AFTER: lambda words: f"{words} {text}",
            Act.INSERT_WORDS_BEFORE: lambda words: f"{text} {words}",
        }.get(order.act, lambda _: text)
        self.copy.change_words(order.targets, order.words, change, self.by)

    def _new(self, order: Instruction) -> list[Clause]:
        """The new text as clauses: what the instruction says itself, or the clauses that it names or introduces."""
        if order.text:
            return [
                replace(self.by, id=f"amendment-{self.by.id}", number=None, heading=None, text=order.text, fragments=())
            ]
        found = self._named(order.clauses) if order.clauses else self._introduced(order)
        if not found:
            raise CannotApplyError("The new text that it announces was not found in the amendment.")
        self.used |= {clause.id for clause in found}
        return [self._as_new(clause, order) for clause in found]

    def _named(self, numbers: Sequence[str]) -> list[Clause]:
        found = [clause for clause in self.amendment if plain_number(clause.number or "") in numbers]
        return found if len(found) == len(numbers) else []

    def _introduced(self, order: Instruction) -> list[Clause]:
        """The clauses that follow: unnumbered, numbered as the clause they replace, or below the instruction."""
        found: list[Clause] = []
        within = {self.by.id}
        for clause in self.amendment[self.at + 1 :]:
            if not (clause.number is None or clause.parent in within or _belongs(clause.number, order.targets)):
                break
            within.add(clause.id)
            found.append(clause)
        return found

    def _as_new(self, clause: Clause, order: Instruction) -> Clause:
        number = clause.number if clause.number and _belongs(clause.number, order.targets) else None
        return replace(clause, id=f"amendment-{clause.id}", number=number, parent=None)


def _belongs(number: str, targets: Sequence[str]) -> bool:
    plain = plain_number(number)
    return any(plain == target or plain.startswith((f"{target}.", f"{target}(")) for target in targets)


def _one(order: Instruction) -> str:
    if len(order.targets) != 1:
        raise CannotApplyError("It names several clauses and one new text, so it is not clear what goes where.")
    return order.targets[0]


def _instructions(text: str) -> Iterator[Instruction]:
    """Everything that a clause orders; raises CannotApplyError where it seems to order what is not understood."""
    rest = text.strip()
    while rest:
        sentence, rest = _next_sentence(rest)
        if order := instruction_of(sentence):
            yield order
        elif is_order(sentence):
            raise CannotApplyError(_NOT_CLEAR)


def _next_sentence(text: str) -> tuple[str, str]:
    """The first sentence and the rest; a sentence that opens new text takes all of it along."""
    end = _SENTENCE_END.search(text)
    colon = _OPENS_TEXT.search(text)
    if colon and (end is None or colon.start() < end.start()) and instruction_of(text) is not None:
        return text, ""
    return (text, "") if end is None else (text[: end.start()], text[end.end() :])
