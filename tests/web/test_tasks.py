"""Tasks and notes of licences, whose work the desk shows, and the pages of organisations."""

from __future__ import annotations

import re

from domain.identity import Role
from domain.usecases.tasks import tasks_of
from tests.web.library import Library, TestDesk, text_of
from web.pages.organisations import MOST_LISTED


def give(desk: TestDesk, licence: str, **said: str) -> str:
    """The id of a task, added by the editor."""
    sent = {"kind": "task", "text": "Tell the consortium whether we renew.", "owner": "", "due": ""} | said
    assert desk.editor.post(f"/licences/{licence}/tasks", sent).status_code == 303
    return tasks_of(desk.services, licence)[0].id


def test_a_task_stands_on_the_record_and_the_desk_until_it_is_done(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    task = give(desk, licence, owner=desk.actor(Role.REVIEWER).id, due="2026-12-01")

    for path in (f"/licences/{licence}", "/", "/?work=mine"):
        said = text_of(desk.reviewer.get(path).text)
        assert "Tell the consortium whether we renew." in said, path
    assert "Rae Viewer" in text_of(desk.viewer.get(f"/licences/{licence}").text)

    desk.reviewer.post(f"/tasks/{task}/done", {"revision": "1"})
    assert "Tell the consortium" not in text_of(desk.reviewer.get("/?work=mine").text).split("Changed lately")[0]
    assert "Done by Rae Viewer" in text_of(desk.viewer.get(f"/licences/{licence}").text)
    desk.reviewer.post(f"/tasks/{task}/reopen", {"revision": "2"})
    assert "Tell the consortium" in text_of(desk.reviewer.get("/?work=mine").text)


def test_mistakes_stand_at_their_fields_and_nothing_is_added(desk: TestDesk) -> None:
    licence = desk.licence("Journals")

    refused = desk.editor.post(f"/licences/{licence}/tasks", {"kind": "note", "text": " ", "due": "2026-02-30"})
    note = desk.editor.post(f"/licences/{licence}/tasks", {"kind": "note", "text": "Asked.", "due": "2026-12-01"})

    assert refused.status_code == note.status_code == 422
    assert "Say what is to be done" in refused.text
    assert 'value="2026-02-30"' in refused.text
    assert "A note has no day" in note.text
    assert tasks_of(desk.services, licence) == ()


def test_a_task_that_somebody_else_changed_is_not_overwritten(desk: TestDesk) -> None:
    task = give(desk, desk.licence("Journals"))
    desk.admin.post(f"/tasks/{task}", {"kind": "task", "text": "Theirs", "revision": "1"})

    late = desk.editor.post(f"/tasks/{task}", {"kind": "task", "text": "Mine", "revision": "1"})

    assert late.status_code == 409
    assert "Theirs" in desk.editor.get(f"/tasks/{task}").text


def test_readers_of_the_desk_may_look_and_not_change(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    task = give(desk, licence)

    assert desk.viewer.post(f"/licences/{licence}/tasks", {"text": "x"}).status_code == 403
    assert desk.viewer.post(f"/tasks/{task}/done", {"revision": "1"}).status_code == 403
    assert "/tasks/" not in desk.viewer.get(f"/licences/{licence}").text.split('id="tasks"')[1].split("</section>")[0]


def test_every_change_of_a_task_is_in_the_trail_and_an_erased_licence_takes_its_tasks_along(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    task = give(desk, licence)
    desk.editor.post(f"/tasks/{task}", {"kind": "task", "text": "Another text", "revision": "1"})
    desk.editor.post(f"/tasks/{task}/done", {"revision": "2"})

    history = text_of(desk.editor.get(f"/licences/{licence}/history").text)
    assert "Ed Itor added a task or note to this licence" in history
    assert "Ed Itor changed a task or note of this licence" in history
    assert "Ed Itor did a task of this licence" in history
    assert desk.editor.post(f"/licences/{licence}/erase", {"revision": "1"}).status_code == 303
    assert desk.editor.get(f"/tasks/{task}").status_code == 404


def test_the_desk_shows_mine_my_teams_and_all(desk: TestDesk) -> None:
    editor, reviewer = desk.actor(Role.EDITOR), desk.actor(Role.REVIEWER)
    for account, email in ((editor, "editor"), (reviewer, "reviewer")):
        page = desk.admin.get(f"/people/{account.id}").text
        revision = re.search(r'name="revision" value="(\d+)"', page)
        assert revision is not None, email
        sent = {"name": account.name, "role": account.role.value, "unit": "Acquisitions", "revision": revision.group(1)}
        assert desk.admin.post(f"/people/{account.id}", sent).status_code == 303
    soon = {"end_date": f"{desk.services.today()}", "renewal": "explicit"}
    mine = desk.licence("Mine alone", owner=editor.id, **soon)
    ours = desk.licence("Of the team", unit="Acquisitions", **soon)
    theirs = desk.licence("Of others", unit="Music library", **soon)
    for licence in (mine, ours, theirs):
        desk.put_in_force(desk.version(licence))

    def deadlines(work: str) -> list[str]:
        page = desk.editor.get(f"/?work={work}").text.split('id="due-h"')[1].split("</section>")[0]
        return sorted(set(re.findall(r'class="lic-name"[^>]*>([^<]+)<', page)))

    assert deadlines("mine") == ["Mine alone"]
    assert deadlines("unit") == ["Mine alone", "Of the team"]
    assert deadlines("all") == deadlines("nonsense") == ["Mine alone", "Of others", "Of the team"]
    assert "My team" in text_of(desk.editor.get("/").text)
    assert "My team" not in text_of(desk.viewer.get("/").text)


def test_an_organisation_has_a_page_with_its_licences_and_contacts(library: Library) -> None:
    page = library.desk.viewer.get("/organisations/of?name=meridian+science+press")

    assert "<h1>Meridian Science Press</h1>" in page.text
    said = text_of(page.text)
    assert "Journals Complete" in said
    assert "Odile Marchetti" in said
    assert (
        "/organisations/of?name=Meridian%20Science%20Press"
        in library.desk.viewer.get(f"/licences/{library.journals}").text
    )
    assert library.desk.viewer.get("/organisations/of?name=Nobody").status_code == 404


def test_organisations_are_listed_by_the_page_and_what_is_left_out_is_said(desk: TestDesk) -> None:
    names = [f"Press {number:03}" for number in range(MOST_LISTED + 1)]
    desk.licence("Journals", organisations=[{"name": name, "role": "licensor"} for name in names[:20]])
    few = desk.viewer.get("/organisations").text
    for first in range(20, len(names), 50):
        some = [{"name": name, "role": "licensor"} for name in names[first : first + 50]]
        desk.licence(f"Books {first}", organisations=some)

    many = desk.viewer.get("/organisations").text

    assert [name for name in names[:20] if f">{name}</a>" not in few] == []
    assert "are shown" not in few
    assert f"The first {MOST_LISTED} are shown." in text_of(many)
    assert desk.viewer.htmx("/organisations?q=press").text.count("<option") == 12
