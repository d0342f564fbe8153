"""Alma's licences as JSON or XML, as records with flat fields, and back into the whole object that PUT replaces.

In XML the terms are nested and values stand as text with a `desc`; in JSON they are flat, as `{value, desc}`. What is
XML is turned into the JSON shape, so that everything after this knows one shape alone.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from domain.errors import Invalid
from domain.sync.records import TERM, RemoteRecord
from storage.remote.numbers import small_number
from storage.remote.plain_xml import Element, parse_xml

CODED = ("type", "status", "licensor", "location", "review_status", "licensing_agent")
DATES = ("signed_date", "second_party_signed_date", "start_date", "end_date")
TEXTS = ("code", "name", "signed_by", "second_party_signed_by", "uri", "creation_date", "modification_date")
WRITTEN = ("name", "status", "licensor", "start_date", "end_date")
"""Fields of ours beside the terms. Everything else over there is theirs alone."""
_ESCAPED = re.compile(rb"\\u[dD][89a-fA-F]")
_NOT_COUNTED = frozenset({"link", "modification_date", "resource"})


def read_json(data: bytes) -> Any:
    """What is written there; raises Invalid for what is no JSON in UTF-8, or holds halves of characters."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
        if _ESCAPED.search(data):
            # Half a character (a lone surrogate) is no text that anything can keep or send back.
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Invalid("This is not well-formed JSON, or it was cut off. Ask for it again.") from None
    return found


def bodies_in(data: bytes) -> tuple[dict[str, Any], ...]:
    """The licences of a payload, one or a list, JSON or XML; raises Invalid with the reason for anything else."""
    if data.lstrip()[:1] == b"<":
        root = parse_xml(data)
        elements = root.all("license") if root.name == "licenses" else [root]
        return tuple(_checked(_from_xml(one)) for one in elements)
    return bodies_of(read_json(data))


def bodies_of(found: Any) -> tuple[dict[str, Any], ...]:
    """The same for JSON that was read already."""
    if isinstance(found, dict) and "license" not in found and "code" not in found and "total_record_count" in found:
        found = {**found, "license": _none_or_unknown(found)}
    listed = found["license"] if isinstance(found, dict) and "license" in found else [found]
    if not isinstance(listed, list):
        raise Invalid("The list of licences is no list.")
    return tuple(_checked(one) for one in listed)


def _none_or_unknown(found: dict[str, Any]) -> list[Any]:
    others = set(found) - {"total_record_count"}
    if others or found["total_record_count"] != 0:
        raise Invalid(f"This is a list of {', '.join(sorted(others)) or 'something unnamed'}, not of licences.")
    return []


def _checked(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict) or not isinstance(body.get("code"), str) or not body["code"].strip():
        raise Invalid("This is no licence: it has no code.")
    if not isinstance(body.get("name"), str):
        raise Invalid("This is no licence: it has no name.")
    terms = body.get("term", [])
    if not isinstance(terms, list) or not all(isinstance(one, dict) for one in terms):
        raise Invalid("The terms of the licence are no list of terms.")
    return body


def record_of(body: Mapping[str, Any]) -> RemoteRecord:
    """A licence as a record. Empty values count as absent."""
    fields, labels = _simple_fields(body)
    for term in body.get("term") or ():
        code, (value, label) = _coded(term.get("code"))[0], _coded(term.get("value"))
        if code and value:
            fields[f"{TERM}{code}"] = plain_text(value)
            labels[f"{TERM}{code}"] = label
    licensor = _coded(body.get("licensor"))
    return RemoteRecord(
        code=str(body["code"]).strip(),
        name=plain_text(str(body.get("name") or "")),
        fields=fields,
        labels=labels,
        licensor=licensor if licensor[0] else None,
        amendments=_count(body.get("amendments")),
        modified=str(body["modification_date"]) if body.get("modification_date") else None,
        fingerprint=fingerprint(body),
        whole="term" in body,
        body=body,
    )


