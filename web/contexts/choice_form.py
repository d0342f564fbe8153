"""The form in which a person chooses a value: made from a term, from what was typed, and read back into a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.decision import Choice, EvidenceClaim
from domain.errors import Invalid
from domain.review import ReviewTerm
from domain.values import UNLIMITED, Permission, Unit, Value, ValueType
from domain.vocabulary import TermDefinition
from web.forms import Choice as Option
from web.forms import Field, Form, Kind
from web.sent import Values, first
from web.translation import Translator
from web.words import UNITS

EXPLICIT, INTERPRETED = "explicit", "interpreted"
CONDITIONS, VALUE = "conditions", "value"
_STANDINGS = (
    ("silent", "silent", "v-silent", "Silent"),
    ("uninterpreted", "unclear", "v-unclear", "Unclear"),
    ("not_applicable", "na", "v-na", "Not applicable"),
)
_PERMISSIONS = (
    ("permitted", "permitted", "v-permitted", "Permitted"),
    (CONDITIONS, "conditions", "v-conditions", "With conditions"),
    ("prohibited", "prohibited", "v-prohibited", "Prohibited"),
)
_YES_NO = (("yes", "permitted", "v-permitted", "Yes"), ("no", "prohibited", "v-prohibited", "No"))
_TYPED = (ValueType.TEXT, ValueType.INTEGER, ValueType.DECIMAL, ValueType.DATE)


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the values to choose from; `key` is the digit that chooses it."""

    value: str
    kind: str
    glyph: str
    word: str
    key: int
    suggested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """A clause to decide on: `quote` are the words taken from it, `whole` all of its text; `used` by this decision."""

    index: int
    document: str
    clause: str
    cite: str
    quote: str
    whole: str
    used: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the form holds, as texts. `clauses` are (document, clause, quote, used)."""

    pick: str = ""
    basis: str = EXPLICIT
    texts: Mapping[str, str] | None = None
    many: tuple[str, ...] = ()
    clauses: tuple[tuple[str, str, str, bool], ...] = ()

    def text(self, name: str) -> str:
        """What was typed in a field."""
        return (self.texts or {}).get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm:
    """The form as the template shows it. `form` holds all fields that are no picks, and the errors."""

    picks: tuple[Pick, ...]
    picked: str
    basis: str | None
    form: Form
    value_fields: tuple[str, ...]
    evidence: tuple[Pointed, ...]
    needs_reason: bool


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


def _begun(
    definition: TermDefinition,
    value: Value | None,
    conditions: str | None,
    clauses: tuple[tuple[str, str, str, bool], ...],
    notes: Mapping[str, str],
) -> Typed:
    pick, basis = _pick_of(definition, value, conditions)
    texts = {**_texts_of(value), **notes, CONDITIONS: conditions or ""}
    many = tuple(str(each) for each in value) if isinstance(value, list) else ()
    return Typed(pick=pick, basis=basis, texts=texts, many=many, clauses=clauses)


def _pick_of(definition: TermDefinition, value: Value | None, conditions: str | None) -> tuple[str, str]:
    if isinstance(value, str) and value in {standing for standing, *_ in _STANDINGS}:
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
    if pick in {standing for standing, *_ in _STANDINGS}:
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


def choice_form(
    t: Translator,
    term: ReviewTerm,
    typed: Typed,
    evidence: Sequence[Pointed],
    *,
    held: bool,
    errors: Invalid | None = None,
) -> ChoiceForm:
    """The form for a term; `held` is true for a version in force, whose decisions are replaced with a reason."""
    definition, needs_reason = term.definition, held and term.decision is not None
    values = value_fields(t, definition)
    fields = (*values, *_other_fields(t, term, needs_reason=needs_reason))
    form = Form(fields).filled({**(typed.texts or {}), "many": typed.many})
    permission = definition.value_type is ValueType.PERMISSION
    return ChoiceForm(
        picks=picks_for(t, term),
        picked=typed.pick,
        basis=typed.basis if permission else None,
        form=form.with_errors(errors) if errors else form,
        value_fields=tuple(field.name for field in values),
        evidence=tuple(evidence),
        needs_reason=needs_reason,
    )


def picks_for(t: Translator, term: ReviewTerm) -> tuple[Pick, ...]:
    """The values of a permission or a yes/no; for other types one for the field, and the standings."""
    value_type = term.definition.value_type
    own = (
        _PERMISSIONS
        if value_type is ValueType.PERMISSION
        else _YES_NO
        if value_type is ValueType.YES_NO
        else ((VALUE, "value", "pen", "A value:"),)
    )
    found = term.suggestion.suggestion if term.suggestion else None
    suggested = _pick_of(term.definition, found.value, found.conditions)[0] if found else None
    return tuple(
        Pick(value=value, kind=kind, glyph=glyph, word=t(word), key=key, suggested=value == suggested)
        for key, (value, kind, glyph, word) in enumerate((*own, *_STANDINGS), start=1)
    )


def value_fields(t: Translator, definition: TermDefinition) -> tuple[Field, ...]:
    """The fields of a value that is no permission and no yes or no."""
    choices = tuple(
        Option(c.key, (c.label_fr if t.language == "fr" else c.label_en) or c.key) for c in definition.choices
    )
    units = tuple(Option(unit.value, t(UNITS[unit])) for unit in Unit)
    fields: dict[ValueType, tuple[dict[str, Any], ...]] = {
        ValueType.TEXT: ({"name": "value", "label": t("Wording"), "kind": Kind.TEXTAREA},),
        ValueType.INTEGER: (
            {"name": "value", "label": t("Number"), "hint": t("A whole number, or “unlimited”."), "short": True},
        ),
        ValueType.DECIMAL: ({"name": "value", "label": t("Number"), "short": True},),
        ValueType.DATE: ({"name": "value", "label": t("Date"), "kind": Kind.DATE, "hint": t("Year-month-day")},),
        ValueType.DURATION: (
            {"name": "number", "label": t("Number"), "kind": Kind.NUMBER},
            {"name": "unit", "label": t("Unit"), "kind": Kind.SELECT, "choices": units, "short": True},
        ),
        ValueType.MONEY: (
            {"name": "amount", "label": t("Amount"), "short": True},
            {"name": "currency", "label": t("Currency"), "hint": t("Three letters, such as CAD"), "short": True},
        ),
        ValueType.PICKLIST: (
            {
                "name": "value",
                "label": t("Choice"),
                "kind": Kind.SELECT,
                "choices": (Option("", t("Choose…")), *choices),
                "short": True,
            },
        ),
        ValueType.PICKLIST_MANY: ({"name": "many", "label": t("Choices"), "kind": Kind.CHECKS, "choices": choices},),
    }
    return tuple(Field(quiet=True, prefix="c-", **each) for each in fields.get(definition.value_type, ()))


def _other_fields(t: Translator, term: ReviewTerm, *, needs_reason: bool) -> tuple[Field, ...]:
    looked_for = any(stored.suggestion.searched for stored in term.suggestions)
    value = Field(name="value", label=t("Value"), prefix="c-")
    fields = [
        *([value] if term.definition.value_type not in (*_TYPED, ValueType.PICKLIST) else []),
        Field(name="evidence", label=t("Clauses"), prefix="c-"),
        Field(name=CONDITIONS, label=t("Conditions"), kind=Kind.TEXTAREA, rows=2, prefix="c-"),
        Field(name="public_note", label=t("Public note"), kind=Kind.TEXTAREA, rows=1, prefix="c-"),
        Field(
            name="internal_note",
            label=t("Internal note"),
            kind=Kind.TEXTAREA,
            rows=1,
            prefix="c-",
            placeholder=t("Staff only"),
        ),
        Field(
            name="searched",
            label=t("Searched for"),
            kind=Kind.TEXTAREA,
            rows=2,
            prefix="c-",
            hint=t("For “Silent”: the wordings you looked for, one to a line."),
        ),
        Field(
            name="reason",
            label=t("Why the earlier decision is replaced"),
            kind=Kind.TEXTAREA,
            rows=1,
            prefix="c-",
            required=True,
        ),
    ]
    left_out = {"searched" if looked_for else "", "" if needs_reason else "reason"}
    return tuple(field for field in fields if field.name not in left_out)


def is_a_permission(value: object) -> bool:
    """Whether it is one of the values of a permission."""
    return value in set(Permission)
