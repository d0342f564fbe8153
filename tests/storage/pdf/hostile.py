"""PDF files made to do harm, each small itself."""

from __future__ import annotations

import zlib

Stream = tuple[str, bytes]


def pdf(objects: list[str | Stream], *, root: int = 1, trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; a stream is its dictionary's inside and its bytes."""
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + _body(item) + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    return bytes(data) + f"trailer\n<< /Size {size} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def _body(item: str | Stream) -> bytes:
    if isinstance(item, str):
        return item.encode()
    inside, data = item
    return f"<< {inside} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def one_page(
    content: Stream,
    *more: str | Stream,
    media_box: str = "0 0 612 792",
    resources: str = "",
    fonts: str = "",
    entries: str = "",
) -> bytes:
    """A page with this content; `more` are objects from number 6 on, `entries` further ones of the page itself."""
    named = f"<< /Font << /F1 5 0 R {fonts} >> {resources} >>"
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{media_box}] /Contents 4 0 R /Resources {named} {entries} >>",
            content,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *more,
        ]
    )


def text(words: str) -> Stream:
    """A content stream that shows `words` near the top of the page."""
    return "", f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()


def unpacking_to(mebibytes: int) -> bytes:
    """A page whose content unpacks, twice, to that much."""
    packer, once = zlib.compressobj(1), bytearray()
    for _ in range(mebibytes):
        once += packer.compress(b" " * (1 << 20))
    once += packer.flush()
    return one_page(("/Filter [/FlateDecode /FlateDecode]", zlib.compress(bytes(once), 9)))


def forms_within_forms(levels: int = 10) -> bytes:
    """Form XObjects, each drawing the next ten times: 10 to the power of `levels` draws."""
    forms: list[str | Stream] = []
    for level in range(levels):
        head = f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {7 + level} 0 R >> >>"
        forms.append((head, b"/X Do " * 10))
    forms.append(("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 m 1 1 l S"))
    return one_page(("", b"/X Do"), *forms, resources="/XObject << /X 6 0 R >>")


def a_form_that_draws_itself() -> bytes:
    """A form XObject that draws itself, on a page with text."""
    head = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    content = ("", text("still here")[1] + b" /X Do")
    return one_page(content, (head, b"/X Do"), resources="/XObject << /X 6 0 R >>")


def millions_of_glyphs(count: int = 10_000_000) -> bytes:
    """A page that shows so many letters."""
    line = b"BT /F1 1 Tf 1 1 Td (" + b"x" * 1000 + b") Tj ET\n"
    return one_page(("/Filter /FlateDecode", zlib.compress(line * (count // 1000), 9)))


def nested_arrays(depth: int = 200_000) -> bytes:
    """A page with arrays within arrays in its resources and in its content."""
    content = ("", b"[" * depth + b"]" * depth + b" TJ " + text("still here")[1])
    return one_page(content, resources=f"/Deep {'[' * depth}{']' * depth}")


def endless_page_tree() -> bytes:
    """A page tree in which a node is its own child, and each level names it ten times."""
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [" + "3 0 R " * 10 + "2 0 R] /Count 100000000 >>",
            "<< /Type /Pages /Parent 2 0 R /Kids [" + "4 0 R 2 0 R " * 10 + "] /Count 10000000 >>",
            "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 612 792] >>",
        ]
    )


def huge_page(side: int = 200_000) -> bytes:
    """A page of that many points each way, with a word on it."""
    return one_page(("", b"BT /F1 12 Tf 100 100 Td (small) Tj ET"), media_box=f"0 0 {side} {side}")


def many_pages(count: int) -> bytes:
    """So many empty pages."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + count))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    pages = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    return pdf(["<< /Type /Catalog /Pages 2 0 R >>", pages, *[page] * count])
