"""The terms of a licence on a day as a table to keep: what the page shows, with the words that each rests on."""

from __future__ import annotations

from collections.abc import Iterator

from web.badges import told_of
from web.contexts.terms import TermRow, TermsTable
from web.translation import Translator
from web.workbook import Cell, Sheet


def terms_sheet(t: Translator, table: TermsTable) -> Sheet:
    """A row for each term that is shown; internal notes stay where they are."""
    return Sheet(
        name=t("Terms {day}", day=t.date_iso(table.asked.on)),
        rows=_rows(t, table),
        widths=(22, 34, 26, 48, 30, 60, 14, 14, 24, 24),
    )


def _rows(t: Translator, table: TermsTable) -> Iterator[list[Cell]]:
    yield [
        t("Group"),
        t("Term"),
        t("Value"),
        t("In short"),
        t("Source"),
        t("Words of the source"),
        t("Holds since"),
        t("Changes on"),
        t("Changed by"),
        t("From the consortial licence"),
    ]
    for group in table.groups:
        for row in group.rows:
            yield [group.label, *_cells(t, row)]


def _cells(t: Translator, row: TermRow) -> list[Cell]:
    day, version = row.coming or (None, None)
    return [
        row.label,
        told_of(t, row.value, labels=row.labels),
        row.short,
        "; ".join(one.text for one in row.citations) or row.source,
        "\n".join(one.quote for one in row.citations),
        row.since,
        day,
        version,
        t("Yes") if row.inherited else None,
    ]
