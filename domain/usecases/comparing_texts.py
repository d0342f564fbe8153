"""Comparing two versions as a reader takes them: an amendment stands for the agreement as it reads with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.clause import Clause
from domain.comparison import Change, Comparison, NotUnderstood, compare, consolidate
from domain.decision import Decision
from domain.errors import Conflict, NotFound
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.readings import ReadingState
from domain.usecases.looking_up import holding, newest_done
from domain.version import HELD, Version, VersionKind
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeText:
    """A version as a text to read.

    For an amendment it is the agreement `over` which it is laid, with every amendment up to it: a reading copy that
    nobody signed. `unclear` are clauses of amendments that a person must read into it. `decisions` hold, by term.
    """

    version: Version
    over: Version | None
    clauses: tuple[Clause, ...]
    unclear: tuple[NotUnderstood, ...]
    decisions: Mapping[str, Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A term that the new text changes or may change. `changes` are the clauses that it rests on, as they changed.

    `look_again` says that the decision of the old text stands although a clause under it changed, `differs` that the
    new one is another. A term with neither was decided again as before.
    """

    definition: TermDefinition
    old: Decision | None
    new: Decision | None
    changes: tuple[Change, ...]
    look_again: bool
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceComparison:
    """Two versions of a licence beside one another. `problem` says why there is no comparison, where there is none.

    `documents` maps the ids of clauses to the documents they stand in. `untouched` counts decided terms that rest on
    nothing that changed.
    """

    licence: Licence
    versions: tuple[Version, ...]
    old: Version | None = None
    new: Version | None = None
    problem: str | None = None
    old_text: WholeText | None = None
    new_text: WholeText | None = None
    comparison: Comparison = field(default_factory=lambda: Comparison(changes=()))
    terms: tuple[TermRow, ...] = ()
    untouched: int = 0
    documents: Mapping[str, str] = field(default_factory=dict)

    def terms_on(self, change: Change) -> tuple[TermRow, ...]:
        """The terms that rest on a clause that changed."""
        return tuple(row for row in self.terms if any(change is one for one in row.changes))


def compare_in_licence(
    s: Services, licence_id: str, old_id: str | None = None, new_id: str | None = None
) -> LicenceComparison:
    """Compare two versions of a licence: by default the newest with the one before it; raises NotFound."""
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        versions = tuple(sorted(uow.versions.of_licence(licence_id), key=_order))
        old, new = _chosen(versions, old_id, new_id)
        if old is None or new is None:
            problem = "There is nothing to compare yet: this licence has fewer than two versions."
            return LicenceComparison(licence=licence, versions=versions, old=old, new=new, problem=problem)
        try:
            return _compared(uow, licence, versions, old, new)
        except Conflict as error:
            return LicenceComparison(licence=licence, versions=versions, old=old, new=new, problem=error.message)


def _order(version: Version) -> tuple[dt.date, dt.datetime]:
    """By the first day; a draft without one is the newest."""
    return version.fields.effective_from or dt.date.max, version.created_at


def _chosen(
    versions: Sequence[Version], old_id: str | None, new_id: str | None
) -> tuple[Version | None, Version | None]:
    known = {version.id: version for version in versions}
    if any(one and one not in known for one in (old_id, new_id)):
        raise NotFound("This licence has no such version. Choose one from its list.")
    new = known[new_id] if new_id else next((v for v in reversed(versions) if v.id != old_id), None)
    before = versions[: versions.index(new)] if new else ()
    old = known[old_id] if old_id else next(iter(reversed(before)), None)
    if old is None and new is not None:
        old = next((version for version in versions if version is not new), None)
    return old, new


def _compared(
    uow: UnitOfWork, licence: Licence, versions: tuple[Version, ...], old: Version, new: Version
) -> LicenceComparison:
    documents: dict[str, str] = {}
    before, after = (_whole(uow, versions, version, documents) for version in (old, new))
    comparison = compare(before.clauses, after.clauses)
    rows = tuple(_rows(uow.vocabulary.all(), before, after, comparison))
    shown = {row.definition.key for row in rows}
    return LicenceComparison(
        licence=licence,
        versions=versions,
        old=old,
        new=new,
        old_text=before,
        new_text=after,
        comparison=comparison,
        terms=rows,
        untouched=sum(key not in shown for key in before.decisions),
        documents=documents,
    )


def _whole(uow: UnitOfWork, versions: Sequence[Version], version: Version, documents: dict[str, str]) -> WholeText:
    layers = [version]
    if version.kind is VersionKind.AMENDMENT:
        earlier = [one for one in versions[: versions.index(version)] if one.state in HELD or one is version]
        bases = [at for at, one in enumerate(earlier) if one.kind is VersionKind.AGREEMENT]
        layers = [*earlier[bases[-1] :], version] if bases else [version]
    clauses, unclear = _clauses(uow, layers[0], documents), list[NotUnderstood]()
    for amendment in layers[1:]:
        laid = consolidate(clauses, _clauses(uow, amendment, documents))
        unclear += laid.not_understood
        beside = (*(one.clause for one in laid.not_understood), *laid.own)
        clauses = (*(_as_printed(one.clause) for one in laid.clauses), *beside)
    return WholeText(
        version=version,
        over=layers[0] if layers[0] is not version else None,
        clauses=tuple(clauses),
        unclear=tuple(unclear),
        decisions=_held(uow, layers),
    )


def _as_printed(clause: Clause) -> Clause:
    """With its own id again: the reading copy marks clauses that came from an amendment."""
    return replace(clause, id=clause.id.removeprefix("amendment-"))


def _held(uow: UnitOfWork, layers: Iterable[Version]) -> dict[str, Decision]:
    held: dict[str, Decision] = {}
    for version in layers:
        held |= {decision.term: decision for decision in holding(uow.decisions.of_version(version.id))}
    return held


def _clauses(uow: UnitOfWork, version: Version, documents: dict[str, str]) -> tuple[Clause, ...]:
    """The clauses of the newest readings of a version; raises Conflict where there is no text to compare."""
    found: list[Clause] = []
    for document in uow.documents.of_version(version.id):
        if document.set_aside is not None:
            continue
        done, latest = newest_done(uow, document.id), uow.readings.latest(document.id)
        if done is not None:
            stored = uow.readings.clauses(done.id)
            found += (one.clause for one in stored)
            documents |= {one.clause.id: document.id for one in stored}
        elif latest is not None and latest.state is not ReadingState.FAILED:
            raise Conflict(f"“{document.filename}” is still being read. Compare again when that is done.")
    if not found:
        raise Conflict(f"“{version.label}” has no text that was read. Add its document, or choose another version.")
    return tuple(found)


def _rows(
    definitions: Iterable[TermDefinition], before: WholeText, after: WholeText, comparison: Comparison
) -> Iterable[TermRow]:
    for definition in definitions:
        old, new = before.decisions.get(definition.key), after.decisions.get(definition.key)
        under = {e.clause_id for decision in (old, new) if decision for e in decision.evidence}
        changes = tuple(change for change in comparison.substantive() if under & _ids(change))
        decided_anew = new is not None and (old is None or old.id != new.id)
        differs = decided_anew and _said(old) != _said(new)
        if differs or (changes and (old or new)):
            again = old is not None and not decided_anew
            yield TermRow(definition=definition, old=old, new=new, changes=changes, look_again=again, differs=differs)


def _ids(change: Change) -> set[str]:
    sides = (change.old, change.new, *change.old_parts, *change.new_parts)
    return {clause.id for clause in sides if clause is not None}


def _said(decision: Decision | None) -> object:
    return None if decision is None else (decision.value, decision.conditions)
