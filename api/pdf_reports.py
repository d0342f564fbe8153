"""What `extract` and `compare` print, as JSON (the contract of interfaces.md) and for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from domain.clause import Clause
from domain.reading.analysis import Analysis
from domain.suggestion import Suggestion
from storage.pdf.reader import FullReading

if TYPE_CHECKING:
    from domain.comparison import Comparison


def reading_report(reading: FullReading) -> dict[str, Any]:
    """A reading in the shape of `extract --json`."""
    analysis = reading.analysis
    return {
        "document": {
            "sha256": reading.sha256,
            "bytes": reading.bytes,
            "pages": reading.pages,
            "ocr_pages": list(reading.ocr_pages),
            "language": analysis.language,
            "reader": f"{reading.reader}; {analysis.engine}",
        },
        "clauses": [_clause(clause) for clause in analysis.clauses],
        "suggestions": [_suggestion(suggestion) for suggestion in analysis.suggestions],
        "warnings": [*reading.warnings, *analysis.warnings],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "number": clause.number,
        "heading": clause.heading,
        "text": clause.text,
        "page_start": clause.page_start,
        "page_end": clause.page_end,
        "boxes": [
            {"page": box.page, "x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom} for box in clause.boxes
        ],
        "parent": clause.parent,
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "term": suggestion.term,
        "value": suggestion.value,
        "conditions": suggestion.conditions,
        "confidence": round(suggestion.confidence, 3),
        "evidence": [{"clause": q.clause, "page": q.page, "quote": q.quote} for q in suggestion.evidence],
        "cues": [str(cue) for cue in suggestion.cues],
    }


def comparison_report(comparison: Comparison, old: Analysis, new: Analysis, notes: Sequence[str]) -> dict[str, Any]:
    """A comparison in the shape of `compare --json`; `terms` are those whose suggested value differs."""
    return {
        "changes": [
            {
                "kind": change.kind.value,
                "old": _side(change.old, change.old_text),
                "new": _side(change.new, change.new_text),
                "words": [{"op": mark.op, "text": mark.text} for mark in change.words],
                "substantive": change.substantive,
                "unsure": change.unsure,
            }
            for change in comparison.changes
        ],
        "terms": changed_values(old.suggestions, new.suggestions),
        "summary": comparison.summary(),
        "notes": list(notes),
    }


def _side(clause: Clause | None, text: str) -> dict[str, Any] | None:
    """`text` is what the words of the change join to: the clause, with the parts compared together with it."""
    if clause is None:
        return None
    return {"number": clause.number, "heading": clause.heading, "text": text, "page": clause.page_start}


def changed_values(old: tuple[Suggestion, ...], new: tuple[Suggestion, ...]) -> list[dict[str, Any]]:
    """Terms for which the two texts suggest different values."""
    before = {s.term: s.value for s in old}
    after = {s.term: s.value for s in new}
    terms = [term for term in {**before, **after} if before.get(term) != after.get(term)]
    return [{"term": term, "old": before.get(term), "new": after.get(term)} for term in terms]


def print_reading(reading: FullReading) -> None:
    """A reading for people: the clauses, then what they suggest."""
    analysis = reading.analysis
    print(f"{reading.pages} pages, {len(reading.ocr_pages)} read from pictures, {len(analysis.clauses)} clauses")
    for clause in analysis.clauses:
        print(f"p. {clause.page_start}  {clause.number or '-'}  {clause.text[:100]}")
    for suggestion in analysis.suggestions:
        places = ", ".join(f"p. {quote.page}" for quote in suggestion.evidence)
        print(f"{suggestion.term}: {suggestion.value} ({suggestion.confidence:.0%}) {places}")
    for warning in (*reading.warnings, *analysis.warnings):
        print(f"Warning: {warning}")


def print_comparison(comparison: Comparison, notes: Sequence[str] = ()) -> None:
    """A comparison for people: what changed in substance, in order."""
    for change in comparison.changes:
        if change.substantive:
            clause = change.new or change.old
            print(f"{change.kind.value}: {clause.number if clause and clause.number else '-'}")
            print("  " + "".join(_MARKS[mark.op].format(mark.text) for mark in change.words))
    print(", ".join(f"{number} {kind}" for kind, number in comparison.summary().items()))
    for note in notes:
        print(f"Note: {note}")


_MARKS = {"equal": "{}", "insert": "[+{}+]", "delete": "[-{}-]"}
