"""The vocabulary, as administrators see it: what is asked, how silence is answered, and how much rests on each term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from domain.values import ValueType
from domain.vocabulary import Category, SilentAnswer, TermDefinition
from web.contexts.affected import Affects
from web.forms import Choice, Field, Form, Kind
from web.sent import Values, first
from web.table_file import exports_of
from web.translation import Translator
from web.words import CATEGORIES
from web.workbook import Cell, Sheet

TYPES: Mapping[ValueType, str] = {
    ValueType.PERMISSION: "Permission",
    ValueType.YES_NO: "Yes or no",
    ValueType.TEXT: "Text",
    ValueType.INTEGER: "Whole number",
    ValueType.DECIMAL: "Number",
    ValueType.DATE: "Date",
    ValueType.DURATION: "Length of time",
    ValueType.MONEY: "Money",
    ValueType.PICKLIST: "One of a list",
    ValueType.PICKLIST_MANY: "Several of a list",
}
SILENT: Mapping[SilentAnswer, str] = {
    SilentAnswer.ASK: "Ask us",
    SilentAnswer.YES: "Yes",
    SilentAnswer.NO: "No",
}
_TEXTS = ("label_en", "label_fr", "category", "definition", "question_en", "question_fr", "silent_answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A term in the list. `used` counts the versions on which it was decided."""

    key: str
    href: str
    label: str
    kind: str
    question: str
    silent: str
    used: int
    core: bool
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermGroup:
    """The terms of one category."""

    id: str
    label: str
    terms: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyPage:
    """Context of vocabulary/list.html."""

    groups: tuple[TermGroup, ...]
    count: int
    exports: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPage:
    """Context of vocabulary/form.html. `key` is empty for a new term; `affected` says what a change affects."""

    form: Form
    action: str
    key: str = ""
    label: str = ""
    kind: str = ""
    affected: tuple[Affects, ...] = ()
    revision: int = 1


def vocabulary_page(t: Translator, terms: Sequence[TermDefinition], used: Mapping[str, int]) -> VocabularyPage:
    """The context of the list, by category in the order of the pages."""
    ordered = _ordered(terms)
    groups = tuple(
        TermGroup(id=category.value, label=t(CATEGORIES[category]), terms=tuple(_row(t, one, used) for one in group))
        for category, group in groupby(ordered, key=lambda term: term.category)
    )
    return VocabularyPage(groups=groups, count=len(terms), exports=exports_of("/vocabulary/export"))


def _ordered(terms: Iterable[TermDefinition]) -> list[TermDefinition]:
    order = list(Category)
    return sorted(terms, key=lambda term: (order.index(term.category), term.position))


def _row(t: Translator, term: TermDefinition, used: Mapping[str, int]) -> TermRow:
    return TermRow(
        key=term.key,
        href=f"/vocabulary/terms/{term.key}",
        label=term.label(t.language),
        kind=t(TYPES[term.value_type]),
        question=(term.question(t.language) or "") if term.value_type is ValueType.PERMISSION else "",
        silent=t(SILENT[term.silent_answer]),
        used=used.get(term.key, 0),
        core=term.core,
        retired=term.retired_at is not None,
    )


def vocabulary_sheet(t: Translator, terms: Iterable[TermDefinition], used: Mapping[str, int]) -> Sheet:
    """The vocabulary as a table to keep, in both languages."""
    return Sheet(
        name=t("Vocabulary"), rows=_exported(t, terms, used), widths=(22, 26, 34, 34, 18, 60, 50, 50, 14, 30, 12, 12)
    )


def _exported(t: Translator, terms: Iterable[TermDefinition], used: Mapping[str, int]) -> Iterator[list[Cell]]:
    yield [
        t("Category"),
        t("Key"),
        t("English label"),
        t("French label"),
        t("Kind of value"),
        t("Definition"),
        t("Public question, English"),
        t("Public question, French"),
        t("Where silent"),
        t("Choices"),
        t("Versions decided on"),
        t("State"),
    ]
    yield from (_exported_row(t, term, used) for term in _ordered(terms))


