"""Changing several licences at once: which were chosen, what can be changed, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Invalid
from domain.licence import LicenceStatus
from domain.usecases.changing_many import ManyChange, Outcome
from domain.usecases.licence_list import Chosen
from web.badges import status_of
from web.forms import Choice, Field, Form, Kind
from web.translation import Translator

CHANGES = {
    ManyChange.ADD_TAG: "Add a tag",
    ManyChange.REMOVE_TAG: "Remove a tag",
    ManyChange.OWNER: "Looked after by",
    ManyChange.UNIT: "Team",
    ManyChange.STATUS: "State the status",
}
_FIELDS = {
    ManyChange.ADD_TAG: "tag",
    ManyChange.REMOVE_TAG: "tag",
    ManyChange.OWNER: "owner",
    ManyChange.UNIT: "unit",
    ManyChange.STATUS: "status",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenRow:
    """A licence to change: `value` is its id with the revision at which it was looked at."""

    value: str
    title: str
    code: str
    href: str
    status: str
    tags: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPage:
    """Context of licences/bulk.html. `back` is the list that they were chosen in."""

    rows: tuple[ChosenRow, ...]
    form: Form
    back: str
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRow:
    """What became of a licence."""

    title: str
    href: str
    problem: str | None
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkDonePage:
    """Context of licences/bulk_done.html: those that were refused come first."""

    refused: tuple[DoneRow, ...]
    done: tuple[DoneRow, ...]
    changed: int
    what: str
    back: str


def bulk_form(t: Translator, people: Sequence[tuple[str, str]]) -> Form:
    """Fields `change`, and one for each kind of value."""
    nobody = Choice("", t("Nobody"))
    derived = Choice("", t("Derived from versions and dates"))
    statuses = tuple(Choice(status.value, t(status_of(status.value).word)) for status in LicenceStatus)
    return Form(
        (
            Field(
                name="change",
                label=t("What to change"),
                kind=Kind.RADIOS,
                choices=tuple(Choice(change.value, t(label)) for change, label in CHANGES.items()),
                values=(ManyChange.ADD_TAG.value,),
                required=True,
            ),
            Field(name="tag", label=t("Tag"), maximum=60, quiet=True, autocomplete="off"),
            Field(
                name="owner",
                label=t("Looked after by"),
                kind=Kind.SELECT,
                choices=(nobody, *(Choice(key, name) for key, name in people)),
                quiet=True,
            ),
            Field(name="unit", label=t("Team"), maximum=60, quiet=True, autocomplete="off"),
            Field(name="status", label=t("Status"), kind=Kind.SELECT, choices=(derived, *statuses), quiet=True),
        )
    )


def field_of(change: ManyChange) -> str:
    """The name of the field that holds the value of a change."""
    return _FIELDS[change]


def at_field(error: Invalid, change: ManyChange) -> Invalid:
    """The same error at the field that holds the value."""
    return Invalid.field(_FIELDS[change], error.message) if error.errors and error.errors[0].loc == "value" else error


def bulk_page(chosen: Chosen, form: Form, *, back: str, asked: int) -> BulkPage:
    """The context; `asked` is how many were chosen, of which some may be gone."""
    rows = tuple(
        ChosenRow(
            value=f"{row.id}:{row.revision}",
            title=row.fields.title,
            code=row.fields.code,
            href=f"/licences/{row.id}",
            status=row.status.value,
            tags=row.fields.tags,
            owner=chosen.people.get(row.fields.owner or "", ""),
        )
        for row in chosen.rows
    )
    return BulkPage(rows=rows, form=form, back=back, more=max(0, asked - len(rows)))


def bulk_done_page(t: Translator, outcomes: Sequence[Outcome], change: ManyChange, *, back: str) -> BulkDonePage:
    """What became of each."""
    rows = [
        DoneRow(
            title=each.title,
            href=f"/licences/{each.licence_id}",
            problem=t(each.problem) if each.problem else None,
            unchanged=each.unchanged,
        )
        for each in outcomes
    ]
    return BulkDonePage(
        refused=tuple(row for row in rows if row.problem),
        done=tuple(row for row in rows if not row.problem),
        changed=sum(not row.problem and not row.unchanged for row in rows),
        what=t(CHANGES[change]),
        back=back,
    )
