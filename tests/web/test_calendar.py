"""The calendar feed: a private address that can be revoked, and a file that calendars take."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from icalendar import Calendar

from domain.identity import Role
from domain.usecases.accounts import hash_secret
from tests.web.library import TestDesk, Visitor, text_of
from tests.web.test_deadlines import at, ending
from tests.web.test_tasks import give

CANARY = "canary-internal"


def subscribe(visitor: Visitor, **sent: str) -> str:
    """The path of a new address, as the page shows it once."""
    page = visitor.post("/calendar", {"work": "all", "remind": "0"} | sent).text
    found = re.search(r'value="http://testserver(/calendar/[^"]+)"', page)
    assert found is not None
    return found.group(1).replace("&amp;", "&")


def events(desk: TestDesk, path: str) -> list[Any]:
    answer = desk.nobody.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_open_deadlines_and_tasks_with_a_day_are_events_that_last_the_day(desk: TestDesk) -> None:
    licence = ending(desk, "Journals, “complete”; ü", 20)
    task = give(desk, licence, due="2027-01-05")
    give(desk, licence, due="")
    path = subscribe(desk.editor)

    found = {str(event["uid"]): event for event in events(desk, path)}

    assert len(found) == 3
    day = desk.services.today() + dt.timedelta(days=20)
    told = found[f"notice-{licence}-{day}@licence-desk"]
    assert told["summary"] == "Last day to give notice: Journals, “complete”; ü"
    assert (told["dtstart"].dt, told["dtend"].dt) == (day, day + dt.timedelta(days=1))
    assert told["url"] == f"http://testserver/licences/{licence}"
    task_event = found[f"task-{task}@licence-desk"]
    assert task_event["dtstart"].dt == dt.date(2027, 1, 5)
    assert task_event["url"].endswith("#tasks")


def test_what_was_decided_or_done_leaves_the_calendar_and_names_stay_the_same(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)
    task = give(desk, licence, due="2027-01-05")
    path = subscribe(desk.editor)
    before = {str(event["uid"]) for event in events(desk, path)}

    desk.editor.post(at(desk, licence, 20), {"choice": "keep", "revision": "1"})
    desk.editor.post(f"/tasks/{task}/done", {"revision": "1"})

    after = {str(event["uid"]) for event in events(desk, path)}
    assert after == {uid for uid in before if uid.startswith("end-")}


def test_nothing_internal_is_in_it_whatever_is_asked_for(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20, notes=CANARY, contacts=CANARY, paper_location=CANARY)
    give(desk, licence, text=CANARY, due="2027-01-05")
    give(desk, licence, kind="note", text=CANARY)
    desk.editor.post(at(desk, licence, 30, "end"), {"choice": "keep", "note": CANARY, "revision": "1"})
    path = subscribe(desk.editor, remind="7")

    for extra in ("", "&work=mine", "&remind=30", "&lang=fr"):
        assert CANARY not in desk.nobody.get(path + extra).text


def test_long_titles_are_folded_and_no_line_is_too_long(desk: TestDesk) -> None:
    ending(desk, "Ä" * 250, 20)

    answer = desk.nobody.get(subscribe(desk.editor))

    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    assert "Ä" * 250 in Calendar.from_ical(answer.content).walk("VEVENT")[0]["summary"]


def test_who_has_the_file_as_it_stands_is_told_so(desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 20)
    path = subscribe(desk.editor)
    tag = desk.nobody.get(path).headers["etag"]

    assert desk.nobody.get(path, **{"If-None-Match": tag}).status_code == 304
    desk.editor.post(at(desk, licence, 20), {"choice": "keep", "revision": "1"})
    changed = desk.nobody.get(path, **{"If-None-Match": tag})
    assert (changed.status_code, changed.headers["cache-control"]) == (200, "private, max-age=900")
    assert "set-cookie" not in changed.headers


def test_reminders_come_as_many_days_before_as_was_asked_for(desk: TestDesk) -> None:
    ending(desk, "Journals", 20)

    told = Calendar.from_ical(desk.nobody.get(subscribe(desk.editor, remind="14")).content)
    silent = Calendar.from_ical(desk.nobody.get(subscribe(desk.editor)).content)

    assert {alarm["trigger"].dt for alarm in told.walk("VALARM")} == {dt.timedelta(days=-14)}
    assert silent.walk("VALARM") == []


def test_it_holds_the_work_of_oneself_of_the_team_or_of_all(desk: TestDesk) -> None:
    ending(desk, "Mine", 20, owner=desk.actor(Role.EDITOR).id)
    ending(desk, "Theirs", 20)
    path = subscribe(desk.editor).split("?")[0]

    def titles(work: str) -> set[str]:
        return {str(event["summary"]).rpartition(": ")[2] for event in events(desk, f"{path}?work={work}")}

    assert titles("mine") == titles("unit") == titles("nonsense") == {"Mine"}
    assert titles("all") == {"Mine", "Theirs"}


def test_a_new_address_or_revoking_closes_the_one_before(desk: TestDesk) -> None:
    first = subscribe(desk.editor)
    second = subscribe(desk.editor)

    assert desk.nobody.get(first).status_code == 404
    assert desk.nobody.get(second).status_code == 200
    assert "Last asked for" in text_of(desk.editor.get("/calendar").text)
    assert desk.editor.post("/calendar/revoke").status_code == 303
    assert desk.nobody.get(second).status_code == 404
    said = text_of(desk.reviewer.get("/audit").text)
    assert "Ed Itor made an address for their calendar" in said
    assert "Ed Itor revoked the address of their calendar" in said


def test_a_closed_account_has_no_calendar_any_more(desk: TestDesk) -> None:
    path, editor = subscribe(desk.editor), desk.actor(Role.EDITOR)

    closed = {"name": editor.name, "role": "editor", "closed": "yes", "revision": "1"}
    assert desk.admin.post(f"/people/{editor.id}", closed).status_code == 303

    assert desk.nobody.get(path).status_code == 404


def test_only_a_hash_of_the_secret_is_kept_and_the_page_never_shows_it_again(desk: TestDesk) -> None:
    secret = subscribe(desk.editor).removeprefix("/calendar/").partition(".ics")[0]

    assert secret not in desk.editor.get("/calendar").text
    with desk.services.reading_only() as uow:
        kept = uow.accounts.calendar_of(desk.actor(Role.EDITOR).id)
    assert kept is not None
    assert kept.secret_hash == hash_secret(secret)


@pytest.mark.parametrize("secret", ["x", "%00", "a" * 5000, "..%2f..%2fetc"])
def test_a_guess_opens_nothing(desk: TestDesk, secret: str) -> None:
    assert desk.nobody.get(f"/calendar/{secret}.ics").status_code == 404


def test_the_feed_speaks_the_language_of_who_made_the_address(desk: TestDesk) -> None:
    ending(desk, "Journals", 20)
    page = desk.editor.post("/calendar?lang=fr", {"work": "all"}).text
    found = re.search(r'value="http://testserver(/calendar/[^"]+)"', page)
    assert found is not None

    path = found.group(1).replace("&amp;", "&")

    assert "Fin de licence : Journals" in {str(event["summary"]) for event in events(desk, path)}