def _simple_fields(body: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    fields: dict[str, str] = {}
    labels: dict[str, str] = {}
    for name in WRITTEN:
        raw = body.get(name)
        value, label = _coded(raw) if name in CODED else (str(raw or ""), "")
        value = value.rstrip("Z") if name in DATES else plain_text(value)
        if value:
            fields[name], labels[name] = value, label
    return fields, labels


def _coded(raw: Any) -> tuple[str, str]:
    if isinstance(raw, Mapping):
        return _word(raw.get("value")), _word(raw.get("desc"))
    return _word(raw), ""


def _word(raw: Any) -> str:
    """What is written in a member; a number counts, a list or an object says nothing."""
    return plain_text(str(raw)) if isinstance(raw, str | int | float) and not isinstance(raw, bool) else ""


def plain_text(value: str) -> str:
    """A text as it is compared and kept: line ends as one sign, no blanks around it, no null characters."""
    return value.replace("\r\n", "\n").replace("\0", "").strip()


def _count(raw: Any) -> int:
    return small_number(_coded(raw)[0], otherwise=0)


def fingerprint(body: Mapping[str, Any]) -> str:
    """Of everything a person could have changed."""
    counted = {name: value for name, value in body.items() if name not in _NOT_COUNTED}
    text = json.dumps(counted, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def with_fields(body: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """The whole object with these fields changed, all else as it came; an empty value takes the field away."""
    changed: dict[str, Any] = _without_nothing(copy.deepcopy(dict(body)))
    if "term" in changed:
        # A term without its value is one that nobody decided, which Alma itself leaves out.
        changed["term"] = [term for term in changed["term"] if "value" in term]
    for name, value in fields.items():
        if name.startswith(TERM):
            _set_term(changed, name.removeprefix(TERM), value)
        elif not value:
            changed.pop(name, None)
        elif changed.get(name) is None or _simple_fields(changed)[0].get(name) != value:
            changed[name] = _simple(name, value)
    return changed


def _simple(name: str, value: str) -> Any:
    if name in CODED:
        return {"value": value}
    return f"{value}Z" if name in DATES else value


def _set_term(body: dict[str, Any], code: str, value: str) -> None:
    """Only the value of the one entry changes; an entry that says the same already stays letter by letter."""
    terms = list(body.get("term") or ())
    place = next((n for n, one in enumerate(terms) if _coded(one.get("code"))[0] == code), None)
    if place is None:
        body["term"] = [*terms, {"code": {"value": code}, "value": {"value": value}}] if value else terms
    elif not value:
        body["term"] = terms[:place] + terms[place + 1 :]
    elif plain_text(_coded(terms[place].get("value"))[0]) != value:
        terms[place] = {**terms[place], "value": {"value": value}}
        body["term"] = terms


def _without_nothing(value: Any) -> Any:
    """Without `{"value": null}`, which Alma answers with an internal error, wherever it stands."""
    if isinstance(value, list):
        return [_without_nothing(item) for item in value]
    if isinstance(value, dict):
        return {name: _without_nothing(item) for name, item in value.items() if not _is_nothing(item)}
    return value


def _is_nothing(item: Any) -> bool:
    return item is None or (isinstance(item, dict) and "value" in item and item["value"] is None)


def new_body(code: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """A licence to be added: code, name, type, status and review status are needed."""
    needed = {"code": code, "type": {"value": "LICENSE"}, "review_status": {"value": "ACCEPTED"}}
    return {**with_fields(needed, {"status": "DRAFT", **fields})}


def _from_xml(root: Element) -> dict[str, Any]:
    """The JSON shape of an XML licence; raises Invalid for another root."""
    if root.name != "license":
        raise Invalid(f"This is the XML of a “{root.name[:40]}”, not of a licence.")
    body: dict[str, Any] = {name: text for name in (*TEXTS, *DATES) if (text := root.text_of(name))}
    for name in CODED:
        found = root.child(name)
        if found is not None and found.text.strip():
            body[name] = _valued(found)
    amendments, terms = root.child("amendments"), root.child("terms")
    if amendments is not None:
        body["amendments"] = {"value": _count(amendments.text.strip()), "link": amendments.attributes.get("link", "")}
    body["term"] = [_term_from_xml(one) for one in (terms.all("term") if terms else root.all("term"))]
    return body


def _term_from_xml(element: Element) -> dict[str, Any]:
    code, value = element.child("code"), element.child("value")
    return {
        "code": _valued(code) if code is not None else {"value": ""},
        "value": _valued(value) if value is not None else {"value": ""},
    }


def _valued(element: Element) -> dict[str, str]:
    return {"value": element.text.strip(), "desc": element.attributes.get("desc", "")}
