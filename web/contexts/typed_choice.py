"""What a person types to choose a value: begun from a term, read from a sent form, and made into a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.decision import Choice, EvidenceClaim
from domain.errors import Invalid
from domain.review import ReviewTerm
from domain.said_elsewhere import SaidElsewhere
from domain.values import STANDINGS, UNLIMITED, Value, ValueType
from domain.vocabulary import TermDefinition
from web.sent import Values, first
from web.translation import Translator

EXPLICIT = "explicit"
CONDITIONS, VALUE = "conditions", "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the form holds, as texts. `clauses` are (document, clause, quote, used); `said` is the id of what somebody
    else says, if the form began with that."""

    pick: str = ""
    basis: str = EXPLICIT
    texts: Mapping[str, str] | None = None
    many: tuple[str, ...] = ()
    clauses: tuple[tuple[str, str, str, bool], ...] = ()
    said: str = ""

    def text(self, name: str) -> str:
        """What was typed in a field."""
        return (self.texts or {}).get(name, "")


_NAMES = (
    "value",
    "number",
    "unit",
    "amount",
    "currency",
    CONDITIONS,
    "public_note",
    "internal_note",
    "searched",
    "reason",
)


def typed_in(sent: Values) -> Typed:
    """What was sent."""
    used = set(sent.get("evidence", ()))
    places = sorted(int(n) for name in sent if name.startswith("clause.") and (n := name[7:]).isdecimal())
    return Typed(
        pick=first(sent, "pick"),
        basis=first(sent, "basis") or EXPLICIT,
        texts={name: first(sent, name) for name in _NAMES},
        many=tuple(sent.get("many", ())),
        said=first(sent, "said"),
        clauses=tuple(
            (first(sent, f"document.{n}"), first(sent, f"clause.{n}"), first(sent, f"quote.{n}"), str(n) in used)
            for n in places
        ),
    )


def typed_from(term: ReviewTerm) -> Typed:
    """What the form begins with: the decision that holds, else what is suggested."""
    decision, stored = term.decision, term.suggestion
    if decision is not None:
        clauses = tuple((e.document_id, e.clause_id, e.quote, True) for e in decision.evidence)
        notes = {"public_note": decision.public_note or "", "internal_note": decision.internal_note or ""}
        return _begun(term.definition, decision.value, decision.conditions, clauses, notes)
    if stored is None:
        return Typed()
    found = stored.suggestion
    clauses = tuple((stored.document_id, q.clause, q.quote, True) for q in found.evidence)
    return _begun(term.definition, found.value, found.conditions, clauses, {})


def typed_from_said(term: ReviewTerm, said: SaidElsewhere) -> Typed:
    """What the form begins with where somebody else says something; the words that were found are there to be used."""
    stored = term.suggestion
    found = stored.suggestion if stored else None
    same = found is not None and said.agrees(found.value, found.conditions)
    clauses = tuple((stored.document_id, q.clause, q.quote, same) for q in stored.suggestion.evidence) if stored else ()
    notes = {"public_note": said.public_note or "", "internal_note": said.note}
    notes |= {"reason": said.reason} if term.decision else {}
    if said.value is None:
        return Typed(texts={**notes, CONDITIONS: said.conditions or ""}, clauses=clauses, said=said.id)
    return replace(_begun(term.definition, said.value, said.conditions, clauses, notes), said=said.id)


def with_notes(typed: Typed, sent: Values) -> Typed:
    """With the notes that were written before the value was to be changed."""
    notes = {name: first(sent, name) for name in ("public_note", "internal_note") if first(sent, name)}
    return replace(typed, texts={**(typed.texts or {}), **notes})


def with_clause(typed: Typed, document: str, clause: str, text: str) -> Typed:
    """With one more clause to decide on; one that is there already is used again."""
    there = [(d, c, q, used or c == clause) for d, c, q, used in typed.clauses]
    if clause not in {c for _, c, _, _ in there}:
        there.append((document, clause, text, True))
    return replace(typed, clauses=tuple(there))


