"""Turns a PDF into what an office scanner makes of its printout: black on white, askew, with specks."""

from __future__ import annotations

import io
import random

import pypdfium2
from PIL import Image

DPI = 200
LETTER = (612, 792)
BLACK_BELOW = 150
SPECKS = 90


def scanned(pdf: bytes, *, seed: str) -> bytes:
    """A PDF of the same pages as pictures. The same `seed` gives the same dirt."""
    chance = random.Random(seed)  # noqa: S311 - places specks, protects nothing
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    return _bound([_fax(_askew(picture, chance)) for picture in pictures])


def _askew(picture: Image.Image, chance: random.Random) -> Image.Image:
    angle = chance.choice((-1, 1)) * chance.uniform(0.35, 0.8)
    turned = picture.convert("L").rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    for _ in range(SPECKS):
        x, y = chance.randrange(turned.width - 3), chance.randrange(turned.height - 3)
        turned.paste(0, (x, y, x + chance.randint(1, 3), y + chance.randint(1, 2)))
    return turned.point(_ink, mode="1")


def _ink(level: int) -> int:
    return 0 if level < BLACK_BELOW else 255


def _fax(picture: Image.Image) -> tuple[int, int, bytes]:
    """Width, height and CCITT group 4 data: lossless, so the bytes follow from the dots alone."""
    buffer = io.BytesIO()
    rows_per_strip = {278: picture.height}
    picture.save(buffer, format="TIFF", compression="group4", tiffinfo=rows_per_strip)
    with Image.open(buffer) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
    return picture.width, picture.height, buffer.getvalue()[start : start + length]


def _bound(pages: list[tuple[int, int, bytes]]) -> bytes:
    """A PDF with one picture a page."""
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for n, page in enumerate(pages):
        objects += _page_objects(3 + 3 * n, *page)
    return _file(objects)


def _page_objects(first: int, width: int, height: int, data: bytes) -> list[bytes]:
    across, down = LETTER
    resources = f"<< /XObject << /Scan {first + 1} 0 R >> >>"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {across} {down}] "
        f"/Resources {resources} /Contents {first + 2} 0 R >>"
    )
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 1 "
        "/ColorSpace /DeviceGray /Filter /CCITTFaxDecode "
        f"/DecodeParms << /K -1 /Columns {width} /Rows {height} /BlackIs1 true >> /Length {len(data)} >>"
    )
    drawing = f"q {across} 0 0 {down} 0 0 cm /Scan Do Q".encode()
    return [page.encode(), _stream(picture.encode(), data), _stream(f"<< /Length {len(drawing)} >>".encode(), drawing)]


def _stream(head: bytes, data: bytes) -> bytes:
    return head + b"\nstream\n" + data + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start, size = len(out), len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
