"""Our licence as FOLIO's JSON, and what has no place there (crosswalk: docs/sync.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.effective_terms import EffectiveTerm
from domain.sync.records import Facts, Loss, LossKind
from domain.sync.written import WholeLicence
from domain.values import STANDINGS, Permission, Value, ValueType
from domain.vocabulary import TermDefinition
from storage.remote.folio.codes import (
    DEFAULT_KINDS,
    NOTES,
    OPEN_ENDED,
    OTHER,
    PERMITTED,
    STATUS,
    TYPE,
    UNDER_CONDITIONS,
    USUAL_KINDS,
    YES_NO,
    Kind,
)
from storage.remote.wording import in_words

SYSTEM = "folio"


@dataclass(slots=True)
class Writing:
    """One licence being written; `losses` grow on the way."""

    whole: WholeLicence
    definitions: Mapping[str, TermDefinition]
    losses: list[Loss] = field(default_factory=list)

    def body(self) -> dict[str, Any]:
        """What `POST /licenses/licenses` takes. The licence carries what holds today, each amendment what it decides.

        FOLIO lays active amendments over the licence by their dates, as we do, so both ways of reading agree.
        """
        facts = self.whole.facts
        fields = facts.fields
        also = [name for name in (*fields.alternative_titles, facts.code) if name and name != facts.name]
        body = {
            **_frame(facts),
            "type": TYPE[fields.scope],
            "localReference": facts.code,
            "alternateNames": [{"name": name} for name in dict.fromkeys(also)],
            "customProperties": self._terms(facts),
            "amendments": [self._amendment(one) for one in self.whole.amendments],
        }
        if facts.end is None and fields.renewal in OPEN_ENDED:
            body["endDateSemantics"] = "Open ended"
        # FOLIO knows organisations by the ids of its own list, which we do not have.
        roles = sorted({one.role.value for one in fields.organisations})
        self.losses += [Loss(kind=LossKind.NO_VENDOR, what=role) for role in roles]
        if facts.files:
            self.losses.append(Loss(kind=LossKind.NO_TERM, what="documents"))
        return body

    def _amendment(self, facts: Facts) -> dict[str, Any]:
        return {**_frame(facts), "customProperties": self._terms(facts)}

    def _terms(self, facts: Facts) -> dict[str, list[dict[str, Any]]]:
        """By name, in the order of the vocabulary; a list even for one value."""
        properties: dict[str, list[dict[str, Any]]] = {}
        known = [facts.terms[key] for key in self.definitions if key in facts.terms]
        for term in known:
            definition = self.definitions[term.term]
            name = "" if definition.retired_at else definition.codes.get(SYSTEM, "")
            if not name or name in properties:
                self._lose(LossKind.NO_TERM, term)
            elif (written := _property(name, definition, term)) is None:
                self._lose(LossKind.NO_VALUE, term, name)
            else:
                properties[name] = [written]
        return properties

    def _lose(self, kind: LossKind, term: EffectiveTerm, detail: str = "") -> None:
        decision = term.decision
        loss = Loss(kind=kind, what=term.term, value=decision.value, conditions=decision.conditions, detail=detail)
        self.losses.append(loss)


def _frame(facts: Facts) -> dict[str, Any]:
    """What licences and amendments have alike; members without a value are left out."""
    frame = {"name": facts.name, "status": STATUS[facts.status]}
    if facts.start:
        frame["startDate"] = facts.start.isoformat()
    if facts.end:
        frame |= {"endDate": facts.end.isoformat(), "endDateSemantics": "Explicit"}
    return frame


def _property(name: str, definition: TermDefinition, term: EffectiveTerm) -> dict[str, Any] | None:
    """One value with its notes, or None where the property takes no such value. Internal notes stay here."""
    decision = term.decision
    kind = DEFAULT_KINDS.get(name) or USUAL_KINDS.get(definition.value_type, Kind.TEXT)
    value = None if decision.value is None else _value(kind, definition, decision.value, bool(decision.conditions))
    if value is None:
        return None
    written: dict[str, Any] = {"value": value, "internal": not definition.public}
    said = [text.strip() for text in (decision.conditions, decision.public_note) if text and text.strip()]
    if said:
        written["publicNote"] = "; ".join(said)
    if kind is Kind.YES_NO_OTHER and isinstance(decision.value, str) and decision.value in NOTES:
        written["note"] = NOTES[decision.value]
    return written


def _value(kind: Kind, definition: TermDefinition, value: Value, conditional: bool) -> str | int | float | None:
    if kind is Kind.PERMITTED:
        return _permitted(value, conditional)
    if kind is Kind.YES_NO_OTHER:
        return _yes_or_no(definition, value, conditional)
    if isinstance(value, str) and value in STANDINGS:
        return None
    if kind is Kind.INTEGER:
        return value if isinstance(value, int) else None  # “unlimited” is no number
    if kind is Kind.DECIMAL:
        return float(Decimal(value)) if isinstance(value, str) else None
    return value if kind is Kind.DATE and isinstance(value, str) else in_words(definition, value)


def _permitted(value: Value, conditional: bool) -> str | None:
    if not isinstance(value, str):
        return None
    if value == Permission.PERMITTED_EXPLICIT and conditional:
        return UNDER_CONDITIONS
    return PERMITTED.get(value)


def _yes_or_no(definition: TermDefinition, value: Value, conditional: bool) -> str | None:
    """A permission under conditions is neither yes nor no: its note tells them."""
    if not isinstance(value, str):
        return None
    if definition.value_type is ValueType.PERMISSION and conditional and value.startswith("permitted"):
        return OTHER
    return YES_NO.get(value)
