"""Comparing two texts: what became of every clause, which decided terms that touches, and what to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.comparison import Change, Comparison
from domain.comparison.remarks import Remark, remarks_on, same_text
from domain.decision import Decision
from domain.ports import Services, UnitOfWork
from domain.usecases.whole_texts import WholeText, compared, whole_text
from domain.version import Version, VersionKind
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A term that the new text changes or may change. `changes` are the clauses that it rests on, as they changed.

    `look_again` says that the decision of the old text stands although a clause under it changed, `differs` that the
    new one is another. A term with neither was decided again as before, or rests on another licence's words.
    """

    definition: TermDefinition
    old: Decision | None
    new: Decision | None
    changes: tuple[Change, ...]
    look_again: bool
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TextComparison:
    """Two texts beside one another. `untouched` counts decided terms that rest on nothing that changed."""

    old: WholeText
    new: WholeText
    comparison: Comparison
    terms: tuple[TermRow, ...]
    untouched: int
    remarks: tuple[Remark, ...]

    def terms_on(self, change: Change) -> tuple[TermRow, ...]:
        """The terms that rest on a clause that changed."""
        return tuple(row for row in self.terms if any(change is one for one in row.changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """A term that two versions decide differently; None on the side where it is not decided."""

    term: str
    old: Decision | None
    new: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionComparison:
    """Two versions, what became of every clause, and the decisions that differ in the order of the vocabulary."""

    old: Version
    new: Version
    comparison: Comparison
    terms: tuple[TermChange, ...]
    remarks: tuple[Remark, ...]


def compare_versions(s: Services, old_id: str, new_id: str) -> VersionComparison:
    """Compare two versions, of one licence or of two, or single documents of versions, by their ids.

    An amendment stands for the agreement as it reads with it. Raises NotFound, and Conflict while a document is read
    for the first time.
    """
    with s.reading_only() as uow:
        old, new = whole_text(uow, old_id), whole_text(uow, new_id)
        found = compare_texts(uow, old, new)
        terms = tuple(_changed_terms(uow, old, new))
    return VersionComparison(
        old=old.version, new=new.version, comparison=found.comparison, terms=terms, remarks=found.remarks
    )


def compare_texts(uow: UnitOfWork, old: WholeText, new: WholeText) -> TextComparison:
    """Compare two texts, and say which decided terms that touches."""
    comparison = compared(old, new)
    rows = tuple(_rows(uow.vocabulary.all(), old, new, comparison))
    shown = {row.definition.key for row in rows}
    return TextComparison(
        old=old,
        new=new,
        comparison=comparison,
        terms=rows,
        untouched=sum(key not in shown for key in old.decisions),
        remarks=tuple(_remarks(old, new, comparison)),
    )


def _rows(
    definitions: Iterable[TermDefinition], old: WholeText, new: WholeText, comparison: Comparison
) -> Iterator[TermRow]:
    substantive = [(change, ids_of(change)) for change in comparison.substantive()]
    goes_on = old.version.licence_id == new.version.licence_id and old.version.id != new.version.id
    for definition in definitions:
        before, after = old.decisions.get(definition.key), new.decisions.get(definition.key)
        under = _under(old, before) | _under(new, after)
        changes = tuple(change for change, ids in substantive if under & ids)
        decided_anew = after is not None and (before is None or before.id != after.id)
        differs = decided_anew and _said(before) != _said(after)
        if differs or (changes and (before or after)):
            again = goes_on and before is not None and not decided_anew
            yield TermRow(
                definition=definition, old=before, new=after, changes=changes, look_again=again, differs=differs
            )


def _under(text: WholeText, decision: Decision | None) -> frozenset[str]:
    """The clauses that a decision rests on, as the text has them now."""
    if decision is None:
        return frozenset()
    return frozenset(place for evidence in decision.evidence for place in text.places(evidence))


def ids_of(change: Change) -> frozenset[str]:
    """The ids of the clauses that a change speaks of."""
    sides = (change.old, change.new, *change.old_parts, *change.new_parts)
    return frozenset(clause.id for clause in sides if clause is not None)


def _changed_terms(uow: UnitOfWork, old: WholeText, new: WholeText) -> Iterator[TermChange]:
    """An amendment that amends nothing on record speaks only of what it decides."""
    for definition in uow.vocabulary.all():
        before, after = old.decisions.get(definition.key), new.decisions.get(definition.key)
        left_alone = (before is None and _alone(old)) or (after is None and _alone(new))
        if _said(before) != _said(after) and not left_alone:
            yield TermChange(term=definition.key, old=before, new=after)


def _alone(text: WholeText) -> bool:
    return text.version.kind is VersionKind.AMENDMENT and text.over is None


def _said(decision: Decision | None) -> object:
    return None if decision is None else (decision.value, decision.conditions)


_READING_COPY = "“{amendment}” is shown as “{agreement}” reads with it: a reading copy that nobody signed."
_NO_BASE = "“{amendment}” amends no agreement on record, so that its own words alone are compared."


def _remarks(old: WholeText, new: WholeText, comparison: Comparison) -> Iterator[Remark]:
    if old.key == new.key and old.clauses:
        yield same_text(old.facts)
        return
    yield from remarks_on(old.facts, new.facts, comparison)
    for text in (old, new):
        if text.over is not None:
            yield Remark(sentence=_READING_COPY, words={"amendment": text.name, "agreement": text.over.label})
        elif text.version.kind is VersionKind.AMENDMENT and text.document is None:
            yield Remark(sentence=_NO_BASE, words={"amendment": text.name}, weak=True)
