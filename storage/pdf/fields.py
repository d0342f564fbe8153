"""What was typed into a PDF's form fields and text notes, as words at their boxes.

Field values are kept apart from a page's content, so neither interpreter sees them; a filled-in order form of a licence
says its dates and parties nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from playa.page import Annotation
from playa.page import Page as PlayaPage
from playa.pdftypes import PSLiteral, resolve1
from playa.utils import decode_text

from domain.page import Word
from storage.pdf.words import plain_letters

_DEEPEST = 8
"""Fields inherit from their parents; a chain longer than this is a loop."""
_LETTER_WIDTH = 0.5
_LINE_HEIGHT = 1.2
_USUAL_SIZE = 10.0
_LONGEST_VALUE = 20_000
_HIDDEN = 2


def field_words(source: PlayaPage, left: float, upper: float, present: Sequence[Word]) -> list[Word]:
    """Words of the filled fields of a page, but for those that its text layer (`present`) already shows there.

    `left` and `upper` are the corner of what is shown of the page, in points from the corner of its media box.
    """
    if "Annots" not in source.attrs:
        return []
    found: list[Word] = []
    for annotation in source.annotations:
        text = _text_of(annotation)
        if text:
            x0, top, x1, bottom = annotation.bbox
            words = _laid_out(text, (x0 - left, top - upper, x1 - left, bottom - upper))
            found += [word for word in words if not _is_present(word, present)]
    return found


def _text_of(annotation: Annotation) -> str:
    flags = resolve1(annotation.props.get("F"))
    if isinstance(flags, int) and flags & _HIDDEN:
        return ""
    if annotation.type == "FreeText":
        return annotation.contents or ""
    return _field_text(annotation.props) if annotation.type == "Widget" else ""


def _field_text(props: dict[str, Any]) -> str:
    kind, value = _inherited(props, "FT"), _inherited(props, "V")
    match kind.name if isinstance(kind, PSLiteral) else "":
        case "Tx" | "Ch":
            return ", ".join(_strings(value))[:_LONGEST_VALUE]
        case "Btn":
            return _tick(props)
    return ""


def _tick(props: dict[str, Any]) -> str:
    """A box that can be ticked, as a sign; push buttons have no states and say nothing."""
    state = resolve1(props.get("AS"))
    if not isinstance(state, PSLiteral):
        return ""
    return "☐" if state.name == "Off" else "☒"


def _inherited(props: dict[str, Any], key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in props:
            return resolve1(props[key])
        parent = resolve1(props.get("Parent"))
        if not isinstance(parent, dict):
            return None
        props = parent
    return None


def _strings(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        plain = resolve1(item)
        if isinstance(plain, bytes):
            yield decode_text(plain)
        elif isinstance(plain, str):
            yield plain


def _laid_out(text: str, box: tuple[float, float, float, float]) -> Iterator[Word]:
    """The words of a field set line by line inside its box, at a size that lets them fit."""
    x0, top, x1, bottom = box
    lines = list(_wrapped(text, max(1, int((x1 - x0) / (_USUAL_SIZE * _LETTER_WIDTH)))))
    size = min(_USUAL_SIZE, max(4.0, (bottom - top) / (len(lines) * _LINE_HEIGHT)))
    start = top if len(lines) > 1 else (top + bottom - size) / 2
    for number, line in enumerate(lines):
        y, column = start + number * size * _LINE_HEIGHT, 0
        for text_word in line:
            left, right = x0 + column * size * _LETTER_WIDTH, x0 + (column + len(text_word)) * size * _LETTER_WIDTH
            column += len(text_word) + 1
            yield Word(
                text=text_word, x0=round(min(left, x1), 2), top=round(y, 2), x1=round(min(right, x1), 2),
                bottom=round(y + size, 2), size=round(size, 2),
            )  # fmt: skip


def _wrapped(text: str, width: int) -> Iterator[list[str]]:
    for paragraph in text.splitlines():
        line: list[str] = []
        for raw in paragraph.split():
            word = plain_letters(raw)
            if line and sum(map(len, line)) + len(line) + len(word) > width:
                yield line
                line = []
            if word:
                line.append(word)
        if line:
            yield line


def _is_present(word: Word, present: Sequence[Word]) -> bool:
    """Whether the page's own text already holds the word near its place, as in a form that was flattened."""
    return any(
        other.text == word.text
        and abs(other.top - word.top) < 2 * _USUAL_SIZE
        and abs(other.x0 - word.x0) < 5 * _USUAL_SIZE
        for other in present
    )
