"""The changes between two texts as tables to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.clause import Clause
from domain.comparison import Change, ChangeKind
from domain.usecases.comparing import TextComparison
from web.contexts.compare_clauses import effect_of, kinds_of, number_of
from web.marked_workbook import Cell, Run, Sheet
from web.translation import Translator
from web.words import value_words

_WIDTHS = (14, 12, 22, 22, 10, 10, 60, 60, 60, 30)


def changes_book(t: Translator, found: TextComparison) -> tuple[Sheet, ...]:
    """Every change with its words, the terms that change, and what the tables are about."""
    changed = [change for change in found.comparison.changes if change.kind is not ChangeKind.UNCHANGED]
    return (
        Sheet(name=t("Changes"), rows=[_heading(t, found), *(_row(t, found, one) for one in changed)], widths=_WIDTHS),
        Sheet(name=t("Terms"), rows=terms_table(t, found), widths=(34, 26, 40, 26, 40, 26, 22)),
        Sheet(name=t("About"), rows=list(_about(t, found)), widths=(24, 100)),
    )


def _heading(t: Translator, found: TextComparison) -> list[Cell]:
    old, new = found.old.name, found.new.name
    clauses = [t("Clause ({text})", text=name) for name in (old, new)]
    pages = [t("Page ({text})", text=name) for name in (old, new)]
    words = [t("Words ({text})", text=name) for name in (old, new)]
    marked = t("Both, with what was removed and added in brackets")
    return [t("What happened"), t("Of substance"), *clauses, *pages, *words, marked, t("Terms that rest on it")]


def _row(t: Translator, found: TextComparison, change: Change) -> list[Cell]:
    substance = t("Unsure: read from a scan") if change.unsure else t("Yes") if change.substantive else t("No")
    terms = ", ".join(row.definition.label(t.language) for row in found.terms_on(change))
    return [
        ", ".join(word for word, _, _ in kinds_of(t, change)),
        substance,
        _clause(change.old),
        _clause(change.new),
        change.old.page_start if change.old else None,
        change.new.page_start if change.new else None,
        tuple(_runs(change, without="insert")),
        tuple(_runs(change, without="delete")),
        _in_brackets(t, change),
        terms,
    ]


def _clause(clause: Clause | None) -> str:
    return " ".join(part for part in (number_of(clause), clause.heading if clause else None) if part)


def _runs(change: Change, *, without: str) -> Iterator[Run]:
    for mark in change.words:
        if mark.op != without:
            yield Run(text=mark.text, struck=mark.op == "delete", underlined=mark.op == "insert")


def _in_brackets(t: Translator, change: Change) -> str:
    forms = {"insert": f"[{t('added:')} {{}}]", "delete": f"[{t('removed:')} {{}}]", "equal": "{}"}
    return " ".join(forms[mark.op].format(mark.text.strip()) for mark in change.words)


def terms_table(t: Translator, found: TextComparison) -> list[list[Cell]]:
    """The terms that change or need a look, with a heading."""
    old, new, conditions = found.old.name, found.new.name, t("Conditions")
    rows: list[list[Cell]] = [
        [t("Term"), old, f"{conditions} ({old})", new, f"{conditions} ({new})", t("For readers"), t("Review")]
    ]
    for row in found.terms:
        if row.look_again or row.differs:
            sides = [
                (value_words(t, row.definition, one), one.conditions or "" if one else "") for one in (row.old, row.new)
            ]
            state = t("Needs another look") if row.look_again else t("Decided")
            rows.append([row.definition.label(t.language), *sides[0], *sides[1], effect_of(t, row)[0], state])
    return rows


def _about(t: Translator, found: TextComparison) -> Iterator[Sequence[Cell]]:
    yield t("From"), found.old.name
    yield t("To"), found.new.name
    for remark in found.remarks:
        yield t("Note"), t(remark.sentence, **remark.words)
    for rename in found.comparison.renames:
        yield (
            t("Note"),
            t(
                "“{old}” is called “{new}” throughout ({times} times).",
                old=rename.old,
                new=rename.new,
                times=rename.times,
            ),
        )
    for text in (found.old, found.new):
        for one in text.laid.unclear:
            yield t("Not applied"), f"{number_of(one.cause.clause)} {one.cause.clause.text}"
