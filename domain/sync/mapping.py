"""Which of our terms is which code over there, and what that system said its codes and values are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMapping:
    """One of our terms over there. Without `code` it has no place; `left_out` says that this is so for good.

    `note_code` takes the conditions, `unit_code` the unit of a duration. `plain` writes permitted and prohibited
    without their basis, for programs that know no other word. `values` overrides single values: ours to theirs.
    """

    term: str
    code: str = ""
    note_code: str = ""
    unit_code: str = ""
    plain: bool = False
    left_out: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One value that the other system takes."""

    code: str
    description: str
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTerm:
    """A term of the other system. `table` names the values it takes; empty for free text, None where it is unknown."""

    code: str
    name: str
    table: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteVocabulary:
    """What the other system said of its terms and values, and when; `doubts` are what it would not say."""

    terms: Mapping[str, RemoteTerm] = field(default_factory=dict)
    tables: Mapping[str, tuple[TableRow, ...]] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    read_at: dt.datetime | None = None


ILL = ("ill_electronic", "ill_secure_transmission", "ill_print_fax")
"""Terms that programs for interlibrary loan read and compare with the plain word."""


def default_mapping(
    definitions: Iterable[TermDefinition], system: str, further: Mapping[str, str]
) -> tuple[TermMapping, ...]:
    """The crosswalk of the vocabulary for a system; `further` has codes that are near but not the same thing."""
    return tuple(
        TermMapping(
            term=one.key,
            code=one.codes.get(system, further.get(one.key, "")),
            note_code=one.codes.get(f"{system}_note", ""),
            unit_code=one.codes.get(f"{system}_unit", ""),
            plain=one.key in ILL,
        )
        for one in definitions
        if one.retired_at is None
    )


def completed(
    mapping: tuple[TermMapping, ...], definitions: Iterable[TermDefinition], defaults: tuple[TermMapping, ...]
) -> tuple[TermMapping, ...]:
    """The mapping in the order of the vocabulary, with terms that were added to it since."""
    said = {one.term: one for one in defaults} | {one.term: one for one in mapping}
    return tuple(said[one.key] for one in definitions if one.key in said)
