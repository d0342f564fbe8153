"""The way in for spreadsheets: the file, what was begun, what waits to be decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.spreadsheets.waiting import PendingImport, Source
from web.forms import Field, Form, Kind
from web.translation import Translator
from web.upload import MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """Context of imports/start.html. `waiting` are imports of which values wait: where from, how many, address."""

    form: Form
    limit: str
    pending: tuple[tuple[str, dt.datetime, str], ...]
    waiting: tuple[tuple[str, int, str], ...]
    may_dump: bool


def import_form(t: Translator, problem: Invalid | None = None) -> Form:
    """The field for the file."""
    field = Field(
        name="file",
        label=t("Choose a spreadsheet"),
        kind=Kind.FILE,
        required=True,
        accept=".csv,.xlsx,.xlsm,text/csv",
        hint=t("CSV or XLSX, with a row of headings and a row for each licence."),
    )
    form = Form((field,))
    return form.with_errors(problem) if problem else form


def import_page(
    t: Translator,
    actor: Actor,
    pending: Sequence[PendingImport],
    waiting: Sequence[tuple[str, str, int]],
    *,
    most_bytes: int,
    problem: Invalid | None = None,
) -> ImportPage:
    """The way in."""
    return ImportPage(
        form=import_form(t, problem),
        limit=t("Up to {size} MB.", size=most_bytes // MEGABYTE),
        pending=tuple((one.filename, one.made_at, address_of(one)) for one in pending),
        waiting=tuple((_file_of(origin), number, f"/import/{key}/waiting") for key, origin, number in waiting),
        may_dump=actor.role.includes(Role.ADMIN),
    )


def address_of(pending: PendingImport) -> str:
    """Where a file that waits is gone on with."""
    looked = pending.fingerprint or pending.source is Source.LICENSOR
    return f"/import/{pending.id}" if looked else f"/import/{pending.id}/columns"


def _file_of(origin: str) -> str:
    """The file and sheet that an origin names, without the row."""
    return origin.partition(", row ")[0]
