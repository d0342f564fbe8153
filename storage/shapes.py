"""Small domain types as JSON and back, as several tables keep them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.clause import Box, Fragment, Span
from domain.reading.analysis import KeyFact
from domain.suggestion import Cue, Quote
from domain.values import Duration, Unit


def boxes_to_json(boxes: Iterable[Box]) -> list[list[float]]:
    """Each box as `[page, x0, top, x1, bottom]`."""
    return [[box.page, box.x0, box.top, box.x1, box.bottom] for box in boxes]


def boxes_from_json(data: list[list[Any]]) -> tuple[Box, ...]:
    """The reverse of `boxes_to_json`."""
    return tuple(Box(page=page, x0=x0, top=top, x1=x1, bottom=bottom) for page, x0, top, x1, bottom in data)


def fragments_to_json(fragments: Iterable[Fragment]) -> list[list[float]]:
    """Each fragment as `[start, end, page, x0, top, x1, bottom]`."""
    return [[f.start, f.end, *boxes_to_json([f.box])[0]] for f in fragments]


def fragments_from_json(data: list[list[Any]]) -> tuple[Fragment, ...]:
    """The reverse of `fragments_to_json`."""
    return tuple(Fragment(start=row[0], end=row[1], box=boxes_from_json([row[2:]])[0]) for row in data)


def quote_to_json(quote: Quote, clause_id: str) -> dict[str, Any]:
    """A quote that names its clause as `clause_id`."""
    start, end = quote.span.start, quote.span.end
    return {"clause": clause_id, "page": quote.page, "start": start, "end": end, "quote": quote.quote}


def quote_from_json(data: dict[str, Any]) -> Quote:
    """The reverse of `quote_to_json`."""
    span = Span(start=data["start"], end=data["end"])
    return Quote(clause=data["clause"], page=data["page"], span=span, quote=data["quote"])


def cue_to_json(cue: Cue) -> dict[str, Any]:
    """A cue by its fields."""
    return {"quote": cue.quote, "meaning": cue.meaning, "against": cue.against}


def cue_from_json(data: dict[str, Any]) -> Cue:
    """The reverse of `cue_to_json`."""
    return Cue(quote=data["quote"], meaning=data["meaning"], against=data["against"])


def fact_to_json(fact: KeyFact, clause_id: str) -> dict[str, Any]:
    """A fact whose evidence names its clause as `clause_id`."""
    evidence = quote_to_json(fact.evidence, clause_id)
    return {"key": fact.key, "value": fact.value, "confidence": fact.confidence, "evidence": evidence}


def fact_from_json(data: dict[str, Any]) -> KeyFact:
    """The reverse of `fact_to_json`."""
    evidence = quote_from_json(data["evidence"])
    return KeyFact(key=data["key"], value=data["value"], confidence=data["confidence"], evidence=evidence)


def duration_to_json(duration: Duration | None) -> dict[str, Any] | None:
    """A duration in canonical form."""
    return duration.as_value() if duration else None


def duration_from_json(data: dict[str, Any] | None) -> Duration | None:
    """The reverse of `duration_to_json`."""
    return Duration(data["number"], Unit(data["unit"])) if data else None
