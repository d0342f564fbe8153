"""What an Alma says of its own terms and values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from domain.errors import NotFound
from domain.sync.mapping import RemoteTerm, RemoteVocabulary, TableRow
from domain.sync.trouble import AnswerTooStrange, KeyRefused, RemoteRefused
from storage.remote.alma.codes import DEFAULT_TABLES, FREE_TEXT, KNOWN_ROWS, TYPES, VALUE_TABLES

Ask = Callable[[str], Any]


def read_vocabulary(ask: Ask, now: dt.datetime) -> RemoteVocabulary:
    """Terms and tables; what this Alma will not say is taken from what is known, and told as a doubt."""
    doubts: list[str] = []
    tables = {name: _table(ask, name, doubts) for name in VALUE_TABLES}
    types = {row.code: row.description for row in _rows(ask, TYPES) or ()}
    if not types:
        doubts.append(f"The table {TYPES} could not be read; the types of local terms are not known.")
    terms = _terms(ask, types, doubts)
    return RemoteVocabulary(terms=terms, tables=tables, doubts=tuple(doubts), read_at=now)


def _table(ask: Ask, name: str, doubts: list[str]) -> tuple[TableRow, ...]:
    rows = _rows(ask, name)
    if rows is None:
        doubts.append(f"The table {name} could not be read; its usual codes are used.")
        return KNOWN_ROWS[name]
    return rows


def _rows(ask: Ask, name: str) -> tuple[TableRow, ...] | None:
    try:
        found = ask(f"/conf/code-tables/{quote(name, safe='')}")
    except (RemoteRefused, NotFound, KeyRefused, AnswerTooStrange):
        return None
    rows = found.get("row") if isinstance(found, Mapping) else None
    if not isinstance(rows, list):
        return None
    return tuple(_row(one) for one in rows if isinstance(one, Mapping) and one.get("code"))


def _row(one: Mapping[str, Any]) -> TableRow:
    enabled = str(one.get("enabled", "true")).lower() != "false"
    return TableRow(code=str(one["code"]), description=str(one.get("description") or one["code"]), enabled=enabled)


def _terms(ask: Ask, types: Mapping[str, str], doubts: list[str]) -> dict[str, RemoteTerm]:
    try:
        found = ask("/conf/license-terms")
    except (RemoteRefused, NotFound, KeyRefused, AnswerTooStrange):
        doubts.append("The list of licence terms could not be read; only Alma's default terms are known.")
        return {code: RemoteTerm(code=code, name=code, table=table) for code, table in DEFAULT_TABLES.items()}
    listed = found.get("license_term") or [] if isinstance(found, Mapping) else []
    terms = {}
    for one in listed:
        if isinstance(one, Mapping) and one.get("code"):
            code, local = str(one["code"]), one.get("otb") is False
            table = _type_of(code, types, local=local)
            terms[code] = RemoteTerm(code=code, name=str(one.get("name") or code), table=table, local=local)
    return terms


def _type_of(code: str, types: Mapping[str, str], *, local: bool) -> str | None:
    """The table of a term: as this Alma says, else as Alma ships it; None for a local term nobody described."""
    said = types.get(code, "").strip()
    if said:
        return next((name for name in VALUE_TABLES if name.casefold() in said.casefold()), FREE_TEXT)
    return None if local else DEFAULT_TABLES.get(code, FREE_TEXT)


def table_of(vocabulary: RemoteVocabulary, code: str) -> str | None:
    """The same for a term of a vocabulary that may never have been read."""
    known = vocabulary.terms.get(code)
    return known.table if known is not None else DEFAULT_TABLES.get(code, FREE_TEXT)
