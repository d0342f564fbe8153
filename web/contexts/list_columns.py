"""The columns of the licence list: which there are, which are shown, and what a cell of one says in an export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.licence import OrganisationRole
from domain.queries import LicenceRow
from web.badges import status_of
from web.contexts.list_address import USUAL_COLUMNS, Address
from web.translation import Translator
from web.words import RENEWALS, SCOPES
from web.workbook import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by its key; `sort` is the order that its head asks for."""

    key: str
    label: str
    sort: str | None = None
    numeric: bool = False


COLUMNS = (
    Column(key="code", label="Code", sort="code"),
    Column(key="status", label="Status and term", sort="end_date"),
    Column(key="notice", label="Give notice by", sort="notice_by"),
    Column(key="decided", label="Terms decided"),
    Column(key="consortium", label="Consortium"),
    Column(key="scope", label="Own or consortial"),
    Column(key="renewal", label="Renews"),
    Column(key="owner", label="Looked after by"),
    Column(key="unit", label="Team"),
    Column(key="tags", label="Tags"),
    Column(key="resources", label="Resources", numeric=True),
    Column(key="documents", label="Documents", numeric=True),
    Column(key="paper", label="Paper"),
    Column(key="updated", label="Changed", sort="updated"),
)
"""In the order of the table; the title always comes first."""


def columns_of(address: Address) -> tuple[Column, ...]:
    """Those that the address asks for, or the usual ones."""
    wanted = [key for key in address.all("col") if key in {column.key for column in COLUMNS}] or USUAL_COLUMNS
    return tuple(column for column in COLUMNS if column.key in wanted)


_Say = Callable[[Translator, LicenceRow, Mapping[str, str]], Cell]

_EXPORTED: Mapping[str, tuple[tuple[str, _Say], ...]] = {
    "code": (("Code", lambda t, row, people: row.fields.code),),
    "status": (
        ("Status", lambda t, row, people: t(status_of(row.status.value).word)),
        ("Start date", lambda t, row, people: row.fields.start_date),
        ("End of term", lambda t, row, people: row.term_ends or row.fields.end_date),
    ),
    "notice": (("Give notice by", lambda t, row, people: row.notice_by),),
    "decided": (
        ("Terms decided", lambda t, row, people: row.counts.get("decided", 0)),
        ("To review", lambda t, row, people: row.counts.get("to_review", 0)),
    ),
    "consortium": (("Consortium", lambda t, row, people: ", ".join(row.fields.named(OrganisationRole.CONSORTIUM))),),
    "scope": (("Own or consortial", lambda t, row, people: t(SCOPES[row.fields.scope])),),
    "renewal": (("Renews", lambda t, row, people: t(RENEWALS[row.fields.renewal])),),
    "owner": (("Looked after by", lambda t, row, people: people.get(row.fields.owner or "")),),
    "unit": (("Team", lambda t, row, people: row.fields.unit),),
    "tags": (("Tags", lambda t, row, people: ", ".join(row.fields.tags)),),
    "resources": (("Resources", lambda t, row, people: "; ".join(one.title for one in row.fields.resources)),),
    "documents": (("Documents", lambda t, row, people: row.counts.get("documents", 0)),),
    "paper": (("Paper", lambda t, row, people: row.fields.paper_location),),
    "updated": (("Changed", lambda t, row, people: row.updated_at.date()),),
}


def exported_head(t: Translator, columns: Sequence[Column]) -> list[Cell]:
    """The heads of an export of these columns."""
    return [t("Title"), t("Licensor"), *(t(label) for column in columns for label, _ in _EXPORTED[column.key])]


def exported_row(t: Translator, row: LicenceRow, columns: Sequence[Column], people: Mapping[str, str]) -> list[Cell]:
    """What the columns say of a licence."""
    own: list[Cell] = [row.fields.title, ", ".join(row.fields.named(OrganisationRole.LICENSOR))]
    return own + [say(t, row, people) for column in columns for _, say in _EXPORTED[column.key]]
