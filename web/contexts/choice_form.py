"""The form in which a person chooses a value, as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import Invalid
from domain.review import ReviewTerm
from domain.values import Unit, ValueType
from domain.vocabulary import TermDefinition
from web.contexts.typed_choice import CONDITIONS, VALUE, Typed, pick_of
from web.forms import Choice as Option
from web.forms import Field, Form, Kind
from web.translation import Translator
from web.words import UNITS

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
class ChoiceForm:
    """The form as the template shows it. `form` holds all fields that are no picks, and the errors; `said` is the id of
    what somebody else says, if the form began with that."""

    picks: tuple[Pick, ...]
    picked: str
    basis: str | None
    form: Form
    value_fields: tuple[str, ...]
    evidence: tuple[Pointed, ...]
    needs_reason: bool
    said: str = ""


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
        said=typed.said,
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
    suggested = pick_of(term.definition, found.value, found.conditions)[0] if found else None
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
