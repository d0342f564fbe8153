"""Permissions as usages: who may do what with which content, how, for whom and where."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from domain.effective_terms import EffectiveTerm
from domain.values import UNLIMITED, Permission
from domain.vocabulary import TermDefinition
from storage.remote.onix_pl.codes import (
    AUTHORISED_USER,
    CONCURRENT_USERS,
    FURTHER,
    MODIFIERS,
    PARTS,
    PREFIX,
    SYSTEM,
    USAGE_STATUS,
    Further,
)
from storage.remote.onix_pl.elements import add, add_code, annotate, quantify, relate
from storage.remote.onix_pl.quotes import Quotes

Modifiers = dict[str, tuple[str, ...]]


def is_known(definition: TermDefinition) -> bool:
    """Whether every code that tells this usage apart stands in the standard."""
    said = {name: definition.codes.get(f"{SYSTEM}_{name}", "") for name in MODIFIERS}
    return all(code in MODIFIERS[name] for name, code in said.items() if code)


def write_usage(parent: Element, definition: TermDefinition, term: EffectiveTerm, quotes: Quotes) -> bool:
    """A usage of a permission; False where its value is none that a usage can have."""
    value = term.decision.value
    status = USAGE_STATUS.get(value) if isinstance(value, str) else None
    if status is None:
        return False
    code = definition.codes[SYSTEM]
    modifiers = _modifiers(definition, code)
    usage = _begin(parent, code, status)
    annotate_said(usage, term)
    quotes.link(usage, term)
    for name, kind in (("User", "user"), ("UsedResource", "resource"), ("UsagePurpose", "purpose")):
        for one in modifiers[kind]:
            add_code(usage, name, one)
    for one in modifiers["method"]:
        add_code(usage, "UsageMethod", one)
    _relations(usage, modifiers)
    return True


def write_concurrent_users(parent: Element, term: EffectiveTerm, quotes: Quotes) -> bool:
    """Access by so many at once; “unlimited” has no quantity, and its annotation says so."""
    value = term.decision.value
    if isinstance(value, str) and value != UNLIMITED:
        return False
    usage = _begin(parent, "Access", USAGE_STATUS[Permission.PERMITTED_EXPLICIT])
    if value == UNLIMITED:
        annotate(usage, "Concurrent users: unlimited")
    annotate_said(usage, term)
    quotes.link(usage, term)
    add_code(usage, "User", AUTHORISED_USER)
    add_code(usage, "UsedResource", "LicensedContent")
    if isinstance(value, int):
        quantify(usage, "Usage", CONCURRENT_USERS, value, "Users", most=True)
    return True


def annotate_said(parent: Element, term: EffectiveTerm) -> None:
    """Conditions and the public note. Internal notes never leave the desk."""
    if term.decision.conditions:
        annotate(parent, term.decision.conditions, "SpecialConditions")
    if term.decision.public_note:
        annotate(parent, term.decision.public_note)


def _begin(parent: Element, code: str, status: str) -> Element:
    usage = add(parent, "Usage")
    add_code(usage, "UsageType", code)
    add_code(usage, "UsageStatus", status)
    return usage


def _modifiers(definition: TermDefinition, code: str) -> Modifiers:
    """The codes of the vocabulary, then what belongs to them in real files, then what is usual."""
    further = FURTHER.get(definition.key, Further())
    found: Modifiers = {}
    for name in MODIFIERS:
        own = definition.codes.get(f"{SYSTEM}_{name}", "")
        found[name] = tuple(dict.fromkeys([*filter(None, [own]), *getattr(further, name, ())]))
    found["user"] = found["user"] or (AUTHORISED_USER,)
    found["resource"] = found["resource"] or ("LicensedContentPart" if code in PARTS else "LicensedContent",)
    return found


def _relations(usage: Element, modifiers: Modifiers) -> None:
    named = (("Agent", "ReceivingAgent", "receiver"), ("Resource", "TargetResource", "target"))
    for what, relator, kind in (*named, ("Place", "PlaceOfUsage", "place")):
        relate(usage, "Usage", what, relator, (f"{PREFIX}{code}" for code in modifiers[kind]))