def _exported_row(t: Translator, term: TermDefinition, used: Mapping[str, int]) -> list[Cell]:
    row = _row(t, term, used)
    return [
        t(CATEGORIES[term.category]),
        row.key,
        term.label_en,
        term.label_fr,
        row.kind,
        term.definition,
        term.question_en if row.question else None,
        term.question_fr if row.question else None,
        row.silent if row.question else None,
        _choice_lines(term),
        row.used,
        t("Retired") if row.retired else t("Core") if row.core else None,
    ]


def _choice_lines(term: TermDefinition) -> str:
    return "\n".join(f"{c.key} | {c.label_en} | {c.label_fr}" for c in term.choices)


def new_term_form(t: Translator) -> Form:
    """Fields for a term of the library's own."""
    key = Field(name="key", label=t("Key"), hint=t("Small letters, digits and _, such as guest_access."), required=True)
    kinds = tuple(Choice(kind.value, t(label)) for kind, label in TYPES.items())
    kind = Field(name="value_type", label=t("Kind of value"), kind=Kind.SELECT, required=True, choices=kinds)
    return Form((key, kind, *_fields(t, with_choices=True)))


def term_form(t: Translator, term: TermDefinition) -> Form:
    """Fields of a term, filled with what is stored; its key and kind stay."""
    hint = t("Nobody can decide it any more. Where it was decided it stays readable.")
    retired = Field(name="retired", label=t("This term is retired"), kind=Kind.CHECK, hint=hint)
    form = Form((*_fields(t, with_choices=bool(term.choices)), retired))
    stored: dict[str, str | None] = {name: str(getattr(term, name) or "") for name in _TEXTS}
    return form.filled({**stored, "choices": _choice_lines(term), "retired": "yes" if term.retired_at else None})


def _fields(t: Translator, *, with_choices: bool) -> tuple[Field, ...]:
    categories = tuple(Choice(category.value, t(label)) for category, label in CATEGORIES.items())
    silent = tuple(Choice(answer.value, t(label)) for answer, label in SILENT.items())
    asked = t("For a permission only; without a question it is not on the public page.")
    choices = Field(
        name="choices",
        label=t("Choices"),
        kind=Kind.TEXTAREA,
        hint=t("For a list: one on each line, as key | English | French."),
    )
    fields = (
        Field(name="label_en", label=t("English label"), required=True, maximum=120),
        Field(name="label_fr", label=t("French label"), maximum=120),
        Field(name="category", label=t("Category"), kind=Kind.SELECT, required=True, choices=categories),
        Field(name="definition", label=t("Definition"), kind=Kind.TEXTAREA),
        Field(name="question_en", label=t("Public question, English"), hint=asked),
        Field(name="question_fr", label=t("Public question, French")),
        Field(
            name="silent_answer",
            label=t("What readers are told where the licence is silent"),
            kind=Kind.RADIOS,
            required=True,
            choices=silent,
            values=(SilentAnswer.ASK.value,),
        ),
    )
    return (*fields, choices) if with_choices else fields


def entered_term(sent: Values, *, is_new: bool) -> dict[str, Any]:
    """What a form says of a term, as the use cases read it."""
    raw: dict[str, Any] = {name: first(sent, name) for name in _TEXTS}
    if is_new:
        raw |= {"key": first(sent, "key"), "value_type": first(sent, "value_type")}
    else:
        raw["retired"] = bool(first(sent, "retired"))
    if "choices" in sent:
        raw["choices"] = [_choice(line) for line in first(sent, "choices").splitlines() if line.strip()]
    return raw


def _choice(line: str) -> dict[str, str]:
    key, english, french, *_ = (*(part.strip() for part in line.split("|")), "", "")
    return {"key": key, "label_en": english, "label_fr": french}
