"""The plain texts that the demo licences are kept in.

A text begins with `key: value` lines and a line of `---`; then come blocks with an empty line between them:
`# heading`, `## schedule`, a numbered clause (`4.2 …`, `A1.1 …`), an item (`(a) …`), a table (lines of
`| cell | cell |`, the first of them its head), `[signatures]` with lines of
`party | organisation | name, office | date`, `[page]` for a page break, or a paragraph. `**words**` are bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

CLAUSE = re.compile(r"(?P<number>(?:\d+|[A-Z]\d?)\.\d+) (?P<text>.*)", re.DOTALL)
ITEM = re.compile(r"(?P<number>\([a-zA-Z]\)) (?P<text>.*)", re.DOTALL)


class Kind(StrEnum):
    """What a block of a text is."""

    HEADING = "heading"
    SCHEDULE = "schedule"
    CLAUSE = "clause"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    SIGNATURES = "signatures"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: its number where it has one, its text, or its rows of cells."""

    kind: Kind
    number: str = ""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A licence as it is written: `title`, `reference`, `layout`, perhaps `subtitle` and `header`, and its blocks."""

    facts: dict[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()

    def words(self) -> str:
        """All that a reader of the PDF meets, single-spaced."""
        pieces = [self.facts["title"], self.facts.get("subtitle", "")]
        for block in self.blocks:
            cells = [cell for row in block.rows for cell in row]
            pieces += [block.number, block.text, *cells]
        return " ".join(" ".join(pieces).replace("**", "").split())


def parse(source: str) -> Text:
    """The text in `source`; raises ValueError where the head is missing."""
    head, rule, body = source.partition("\n---\n")
    if not rule:
        raise ValueError("The head of the text, closed by a line of ---, is missing.")
    facts = dict(_fact(line) for line in head.splitlines() if line.strip())
    pieces = (piece.strip() for piece in re.split(r"\n\s*\n", body))
    return Text(facts=facts, blocks=tuple(_block(piece) for piece in pieces if piece))


def _fact(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _block(piece: str) -> Block:
    if piece == "[page]":
        return Block(kind=Kind.PAGE)
    if piece.startswith("[signatures]"):
        return Block(kind=Kind.SIGNATURES, rows=_rows(piece.splitlines()[1:]))
    if piece.startswith("|"):
        return Block(kind=Kind.TABLE, rows=_rows(line.strip()[1:-1] for line in piece.splitlines()))
    for mark, kind in (("## ", Kind.SCHEDULE), ("# ", Kind.HEADING)):
        if piece.startswith(mark):
            return Block(kind=kind, text=piece.removeprefix(mark))
    for pattern, kind in ((CLAUSE, Kind.CLAUSE), (ITEM, Kind.ITEM)):
        if match := pattern.fullmatch(piece):
            return Block(kind=kind, number=match["number"], text=match["text"])
    return Block(kind=Kind.PARAGRAPH, text=piece)


def _rows(lines: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)
