"""Keep or end: the buttons at deadlines, the form, and what becomes of both on the desk and the record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from domain.identity import Role
from domain.usecases.tasks import add_task, tasks_of
from tests.pdfs import pdf
from tests.web.library import TestDesk, text_of


def ending(desk: TestDesk, title: str, days: int, **more: Any) -> str:
    """A licence in force whose notice is due in so many days, its term ending ten days later."""
    end = (desk.services.today() + dt.timedelta(days=days + 10)).isoformat()
    fields = {
        "end_date": end,
        "renewal": "automatic",
        "renewal_period": {"number": 1, "unit": "year"},
        "notice_period": {"number": 10, "unit": "calendar_day"},
    }
    licence = desk.licence(title, **{**fields, **more})
    desk.put_in_force(desk.version(licence, effective_from="2026-01-01"))
    return licence


def at(desk: TestDesk, licence: str, days: int, kind: str = "notice") -> str:
    day = desk.services.today() + dt.timedelta(days=days)
    return f"/licences/{licence}/deadlines/{kind}/{day.isoformat()}"


def open_rows(page: str) -> str:
    return text_of(page.partition('id="due-h"')[2].partition("</table>")[0])


def test_keep_is_one_press_and_the_licence_leaves_the_open_deadlines(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)
    path = at(desk, licence, 20)

    page = desk.editor.get("/").text
    assert f'action="{path}"' in page
    answer = desk.editor.post(path, {"choice": "keep", "revision": "1", "next": "/?days=90&work=all#due"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/?days=90&work=all#due")
    page = desk.editor.get("/").text
    assert path not in open_rows(page)
    assert "Last day to give notice" not in open_rows(page)
    assert "1 deadline is decided" in text_of(page)
    assert "Noted by Ed Itor" in text_of(page)
    record = text_of(desk.viewer.get(f"/licences/{licence}").text)
    assert "Keep" in record
    assert "Ed Itor noted at the deadline" in record


def test_the_clause_that_was_decided_stands_beside_the_deadline_with_its_page(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)
    version = desk.version(licence, label="Agreement 2025", effective_from="2025-01-01")
    words = "at least ten (10) days before the end"
    document = desk.document(version, pdf("9 Renewal", f"9.3 Notice of non-renewal is given {words} of the term."))
    by_hand = text_of(desk.viewer.get("/").text)
    desk.decide_on(document, "non_renewal_notice", {"number": 10, "unit": "calendar_day"}, words)
    desk.put_in_force(version)

    page = desk.viewer.get("/").text
    record = desk.viewer.get(f"/licences/{licence}").text

    assert "entered by hand" in by_hand
    for shown in (page, record):
        link = shown.partition(f'href="/documents/{document}/view?page=1&amp;clause=')[2]
        assert text_of(f"<a {link.partition('</a>')[0]}") == "§9.3, p. 1"
    assert page.count("entered by hand") == 1  # the end of the term


def test_a_clause_that_says_otherwise_than_what_was_entered_is_not_named(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)
    version = desk.version(licence, label="Agreement 2025", effective_from="2025-01-01")
    desk.document(
        version,
        pdf("9 Renewal", "9.3 Notice of non-renewal is given at least sixty (60) days before the end of the term."),
    )

    assert desk.viewer.get("/").text.count("entered by hand") == 2


def test_with_htmx_the_deadlines_come_anew_and_the_focus_goes_to_the_next_one(desk: TestDesk) -> None:
    first, second = ending(desk, "First", 5), ending(desk, "Second", 6)
    sent = {"choice": "keep", "revision": "1", "from": "desk", "days": "30", "work": "all", "row": "1"}

    answer = desk.editor.htmx_post(at(desk, first, 5), sent)

    assert answer.status_code == 200
    assert 'id="due"' in answer.text
    assert '<p id="summary" hx-swap-oob="true">' in answer.text
    assert "Keep: noted" in answer.text
    focused = answer.text.split(" autofocus>")[0].rsplit("<form", 1)[1]
    assert f'action="{at(desk, second, 6)}"' in focused
    again = {"revision": "2", "from": "desk", "days": "30", "work": "all", "row": "1"}
    reopened = desk.editor.htmx_post(f"{at(desk, first, 5)}/reopen", again).text
    focused = reopened.split(" autofocus>")[0].rsplit("<form", 1)[1]
    assert f'action="{at(desk, first, 5)}"' in focused


def test_after_the_last_deadline_the_focus_goes_to_the_heading(desk: TestDesk) -> None:
    licence = ending(desk, "Only", 5, renewal="explicit", notice_period="", renewal_period="")
    sent = {"choice": "keep", "revision": "1", "from": "desk", "days": "90", "work": "all", "row": "1"}

    answer = desk.editor.htmx_post(at(desk, licence, 15, "end"), sent).text

    assert '<h2 id="due-h" tabindex="-1" autofocus>' in answer


def test_a_task_that_is_done_leaves_the_deadlines_and_the_focus_goes_to_what_follows(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 6)
    due = (desk.services.today() + dt.timedelta(days=5)).isoformat()
    task = add_task(desk.services, desk.actor(), licence, {"text": "Ask for a price.", "due": due})
    assert f'action="/tasks/{task.id}/done"' in desk.editor.get("/").text

    sent = {"revision": "1", "from": "desk", "days": "30", "work": "all", "row": "1"}
    answer = desk.editor.htmx_post(f"/tasks/{task.id}/done", sent).text

    assert "Ask for a price." not in answer
    assert '<p id="summary" hx-swap-oob="true">' in answer
    assert 'id="todo" aria-labelledby="todo-h" hx-swap-oob="true"' in answer
    focused = answer.split(" autofocus>")[0].rsplit("<form", 1)[1]
    assert f'action="{at(desk, licence, 6)}"' in focused


def test_ending_proposes_the_task_that_follows_from_it(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20, organisations=[{"name": "Meridian", "role": "licensor"}])
    path, day = at(desk, licence, 20), (desk.services.today() + dt.timedelta(days=20)).isoformat()

    form = desk.editor.get(f"{path}?choice=end&next=/licences/{licence}").text
    assert 'value="end" checked' in form
    assert f"Give notice to Meridian by {day}." in form
    editor = desk.actor(Role.EDITOR)
    sent = {"choice": "end", "revision": "1", "note": "Too dear.", "give": "yes", "next": f"/licences/{licence}"}
    task = {"task": f"Give notice to Meridian by {day}.", "owner": editor.id, "due": day}
    answer = desk.editor.post(path, {**sent, **task})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/licences/{licence}")
    assert [(t.text, t.owner_id) for t in tasks_of(desk.services, licence)] == [(task["task"], editor.id)]
    assert "Too dear." in text_of(desk.viewer.get(f"/licences/{licence}").text)
    desk.editor.post(f"{path}/reopen", {"revision": "2"})
    again = desk.editor.get(f"{path}?choice=end").text
    assert "A task waits already:" in again
    assert 'name="give" value="yes" checked' not in again


def test_without_the_tick_no_task_is_made(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)

    desk.editor.post(at(desk, licence, 20), {"choice": "end", "revision": "1", "task": "Give notice.", "owner": ""})

    assert tasks_of(desk.services, licence) == ()


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(desk: TestDesk) -> None:
    path = at(desk, ending(desk, "Journals", 20), 20)

    sent = {"revision": "1", "note": "n" * 1001, "give": "yes", "task": "", "owner": "", "due": "soon"}
    refused = desk.editor.post(path, sent)

    assert refused.status_code == 422
    for said in (
        "Say whether the licence is kept or ended.",
        "Shorten this to 1000 characters",
        "Say what is to be done",
    ):
        assert said in refused.text
    assert 'value="soon"' in refused.text
    assert "n" * 1001 in refused.text


def test_the_second_of_two_is_shown_both_sides_and_may_insist(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)
    path = at(desk, licence, 20)
    desk.admin.post(path, {"choice": "end", "note": "Too dear.", "revision": "1"})

    late = desk.editor.post(path, {"choice": "keep", "revision": "1"})

    assert late.status_code == 409
    assert "Too dear." in late.text
    assert 'name="revision" value="2"' in late.text
    assert desk.editor.post(path, {"choice": "keep", "revision": "2"}).status_code == 303


@pytest.mark.parametrize("path", ["notice/2026-02-30", "notice/2031-01-01", "renewal/2031-01-01", "end/x"])
def test_a_deadline_that_is_not_there_is_told_so(desk: TestDesk, path: str) -> None:
    licence = ending(desk, "Journals", 20)

    assert desk.editor.get(f"/licences/{licence}/deadlines/{path}").status_code == 404
    assert desk.editor.post(f"/licences/{licence}/deadlines/{path}", {"choice": "keep"}).status_code == 404


def test_readers_of_the_desk_see_no_buttons_and_may_not_press_them(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)
    path = at(desk, licence, 20)

    assert path not in desk.viewer.get("/").text
    assert path not in desk.viewer.get(f"/licences/{licence}").text
    assert desk.viewer.post(path, {"choice": "keep", "revision": "1"}).status_code == 403
