"""Entries of the trail as a table to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from domain.audit import AuditEntry
from web.badges import told_of
from web.contexts.happenings import Names, happening_of
from web.translation import Translator
from web.workbook import Cell, Sheet


def trail_sheet(t: Translator, rows: Iterable[list[Cell]]) -> Sheet:
    """The sheet of such rows, under their head."""
    return Sheet(name=t("Trail"), rows=_under_head(t, rows), widths=(22, 24, 42, 70, 30, 30, 40))


def _under_head(t: Translator, rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    yield [t("When"), t("Who"), t("Licence"), t("What happened"), t("Before"), t("After"), t("Reason")]
    yield from rows


def trail_row(t: Translator, entry: AuditEntry, names: Names, titles: Mapping[str, str]) -> list[Cell]:
    """An entry as the page says it, with who and which licence in cells of their own, to be sorted by."""
    told = happening_of(t, entry, names)
    return [
        t.moment(entry.at),
        entry.actor_name,
        titles.get(entry.licence_id or ""),
        _plain(told.sentence),
        told_of(t, told.was, told.was_conditions, told.labels) if told.was is not None else None,
        told_of(t, told.now, told.conditions, told.labels) if told.now is not None else None,
        t(told.reason) if told.reason else None,
    ]


def _plain(sentence: str) -> str:
    """Without its links; what somebody typed was escaped in it and comes back as it was typed."""
    return sentence.striptags() if isinstance(sentence, Markup) else sentence
