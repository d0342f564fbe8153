"""What waits for somebody: the first page of the desk."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from domain.falling_due import due_on, falling_due
from domain.identity import Actor, Role
from domain.ports import Services
from domain.task import DueTask
from domain.usecases.decisions import accept_suggestion
from domain.usecases.desk import what_waits
from domain.usecases.documents import Upload, add_document, set_document_aside
from domain.usecases.licences import add_licence
from domain.usecases.tasks import add_task
from domain.usecases.versions import add_version, move_version
from domain.usecases.work import work_one
from domain.version import VersionState
from domain.work_queue import DeadlineKind
from tests.pdfs import pdf

ADMIN = Actor(id="ada", name="Ada Min", role=Role.ADMIN)


def in_force(s: Services, title: str, days: int | None, **fields: object) -> str:
    """A licence in force whose term ends in so many days."""
    end = (s.today() + dt.timedelta(days=days)).isoformat() if days is not None else ""
    raw = {"title": title, "renewal": "explicit", "end_date": end, **fields}
    licence = add_licence(s, ADMIN, raw)
    version = add_version(s, ADMIN, licence.id, {"label": "Agreement", "effective_from": "2020-01-01"})
    for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
        move_version(s, ADMIN, version.id, state, "Signed on paper.")
    return licence.id


def read(s: Services, licence_id: str, label: str = "Draft") -> tuple[str, str]:
    """A draft with a document that has been read: version and document."""
    version = add_version(s, ADMIN, licence_id, {"label": label})
    document, _ = add_document(s, ADMIN, version.id, Upload(filename="signed.pdf", content=io.BytesIO(pdf())))
    while work_one(s, "test"):
        pass
    return version.id, document.id


def test_deadlines_come_in_the_order_of_their_days(services: Services) -> None:
    in_force(services, "Later", 60)
    in_force(services, "Sooner", 40, notice_period={"number": 30, "unit": "calendar_day"})
    in_force(services, "Over the horizon", 91)
    in_force(services, "Over", -1)
    in_force(services, "Terminated", 10, status="terminated")
    add_licence(services, ADMIN, {"title": "Not in force", "end_date": services.today().isoformat()})

    found = what_waits(services, 90).deadlines

    assert [(d.title, d.kind, (d.day - services.today()).days) for d in found] == [
        ("Sooner", DeadlineKind.NOTICE, 10),
        ("Sooner", DeadlineKind.END, 40),
        ("Later", DeadlineKind.END, 60),
    ]
    assert found[0].term_ends == found[1].day


def test_the_first_and_the_last_day_count(services: Services) -> None:
    in_force(services, "Today", 0)
    in_force(services, "In ninety days", 90)

    assert [d.title for d in what_waits(services, 90).deadlines] == ["Today", "In ninety days"]


def task(s: Services, licence_id: str, text: str, days: int | None) -> None:
    due = (s.today() + dt.timedelta(days=days)).isoformat() if days is not None else ""
    add_task(s, ADMIN, licence_id, {"text": text, "due": due})


def test_tasks_that_have_a_day_fall_due_among_the_deadlines(services: Services) -> None:
    licence = in_force(services, "Boreal Waters", 20)
    for text, days in (("Overdue", -3), ("Same day", 20), ("Last day", 90), ("Too late", 91), ("No day", None)):
        task(services, licence, text, days)
    add_task(services, ADMIN, licence, {"kind": "note", "text": "A note"})

    said = [one.task.text if isinstance(one, DueTask) else one.kind.value for one in what_waits(services, 90).due]

    assert said == ["Overdue", "end", "Same day", "Last day"]
    assert len(what_waits(services, 90).tasks) == 5


def test_what_is_cut_off_is_what_falls_due_last(services: Services) -> None:
    licence = in_force(services, "Boreal Waters", 1)
    for days in range(12):
        task(services, licence, f"In {days} days", days)

    desk = what_waits(services, 90)
    few = falling_due(desk.deadlines, desk.tasks, services.today() + dt.timedelta(days=90), 5)

    assert [(due_on(one) - services.today()).days for one in few] == [0, 1, 1, 2, 3]


def test_licences_without_a_deadline_are_counted_where_one_is_to_be_expected(services: Services) -> None:
    in_force(services, "No end", None)
    in_force(services, "No notice period", 50)
    in_force(services, "Perpetual", None, renewal="perpetual")
    in_force(services, "Complete", 50, notice_period={"number": 3, "unit": "month"})

    assert what_waits(services, 90).without_deadline == 2


def test_a_review_counts_what_is_left_and_goes_when_all_is_done(services: Services) -> None:
    licence = add_licence(services, ADMIN, {"title": "Boreal Waters"})
    version, document = read(services, licence.id)
    with services.reading_only() as uow:
        suggestions = uow.readings.suggestions(version)
    accept_suggestion(services, ADMIN, suggestions[0].id)

    (waiting,) = what_waits(services, 90).reviews

    assert (waiting.title, waiting.label, waiting.version_id) == ("Boreal Waters", "Draft", version)
    assert (waiting.suggestions, waiting.dealt_with) == (len(suggestions), 1)
    set_document_aside(services, ADMIN, document, "Unsigned copy.")
    assert what_waits(services, 90).reviews == ()
    assert what_waits(services, 90).readings == ()


def test_a_reading_is_shown_while_it_waits_and_for_some_days_after(services: Services) -> None:
    licence = add_licence(services, ADMIN, {"title": "Boreal Waters"})
    _, document = read(services, licence.id)

    (finished,) = what_waits(services, 90).readings

    assert (finished.document_id, finished.pages_done, finished.pages) == (document, 1, 1)
    later = replace(services, now=lambda: services.now() + dt.timedelta(days=4))
    assert what_waits(later, 90).readings == ()


def test_the_changes_of_colleagues_come_with_names(services: Services) -> None:
    licence = add_licence(services, ADMIN, {"title": "Boreal Waters"})
    version = add_version(services, ADMIN, licence.id, {"label": "Agreement 2026"})

    desk = what_waits(services, 90)

    assert [entry.action for entry in desk.entries] == ["version.add", "licence.add"]
    assert desk.titles == {licence.id: "Boreal Waters"}
    assert desk.labels == {version.id: "Agreement 2026"}
