"""An example for every body in the description of the API, put together from its schema.

A property shows the example written beside it where there is one, else the value that its name has in `_NAMED`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_TITLE, _TERM = "Meridian Journals Complete", "ill_electronic"
_QUOTE = "The Licensee may supply a copy by secure electronic transmission."
_ID, _HASH = "01jd9k3v5x7q2m4n6p8r0s1t2u", "9f" * 32
_NAMED: dict[str, Any] = {
    "actor_kind": "person",
    "actor_name": "M. Roy",
    "after": {"value": "permitted_explicit"},
    "before": {},
    "alternative_titles": ["Meridian Complete"],
    "bottom": 312.4,
    "bytes": 482133,
    "clause": _ID,
    "code": "L-0112",
    "conditions": "For non-commercial use.",
    "confidence": 0.93,
    "contacts": "permissions@meridian.example",
    "cues": ["may supply a copy"],
    "cursor": "MTI",
    "decided_by": "M. Roy",
    "definition": "Whether copies may be sent to other libraries by electronic means.",
    "detail": "There is no such licence, or you may not see it.",
    "disposed_by": "M. Roy",
    "document": _ID,
    "email": "m.roy@library.example",
    "filename": "meridian-2026.pdf",
    "hash": _HASH,
    "instance": "/api/v1/licences",
    "key": _TERM,
    "isbn": "9781234567897",
    "issn": "1234-567X",
    "alma_collection": "61884",
    "notice_by": "2026-11-01",
    "new_conditions": "For non-commercial use.",
    "old_conditions": None,
    "number": "3.2",
    "heading": "Permitted uses",
    "label": "Agreement 2026",
    "label_en": "Interlibrary loan, electronic",
    "label_fr": "Prêt entre bibliothèques, électronique",
    "loc": "title",
    "meaning": "There is nothing here.",
    "msg": "Give the licence a title.",
    "name": "M. Roy",
    "next_cursor": None,
    "note": "",
    "notes": "",
    "page": 4,
    "page_end": 4,
    "page_start": 4,
    "paper_location": "Cabinet C",
    "party": "Meridian Press",
    "password": "a sentence is easy to keep",
    "previous_hash": _HASH,
    "quote": _QUOTE,
    "reason": "Signed by both parties.",
    "sha256": _HASH,
    "slug": "meridian-journals",
    "source": "rules",
    "searched": ["interlibrary loan", "supply a copy"],
    "tags": ["journals"],
    "term_ends": "2026-12-31",
    "unknown": None,
    "url": "https://journals.meridian.example/",
    "subject_id": _ID,
    "term": _TERM,
    "text": _QUOTE,
    "title": _TITLE,
    "top": 298.0,
    "type": "/api/v1/problems/invalid",
    "uploaded_by": "M. Roy",
    "value": "permitted_explicit",
    "old": "silent",
    "new": "permitted_explicit",
    "version_label": "Agreement 2026",
    "x0": 72.0,
    "x1": 523.5,
    "revision": 3,
}
_OF_A_TYPE: dict[str, Any] = {"string": "…", "integer": 1, "number": 1.0, "boolean": False, "null": None}
_KINDS = {str: "string", int: "integer", float: "number", dict: "object", list: "array", type(None): "null"}
DEEPEST = 16


def add_examples(document: dict[str, Any]) -> None:
    """Put an example beside the schema of each JSON body, sent or answered."""
    shapes = document["components"]["schemas"]
    for methods in document["paths"].values():
        for operation in methods.values():
            good = (answer for status, answer in operation["responses"].items() if status.startswith("2"))
            for body in (operation.get("requestBody", {}), *good):
                content = body.get("content", {}).get("application/json")
                if content:
                    content["example"] = example_of(content["schema"], shapes)


def example_of(schema: Schema, shapes: Mapping[str, Schema], name: str = "", depth: int = 0) -> Any:
    """A value that the schema allows; `name` is the property it stands in."""
    if "$ref" in schema:
        return example_of(shapes[schema["$ref"].rpartition("/")[2]], shapes, name, depth + 1)
    for known in ("const", "default"):
        if schema.get(known) is not None:
            return schema[known]
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if name in _NAMED and _fits(_NAMED[name], schema):
        return _NAMED[name]
    return _made(schema, shapes, name, depth)


def _fits(value: Any, schema: Schema) -> bool:
    """Whether a value of this name is of a type that the schema takes; one that says nothing takes any."""
    kinds = {way.get("type") for way in schema.get("anyOf", [schema])}
    refers = any("$ref" in way for way in schema.get("anyOf", ()))
    return "properties" not in schema and ((kinds == {None} and not refers) or _KINDS[type(value)] in kinds)


def _made(schema: Schema, shapes: Mapping[str, Schema], name: str, depth: int) -> Any:
    ways = [way for word in ("anyOf", "oneOf", "allOf") for way in schema.get(word, ()) if way.get("type") != "null"]
    if ways:
        return example_of(ways[0], shapes, name, depth + 1)
    kind = schema.get("type", "string")
    if kind == "object":
        parts = schema.get("properties", {}) if depth < DEEPEST else {}
        return {part: example_of(parts[part], shapes, part, depth + 1) for part in parts}
    if kind == "array":
        return [example_of(schema["items"], shapes, name, depth + 1)] if depth < DEEPEST else []
    return schema.get("minimum", _OF_A_TYPE.get(kind))
