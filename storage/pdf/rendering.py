"""Pictures of pages, by pdfium. Not safe for threads: only the child process uses it."""

from __future__ import annotations

import io
import math
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

from storage.pdf import scan


class Renderer:
    """Draws the pages of one PDF file, opened at the first page drawn. Raises pypdfium2's PdfiumError."""

    def __init__(self, path: Path, max_pixels: int) -> None:
        self._path = path
        self._max_pixels = max_pixels

    @cached_property
    def _pdf(self) -> Any:
        pdf = pypdfium2.PdfDocument(self._path)
        pdf.init_forms()
        return pdf

    def close(self) -> None:
        """Close the file, if a page was drawn."""
        if "_pdf" in self.__dict__:
            self._pdf.close()

    @property
    def count(self) -> int:
        """How many pages pdfium sees."""
        return len(self._pdf)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of page `number` (from 1) in points."""
        width, height = self._pdf.get_page_size(number - 1)
        return round(width, 2), round(height, 2)

    def grey(self, number: int, dpi: int) -> Image.Image:
        """Page `number` in grey, at a lower resolution where it would have too many pixels."""
        return self._draw(number, dpi, grayscale=True).convert("L")

    def png(self, number: int, dpi: int, turned: float) -> bytes:
        """Page `number` as a PNG file, turned counter-clockwise by `turned` degrees."""
        picture = _without_needless_colour(self._draw(number, dpi, grayscale=False))
        data = io.BytesIO()
        scan.turn(picture, turned).save(data, "PNG")
        return data.getvalue()

    def _draw(self, number: int, dpi: int, *, grayscale: bool) -> Image.Image:
        page = self._pdf[number - 1]
        try:
            width, height = page.get_size()
            scale = min(dpi / 72, math.sqrt(self._max_pixels / max(width * height, 1.0)))
            picture: Image.Image = page.render(scale=scale, grayscale=grayscale).to_pil()
            return picture.copy()
        finally:
            page.close()


def _without_needless_colour(picture: Image.Image) -> Image.Image:
    """A third of the size for the many pages that are black on white."""
    if picture.mode != "RGB":
        return picture
    red, green, blue = picture.split()
    same = ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(red, blue).getbbox() is None
    return red if same else picture
