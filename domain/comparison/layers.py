"""Amendments laid over an agreement one after another, and what each of them did to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.clause import Clause
from domain.comparison.consolidation import Consolidation, consolidate
from domain.comparison.reading_copy import ReadingClause, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A clause of an amendment. `layer` counts the amendments from 0, in the order in which they are laid."""

    layer: int
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidClause:
    """A clause as it reads with the amendments, and the clauses `by` which it came to read so; none where untouched.

    `was` is the clause of the agreement before any of them, None where it was added. One that is `gone` holds no
    longer and keeps its former place and words.
    """

    clause: Clause
    was: Clause | None = None
    by: tuple[Cause, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A clause of an amendment that seems to change the agreement in a way that a person must read."""

    cause: Cause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidText:
    """An agreement as amended: a reading copy that nobody signed.

    `unclear` could not be applied; `beside` are clauses of the amendments that change no clause of the agreement.
    """

    clauses: tuple[LaidClause, ...]
    unclear: tuple[Unclear, ...] = ()
    beside: tuple[Cause, ...] = ()

    @property
    def holding(self) -> tuple[LaidClause, ...]:
        """The clauses that hold."""
        return tuple(one for one in self.clauses if not one.gone)


def lay(base: Sequence[Clause], amendments: Iterable[Sequence[Clause]]) -> LaidText:
    """Lay amendments over an agreement, the first one first. What stands beside one is not amended by the next."""
    entries = [LaidClause(clause=clause) for clause in base]
    unclear: list[Unclear] = []
    beside: list[Cause] = []
    for layer, amendment in enumerate(amendments):
        done = consolidate([one.clause for one in entries if not one.gone], amendment)
        entries = list(_merged(entries, done, layer))
        unclear += (
            Unclear(cause=Cause(layer=layer, clause=one.clause), reason=one.reason) for one in done.not_understood
        )
        beside += (Cause(layer=layer, clause=clause) for clause in done.own)
    return LaidText(clauses=tuple(entries), unclear=tuple(unclear), beside=tuple(beside))


def _merged(entries: Sequence[LaidClause], done: Consolidation, layer: int) -> Iterator[LaidClause]:
    """The text after one amendment, with what is gone where it stood."""
    known = {id(one.clause): one for one in entries}
    origins = [id(_origin(one)) for one in done.clauses]
    gone = _gone(entries, done, layer, kept=set(origins))
    yield from gone[None]
    for one, origin in zip(done.clauses, origins, strict=True):
        yield _laid(one, known.get(origin), layer)
        yield from gone[origin]


def _gone(
    entries: Sequence[LaidClause], done: Consolidation, layer: int, *, kept: set[int]
) -> dict[int | None, list[LaidClause]]:
    """What holds no longer, by the clause that it stood after."""
    removed = {id(clause): by for clause, by in done.removed}
    found: dict[int | None, list[LaidClause]] = defaultdict(list)
    last: int | None = None
    for one in entries:
        key = id(one.clause)
        if key in kept:
            last = key
        elif one.gone:
            found[last].append(one)
        else:
            cause = (Cause(layer=layer, clause=removed[key]),) if key in removed else ()
            found[last].append(replace(one, gone=True, by=(*one.by, *cause)))
    return found


def _origin(one: ReadingClause) -> Clause | None:
    return one.clause if one.standing is Standing.BASE else one.was


def _laid(one: ReadingClause, before: LaidClause | None, layer: int) -> LaidClause:
    if one.standing is Standing.BASE and before is not None:
        return before
    by = tuple(Cause(layer=layer, clause=clause) for clause in one.by)
    printed = replace(one.clause, id=one.clause.id.removeprefix("amendment-"))
    if before is None:
        return LaidClause(clause=printed, by=by)
    added = before.was is None and bool(before.by)
    return LaidClause(clause=printed, was=None if added else before.was or before.clause, by=(*before.by, *by))
