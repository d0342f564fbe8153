"""A desk that reads spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from domain.identity import Actor
from domain.ports import Services
from domain.spreadsheets.table import Workbook
from storage.spreadsheets.reader import SpreadsheetReader
from web.workbook import Cell, Sheet, workbook

Table = Sequence[Sequence[Cell]]


@pytest.fixture
def desk(services: Services) -> Services:
    return replace(services, sheets=SpreadsheetReader())


@pytest.fixture
def book(desk: Services) -> Callable[[Table], Workbook]:
    """A workbook with one sheet, as the desk reads it."""

    def made(rows: Table) -> Workbook:
        return desk.sheets.read("list.xlsx", io.BytesIO(workbook([Sheet(name="Licences", rows=rows)])))

    return made


@pytest.fixture
def people(editor: Actor, reviewer: Actor) -> tuple[Actor, Actor]:
    return editor, reviewer
