"""Forms as the templates see them: fields with their hint, their error and what was typed.

    form = Form((Field(name="title", label=t("Title"), required=True), …))
    form.filled(values)                       # what was typed, or what is stored
    form.filled(values).with_errors(invalid)  # the errors of an `Invalid` at their fields, the rest in the summary

In the template: `{{ error_summary(form) }}`, then `{{ form_field(form.title) }}` for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from starlette.datastructures import FormData

from domain.errors import Invalid


class Kind(StrEnum):
    """What a field is on the page. Dates are text with a hint: native pickers follow the browser's country."""

    TEXT = "text"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 - a kind of field, not a secret
    SEARCH = "search"
    DATE = "date"
    NUMBER = "number"
    TEXTAREA = "textarea"
    SELECT = "select"
    RADIOS = "radios"
    CHECKS = "checks"
    CHECK = "check"
    FILE = "file"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select, a group of radios or a group of ticks."""

    value: str
    label: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `values` is what was typed or chosen; only ticks and files may have several.

    `prefix` keeps ids apart where a page has several forms; `suggestions` fill a datalist; `accept` is for files.
    A field that is not required says "optional" unless `quiet`.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    values: tuple[str, ...] = ()
    hint: str | None = None
    error: str | None = None
    required: bool = False
    quiet: bool = False
    short: bool = False
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    autocomplete: str | None = None
    placeholder: str | None = None
    rows: int = 3
    maximum: int | None = None
    accept: str = ".pdf"
    multiple: bool = False
    prefix: str = ""

    @property
    def value(self) -> str:
        """The one value, or nothing."""
        return self.values[0] if self.values else ""

    @property
    def id(self) -> str:
        """The id of the control; a group of choices has it on its first one."""
        return f"{self.prefix}{self.name}".replace(".", "-")

    @property
    def input_type(self) -> str:
        """The type of an `<input>`."""
        return str(self.kind) if self.kind in {Kind.EMAIL, Kind.PASSWORD, Kind.SEARCH} else "text"

    @property
    def is_grouped(self) -> bool:
        """Whether it is several controls under one legend."""
        return self.kind in {Kind.RADIOS, Kind.CHECKS}

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for aria-describedby."""
        return " ".join(f"{self.id}-{part}" for part, text in (("hint", self.hint), ("error", self.error)) if text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; `href` leads to the field called `label`, None where none is at fault."""

    text: str
    href: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields in their order, and what is wrong with them."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, name: str) -> Field:
        """A field by its name; in templates also `form.title`."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def filled(self, values: Mapping[str, str | Sequence[str] | None]) -> Form:
        """With what was typed (`values_of(form)`) or what is stored; a password is never shown again."""
        return replace(self, fields=tuple(_filled(field, values) for field in self.fields))

    def with_errors(self, invalid: Invalid) -> Form:
        """With each error at its field: the one of the same name as `loc`, else of its first part."""
        found = {error.loc: error.message for error in reversed(invalid.errors)}
        fields = tuple(replace(field, error=_error_of(field, found)) for field in self.fields)
        at_fields = {message for field in fields if (message := field.error)}
        elsewhere = [message for message in dict.fromkeys(found.values()) if message not in at_fields]
        problems = [Problem(field.error, f"#{field.id}", field.label) for field in fields if field.error]
        problems += [Problem(message) for message in elsewhere or ([] if problems else [invalid.message])]
        return Form(fields, tuple(problems))


def values_of(form: FormData) -> dict[str, list[str]]:
    """The texts of a sent form, by field; files are left out."""
    values: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            values.setdefault(name, []).append(value)
    return values


def _filled(field: Field, values: Mapping[str, str | Sequence[str] | None]) -> Field:
    if field.name not in values or field.kind in {Kind.PASSWORD, Kind.FILE}:
        return field
    value = values[field.name]
    typed = () if value is None else (value,) if isinstance(value, str) else tuple(value)
    return replace(field, values=typed)


def _error_of(field: Field, found: Mapping[str, str]) -> str | None:
    if field.name in found:
        return found[field.name]
    return next((message for loc, message in found.items() if loc.split(".")[0] == field.name), None)
