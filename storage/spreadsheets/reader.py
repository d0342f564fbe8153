"""The way in: a file by what it holds, whatever its name says."""

from __future__ import annotations

from typing import BinaryIO

from domain.spreadsheets.table import Workbook
from storage.spreadsheets.csv_file import read_csv
from storage.spreadsheets.limits import EMPTY, MOST_BYTES, TOO_LARGE, refused
from storage.spreadsheets.xlsx_file import read_xlsx

_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_PDF = "This is a PDF, not a spreadsheet. Upload it to a version of its licence."


class SpreadsheetReader:
    """domain.ports.SheetReader for CSV and XLSX."""

    most_bytes = MOST_BYTES

    def read(self, filename: str, source: BinaryIO) -> Workbook:
        content = source.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise refused(TOO_LARGE)
        if not content.strip():
            raise refused(EMPTY)
        if content.startswith(b"%PDF"):
            raise refused(_PDF)
        return read_xlsx(filename, content) if content.startswith(_PACKED) else read_csv(filename, content)
