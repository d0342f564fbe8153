"""XLSX files (ECMA-376): the parts of the package, read as a stream and never unpacked as a whole."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeAlias
from xml.parsers import expat

from domain.spreadsheets.table import Sheet, Workbook, sheet_of
from storage.spreadsheets.limits import (
    DEEPEST,
    EMPTY,
    LONGEST_TAG,
    MOST_CELLS,
    MOST_UNPACKED,
    MOST_UNPACKED_ASIDE,
    Counter,
    refused,
)
from storage.spreadsheets.xlsx_sheet import Look, SheetParts

_CHUNK = 1 << 16
_MOST_PARTS = 2_000
_MOST_SHEETS = 50
_MOST_STRINGS = 64 * 1024 * 1024
"""Characters of all shared texts together."""

_NOT_A_PACKAGE = "This is not an Excel workbook. Save it as .xlsx or as CSV, and choose it again."
_BROKEN = "This workbook is damaged and cannot be read. Open it in a spreadsheet program, save it again, and try that."
_BOMB = "This workbook unpacks to far more than it may. Save what is needed as CSV, and choose that."
_LOCKED = "This is an old or a locked Excel file. Save it as .xlsx without a password, and choose it again."
_OLE = b"\xd0\xcf\x11\xe0"
_HIDDEN = ("hidden", "veryHidden")

Handlers: TypeAlias = tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]
"""What is told where an element begins, and where it ends."""


def read_xlsx(filename: str, content: bytes) -> Workbook:
    """The visible sheets that are not empty; raises Invalid."""
    if content.startswith(_OLE):
        raise refused(_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sheets = tuple(_sheets(_Package(package)))
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        IndexError,
        expat.ExpatError,
        ValueError,
        EOFError,
        NotImplementedError,
    ):
        raise refused(_BROKEN if content.startswith(b"PK") else _NOT_A_PACKAGE) from None
    except RuntimeError:  # what zipfile raises for a part under a password
        raise refused(_LOCKED) from None
    if not sheets:
        raise refused(EMPTY)
    return Workbook(filename=filename, sheets=sheets)


class _Package:
    """The parts of a package; each is read in pieces, and no more of it than a sheet can need."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        if len(package.infolist()) > _MOST_PARTS:
            raise refused(_BOMB)
        self._package = package
        self._names = set(package.namelist())

    def has(self, path: str) -> bool:
        """Whether there is such a part."""
        return path in self._names

    def parse(
        self, path: str, handlers: Handlers, *, text: Callable[[str], None] | None = None, most: int = MOST_UNPACKED
    ) -> None:
        """Give the elements of a part to handlers; raises Invalid past the limits, and for a document type."""
        nested = _Nested(handlers)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = nested.start, nested.end
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        given = 0
        for piece in self._pieces(path, most):
            parser.Parse(piece, False)
            given += len(piece)
            if given - parser.CurrentByteIndex > LONGEST_TAG:
                raise refused(_BROKEN)
        parser.Parse(b"", True)

    def _pieces(self, path: str, most: int) -> Iterator[bytes]:
        taken = 0
        with self._package.open(path) as part:
            while piece := part.read(_CHUNK):
                taken += len(piece)
                if taken > most:
                    raise refused(_BOMB)
                yield piece


class _Nested:
    """Hands elements on by their names without prefixes; refuses those that lie too deep, for each costs memory."""

    def __init__(self, handlers: Handlers) -> None:
        self._start, self._end = handlers
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise refused(_BROKEN)
        self._start(_local(name), attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1
        self._end(_local(name))


def _nothing(_name: str) -> None:
    """For parts of which only the beginnings of elements matter."""


def _local(name: str) -> str:
    """A name without its prefix. Asked for every cell, so quick where there is none."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_about: Any) -> NoReturn:
    raise refused(_BROKEN)


def _sheets(package: _Package) -> Iterator[Sheet]:
    if not package.has("xl/workbook.xml"):
        raise refused(_NOT_A_PACKAGE)
    named, look = _workbook(package)
    strings, counter = _shared_strings(package), Counter()
    for name, path in named[:_MOST_SHEETS]:
        parts = SheetParts(strings=strings, look=look, counter=counter)
        package.parse(path, (parts.start, parts.end), text=parts.text)
        found = sheet_of(name, parts.finished())
        if found is not None:
            yield found


def _workbook(package: _Package) -> tuple[list[tuple[str, str]], Look]:
    """Names and paths of the visible sheets, and which numbers are days."""
    related: dict[str, str] = {}
    listed: list[tuple[str, str]] = []
    look = Look()

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            related[attributes["Id"]] = posixpath.normpath(posixpath.join("xl", attributes["Target"])).lstrip("/")

    def part(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state") not in _HIDDEN:
            key = next(value for one, value in attributes.items() if one != "sheetId" and _local(one) == "id")
            listed.append((attributes["name"], key))
        if name == "workbookPr":
            look.from_1904 = attributes.get("date1904") in ("1", "true")

    package.parse("xl/_rels/workbook.xml.rels", (relation, _nothing), most=MOST_UNPACKED_ASIDE)
    package.parse("xl/workbook.xml", (part, _nothing), most=MOST_UNPACKED_ASIDE)
    if package.has("xl/styles.xml"):
        package.parse("xl/styles.xml", (look.start, look.end), most=MOST_UNPACKED_ASIDE)
    return [(name, related[key]) for name, key in listed if package.has(related.get(key, ""))], look


class _SharedStrings:
    """Handlers for the part with the texts that cells share."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._size = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self._open.append(name)
        if name == "si":
            self._pieces.clear()

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        if name == "si":
            if len(self.strings) >= MOST_CELLS:
                raise refused(_BOMB)
            self.strings.append("".join(self._pieces))

    def text(self, data: str) -> None:
        """A piece of a text; readings of Japanese characters (rPh) are no part of it."""
        if self._open[-1] != "t" or "rPh" in self._open:
            return
        self._size += len(data)
        if self._size > _MOST_STRINGS:
            raise refused(_BOMB)
        self._pieces.append(data)


def _shared_strings(package: _Package) -> list[str]:
    shared = _SharedStrings()
    if package.has("xl/sharedStrings.xml"):
        package.parse("xl/sharedStrings.xml", (shared.start, shared.end), text=shared.text)
    return shared.strings
