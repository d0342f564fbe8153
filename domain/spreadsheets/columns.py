"""What the columns of a spreadsheet mean: fields of a licence, values, conditions and notes of terms.

A target is a field's name (`title`), or what of a term (`term:walk_in_access`, `conditions:walk_in_access`), or empty
for a column that is left aside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.spreadsheets.table import Cell, Row, text_of
from domain.vocabulary import TermDefinition


class Part(StrEnum):
    """What of a term a column holds."""

    TERM = "term"
    CONDITIONS = "conditions"
    PUBLIC_NOTE = "public_note"
    INTERNAL_NOTE = "internal_note"


FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "code": "Code",
        "title": "Title",
        "alternative_titles": "Other titles",
        "status": "Status",
        "scope": "Scope",
        "licensor": "Licensor",
        "licensee": "Licensee",
        "consortium": "Consortium",
        "agent": "Agent",
        "provider": "Provider",
        "start_date": "Start date",
        "end_date": "End date",
        "renewal": "Renewal",
        "renewal_period": "Renewal period",
        "notice_period": "Notice period",
        "resources": "Resources",
        "contacts": "Contacts",
        "tags": "Tags",
        "notes": "Notes",
        "paper_location": "Paper location",
        "master": "Inherits from",
        "owner": "Looked after by",
        "unit": "Team",
        "our_tag": "OUR or CLEAR tag",
    }
)
"""Every field that a column may hold, with the heading under which it is exported. `master` is the code of a
consortial licence, `owner` an e-mail address; `our_tag` is never exported."""

_PART_LABELS: Mapping[Part, str] = MappingProxyType(
    {Part.CONDITIONS: "conditions", Part.PUBLIC_NOTE: "public note", Part.INTERNAL_NOTE: "internal note"}
)
_ALSO: Mapping[str, tuple[str, ...]] = {
    "code": ("licence code", "license code", "reference", "reference code", "cote", "code de licence"),
    "title": ("licence", "license", "name", "licence name", "license name", "licence title", "titre", "nom"),
    "alternative_titles": ("alternative titles", "also known as", "autres titres"),
    "status": ("licence status", "license status", "active", "statut"),
    "scope": ("portée",),
    "licensor": ("vendor", "publisher", "supplier", "fournisseur", "éditeur", "concédant"),
    "licensee": ("library", "preneur"),
    "consortium": ("consortia",),
    "start_date": ("start", "begins", "from", "date de début", "début"),
    "end_date": ("end", "ends", "until", "expiry date", "expiration date", "date de fin", "fin"),
    "renewal": ("renewal type", "renouvellement"),
    "notice_period": ("notice", "préavis"),
    "resources": ("resource", "database", "ressources", "ressource"),
    "contacts": ("contact",),
    "tags": ("tag", "keywords", "étiquettes"),
    "notes": ("note", "comments", "remarques"),
    "paper_location": ("paper", "location of paper", "emplacement du papier"),
    "master": ("master", "consortial licence"),
    "owner": ("owner", "responsible"),
    "unit": ("unit", "équipe"),
    "our_tag": ("tag address", "our tag", "clear tag", "license tag", "url", "record url"),
}
_PART_WORDS: Mapping[str, Part] = {
    "conditions": Part.CONDITIONS,
    "condition": Part.CONDITIONS,
    "public note": Part.PUBLIC_NOTE,
    "note publique": Part.PUBLIC_NOTE,
    "internal note": Part.INTERNAL_NOTE,
    "note interne": Part.INTERNAL_NOTE,
}
_SYSTEMS = ("our", "alma", "folio", "ermi")
"""Systems whose codes are known in headings; where two terms go by one code, the first in the vocabulary has it."""

_TAG_ADDRESS = re.compile(r"https?://[^/\s]+\.scholarsportal\.info/[^/\s]+/[^/\s?]+/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with its heading and what it is taken for."""

    index: int
    heading: str
    target: str


def field_heading(field: str) -> str:
    """The heading of an exported field."""
    return FIELD_LABELS[field]


def term_heading(definition: TermDefinition, part: Part) -> str:
    """The heading of an exported column of a term: `Walk-in users`, `Walk-in users: conditions`."""
    return definition.label_en if part is Part.TERM else f"{definition.label_en}: {_PART_LABELS[part]}"


def term_target(part: Part, key: str) -> str:
    """The target for a part of a term."""
    return f"{part}:{key}"


def part_of(target: str) -> tuple[Part, str] | None:
    """The part and the term's key of a target; None for a field and for nothing."""
    part, colon, key = target.partition(":")
    return (Part(part), key) if colon and part in set(Part) else None


def targets(definitions: Iterable[TermDefinition]) -> Iterator[str]:
    """Everything that a column may be taken for; retired terms are left out."""
    yield from FIELD_LABELS
    for definition in definitions:
        if definition.retired_at is None:
            yield from (term_target(part, definition.key) for part in Part)


def guessed(head: Row, first: Sequence[Row], definitions: Sequence[TermDefinition]) -> tuple[Column, ...]:
    """What each column is taken for by its heading; nothing is taken twice. `first` are some rows to look at."""
    known, taken = _known(definitions), set[str]()
    columns = []
    for index, cell in enumerate(head.cells):
        target = known.get(_key(text_of(cell)), "")
        if target == "our_tag" and not _are_tags(row.cell(index) for row in first):
            target = ""
        if target in taken:
            target = ""
        taken.add(target)
        columns.append(Column(index=index, heading=text_of(cell), target=target))
    return tuple(columns)


def _are_tags(cells: Iterable[Cell]) -> bool:
    """Whether a column holds addresses of OUR or CLEAR, or tags; addresses of resources look much the same."""
    texts = [text_of(cell) for cell in cells]
    said = [text for text in texts if text]
    return bool(said) and all(tag_of(text) for text in said)


def tag_of(text: str) -> str:
    """The tag of a record in OUR or CLEAR, from its address or as it stands; nothing where it is neither."""
    text = text.strip()
    if _TAG_ADDRESS.fullmatch(text):
        return text.rstrip("/").rsplit("/", 1)[1]
    return text if re.fullmatch(r"[\w.-]{1,60}", text) else ""


def _known(definitions: Sequence[TermDefinition]) -> dict[str, str]:
    """Headings by key, those of fields first."""
    known: dict[str, str] = {}
    for field, label in FIELD_LABELS.items():
        for name in (field, label, *_ALSO.get(field, ())):
            known.setdefault(_key(name), field)
    for definition in definitions:
        for name in _names_of(definition):
            known.setdefault(_key(name), term_target(Part.TERM, definition.key))
            for words, part in _PART_WORDS.items():
                known.setdefault(_key(f"{name} {words}"), term_target(part, definition.key))
    return known


def _names_of(definition: TermDefinition) -> Iterator[str]:
    if definition.retired_at is None:
        yield from (definition.key, definition.label_en, definition.label_fr)
        yield from (definition.codes[system] for system in _SYSTEMS if system in definition.codes)


def _key(heading: str) -> str:
    """A heading with letters and digits alone: `E-Reserves`, `e_reserves` and `EReserves` are the same."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(letter for letter in plain if letter.isalnum())
