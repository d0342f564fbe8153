"""How ONIX-PL writes a licence: one expression, of the terms that hold today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, indent, tostring

from domain.effective_terms import EffectiveTerm
from domain.errors import Conflict
from domain.licence import LicenceStatus
from domain.sync.records import Loss, LossKind
from domain.sync.written import WholeLicence, WrittenLicence
from domain.values import ValueType
from domain.vocabulary import TermDefinition
from storage.remote.onix_pl.codes import (
    AGENTS,
    AUTHORISED_USER,
    CONCURRENT_USERS,
    NAMESPACE,
    SECTION_OF,
    SECTIONS,
    SYSTEM,
    USAGES,
)
from storage.remote.onix_pl.elements import add
from storage.remote.onix_pl.frame import Frame, is_said
from storage.remote.onix_pl.quotes import Quotes
from storage.remote.onix_pl.terms import type_of, write_term
from storage.remote.onix_pl.usages import is_known, write_concurrent_users, write_usage

_NO_USAGE = "ONIX-PL needs at least one use that is permitted or not. Decide a term such as remote access first."


class OnixPlFormat:
    """domain.ports.forms.LicenceWriter for ONIX-PL 1.0."""

    def write(self, whole: WholeLicence, definitions: Mapping[str, TermDefinition]) -> WrittenLicence:
        """Raises Conflict where no usage is decided, because the standard needs one."""
        writing = Writing(whole, {key: one for key, one in definitions.items() if one.retired_at is None})
        root = writing.expression()
        indent(root)
        content = tostring(root, encoding="utf-8", xml_declaration=True)
        return WrittenLicence(content=content, losses=tuple(writing.losses))


@dataclass(slots=True)
class Writing:
    """One licence being written; `losses` and quotes grow on the way."""

    whole: WholeLicence
    definitions: Mapping[str, TermDefinition]
    losses: list[Loss] = field(default_factory=list)
    quotes: Quotes = field(default_factory=Quotes)

    def expression(self) -> Element:
        """The whole. Sections without a term are left out, as the standard wants it."""
        self.quotes.label(self.whole.versions())
        users, law = is_said(self._coded(AUTHORISED_USER)), is_said(self._coded("GoverningLaw"))
        root = Element("PublicationsLicenseExpression", {"xmlns": NAMESPACE, "version": "1.0"})
        Frame(whole=self.whole, quotes=self.quotes, users=users, law=law).write(root)
        usages = add(root, "UsageTerms")
        parents = {section: Element(f"{section}s") for section in SECTIONS}
        types = Counter(type_of(one) for one in self.definitions.values())
        for term in self._terms():
            definition = self.definitions[term.term]
            if term is not users and not self._written(usages, parents, definition, term, types):
                self._lose(LossKind.NO_VALUE, term)
        if not len(usages):
            raise Conflict(_NO_USAGE)
        root.extend(parent for parent in parents.values() if len(parent))
        self.quotes.write(root)
        self._lose_the_rest()
        return root

    def _terms(self) -> list[EffectiveTerm]:
        """The terms that have a place, in the order of the vocabulary; the others are noted as lost."""
        terms = self.whole.facts.terms
        for key in sorted(terms):
            if key not in self.definitions or not self._has_place(self.definitions[key]):
                self._lose(LossKind.NO_TERM, terms[key])
        return [terms[key] for key, one in self.definitions.items() if key in terms and self._has_place(one)]

    def _has_place(self, definition: TermDefinition) -> bool:
        code = definition.codes.get(SYSTEM, "")
        if code in USAGES:
            return definition.value_type is ValueType.PERMISSION and is_known(definition)
        fixed = {CONCURRENT_USERS: ValueType.INTEGER, AUTHORISED_USER: ValueType.TEXT}
        return fixed[code] is definition.value_type if code in fixed else type_of(definition) in SECTION_OF

    def _written(
        self,
        usages: Element,
        parents: Mapping[str, Element],
        definition: TermDefinition,
        term: EffectiveTerm,
        types: Mapping[str, int],
    ) -> bool:
        code = definition.codes[SYSTEM]
        if code in USAGES:
            return write_usage(usages, definition, term, self.quotes)
        if code == CONCURRENT_USERS:
            return write_concurrent_users(usages, term, self.quotes)
        if code == AUTHORISED_USER:
            return False
        return write_term(parents, definition, term, self.quotes, shared=types[type_of(definition)] > 1)

    def _coded(self, code: str) -> EffectiveTerm | None:
        """The first term in words whose definition has this code."""
        in_words = {key: one for key, one in self.definitions.items() if one.value_type is ValueType.TEXT}
        keys = (key for key, one in in_words.items() if one.codes.get(SYSTEM) == code)
        return next((self.whole.facts.terms[key] for key in keys if key in self.whole.facts.terms), None)

    def _lose(self, kind: LossKind, term: EffectiveTerm) -> None:
        decision = term.decision
        self.losses.append(Loss(kind=kind, what=term.term, value=decision.value, conditions=decision.conditions))

    def _lose_the_rest(self) -> None:
        facts = self.whole.facts
        gone = sorted({one.role.value for one in facts.fields.organisations if one.role not in AGENTS})
        if facts.files:
            gone.append("documents")
        if any(one.status is LicenceStatus.NOT_YET_ACTIVE for one in self.whole.amendments):
            gone.append("coming amendments")
        self.losses += [Loss(kind=LossKind.NO_TERM, what=what) for what in gone]
