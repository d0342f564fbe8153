"""The licence texts kept beside the project, as clauses, for measuring."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from domain.clause import Clause
from domain.reading.segments import segment
from storage.pdf.reader import PdfReader

LICENCES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "licences"
_LETTERS = re.compile(r"\w+")


def read_json(name: str) -> Any:
    """One JSON file of the licences folder."""
    return json.loads((LICENCES / name).read_text(encoding="utf-8"))


def clauses_of_text(name: str) -> list[Clause]:
    """A text with its clauses as segmented by hand; unnumbered paragraphs stand alone."""
    segments = read_json(f"gold/{name}.clauses.json")["segments"]
    clauses: list[Clause] = []
    stack: list[tuple[int, str]] = []
    text = (LICENCES / "text" / f"{name}.txt").read_text(encoding="utf-8")
    for line in filter(None, map(str.strip, text.splitlines())):
        segment = segments[0] if segments and _begins(line, segments[0]) else None
        if segment:
            segments.pop(0)
            stack = [(level, at) for level, at in stack if level < segment["level"]]
        identifier = f"c{len(clauses)}"
        clauses.append(_clause(identifier, line, segment, stack[-1][1] if stack else None))
        if segment:
            stack.append((segment["level"], identifier))
    if segments:
        raise ValueError(f"{name}: {len(segments)} segments not found, first {segments[0]}")
    return clauses


def _begins(line: str, segment: dict[str, Any]) -> bool:
    letters = "".join(_LETTERS.findall(line)).lower()
    parts = (segment["label"], segment["heading"] if segment["kind"] == "clause" else "", segment["first_words"])
    if segment["heading"] and segment["first_words"].startswith(segment["heading"]):
        parts = (segment["label"], "", segment["first_words"])
    return letters.startswith("".join(_LETTERS.findall(" ".join(parts))).lower())


def _clause(identifier: str, line: str, segment: dict[str, Any] | None, parent: str | None) -> Clause:
    label = segment["label"] if segment else ""
    text = line[len(label) :].strip() if label and line.startswith(label) else line
    return Clause(
        id=identifier,
        number=(segment["number"] or None) if segment else None,
        heading=(segment["heading"] or None) if segment else None,
        text=text,
        page_start=1,
        page_end=1,
        boxes=(),
        parent=parent,
        level=segment["level"] if segment else 0,
    )


@cache
def clauses_of_pdf(name: str) -> tuple[Clause, ...]:
    """The clauses of a PDF by its file name, or of the first digital copy of a licence by the licence's name."""
    path = LICENCES / "pdf" / (name if name.endswith(".pdf") else _digital(name)[0])
    return segment(tuple(PdfReader().pages(path)))


def scans() -> list[tuple[str, str]]:
    """Each scan with the digital copy it was made from, by their file names."""
    found = []
    for scan in sorted((LICENCES / "pdf").glob("*.scan-of-*.pdf")):
        name, made_from = scan.stem.split(".scan-of-")
        found.append((next(copy for copy in _digital(name) if f".{made_from}" in copy), scan.name))
    return found


def _digital(name: str) -> list[str]:
    return sorted(path.name for path in (LICENCES / "pdf").glob(f"{name}.*.pdf") if ".scan-of-" not in path.name)
