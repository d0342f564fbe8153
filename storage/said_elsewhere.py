"""What others than the text say of terms, kept in two tables: one for spreadsheets and licensors, one for systems."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import Subquery, Text, cast, literal, null, select, union_all, update

from domain.errors import Conflict, NotFound
from domain.said_elsewhere import SaidBy, SaidElsewhere
from domain.suggestion import SuggestionState
from storage.tables import imported_suggestion, sync_proposal, version
from storage.transaction import AnyRow, AnySelect, Transaction

SAID_IN = (imported_suggestion, sync_proposal)
"""The tables; both have an index on `version_id`."""

_AT_A_TIME = 400
_BOTH = (
    "id", "licence_id", "version_id", "term", "value", "conditions", "raw", "origin", "made_at", "state",
    "settled_by_name", "settled_at", "decision_id", "seq",
)  # fmt: skip
_SETTLED = ("state", "settled_by_name", "settled_at", "decision_id")


def states_said(licence_ids: Sequence[str] | None = None) -> Subquery:
    """How everything stands that was said of these licences, or of all: `licence_id`, `version_id`, `state`, and the
    state of the version as `version_state`. Reached by the versions, for which both tables have an index."""
    parts = []
    for table in SAID_IN:
        c = table.c
        part = select(version.c.licence_id, c.version_id, c.state, version.c.state.label("version_state"))
        part = part.select_from(version).join(table, c.version_id == version.c.id)
        parts.append(part if licence_ids is None else part.where(version.c.licence_id.in_(licence_ids)))
    return union_all(*parts).subquery("said")


@cache
def _everything_said() -> Subquery:
    """Both tables as one, under the names of the members of SaidElsewhere."""
    files, systems = imported_suggestion.c, sync_proposal.c
    own = (
        files.source.label("by"),
        files.import_id.label("source_id"),
        files.public_note,
        files.internal_note,
    )
    nothing = cast(null(), Text)
    theirs = (
        literal(SaidBy.SYSTEM.value, Text).label("by"),
        systems.target_id.label("source_id"),
        nothing.label("public_note"),
        nothing.label("internal_note"),
    )
    parts: list[AnySelect] = [
        select(*(files[name] for name in _BOTH), *own),
        select(*(systems[name] for name in _BOTH), *theirs),
    ]
    return union_all(*parts).subquery("said")


class SqlSayings:
    """domain.ports.Sayings on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of_version(self, version_id: str) -> tuple[SaidElsewhere, ...]:
        said = _everything_said()
        wanted = select(said).where(said.c.version_id == version_id)
        return tuple(map(_to_said, self._tx.rows(wanted.order_by(said.c.made_at, said.c.seq, said.c.by))))

    def waiting_on(self, version_ids: Collection[str]) -> tuple[SaidElsewhere, ...]:
        said, ids = _everything_said(), sorted(set(version_ids))
        wanted = select(said).where(said.c.state == SuggestionState.OPEN.value)
        parts = (ids[first : first + _AT_A_TIME] for first in range(0, len(ids), _AT_A_TIME))
        found = (row for part in parts for row in self._tx.rows(wanted.where(said.c.version_id.in_(part))))
        return tuple(map(_to_said, found))

    def get(self, said_id: str) -> SaidElsewhere:
        said = _everything_said()
        row = self._tx.row(select(said).where(said.c.id == said_id))
        if row is None:
            raise NotFound("There is no such suggestion.")
        return _to_said(row)

    def save(self, said: SaidElsewhere, *, was: SuggestionState) -> None:
        table = sync_proposal if said.by is SaidBy.SYSTEM else imported_suggestion
        settled = {name: getattr(said, name) for name in _SETTLED} | {"state": said.state.value}
        here = (table.c.id == said.id, table.c.state == was.value)
        if not self._tx.run(update(table).where(*here).values(settled)):
            raise Conflict("Somebody has dealt with this suggestion already.")
        self._tx.listed.add(said.licence_id)


def _to_said(row: AnyRow) -> SaidElsewhere:
    return SaidElsewhere(
        id=row.id,
        by=SaidBy(row.by),
        source_id=row.source_id,
        licence_id=row.licence_id,
        version_id=row.version_id,
        term=row.term,
        value=row.value,
        conditions=row.conditions,
        public_note=row.public_note,
        internal_note=row.internal_note,
        raw=row.raw,
        origin=row.origin,
        made_at=row.made_at,
        state=SuggestionState(row.state),
        settled_by_name=row.settled_by_name,
        settled_at=row.settled_at,
        decision_id=row.decision_id,
    )
