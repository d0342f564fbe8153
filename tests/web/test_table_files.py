"""What staff see in a table can be taken away as a file: the same rows, the same filters, the same rights."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from domain.usecases.deadlines import decide_deadline
from domain.usecases.tasks import add_task
from domain.work_queue import DeadlineAt, DeadlineKind
from tests.web.library import Library, TestDesk, Visitor, text_of
from tests.web.test_many_licences import table_of


def rows_of(who: Visitor, path: str) -> list[list[str]]:
    answer = who.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def column(rows: list[list[str]], head: str) -> list[str]:
    at = rows[0].index(head)
    return [row[at] for row in rows[1:]]


FILES = (
    "/licences/{journals}/terms.{kind}",
    "/licences/{journals}/history.{kind}",
    "/audit/export.{kind}",
    "/vocabulary/export.{kind}",
    "/organisations/export.{kind}",
    "/desk/deadlines.{kind}",
    "/desk/tasks.{kind}",
)


@pytest.mark.parametrize("path", FILES)
def test_both_kinds_of_file_say_the_same_and_there_is_no_third(library: Library, path: str) -> None:
    def at(kind: str) -> str:
        return path.format(journals=library.journals, kind=kind)

    rows = rows_of(library.desk.admin, at("csv"))
    book = table_of(library.desk.admin.get(at("xlsx")).content)

    assert book[0] == rows[0]
    assert len(book) == len(rows)
    assert library.desk.admin.get(at("pdf")).status_code == 404


@pytest.mark.parametrize("path", FILES)
def test_heads_of_a_file_are_french_on_a_french_desk(library: Library, path: str) -> None:
    where = path.format(journals=library.journals, kind="csv")
    english, french = rows_of(library.desk.admin, where)[0], rows_of(library.desk.admin, f"{where}?lang=fr")[0]

    alike = {"Code", "Source", "Date", "Licence", "Note", "Licences", "Organisation", "Conditions"}
    assert [head for head, other in zip(english, french, strict=True) if head == other and head not in alike] == []


def test_the_page_of_each_table_links_to_its_files(library: Library) -> None:
    admin = library.desk.admin
    for page, path in (
        (f"/licences/{library.journals}?on=2026-03-01", f"/licences/{library.journals}/terms.csv?on=2026-03-01"),
        (f"/licences/{library.journals}/history", f"/licences/{library.journals}/history.xlsx"),
        ("/audit?action=licence.add", "/audit/export.csv?action=licence.add"),
        ("/vocabulary", "/vocabulary/export.xlsx"),
        ("/organisations?q=mer", "/organisations/export.csv?q=mer"),
    ):
        assert f'href="{path}"' in admin.get(page).text, page
        assert admin.get(path).status_code == 200


def test_terms_are_those_of_the_day_with_the_words_they_rest_on(library: Library) -> None:
    path = f"/licences/{library.journals}/terms.csv"
    page = text_of(library.desk.viewer.get(f"/licences/{library.journals}/terms?on=2026-03-01").text)
    rows = rows_of(library.desk.viewer, f"{path}?on=2026-03-01")

    assert column(rows, "Term") == [term for term in column(rows, "Term") if term in page]
    assert any(column(rows, "Words of the source"))
    assert all(source in page for cell in column(rows, "Source") for source in cell.split("; "))
    before = rows_of(library.desk.viewer, f"{path}?on=2020-01-01")
    assert set(column(before, "Value")) == {"Not reviewed"}
    assert library.desk.viewer.get(f"{path}?on=yesterday").status_code == 422


def test_notes_for_staff_that_the_table_does_not_show_are_not_in_the_file(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    version = desk.version(licence)
    desk.decide(version, "ill_electronic", "permitted_explicit", internal_note="Between us alone.")
    desk.put_in_force(version)

    answer = desk.viewer.get(f"/licences/{licence}/terms.csv").text

    assert "Permitted" in answer
    assert "Between us alone." not in answer


def test_the_trail_is_exported_as_it_is_filtered_for_those_who_may_see_it(library: Library) -> None:
    desk = library.desk
    rows = rows_of(desk.reviewer, f"/audit/export.csv?action=term.decide&licence={library.journals}")

    assert set(column(rows, "Licence")) == {"Journals Complete"}
    assert all(" decided " in told and "<" not in told for told in column(rows, "What happened"))
    assert all(column(rows, "After"))
    assert desk.editor.get("/audit/export.csv").status_code == 403
    assert desk.reviewer.get("/audit/export.csv?since=yesterday").status_code == 422


def test_every_page_of_the_trail_is_in_its_file(desk: TestDesk) -> None:
    for number in range(60):
        desk.licence(f"Licence {number} <b>")

    told = column(rows_of(desk.reviewer, "/audit/export.csv?action=licence.add"), "What happened")

    assert len(told) == 60
    assert told[0] == "Ada Min entered Licence 59 <b>"


def test_organisations_come_with_their_numbers_of_licences(desk: TestDesk) -> None:
    desk.licence("One", organisations=[{"name": "=Press", "role": "licensor"}, {"name": "=Press", "role": "provider"}])
    desk.licence("Two", organisations=[{"name": "=Press", "role": "licensor"}, {"name": "Other", "role": "agent"}])

    rows = rows_of(desk.viewer, "/organisations/export.csv?q=press")

    assert rows[1:] == [["'=Press", "2", "2", "0", "0", "0", "1"]]


def test_deadlines_and_tasks_of_the_desk_are_exported_decided_ones_too(desk: TestDesk) -> None:
    s, today = desk.services, desk.services.today()
    ends = today + dt.timedelta(days=200)
    licence = desk.licence(
        "Journals", code="J-1", start_date="2020-01-01", end_date=ends.isoformat(), renewal="explicit"
    )
    desk.put_in_force(desk.version(licence, effective_from="2026-01-01"))
    add_task(s, desk.actor(), licence, {"kind": "task", "text": "=Ask for the price.", "due": "2026-12-01"})
    at = DeadlineAt(licence_id=licence, kind=DeadlineKind.END, day=ends)
    decide_deadline(s, desk.actor(), at, {"choice": "keep", "note": "We still read it."}, seen=1)

    deadlines, tasks = rows_of(desk.viewer, "/desk/deadlines.csv?days=365"), rows_of(desk.viewer, "/desk/tasks.csv")

    assert [row[:3] for row in deadlines[1:]] == [[ends.isoformat(), "Journals", "J-1"]]
    assert column(deadlines, "Decided") + column(deadlines, "Note") == ["Keep", "We still read it."]
    assert tasks[1][:4] == ["2026-12-01", "Journals", "J-1", "'=Ask for the price."]
    assert rows_of(desk.viewer, "/desk/deadlines.csv?days=30")[1:] == []


def test_the_vocabulary_is_exported_in_both_languages_for_administrators(desk: TestDesk) -> None:
    rows = rows_of(desk.admin, "/vocabulary/export.csv")

    term = next(row for row in rows if row[1] == "ill_electronic")
    assert all(term[2:4])
    assert [question[-1] for question in term[6:8]] == ["?", "?"]
    assert desk.reviewer.get("/vocabulary/export.csv").status_code == 403
