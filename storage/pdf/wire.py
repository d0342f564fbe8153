"""Pages as JSON and back: between the reading process and the service, and for keeping them."""

from __future__ import annotations

from typing import Any

from domain.page import Page, PageSource, Word


def page_to_json(page: Page) -> dict[str, Any]:
    """Shape: {"n", "w", "h", "s": source, "t": turned, "fonts": [str], "words": [[text, x0, top, x1, bottom, font, size, flags, conf]]}.

    `flags` is 1 for bold plus 2 for italic; words name their font by its place in `fonts`.
    """
    fonts: dict[str, int] = {}
    words = [
        [
            word.text, word.x0, word.top, word.x1, word.bottom, fonts.setdefault(word.font, len(fonts)), word.size,
            word.bold + 2 * word.italic, word.confidence,
        ]
        for word in page.words
    ]  # fmt: skip
    data: dict[str, Any] = {"n": page.number, "w": page.width, "h": page.height, "s": page.source.value, "t": page.turned}
    return data | {"fonts": list(fonts), "words": words, "warnings": list(page.warnings)}


def page_from_json(data: dict[str, Any]) -> Page:
    """The reverse of `page_to_json`; raises KeyError, ValueError or TypeError for what it did not write."""
    fonts = data["fonts"]
    return Page(
        number=data["n"],
        width=data["w"],
        height=data["h"],
        words=tuple(
            Word(
                text=text, x0=x0, top=top, x1=x1, bottom=bottom, font=fonts[font], size=size,
                bold=bool(flags & 1), italic=bool(flags & 2), confidence=confidence,
            )
            for text, x0, top, x1, bottom, font, size, flags, confidence in data["words"]
        ),
        source=PageSource(data["s"]),
        warnings=tuple(data["warnings"]),
        turned=data["t"],
    )  # fmt: skip
