"""The schema of ONIX-PL as a judge: what in a file is not as the schema wants it.

It reads of XML Schema what that schema uses: sequences, choices and groups of elements, code lists, whole numbers, ids
and references to them. A content model becomes a pattern over the names of the children.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element, fromstring

from tests.material import SHARED

SAMPLES = SHARED / "data" / "lsp" / "onix-pl"
XS = "{http://www.w3.org/2001/XMLSchema}"
NS = "{http://www.editeur.org/onix-pl}"
_REVISION = {"datestamp", "sourcetype", "sourcename", "language"}


def parsed(content: bytes) -> Element:
    """The root of a file that we wrote ourselves, or that lies among the samples."""
    return fromstring(content)  # noqa: S314 - no file of a stranger


class Schema:
    """Both files of the schema."""

    def __init__(self) -> None:
        names = ("ONIX_PublicationsLicense_V1.0.xsd", "ONIX_PublicationsLicense_CodeLists.xsd")
        parts = [one for name in names for one in parsed((SAMPLES / name).read_bytes())]
        self._named = {(one.tag, one.get("name")): one for one in parts if one.get("name")}
        self._patterns: dict[int, re.Pattern[str]] = {}

    def faults(self, content: bytes) -> list[str]:
        """Every fault, with the element it is in; nothing for a valid expression."""
        root = parsed(content)
        declared = self._named[f"{XS}element", root.tag.removeprefix(NS)]
        ids = [one.get("id") for one in root.iter() if one.get("id")]
        twice = [f"the id {one} stands twice" for one in set(ids) if ids.count(one) > 1]
        links = {href for one in root.iter() if (href := one.get("href"))}
        loose = [f"nothing has the id {href}" for href in links - set(ids)]
        return [*self._element(root, declared), *twice, *loose]

    def _element(self, found: Element, declared: Element) -> Iterator[str]:
        name, kind = found.tag.removeprefix(NS), declared.find(f"{XS}complexType")
        if (of := declared.get("type")) and (f"{XS}complexType", of) in self._named:
            kind = self._named[f"{XS}complexType", of]
        if kind is None:
            yield from self._text(name, found, declared.get("type", ""))
            return
        simple = kind.find(f"{XS}simpleContent/{XS}extension")
        if simple is not None:
            yield from self._text(name, found, simple.get("base", ""))
            return
        yield from self._attributes(name, found, kind)
        yield from self._children(name, found, kind)

    def _children(self, name: str, found: Element, kind: Element) -> Iterator[str]:
        pattern = self._patterns.setdefault(id(kind), re.compile("".join(map(self._pattern, kind))))
        said = "".join(f"{child.tag.removeprefix(NS)};" for child in found)
        if not pattern.fullmatch(said):
            yield f"{name} may not hold {said or 'nothing'}"
            return
        declared = {one.get("name"): one for one in self._elements(kind)}
        for child in found:
            yield from self._element(child, declared[child.tag.removeprefix(NS)])

    def _pattern(self, particle: Element) -> str:
        inside = list(map(self._pattern, particle))
        if particle.tag == f"{XS}group":
            group = self._named[f"{XS}group", particle.get("ref")]
            inside = list(map(self._pattern, group))
        made = {
            f"{XS}element": f"{particle.get('name')};",
            f"{XS}sequence": "".join(inside),
            f"{XS}group": "".join(inside),
            f"{XS}choice": "|".join(inside),
        }.get(particle.tag, "")
        most = particle.get("maxOccurs", "1").replace("unbounded", "")
        return f"(?:{made}){{{particle.get('minOccurs', '1')},{most}}}" if made else ""

    def _elements(self, kind: Element) -> Iterator[Element]:
        """The elements of a content model, not those inside of them."""
        for one in kind:
            if one.tag == f"{XS}element":
                yield one
            elif one.tag == f"{XS}group":
                yield from self._elements(self._named[f"{XS}group", one.get("ref")])
            else:
                yield from self._elements(one)

    def _attributes(self, name: str, found: Element, kind: Element) -> Iterator[str]:
        known = {one.get("name"): one for one in kind.findall(f"{XS}attribute")}
        missing = [one for one, said in known.items() if said.get("use") == "required" and one not in found.attrib]
        unknown = found.attrib.keys() - known.keys() - _REVISION
        yield from (f"{name} has no {one}" for one in missing)
        yield from (f"{name} may not have {one}" for one in unknown)

    def _text(self, name: str, found: Element, base: str) -> Iterator[str]:
        text = found.text or ""
        if len(found):
            yield f"{name} holds elements instead of text"
        if base == "xs:int" and not re.fullmatch(r"[+-]?\d+", text):
            yield f"{name} is no whole number: {text}"
        codes = self._named.get((f"{XS}simpleType", base))
        if codes is not None and text not in {one.get("value") for one in codes.iter(f"{XS}enumeration")}:
            yield f"{name} has no code {text}"


@cache
def schema() -> Schema:
    """Read once."""
    return Schema()
