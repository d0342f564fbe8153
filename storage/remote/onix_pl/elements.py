"""Elements of ONIX-PL: text that XML can hold, codes with their prefix, and the small groups used everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from storage.remote.onix_pl.codes import PREFIX

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, name: str, text: str | None = None) -> Element:
    """A child; characters that XML cannot hold, as PDFs sometimes give them, become blanks."""
    child = SubElement(parent, name)
    if text is not None:
        child.text = _NO_XML.sub(" ", text)
    return child


def add_code(parent: Element, name: str, code: str) -> None:
    """A child that holds a code of the standard."""
    add(parent, name, f"{PREFIX}{code}")


def annotate(parent: Element, text: str, kind: str = "") -> None:
    """An annotation; one without a kind of the standard's is words of ours."""
    annotation = add(parent, "Annotation")
    if kind:
        add_code(annotation, "AnnotationType", kind)
    add(annotation, "AnnotationText", text)


def relate(parent: Element, name: str, what: str, relator: str, related: Iterable[str]) -> None:
    """`relate(usage, "Usage", "Agent", "ReceivingAgent", ["onixPL:ThirdParty"])`; nothing where there is none.

    The relator is a code; what is related is a label of this file, or a code with its prefix.
    """
    found = list(related)
    if found:
        group = add(parent, f"{name}Related{what}")
        add_code(group, f"{name}{what}Relator", relator)
        for one in found:
            add(group, f"Related{what}", one)


def quantify(parent: Element, name: str, kind: str, value: int, unit: str, *, most: bool = False) -> None:
    """`quantify(term, "GeneralTerm", "PeriodForCureOfBreach", 30, "Days")`; `most` says that it may be less."""
    group = add(parent, f"{name}Quantity")
    add_code(group, f"{name}QuantityType", kind)
    detail = add(group, "QuantityDetail")
    if most:
        add_code(detail, "Proximity", "NotMoreThan")
    add(detail, "Value", str(value))
    add_code(detail, "QuantityUnit", unit)
