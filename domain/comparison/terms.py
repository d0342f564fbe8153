"""Which decided terms hold on in a new text, and which must be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.clause import Clause
from domain.comparison.model import Change, ChangeKind, Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """What a new text does to the evidence of one decided term.

    `unchanged` is true when every clause that the decision rests on stands in the new text with nothing of substance
    changed; the decision may then be offered again, and holds only once a person takes it over. `changes` are the
    changes to look at: all that touch the evidence when it is to be looked at again, else none. `clauses` maps the
    ids of the old clauses to those of the new clauses that say the same, so that evidence can be pointed anew;
    `missing` are ids that the comparison does not know.
    """

    unchanged: bool
    changes: tuple[Change, ...]
    clauses: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...] = ()


def carry_over(comparison: Comparison, decided: Mapping[str, Sequence[str]]) -> dict[str, CarryOver]:
    """For every decided term, by its key, whether its evidence is unchanged.

    `decided` gives the ids of the old clauses that each decision rests on. A decision that rests on no clause, such as
    silence, is to be looked at again when anything of substance was added or changed.
    """
    touching = _by_old_clause(comparison)
    return {key: _carried(comparison, touching, tuple(clauses)) for key, clauses in decided.items()}


def _carried(comparison: Comparison, touching: Mapping[str, Sequence[Change]], clauses: Sequence[str]) -> CarryOver:
    if not clauses:
        new = tuple(change for change in comparison.substantive() if change.kind is not ChangeKind.REMOVED)
        return CarryOver(unchanged=not new, changes=new, clauses={})
    changes = _once(change for clause in clauses for change in touching.get(clause, ()))
    missing = tuple(clause for clause in clauses if clause not in touching)
    again = tuple(change for change in changes if change.substantive or change.unsure or change.new is None)
    return CarryOver(
        unchanged=not again and not missing,
        changes=again,
        clauses={clause: _new_ids(touching.get(clause, ())) for clause in clauses},
        missing=missing,
    )


def _by_old_clause(comparison: Comparison) -> dict[str, list[Change]]:
    touching: dict[str, list[Change]] = {}
    for change in comparison.changes:
        for clause in _olds(change):
            touching.setdefault(clause.id, []).append(change)
    return touching


def _olds(change: Change) -> tuple[Clause, ...]:
    """The old clauses that a change speaks of; a clause that was cut in two is spoken of by both."""
    if change.old is None:
        return change.old_also
    return (change.old, *change.old_parts)


def _new_ids(changes: Sequence[Change]) -> tuple[str, ...]:
    return tuple(clause.id for change in changes if change.new for clause in (change.new, *change.new_parts))


def _once(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple({id(change): change for change in changes}.values())
