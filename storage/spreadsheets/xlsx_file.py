"""XLSX files (ECMA-376): the parts of the package, read as a stream and never unpacked as a whole."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from domain.spreadsheets.table import Sheet, Workbook, sheet_of
from storage.spreadsheets.limits import EMPTY, MOST_UNPACKED, Counter, refused
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

    def parse(self, path: str, start: Callable[[str, dict[str, str]], None], **more: Callable[..., None]) -> None:
        """Give the elements of a part to handlers; raises Invalid past the limit, and for a document type."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
        if "end" in more:
            end = more["end"]
            parser.EndElementHandler = lambda name: end(_local(name))
        if "text" in more:
            parser.CharacterDataHandler = more["text"]
        parser.StartDoctypeDeclHandler = _refuse_doctype
        for piece in self._pieces(path):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _pieces(self, path: str) -> Iterator[bytes]:
        taken = 0
        with self._package.open(path) as part:
            while piece := part.read(_CHUNK):
                taken += len(piece)
                if taken > MOST_UNPACKED:
                    raise refused(_BOMB)
                yield piece


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
        package.parse(path, parts.start, end=parts.end, text=parts.text)
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

    package.parse("xl/_rels/workbook.xml.rels", relation)
    package.parse("xl/workbook.xml", part)
    if package.has("xl/styles.xml"):
        package.parse("xl/styles.xml", look.start, end=look.end)
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
        package.parse("xl/sharedStrings.xml", shared.start, end=shared.end, text=shared.text)
    return shared.strings
