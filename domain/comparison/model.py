"""What a comparison of two texts says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from domain.clause import Clause

Op = Literal["equal", "insert", "delete"]


class ChangeKind(StrEnum):
    """What happened to a clause from the old text to the new.

    `CHANGED` wins over `MOVED`, and `MOVED` over `RENUMBERED`: the strongest thing that happened names the change.
    """

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMark:
    """A run of words that both texts have, or only one of them."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause of the old text and what became of it in the new.

    Joining the `equal` and `delete` words gives back `old_text`, `equal` and `insert` words `new_text`, white space
    aside. `substantive` is true where a reader would act otherwise, `unsure` where the difference may come from reading
    a scan.
    `moved` tells a clause that stands elsewhere even when its words changed too.
    `old_parts` and `new_parts` are sub-clauses taken together with the clause, because the other text says the same
    in one clause; they appear in no change of their own.
    `old_also` and `new_also` are the partners of a merge or split; each of them has a change of its own.
    """

    kind: ChangeKind
    old: Clause | None
    new: Clause | None
    words: tuple[WordMark, ...]
    substantive: bool
    unsure: bool = False
    moved: bool = False
    old_parts: tuple[Clause, ...] = ()
    new_parts: tuple[Clause, ...] = ()
    old_also: tuple[Clause, ...] = ()
    new_also: tuple[Clause, ...] = ()

    @property
    def old_text(self) -> str:
        """The words of the old clause and its parts; empty where there is none."""
        return _joined(self.old, self.old_parts)

    @property
    def new_text(self) -> str:
        """The words of the new clause and its parts; empty where there is none."""
        return _joined(self.new, self.new_parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A defined term that has another name in the new text throughout, such as Licensee and Institution."""

    old: str
    new: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts, clause by clause: in reading order of the new one, what is gone where it stood."""

    changes: tuple[Change, ...]
    renames: tuple[Rename, ...] = ()

    def summary(self) -> dict[str, int]:
        """How many changes there are of each kind, every kind named."""
        counts = Counter(change.kind for change in self.changes)
        return {kind.value: counts[kind] for kind in ChangeKind}

    def substantive(self) -> tuple[Change, ...]:
        """The changes that a reader would act on."""
        return tuple(change for change in self.changes if change.substantive)


def _joined(clause: Clause | None, parts: tuple[Clause, ...]) -> str:
    return "" if clause is None else " ".join(part.text for part in (clause, *parts))
