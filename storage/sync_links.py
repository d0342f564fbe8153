"""Links between our licences and records over there, and what a look over there showed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.sync.link import Link, LinkKind, MatchedBy
from domain.sync.records import RemoteRecord
from storage.folding import spaced
from storage.sync_shapes import record_from_json, record_to_json
from storage.tables import licence
from storage.tables.sync import sync_link, sync_pulled, sync_seen
from storage.transaction import AnyRow, AnySelect, Transaction


class SyncLinks:
    """The part of domain.ports.remote.SyncBooks that is about records over there."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def links(self, target_id: str, our_ids: Sequence[str]) -> dict[str, Link]:
        c = sync_link.c
        rows = self._tx.rows(select(sync_link).where(c.target_id == target_id, c.our_id.in_(our_ids)))
        return {row.our_id: _to_link(row) for row in rows}

    def links_to(self, target_id: str, remote_codes: Sequence[str]) -> dict[str, Link]:
        c = sync_link.c
        here = (c.target_id == target_id, c.remote_key.in_([spaced(code) for code in remote_codes]))
        return {row.remote_key: _to_link(row) for row in self._tx.rows(select(sync_link).where(*here))}

    def link_to(self, target_id: str, remote_code: str) -> Link | None:
        return self.links_to(target_id, [remote_code]).get(spaced(remote_code))

    def gone(self, target_id: str) -> tuple[Link, ...]:
        c = sync_link.c
        erased = ~exists().where(licence.c.id == c.our_id)
        theirs = (c.target_id == target_id, c.kind == LinkKind.LICENCE.value, erased)
        return tuple(map(_to_link, self._tx.rows(select(sync_link).where(*theirs).order_by(c.remote_key))))

    def save_link(self, link: Link) -> None:
        self.save_links([link])

    def save_links(self, links: Sequence[Link]) -> None:
        c = sync_link.c
        for target_id in {link.target_id for link in links}:
            ours = [link.our_id for link in links if link.target_id == target_id]
            self._tx.run(delete(sync_link).where(c.target_id == target_id, c.our_id.in_(ours)))
        self._tx.add(sync_link, *map(_row, links))

    def drop_link(self, target_id: str, kind: LinkKind, our_id: str) -> None:
        c = sync_link.c
        self._tx.run(delete(sync_link).where(c.target_id == target_id, c.kind == kind.value, c.our_id == our_id))

    def keep_seen(self, target_id: str, look: str, records: Iterable[RemoteRecord]) -> None:
        rows = [_seen_row(target_id, look, record) for record in records]
        if rows:
            make = sqlite.insert(sync_seen) if self._tx.is_sqlite else postgresql.insert(sync_seen)
            self._tx.run(make.on_conflict_do_nothing(), rows)

    def seen(self, target_id: str, look: str, codes: Sequence[str]) -> dict[str, RemoteRecord]:
        c = sync_seen.c
        here = (c.target_id == target_id, c.look == look, c.code_key.in_([spaced(code) for code in codes]))
        return {row.code_key: record_from_json(row.record) for row in self._tx.rows(select(sync_seen).where(*here))}

    def seen_named(self, target_id: str, look: str, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        c = sync_seen.c
        here = (c.target_id == target_id, c.look == look, c.name_key.in_([spaced(name) for name in names]))
        codes: dict[str, list[str]] = defaultdict(list)
        for row in self._tx.rows(select(c.name_key, c.code).where(*here).order_by(c.code_key)):
            codes[row.name_key].append(row.code)
        return {name: tuple(found) for name, found in codes.items()}

    def seen_count(self, target_id: str, look: str) -> int:
        c = sync_seen.c
        counted = select(func.count()).select_from(sync_seen).where(c.target_id == target_id, c.look == look)
        return int(self._tx.value(counted))

    def unmatched(self, target_id: str, look: str, limit: int) -> tuple[tuple[str, str], ...]:
        c = sync_seen.c
        rows = self._tx.rows(_unmatched(select(c.code, c.name), target_id, look).order_by(c.code_key).limit(limit))
        return tuple((row.code, row.name) for row in rows)

    def count_unmatched(self, target_id: str, look: str) -> int:
        return int(self._tx.value(_unmatched(select(func.count()).select_from(sync_seen), target_id, look)))

    def forget_look(self, target_id: str, keep: str) -> None:
        self._tx.run(delete(sync_seen).where(sync_seen.c.target_id == target_id, sync_seen.c.look != keep))

    def fingerprints(self, target_id: str, codes: Sequence[str]) -> dict[str, str]:
        c = sync_pulled.c
        here = (c.target_id == target_id, c.code_key.in_([spaced(code) for code in codes]))
        return {row.code_key: row.fingerprint for row in self._tx.rows(select(sync_pulled).where(*here))}

    def keep_fingerprints(self, target_id: str, fingerprints: Mapping[str, str]) -> None:
        c = sync_pulled.c
        keys = {spaced(code): value for code, value in fingerprints.items()}
        self._tx.run(delete(sync_pulled).where(c.target_id == target_id, c.code_key.in_(list(keys))))
        rows = [{"target_id": target_id, "code_key": key, "fingerprint": value} for key, value in keys.items()]
        self._tx.add(sync_pulled, *rows)


def _unmatched(columns: AnySelect, target_id: str, look: str) -> AnySelect:
    """Records that neither a link nor a licence's code names."""
    c = sync_seen.c
    linked = exists().where(and_(sync_link.c.target_id == c.target_id, sync_link.c.remote_key == c.code_key))
    same_code = exists().where(licence.c.code_key == c.code_key)
    return columns.where(c.target_id == target_id, c.look == look, ~or_(linked, same_code))


def _seen_row(target_id: str, look: str, record: RemoteRecord) -> dict[str, Any]:
    return {
        "target_id": target_id,
        "look": look,
        "code_key": spaced(record.code),
        "code": record.code,
        "name": record.name,
        "name_key": spaced(record.name),
        "record": record_to_json(record),
    }


def _row(link: Link) -> dict[str, Any]:
    return {
        "target_id": link.target_id,
        "our_id": link.our_id,
        "kind": link.kind.value,
        "remote_code": link.remote_code,
        "remote_key": spaced(link.remote_code),
        "matched_by": link.matched_by.value,
        "base": dict(link.base),
        "written": sorted(link.written),
        "files": dict(link.files),
        "held": {name: list(both) for name, both in link.held.items()},
        "linked_at": link.linked_at,
        "written_at": link.written_at,
    }


def _to_link(row: AnyRow) -> Link:
    return Link(
        target_id=row.target_id,
        kind=LinkKind(row.kind),
        our_id=row.our_id,
        remote_code=row.remote_code,
        matched_by=MatchedBy(row.matched_by),
        base=row.base,
        written=frozenset(row.written),
        files=row.files,
        held={name: (both[0], both[1]) for name, both in row.held.items()},
        linked_at=row.linked_at,
        written_at=row.written_at,
    )