def with_words(typed: Typed, claims: Sequence[EvidenceClaim]) -> Typed:
    """With words that were pointed at: a quote that holds them is narrowed to them, others stay beside them."""
    there = list(typed.clauses)
    for claim in claims:
        pointed = (claim.document, claim.clause, claim.quote, True)
        wider = next((at for at, (_, c, q, _) in enumerate(there) if c == claim.clause and claim.quote in q), None)
        if wider is None:
            there.append(pointed)
        else:
            there[wider] = pointed
    return replace(typed, clauses=tuple(there))


def _begun(
    definition: TermDefinition,
    value: Value | None,
    conditions: str | None,
    clauses: tuple[tuple[str, str, str, bool], ...],
    notes: Mapping[str, str],
) -> Typed:
    pick, basis = pick_of(definition, value, conditions)
    texts = {**_texts_of(value), **notes, CONDITIONS: conditions or ""}
    many = tuple(str(each) for each in value) if isinstance(value, list) else ()
    return Typed(pick=pick, basis=basis, texts=texts, many=many, clauses=clauses)


def pick_of(definition: TermDefinition, value: Value | None, conditions: str | None) -> tuple[str, str]:
    """Which of the values to choose from stands for a value, and on which basis."""
    if isinstance(value, str) and value in STANDINGS:
        return value, EXPLICIT
    if definition.value_type is ValueType.PERMISSION:
        permission, _, basis = str(value).partition("_")
        return (CONDITIONS if permission == "permitted" and conditions else permission), basis or EXPLICIT
    return (str(value) if definition.value_type is ValueType.YES_NO else VALUE), EXPLICIT


def _texts_of(value: Value | None) -> dict[str, str]:
    if isinstance(value, dict):
        return {name: str(part) for name, part in value.items()}
    return {"value": str(value)} if isinstance(value, str | int) else {}


def choice_of(definition: TermDefinition, typed: Typed, t: Translator, suggestion_id: str | None) -> Choice:
    """The choice that was sent; raises Invalid for conditions that were forgotten."""
    conditions = typed.text(CONDITIONS).strip()
    if typed.pick == CONDITIONS and not conditions:
        raise Invalid.field(CONDITIONS, t("Write the conditions, or choose “Permitted”."))
    return Choice(
        value=_value(definition, typed),
        conditions=conditions or None,
        public_note=typed.text("public_note") or None,
        internal_note=typed.text("internal_note") or None,
        evidence=tuple(
            EvidenceClaim(document=document, clause=clause, quote=quote)
            for document, clause, quote, used in typed.clauses
            if used
        ),
        searched=tuple(line.strip() for line in typed.text("searched").splitlines() if line.strip()),
        suggestion_id=suggestion_id,
        reason=typed.text("reason").strip() or None,
    )


def _value(definition: TermDefinition, typed: Typed) -> object:
    pick = typed.pick
    if pick in STANDINGS:
        return pick
    if definition.value_type is ValueType.PERMISSION:
        permission = "permitted" if pick == CONDITIONS else pick
        return f"{permission}_{typed.basis}" if permission else None
    if definition.value_type is ValueType.YES_NO or pick != VALUE:
        return pick or None
    return _entered(definition.value_type, typed)


def _entered(value_type: ValueType, typed: Typed) -> object:
    match value_type:
        case ValueType.DURATION:
            return {"number": typed.text("number").strip(), "unit": typed.text("unit")}
        case ValueType.MONEY:
            return {"amount": typed.text("amount").strip(), "currency": typed.text("currency").strip().upper()}
        case ValueType.PICKLIST_MANY:
            return list(typed.many)
    text = typed.text("value").strip()
    return UNLIMITED if text.casefold() in {UNLIMITED, "illimité"} and value_type is ValueType.INTEGER else text
