"""The lines of a plan as a table to keep: ours, theirs, and what would be sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from domain.sync.plan import Item, LineKind
from web.badges import told_of
from web.contexts.sync import ItemView, LineView, Speaking, item_view
from web.contexts.sync_words import OUTCOMES
from web.table_file import MOST_ROWS
from web.translation import Translator
from web.workbook import Cell, Sheet


def plan_sheet(said: Speaking, items: Iterable[Item]) -> Sheet:
    """A row for each line of these records, as many as a file takes."""
    widths = (42, 18, 14, 22, 30, 40, 40, 40, 24, 50)
    return Sheet(name=said.t("Plan"), rows=islice(_rows(said, items), MOST_ROWS), widths=widths)


def _rows(said: Speaking, items: Iterable[Item]) -> Iterator[list[Cell]]:
    t = said.t
    yield [
        t("Licence"),
        t("Code"),
        t("State"),
        t("Field"),
        t("Term"),
        t("Licence Desk"),
        t("Now"),
        t("After"),
        t("What is done"),
        t("Note"),
    ]
    for item in items:
        view = item_view(said, item, is_open=True)
        yield from (_row(t, view, line) for line in view.lines)


def _row(t: Translator, item: ItemView, line: LineView) -> list[Cell]:
    ours = told_of(t, line.ours, line.conditions, line.labels) if line.ours is not None else line.ours_text
    done = t(OUTCOMES[LineKind(line.kind)])
    note = line.loss or line.note
    own: list[Cell] = [item.title, item.code, item.state_words, line.field, line.label]
    return [*own, ours, line.theirs, line.after, done, note]
