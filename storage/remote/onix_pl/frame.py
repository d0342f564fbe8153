"""What stands before the terms: what is described, which licence it is, and who, what and when it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from domain.effective_terms import EffectiveTerm
from domain.licence import LicenceStatus, OrganisationRole, Resource
from domain.sync.records import Facts
from domain.sync.written import WholeLicence
from domain.values import STANDINGS
from domain.version import VersionKind
from storage.remote.onix_pl.codes import AGENTS, AUTHORISED_USER, LICENSE_STATUS, RENEWAL
from storage.remote.onix_pl.elements import add, add_code, relate
from storage.remote.onix_pl.quotes import Quotes
from storage.remote.onix_pl.usages import annotate_said

CONTENT, LAW = "LicensedContent", "PlaceOfGoverningLaw"
_KINDS = {VersionKind.AGREEMENT: "LicenseMainTerms", VersionKind.AMENDMENT: "Addendum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A licence without its terms. `users` and `law` are the terms that are definitions here, where decided."""

    whole: WholeLicence
    quotes: Quotes
    users: EffectiveTerm | None
    law: EffectiveTerm | None

    def write(self, root: Element) -> None:
        """ExpressionDetail, LicenseDetail and Definitions, in the order of the standard."""
        expression = add(root, "ExpressionDetail")
        add_code(expression, "ExpressionType", "LicenseExpression")
        negotiating = self.whole.facts.status is LicenceStatus.IN_NEGOTIATION
        add_code(expression, "ExpressionStatus", "Draft" if negotiating else "Complete")
        self._license(add(root, "LicenseDetail"))
        self._definitions(add(root, "Definitions"))

    def _license(self, detail: Element) -> None:
        facts = self.whole.facts
        identifier = add(detail, "LicenseIdentifier")
        add_code(identifier, "LicenseIDType", "LicenseeContractNumber")
        add(identifier, "IDValue", facts.code)
        add(detail, "Description", facts.name)
        if facts.status in LICENSE_STATUS:
            add_code(detail, "LicenseStatus", LICENSE_STATUS[facts.status])
        if facts.fields.renewal in RENEWAL:
            add_code(detail, "LicenseRenewalType", RENEWAL[facts.fields.renewal])
        for version in self.whole.versions():
            document = add(detail, "LicenseDocument")
            add_code(document, "LicenseDocumentType", _KINDS[version.kind])
            add(document, "DocumentLabel", self.quotes.labels[version.id])
        self._relations(detail)

    def _relations(self, detail: Element) -> None:
        agents = list(_agents(self.whole.facts))
        for role in AGENTS.values():
            relate(detail, "License", "Agent", role, (label for label, of, _ in agents if of == role))
        relate(detail, "License", "Agent", "AuthorizedUsers", [AUTHORISED_USER])
        relate(detail, "License", "Resource", "LicensedContent", [CONTENT])
        for label, _ in _days(self.whole.facts):
            relate(detail, "License", "TimePoint", label, [label])
        relate(detail, "License", "Place", "PlaceOfGoverningLaw", [LAW] if self.law else [])

    def _definitions(self, definitions: Element) -> None:
        for label, _, name in _agents(self.whole.facts):
            agent = add(definitions, "AgentDefinition")
            add(agent, "AgentLabel", label)
            add_code(agent, "AgentType", "Organization")
            if name:
                add(add(agent, "AgentName"), "Name", name)
        self._users(definitions)
        _content(definitions, self.whole.facts.fields.resources)
        for label, day in _days(self.whole.facts):
            point = add(definitions, "TimePointDefinition")
            add(point, "TimePointLabel", label)
            identifier = add(point, "TimePointIdentifier")
            add_code(identifier, "TimePointIDType", "YYYYMMDD")
            add(identifier, "IDValue", f"{day:%Y%m%d}")
        if self.law:
            place = add(definitions, "PlaceDefinition")
            add(place, "PlaceLabel", LAW)
            add(add(place, "PlaceName"), "Name", str(self.law.decision.value))
            self.quotes.link(place, self.law)

    def _users(self, definitions: Element) -> None:
        agent = add(definitions, "AgentDefinition")
        add(agent, "AgentLabel", AUTHORISED_USER)
        add_code(agent, "AgentType", "Person")
        if self.users:
            add(agent, "Description", str(self.users.decision.value))
            annotate_said(agent, self.users)
            self.quotes.link(agent, self.users)


def is_said(term: EffectiveTerm | None) -> EffectiveTerm | None:
    """The term where its value is words, else None."""
    value = term.decision.value if term else None
    return term if isinstance(value, str) and value not in STANDINGS else None


def _agents(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Label, relator and name of each organisation. Licensor and licensee are needed, named or not."""
    for role, relator in AGENTS.items():
        names = facts.fields.named(role)
        if not names and role in (OrganisationRole.LICENSOR, OrganisationRole.LICENSEE):
            names = ("",)
        for number, name in enumerate(names, 1):
            yield (relator if number == 1 else f"{relator}{number}"), relator, name


def _days(facts: Facts) -> Iterator[tuple[str, dt.date]]:
    days = (("LicenseStartDate", facts.start), ("LicenseEndDate", facts.end))
    return ((label, day) for label, day in days if day is not None)


def _content(definitions: Element, resources: tuple[Resource, ...]) -> None:
    """The content as a whole, made up of each resource with its title and numbers."""
    labels = [f"Resource{number}" for number, _ in enumerate(resources, 1)]
    content = add(definitions, "ResourceDefinition")
    add(content, "ResourceLabel", CONTENT)
    relate(content, "Resource", "Resource", "IsAnyOf", labels)
    for label, resource in zip(labels, resources, strict=True):
        one = add(definitions, "ResourceDefinition")
        add(one, "ResourceLabel", label)
        for kind, value in (("ISSN", resource.issn), ("ISBN13", resource.isbn)):
            if value:
                identifier = add(one, "ResourceIdentifier")
                add_code(identifier, "ResourceIDType", kind)
                add(identifier, "IDValue", value)
        add(one, "Description", resource.title)
