"""Which value of a term is which value of another system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Invalid
from domain.usecases.sync.value_codes import ValueCodes
from web.badges import badge_of, words_of
from web.contexts.terms import choice_labels
from web.forms import Choice, Field, Form, Kind
from web.sent import Values, first
from web.translation import Translator

_PREFIX = "value."


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesPage:
    """Context of sync/values.html: a field for each value of ours, named `value.VALUE`."""

    system: str
    home: str
    settings: str
    term: str
    code: str
    action: str
    revision: int
    form: Form


def values_page(
    t: Translator, now: ValueCodes, *, entered: Mapping[str, str] | None = None, error: Invalid | None = None
) -> ValuesPage:
    """The form, filled with what is stored or with what was entered, each error at its value."""
    said = now.mapping.values if entered is None else entered
    settings = f"/sync-settings/{now.target.id}/mapping"
    fields = tuple(_field(t, now, value) for value in now.definition.every_value())
    form = Form(fields).filled({f"{_PREFIX}{value}": code for value, code in said.items()})
    if error is not None:
        renamed = [type(one)(f"{_PREFIX}{one.loc.removeprefix('values.')}", one.message) for one in error.errors]
        form = form.with_errors(Invalid(error.message, renamed))
    return ValuesPage(
        system=now.target.name,
        home=f"/sync/{now.target.id}",
        settings=settings,
        term=now.definition.label(t.language),
        code=now.mapping.code,
        action=f"{settings}/{now.mapping.term}",
        revision=now.target.revision,
        form=form,
    )


def _field(t: Translator, now: ValueCodes, value: str) -> Field:
    usual, stored = now.usual[value], now.mapping.values.get(value, "")
    by_label = t("By its label: {code}", code=usual) if usual else t("By its label: nothing, it has no place there")
    known = {row.code: f"{row.description} ({row.code})" for row in now.rows}
    # What was chosen once and is not taken any more stays in sight until somebody chooses anew.
    names = {**({stored: stored} if stored else {}), **known}
    choices = (Choice("", by_label), *(Choice(code, name) for code, name in names.items()))
    return Field(
        name=f"{_PREFIX}{value}",
        label=_spoken(t, now, value),
        kind=Kind.SELECT if now.rows else Kind.TEXT,
        choices=choices,
        hint=None if now.rows else by_label,
        maximum=200,
        quiet=True,
    )


def _spoken(t: Translator, now: ValueCodes, value: str) -> str:
    badge = badge_of(value)
    said = words_of(t, value, choice_labels(t, now.definition))
    return t("{value}, our reading", value=said) if badge is not None and badge.interpreted else said


def entered_values(sent: Values) -> dict[str, str]:
    """What the form says of each value."""
    return {name.removeprefix(_PREFIX): first(sent, name) for name in sent if name.startswith(_PREFIX)}
