"""The questions that the form of a licence asks."""

from __future__ import annotations

from collections.abc import Sequence

from domain.licence import LicenceStatus, OrganisationRole, RenewalKind, Scope
from domain.values import Unit
from web.contexts.rows import Cell
from web.forms import Choice, Field, Form, Kind
from web.translation import Translator
from web.words import RENEWALS, ROLES, SCOPES, UNITS, status_word

_SCOPE_HINTS = {Scope.LOCAL: "The library signs it", Scope.CONSORTIAL: "A consortium signs for us"}


def main_form(t: Translator, masters: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]] = ()) -> Form:
    """Every question but the rows. `masters` are id and title of the licences that this one may inherit from,
    `people` id and name of those who may look after it."""
    return Form((*_names(t, masters), *_dates(t), *_rest(t, people)))


def _names(t: Translator, masters: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    code_hint = t("Your own short name for it. Left empty, one is made from the title.")
    scopes = tuple(Choice(scope.value, t(SCOPES[scope]), t(_SCOPE_HINTS[scope])) for scope in Scope)
    inherits = (Choice("", t("None")), *(Choice(key, title) for key, title in masters))
    return (
        Field(name="title", label=t("Title"), hint=t("What your colleagues call it. Years help."), required=True),
        Field(name="code", label=t("Reference code"), hint=code_hint, short=True),
        Field(
            name="alternative_titles",
            label=t("Also called"),
            kind=Kind.TEXTAREA,
            hint=t("One name a line."),
            rows=2,
        ),
        Field(name="licensor", label=t("Licensor"), autocomplete="off"),
        Field(name="scope", label=t("Kind"), kind=Kind.RADIOS, choices=scopes, required=True),
        Field(name="consortium", label=t("Consortium"), autocomplete="off"),
        Field(
            name="master",
            label=t("Inherits from the consortial licence"),
            kind=Kind.SELECT,
            choices=inherits,
            hint=t("What that licence permits holds here too, unless this one says otherwise."),
        ),
    )


def _dates(t: Translator) -> tuple[Field, ...]:
    such_as = t("Year-month-day, such as 2027-01-01")
    renewals = tuple(Choice(kind.value, t(RENEWALS[kind])) for kind in RenewalKind)
    return (
        Field(name="start_date", label=t("Start date"), kind=Kind.DATE, hint=such_as),
        Field(
            name="end_date",
            label=t("End date"),
            kind=Kind.DATE,
            hint=t("Last day of the current term. Leave it empty where it is not known."),
        ),
        Field(name="renewal", label=t("Renews"), kind=Kind.RADIOS, choices=renewals, required=True),
        *_period(t, "renewal_period", t("Renews for")),
        *_period(t, "notice_period", t("Notice to end it")),
    )


def _period(t: Translator, name: str, label: str) -> tuple[Field, Field]:
    units = tuple(Choice(unit.value, t(UNITS[unit])) for unit in Unit)
    unit_label = t("{question}: unit", question=label)
    return (
        Field(name=name, label=label, kind=Kind.NUMBER, maximum=9),
        Field(name=f"{name}_unit", label=unit_label, kind=Kind.SELECT, choices=units, quiet=True),
    )


def _rest(t: Translator, people: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    owners = (Choice("", t("Nobody")), *(Choice(key, name) for key, name in people))
    team_hint = t("As people name theirs; the desk shows each team its own.")
    stated = (Choice("", t("Worked out from versions and dates")), *_stated(t))
    return (
        Field(name="owner", label=t("Looked after by"), kind=Kind.SELECT, choices=owners, short=True),
        Field(name="unit", label=t("Team"), hint=team_hint, maximum=60),
        Field(name="tags", label=t("Tags"), hint=t("Separated by commas.")),
        Field(name="contacts", label=t("Contacts"), kind=Kind.TEXTAREA, hint=t("Names, addresses, telephone numbers.")),
        Field(name="paper_location", label=t("Where the paper is"), hint=t("Such as: Cabinet C, drawer 4")),
        Field(name="notes", label=t("Internal notes"), kind=Kind.TEXTAREA, rows=5, hint=t("Never shown to readers.")),
        Field(name="status", label=t("Status"), kind=Kind.SELECT, choices=stated),
    )


def _stated(t: Translator) -> tuple[Choice, ...]:
    return tuple(Choice(status.value, status_word(t, status)) for status in LicenceStatus)


def organisation_row(t: Translator, at: int) -> Form:
    """One of the other organisations."""
    roles = tuple(Choice(role.value, t(ROLES[role])) for role in OrganisationRole)
    # The name of the field is shared by all rows; the prefix and the name make the id of the control.
    return Form(
        (
            _cell("organisation", at, "name", t("Name"), autocomplete="off"),
            _cell("organisation", at, "role", t("Role"), kind=Kind.SELECT, choices=roles),
        )
    )


def resource_row(t: Translator, at: int) -> Form:
    """One resource covered."""
    return Form(
        (
            _cell("resource", at, "title", t("Title of the resource")),
            _cell("resource", at, "url", t("Web address")),
            _cell("resource", at, "issn", t("ISSN")),
            _cell("resource", at, "isbn", t("ISBN")),
            _cell("resource", at, "alma_collection", t("Alma collection")),
            _cell("resource", at, "slug", "", kind=Kind.HIDDEN),
        )
    )


def _cell(
    row: str,
    at: int,
    name: str,
    label: str,
    *,
    kind: Kind = Kind.TEXT,
    choices: tuple[Choice, ...] = (),
    autocomplete: str | None = None,
) -> Field:
    return Cell(
        name=f"{row}_{name}",
        label=label,
        kind=kind,
        choices=choices,
        autocomplete=autocomplete,
        quiet=True,
        prefix=f"{row}-{at}-",
    )
