"""Mappings, vocabularies, options, records and lines of plans as JSON and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from domain.sync.mapping import RemoteTerm, RemoteVocabulary, TableRow, TermMapping
from domain.sync.plan import Line, LineKind, Stands
from domain.sync.records import Loss, LossKind, RemoteRecord
from domain.sync.target import FirstMeeting, Options
from storage.rows_as_json import moment_from_json

Json = dict[str, Any]


def options_from_json(data: Json) -> Options:
    """The reverse of `as_record`."""
    return Options(**{**data, "first_meeting": FirstMeeting(data["first_meeting"])})


def mapping_from_json(data: Iterable[Json]) -> tuple[TermMapping, ...]:
    """The reverse of `as_record`."""
    return tuple(TermMapping(**one) for one in data)


def vocabulary_from_json(data: Json) -> RemoteVocabulary:
    """The reverse of `as_record`."""
    return RemoteVocabulary(
        terms={code: RemoteTerm(**one) for code, one in data["terms"].items()},
        tables={name: tuple(TableRow(**row) for row in rows) for name, rows in data["tables"].items()},
        doubts=tuple(data["doubts"]),
        read_at=moment_from_json(data["read_at"]),
    )


def record_to_json(record: RemoteRecord) -> Json:
    """A record as it was seen, without its body: it is read again before it is written."""
    return {
        "code": record.code,
        "name": record.name,
        "fields": dict(record.fields),
        "labels": {name: label for name, label in record.labels.items() if label},
        "licensor": list(record.licensor) if record.licensor else None,
        "amendments": record.amendments,
        "modified": record.modified,
        "fingerprint": record.fingerprint,
    }


def record_from_json(data: Json) -> RemoteRecord:
    """The reverse of `record_to_json`."""
    licensor = data.pop("licensor")
    return RemoteRecord(**data, licensor=tuple(licensor) if licensor else None)


def lines_to_json(lines: Iterable[Line]) -> list[Json]:
    """Each line without what is at its default. A plan has very many, so nothing is looked up here."""
    return [_line_to_json(line) for line in lines]


_LOSS = tuple(f.name for f in fields(Loss))
_LINE = tuple(f.name for f in fields(Line) if f.name not in ("kind", "loss", "stands"))


def _line_to_json(line: Line) -> Json:
    data: Json = {name: value for name in _LINE if (value := getattr(line, name)) not in (None, "", False)}
    data["kind"] = line.kind.value
    if line.loss is not None:
        data["loss"] = {name: getattr(line.loss, name) for name in _LOSS} | {"kind": line.loss.kind.value}
    if line.stands is not None:
        data["stands"] = line.stands.value
    return data


def lines_from_json(data: Iterable[Json]) -> tuple[Line, ...]:
    """The reverse of `lines_to_json`."""
    return tuple(map(_line, data))


def _line(data: Mapping[str, Any]) -> Line:
    loss, stands = data.get("loss"), data.get("stands")
    return Line(
        **{
            **data,
            "kind": LineKind(data["kind"]),
            "loss": Loss(**{**loss, "kind": LossKind(loss["kind"])}) if loss else None,
            "stands": Stands(stands) if stands else None,
        }
    )
