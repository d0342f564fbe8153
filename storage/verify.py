"""Checking what is kept: files against their hashes, the trail against its chain, rows against what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ForeignKeyConstraint, exists, func, or_, select, text
from sqlalchemy.engine import URL

from storage import migrate
from storage.documents import LocalDocuments
from storage.effective_cache import outdated
from storage.tables import APPEND_ONLY, audit_entry, clause, document, evidence, metadata
from storage.trail_check import against_the_trail
from storage.transaction import Transaction
from storage.unit_of_work import Database

_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
}
_HEAD_DIGITS = 16
_EVENTS = {"sqlite": ("update", "delete", "replace"), "postgresql": ("update", "delete", "truncate")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was checked, and what is wrong: a sentence for each problem."""

    problems: tuple[str, ...]
    documents: int
    entries: int
    head: str

    @property
    def summary(self) -> str:
        """One sentence for whoever asked for it, and the end of the trail to keep elsewhere."""
        checked = f"Checked {self.documents} stored files, {self.entries} entries of the trail and all references"
        found = f"{len(self.problems)} problems found" if self.problems else "all is well"
        return f"{checked}: {found}. The trail ends at {self.head}."


def verify(url: str | URL, documents: Path, *, head: str | None = None) -> Report:
    """Check the database at `url` and the files under `documents`; raises Conflict for one of another release.

    `head` is an end of the trail that an earlier check gave (NUMBER-HASH): it has to stand there still.
    """
    migrate.check(url)
    database = Database(url)
    try:
        with database.reading_only() as uow:
            digests, broken = list(uow.documents.digests()), uow.audit.broken_at()
        with database.snapshot() as connection:
            tx = Transaction(connection)
            entries = int(tx.value(select(func.count()).select_from(audit_entry)))
            inside = [
                *_trail(broken),
                *_head(tx, head),
                *against_the_trail(tx),
                *_guards(tx),
                *_references(tx),
                *_evidence(tx),
                *_terms(tx),
            ]
            end = _end(tx)
    finally:
        database.dispose()
    problems = (*_files(LocalDocuments(documents), digests), *inside)
    return Report(problems=problems, documents=len(digests), entries=entries, head=end)


def _files(store: LocalDocuments, digests: Iterable[tuple[str, int]]) -> Iterator[str]:
    for sha256, size in digests:
        if not store.check(sha256):
            yield f"The file {sha256} ({size} bytes) is missing or damaged. Put it back from a backup."


def _trail(broken: int | None) -> Iterator[str]:
    if broken is not None:
        yield f"The audit trail was altered: entry {broken} does not follow from the one before it."


def _end(tx: Transaction) -> str:
    last = tx.row(select(audit_entry.c.seq, audit_entry.c.hash).order_by(audit_entry.c.seq.desc()).limit(1))
    return _named(last.seq, last.hash) if last else "its beginning"


def _named(seq: int, hashed: str) -> str:
    return f"{seq}-{hashed[:_HEAD_DIGITS]}"


def _head(tx: Transaction, head: str | None) -> Iterator[str]:
    if head is None:
        return
    number = head.partition("-")[0]
    seq = int(number) if number.isdecimal() and len(number) < _HEAD_DIGITS else 0
    found = tx.value(select(audit_entry.c.hash).where(audit_entry.c.seq == seq))
    if found is None or _named(seq, found) != head:
        yield f"The audit trail no longer holds its former end {head}: entries were cut off or written anew."


def _guards(tx: Transaction) -> Iterator[str]:
    """The triggers that keep the record from being changed."""
    system = tx.connection.dialect.name
    there = {row.name for row in tx.connection.execute(text(_TRIGGERS[system]))}
    for table in APPEND_ONLY:
        if any(f"{table}_refuse_{event}" not in there for event in _EVENTS[system]):
            yield f"The guard that keeps “{table}” from being changed is missing from the database."


def _references(tx: Transaction) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            lost = tx.value(_pointing_nowhere(key))
            if lost:
                yield f"{lost} rows of “{table.name}” refer to “{key.referred_table.name}” that is not there."


def _pointing_nowhere(key: ForeignKeyConstraint) -> Any:
    other = key.referred_table.alias("other")
    pairs = [(element.parent, other.c[element.column.name]) for element in key.elements]
    there = exists().where(*(mine == theirs for mine, theirs in pairs))
    named = (mine.is_not(None) for mine, _ in pairs)
    return select(func.count()).select_from(key.table).where(*named, ~there)


def _evidence(tx: Transaction) -> Iterator[str]:
    """Whether the quotes still stand in the clauses, and the hashes are those of the documents."""
    length = evidence.c.span_end - evidence.c.span_start
    words = func.substr(clause.c.text, evidence.c.span_start + 1, length)
    other_words, other_file = words != evidence.c.quote, document.c.sha256 != evidence.c.sha256
    joined = (
        select(evidence.c.decision_id, evidence.c.clause_id)
        .join(clause, clause.c.id == evidence.c.clause_id)
        .join(document, document.c.id == evidence.c.document_id)
    )
    for row in tx.rows(joined.where(or_(other_words, other_file)).order_by(evidence.c.decision_id)):
        yield f"The evidence of decision {row.decision_id} is not what clause {row.clause_id} says."


def _terms(tx: Transaction) -> Iterator[str]:
    for licence_id in outdated(tx):
        yield f"The layout of effective terms of licence {licence_id} is out of date; lists may show it wrongly."
