"""From what an administrator entered about a target to its options and mapping, every mistake at its field."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from domain.errors import FieldError, Invalid
from domain.fields import Fields
from domain.sync.mapping import TermMapping
from domain.sync.target import FirstMeeting, Options, System, Target
from domain.vocabulary import TermDefinition

TARGET_FIELDS = ("name", "system", "region", "address", "key", "options")
OPTION_FIELDS = (
    "first_meeting", "create", "amendments", "documents", "document_mb", "requests_per_second", "requests_left",
)  # fmt: skip
MAPPING_FIELDS = ("term", "code", "note_code", "unit_code", "plain", "left_out", "values")
MEGABYTE = 1024 * 1024
MOST_MEGABYTES, MOST_A_SECOND, MOST_LEFT = 100, 25, 1_000_000
_ON = {True, "true", "on", "yes", "1"}


def name_and_key(raw: Mapping[str, Any], *, key_needed: bool) -> tuple[str, str]:
    """Name and key; raises Invalid with every mistake."""
    f = Fields(raw, TARGET_FIELDS)
    name = f.text("name", needed="Give the target a name, such as Alma.", limit=60)
    key = f.secret("key").strip()
    if key_needed and not key:
        f.wrong("key", "Give the key that an administrator of that system made for Licence Desk.")
    if len(key) > 400 or not key.isprintable() or not key.isascii():
        f.wrong("key", "Give the key as it was made: letters, digits and signs, without a line break.")
    f.finish()
    return " ".join(name.split()), key


def system_of(raw: Mapping[str, Any]) -> System:
    """The kind of system; raises Invalid."""
    f = Fields(raw, TARGET_FIELDS)
    found = f.choice("system", System, next(iter(System)))
    f.finish()
    return found


def options_of(raw: Any, current: Options) -> Options:
    """Options after `raw` was entered over `current`; raises Invalid at `options.NAME`."""
    if raw is None:
        return current
    if not isinstance(raw, Mapping):
        raise Invalid.field("options", "Give the options by their names.")
    f = Fields(raw, OPTION_FIELDS, "options.")
    options = Options(
        first_meeting=f.choice("first_meeting", FirstMeeting, current.first_meeting),
        create=_switch(raw, "create", kept=current.create),
        amendments=_switch(raw, "amendments", kept=current.amendments),
        documents=_switch(raw, "documents", kept=current.documents),
        document_bytes=_number(f, raw, "document_mb", current.document_bytes // MEGABYTE, 1, MOST_MEGABYTES) * MEGABYTE,
        requests_per_second=_number(f, raw, "requests_per_second", current.requests_per_second, 1, MOST_A_SECOND),
        requests_left=_number(f, raw, "requests_left", current.requests_left, 0, MOST_LEFT),
    )
    f.finish()
    return options


def _switch(raw: Mapping[str, Any], name: str, *, kept: bool) -> bool:
    return raw[name] in _ON if name in raw else kept


def _number(f: Fields, raw: Mapping[str, Any], name: str, kept: int, least: int, most: int) -> int:  # noqa: PLR0917 - a range reads best in order
    value = raw.get(name, kept)
    value = int(value) if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10 else value
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        f.wrong(name, f"Give a whole number from {least} to {most}.")
        return kept
    return value


def mapping_of(raw: Any, known: Collection[str]) -> tuple[TermMapping, ...]:
    """A mapping of terms in `known`, each at most once; raises Invalid at `terms.N.NAME`."""
    if not isinstance(raw, list | tuple) or len(raw) > 2000:
        raise Invalid.field("terms", "Give a list of terms with their codes.")
    found: dict[str, TermMapping] = {}
    errors: list[FieldError] = []
    for index, one in enumerate(raw):
        read, wrong = _one_mapping(one, f"terms.{index}.", known)
        if read.term in found:
            wrong.append(FieldError(f"terms.{index}.term", "This term is there twice; keep one."))
        errors += wrong
        found[read.term] = read
    errors += _codes_used_twice(tuple(found.values()))
    if errors:
        raise Invalid(errors[0].message if len(errors) == 1 else "Some fields need another look.", errors)
    return tuple(found.values())


def _one_mapping(raw: Any, at: str, known: Collection[str]) -> tuple[TermMapping, list[FieldError]]:
    if not isinstance(raw, Mapping):
        return TermMapping(term=""), [FieldError(at.rstrip("."), "Give a term and its codes.")]
    f = Fields(raw, MAPPING_FIELDS, at)
    term = f.text("term", needed="Name the term.", limit=60)
    if term and term not in known:
        f.wrong("term", "There is no such term in the vocabulary.")
    values = raw.get("values") or {}
    if not isinstance(values, Mapping) or not all(isinstance(v, str) and len(v) <= 200 for v in values.values()):
        f.wrong("values", "Give our values with the codes they are written as.")
        values = {}
    read = TermMapping(
        term=term,
        code=f.text("code", limit=60),
        note_code=f.text("note_code", limit=60),
        unit_code=f.text("unit_code", limit=60),
        plain=_switch(raw, "plain", kept=False),
        left_out=_switch(raw, "left_out", kept=False),
        values={str(mine): str(theirs).strip() for mine, theirs in values.items() if str(theirs).strip()},
    )
    return read, f.errors


def check_values(mapping: Sequence[TermMapping], known: Mapping[str, TermDefinition], target: Target) -> None:
    """Whether each value that is written otherwise is one of ours, and what it is written as is taken over there.

    Raises Invalid at `terms.N.values.VALUE`.
    """
    errors = [
        FieldError(f"terms.{index}.values.{mine}", problem)
        for index, one in enumerate(mapping)
        for mine, theirs in one.values.items()
        if (problem := _wrong_value(known[one.term], mine, theirs, {row.code for row in target.rows_of(one.code)}))
    ]
    if errors:
        raise Invalid(errors[0].message, errors)


def _wrong_value(definition: TermDefinition, mine: str, theirs: str, taken: Collection[str]) -> str:
    if definition.every_value() and mine not in definition.every_value():
        return "This is no value of the term. Choose one of its own."
    if taken and theirs not in taken:
        return "The other system does not take this value. Choose one of those it gave."
    return ""


def _codes_used_twice(mapping: tuple[TermMapping, ...]) -> list[FieldError]:
    """Two terms may share a note, but never the field that holds the answer itself."""
    first: dict[str, int] = {}
    errors = []
    for index, one in enumerate(mapping):
        for name, code in (("code", one.code), ("unit_code", one.unit_code)):
            if code and not one.left_out:
                if code in first:
                    errors.append(FieldError(f"terms.{index}.{name}", f"The code {code} is used by another term."))
                first.setdefault(code, index)
    return errors
