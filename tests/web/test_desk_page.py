"""The first page after signing in."""

from __future__ import annotations

import datetime as dt
import io

from domain.usecases.documents import Upload, add_document
from domain.usecases.reading import fail_reading
from domain.usecases.tasks import add_task
from tests.pdfs import pdf
from tests.web.library import Library, TestDesk, text_of
from web.translation import translator


def test_an_empty_desk_says_how_to_begin(desk: TestDesk) -> None:
    page = desk.editor.get("/")

    assert page.status_code == 200
    assert "Nothing falls due this fortnight." in text_of(page.text)
    assert 'href="/licences/new"' in page.text.split("<main")[1]


def test_deadlines_stand_in_a_table_and_on_a_line_the_soonest_first(desk: TestDesk) -> None:
    today = desk.services.today()

    def ends(title: str, days: int, **more: object) -> str:
        end = (today + dt.timedelta(days=days)).isoformat()
        licence = desk.licence(title, end_date=end, renewal="explicit", **more)
        desk.put_in_force(desk.version(licence, effective_from="2026-01-01"))
        return licence

    later, sooner = ends("Later", 80), ends("Sooner", 20, notice_period={"number": 10, "unit": "calendar_day"})
    ends("Far off", 200)
    desk.licence("Only talked about", end_date=(today + dt.timedelta(days=5)).isoformat())

    page = desk.viewer.get("/").text

    places = [page.index(f'<a class="lic-name" href="/licences/{one}">') for one in (sooner, later)]
    assert places == sorted(places)
    said = text_of(page)
    assert f"Last day to give notice: 10 calendar days before {today + dt.timedelta(days=20)}" in said
    assert "next 90 days: 3" in said
    assert "Far off" not in page.split("Changed lately")[0]
    assert "Only talked about" not in page.split("Changed lately")[0]
    assert page.partition("ch__line--middle")[0].count('class="ch__stem"') == 3
    assert "Far off" in desk.viewer.get("/?days=365").text.split("Changed lately")[0]
    assert "2 licences in force have no known deadline." in said


def test_tasks_that_fall_due_stand_among_the_deadlines_with_a_ring_and_the_others_beside_them(desk: TestDesk) -> None:
    today = desk.services.today()
    licence = desk.licence("Journals", end_date=(today + dt.timedelta(days=20)).isoformat(), renewal="explicit")
    desk.put_in_force(desk.version(licence, effective_from="2026-01-01"))
    for text, days in (("Ask for the counts.", 5), ("Ask for a price.", 100), ("Call them back.", -2)):
        add_task(desk.services, desk.actor(), licence, {"text": text, "due": str(today + dt.timedelta(days=days))})

    page = desk.viewer.get("/").text
    table, panel = (page.partition(f'id="{name}"')[2].partition("</section>")[0] for name in ("due", "todo"))

    rows = [text_of(row) for row in table.partition("<tbody")[2].split("<tr")[1:]]
    assert ["2 days ago" in rows[0], "Ask for the counts. Task" in rows[1], "The term ends" in rows[2]] == [True] * 3
    assert table.count('class="dot dot--task"') == 2
    assert table.partition("ch__line--middle")[0].count('<circle class="ch__p ch__p--task"') == 2
    assert "next 90 days: 3" in text_of(table)
    assert "2 things fall due this fortnight." in text_of(page)
    assert "2 tasks stand among the deadlines." in text_of(panel)
    assert "Ask for a price." in panel
    assert "Ask for the counts." not in panel
    assert "/done" not in page


def test_the_day_is_told_with_the_day_of_the_week_in_either_language(desk: TestDesk) -> None:
    today = desk.services.today()

    english, french = (desk.viewer.get(f"/?lang={one}").text for one in ("en", "fr"))

    assert f"<h1>{translator('en').date_full(today)}</h1>" in english
    assert f"<h1>{translator('fr').date_full(today)}</h1>" in french
    assert translator("fr").date_full(dt.date(2026, 10, 1)) == "Jeudi 1er octobre 2026"


def test_versions_wait_for_review_with_what_is_left(library: Library) -> None:
    reviewer, viewer = library.desk.reviewer.get("/").text, library.desk.viewer.get("/").text

    assert f'href="/versions/{library.draft}/review">Humanities Archive: Publisher’s draft' in reviewer
    assert f'href="/versions/{library.draft}">Humanities Archive: Publisher’s draft' in viewer


def test_a_reading_that_failed_is_told_with_its_reason(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    upload = Upload(filename="waiting.pdf", content=io.BytesIO(pdf()))
    _, reading = add_document(desk.services, desk.actor(), version, upload)
    assert "waiting.pdf" in text_of(desk.viewer.get("/").text)
    assert "Waiting to be read" in desk.viewer.get("/").text

    fail_reading(desk.services, reading.id, "This file is damaged.")

    assert "This file is damaged." in desk.viewer.get("/").text
    assert f'href="/versions/{version}#documents"' in desk.viewer.get("/").text


def test_changes_by_colleagues_lead_to_the_place(library: Library) -> None:
    page = library.desk.viewer.get("/").text

    assert f'href="/versions/{library.draft}">Publisher’s draft</a>' in page
    assert "Ada Min added the document signed.pdf to Humanities Archive" in text_of(page)
    assert "account.sign_in" not in page


def test_an_unknown_span_is_the_usual_one(library: Library) -> None:
    assert "next 90 days" in text_of(library.desk.viewer.get("/?days=9999999").text)
