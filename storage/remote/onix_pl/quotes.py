"""The words of the licence that its terms rest on, each once, with links to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from domain.decision import Evidence
from domain.effective_terms import EffectiveTerm
from domain.version import Version
from storage.remote.onix_pl.elements import add

Place = tuple[str, str, str, int, int]


@dataclass(slots=True)
class Quotes:
    """Quotes gathered while terms are written, by version and place. `labels` name the versions in this file."""

    labels: dict[str, str] = field(default_factory=dict)
    _ids: dict[Place, str] = field(default_factory=dict)
    _said: dict[Place, Evidence] = field(default_factory=dict)

    def label(self, versions: Iterable[Version]) -> None:
        """Name the versions; a name that two of them share is numbered."""
        taken: set[str] = set()
        for version in versions:
            name, number = version.label, 2
            while name in taken:
                name, number = f"{version.label} ({number})", number + 1
            taken.add(name)
            self.labels[version.id] = name

    def link(self, parent: Element, term: EffectiveTerm) -> None:
        """Links to the quotes of a term; the same words are kept once."""
        for one in term.decision.evidence:
            place = (term.version.id, one.sha256, one.clause_id, one.span.start, one.span.end)
            key = self._ids.setdefault(place, f"t{len(self._ids) + 1}")
            self._said[place] = one
            add(parent, "LicenseTextLink").set("href", key)

    def write(self, root: Element) -> None:
        """A text for each version that is quoted, its quotes in the order of its pages."""
        for version_id, label in self.labels.items():
            quoted = sorted((place for place in self._said if place[0] == version_id), key=self._order)
            if quoted:
                document = add(root, "LicenseDocumentText")
                add(document, "DocumentLabel", label)
                for number, place in enumerate(quoted, 1):
                    self._element(document, number, place)

    def _order(self, place: Place) -> tuple[str, int, float, int]:
        said = self._said[place]
        return said.sha256, said.page, said.boxes[0].top if said.boxes else 0.0, said.span.start

    def _element(self, document: Element, number: int, place: Place) -> None:
        said = self._said[place]
        element = add(document, "TextElement")
        element.set("id", self._ids[place])
        add(element, "SortNumber", str(number))
        if said.clause_number:
            add(element, "DisplayNumber", said.clause_number)
        add(element, "Text", said.quote)
