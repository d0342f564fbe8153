"""Pages and analyses as JSON and back: between the reading process and the service; pages also for keeping them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.clause import Clause
from domain.page import Page, PageSource, Word
from domain.reading.analysis import Analysis
from domain.suggestion import Suggestion
from domain.values import ValueType
from storage import shapes

if TYPE_CHECKING:
    from domain.reading.own_wordings import OwnWording


def page_to_json(page: Page) -> dict[str, Any]:
    """Shape: {"n", "w", "h", "s": source, "t": turned, "fonts": [str], "words": [WORD], "warnings": [str]}.

    A WORD is [text, x0, top, x1, bottom, font, size, flags, confidence]; `flags` is 1 for bold plus 2 for italic, and
    `font` its place in `fonts`.
    """
    fonts: dict[str, int] = {}
    words = [
        [
            word.text, word.x0, word.top, word.x1, word.bottom, fonts.setdefault(word.font, len(fonts)), word.size,
            word.bold + 2 * word.italic, word.confidence,
        ]
        for word in page.words
    ]  # fmt: skip
    data: dict[str, Any] = {
        "n": page.number,
        "w": page.width,
        "h": page.height,
        "s": page.source.value,
        "t": page.turned,
    }
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


def analysis_to_json(analysis: Analysis) -> dict[str, Any]:
    """An analysis by its fields; small types as storage.shapes writes them."""
    return {
        "clauses": [_clause_to_json(clause) for clause in analysis.clauses],
        "suggestions": [_suggestion_to_json(suggestion) for suggestion in analysis.suggestions],
        "facts": [shapes.fact_to_json(fact, fact.evidence.clause) for fact in analysis.facts],
        "language": analysis.language,
        "engine": analysis.engine,
        "warnings": list(analysis.warnings),
    }


def wording_to_json(own: OwnWording) -> dict[str, Any]:
    """A phrase of a library's own."""
    return {"term": own.term, "value_type": own.value_type.value, "phrase": own.phrase, "means": own.means}


def wording_from_json(data: dict[str, Any]) -> OwnWording:
    """The reverse of `wording_to_json`."""
    from domain.reading.own_wordings import OwnWording  # noqa: PLC0415 - brings the rules along

    return OwnWording(**(data | {"value_type": ValueType(data["value_type"])}))


def analysis_from_json(data: dict[str, Any]) -> Analysis:
    """The reverse of `analysis_to_json`; raises KeyError, ValueError or TypeError for what it did not write."""
    return Analysis(
        clauses=tuple(_clause_from_json(item) for item in data["clauses"]),
        suggestions=tuple(_suggestion_from_json(item) for item in data["suggestions"]),
        facts=tuple(shapes.fact_from_json(item) for item in data["facts"]),
        language=data["language"],
        engine=data["engine"],
        warnings=tuple(data["warnings"]),
    )


def _clause_to_json(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "number": clause.number,
        "heading": clause.heading,
        "text": clause.text,
        "page_start": clause.page_start,
        "page_end": clause.page_end,
        "boxes": shapes.boxes_to_json(clause.boxes),
        "parent": clause.parent,
        "level": clause.level,
        "fragments": shapes.fragments_to_json(clause.fragments),
        "confidence": clause.confidence,
    }


def _clause_from_json(data: dict[str, Any]) -> Clause:
    boxes, fragments = shapes.boxes_from_json(data["boxes"]), shapes.fragments_from_json(data["fragments"])
    return Clause(**(data | {"boxes": boxes, "fragments": fragments}))


def _suggestion_to_json(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "term": suggestion.term,
        "value": suggestion.value,
        "conditions": suggestion.conditions,
        "confidence": suggestion.confidence,
        "evidence": [shapes.quote_to_json(quote, quote.clause) for quote in suggestion.evidence],
        "cues": [shapes.cue_to_json(cue) for cue in suggestion.cues],
        "searched": list(suggestion.searched),
        "source": suggestion.source,
    }


def _suggestion_from_json(data: dict[str, Any]) -> Suggestion:
    evidence = tuple(shapes.quote_from_json(item) for item in data["evidence"])
    cues = tuple(shapes.cue_from_json(item) for item in data["cues"])
    return Suggestion(**(data | {"evidence": evidence, "cues": cues, "searched": tuple(data["searched"])}))
