"""XML from outside as a small tree: without document types, so that no entity can grow or reach a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from domain.errors import Invalid

MOST_DEPTH = 40
MOST_ELEMENTS = 200_000
"""A list of a hundred licences with all their terms has a tenth of this; each one costs memory."""


@dataclass(slots=True)
class Element:
    """An element; `name` without its namespace, `text` what stands directly in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((one for one in self.children if one.name == name), None)

    def all(self, name: str) -> list[Element]:
        """The children of this name."""
        return [one for one in self.children if one.name == name]

    def text_of(self, name: str) -> str:
        """The text of a child, or nothing."""
        found = self.child(name)
        return found.text.strip() if found else ""


def parse_xml(data: bytes) -> Element:
    """The root element; raises Invalid for what is no XML, declares a document type, or is nested too deep."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    builder = _Builder()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Invalid("This is not well-formed XML. Ask for the record again.") from None
    if builder.root is None:
        raise Invalid("This XML is empty.")
    return builder.root


def _refuse_doctype(*_about: Any) -> NoReturn:
    raise Invalid("XML that declares a document type is not read, because it may hide entities.")


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MOST_DEPTH:
            raise Invalid("This XML is nested too deep to be a record.")
        if self._count > MOST_ELEMENTS:
            raise Invalid("This XML has far more elements than a list of records.")
        made = Element(name.rpartition(" ")[2], dict(attributes))
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        self._open[-1].text += data
