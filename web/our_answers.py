"""The public answers in the shapes of OUR and CLEAR: XML, JSON, and a small table for a frame (docs/public.md)."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from markupsafe import Markup

from domain.our_answers import OurAnswer, our_answers
from domain.usecases.terms import PublicResource

XML = "application/xml"
_PARTS = ("case", "usage", "definition-short", "definition-long")


def our_json(found: PublicResource, tag: str) -> dict[str, Any]:
    """One record; the definitions are HTML."""
    answers = {one.key: _members(one) for one in our_answers(found.answers)}
    return {"license-name": found.resource.title, "license-tag": tag, **answers}


def our_xml(found: PublicResource, tag: str) -> str:
    """The same as XML: an element for each question under `license`."""
    record = our_json(found, tag)
    inner = "".join(_element(name, value) for name, value in record.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<license>{inner}</license>\n'


def _members(one: OurAnswer) -> dict[str, str]:
    paragraphs = Markup("").join(Markup("<p>{}</p>").format(line) for line in one.lines)
    values = (one.question, one.usage, str(Markup("<p>{}</p>").format(one.short)), str(paragraphs))
    return dict(zip(_PARTS, values, strict=True))


def _element(name: str, value: str | dict[str, str]) -> str:
    inner = escape(_plain(value)) if isinstance(value, str) else "".join(_element(*part) for part in value.items())
    return f"<{name}>{inner}</{name}>"


def _plain(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
