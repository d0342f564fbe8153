"""A form that somebody overtook: both sides are shown, and nothing of either is lost."""

from __future__ import annotations

import re
from typing import Any

from domain.identity import Role
from domain.usecases.licences import change_licence
from domain.values import Duration, Unit
from tests.web.library import TestDesk, text_of
from tests.web.test_entry import WHOLE, stored


def opened(desk: TestDesk, location: str) -> dict[str, Any]:
    """The form as somebody finds it who opens it to change the licence: addresses of resources have been filled in."""
    first, second = (resource.slug for resource in stored(desk, location).fields.resources)
    return {**WHOLE, "resource_slug": [first, "", second], "revision": stored(desk, location).revision}


def resent(page: str) -> dict[str, Any]:
    """What the buttons of the page that shows both sides send."""
    again: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        again.setdefault(name, []).append(value)
    return again


def test_a_stale_edit_shows_both_sides_and_either_can_be_kept(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", WHOLE).headers["location"]
    kept = stored(desk, there)
    change_licence(desk.services, desk.actor(Role.ADMIN), kept.id, {"notes": "Theirs."}, seen=kept.revision)

    stale = desk.editor.post(f"{there}/edit", {**WHOLE, "notes": "Mine.", "title": "Mine", "revision": kept.revision})

    assert stale.status_code == 409
    said = text_of(stale.text)
    assert "Theirs." in said
    assert "Mine." in said
    assert stored(desk, there).fields.notes == "Theirs."

    assert desk.editor.post(f"{there}/edit", resent(stale.text)).status_code == 303
    fields = stored(desk, there).fields
    assert (fields.notes, fields.title) == ("Mine.", "Mine")
    assert [r.title for r in fields.resources] == ["Boreal Waters", "Lakes"]


def test_using_mine_leaves_what_only_the_other_changed(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", WHOLE).headers["location"]
    kept, form = stored(desk, there), opened(desk, there)
    theirs = {
        "paper_location": "Safe 9",
        "organisations": [{"name": "Another Society", "role": "licensor"}],
        "notice_period": {"number": 7, "unit": "week"},
        "resources": [{"title": "Only Lakes"}],
    }
    for field, value in theirs.items():
        now = stored(desk, there).revision
        change_licence(desk.services, desk.actor(Role.ADMIN), kept.id, {field: value}, seen=now)

    stale = desk.editor.post(f"{there}/edit", {**form, "tags": "mine"})

    said = text_of(stale.text)
    assert "Safe 9 As you found it; theirs stays" in said
    assert "Title" not in re.findall(r'<th scope="row">([^<]+)</th>', stale.text)
    assert desk.editor.post(f"{there}/edit", resent(stale.text)).status_code == 303
    fields = stored(desk, there).fields
    assert fields.tags == ("mine",)
    assert (fields.paper_location, fields.notice_period) == ("Safe 9", Duration(number=7, unit=Unit.WEEK))
    assert [one.name for one in fields.organisations] == ["Another Society"]
    assert [one.title for one in fields.resources] == ["Only Lakes"]


def test_an_overtaken_form_can_be_looked_at_again_with_both_changes_in_it(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", WHOLE).headers["location"]
    kept, form = stored(desk, there), opened(desk, there)
    change_licence(desk.services, desk.actor(Role.ADMIN), kept.id, {"paper_location": "Safe 9"}, seen=kept.revision)
    stale = desk.editor.post(f"{there}/edit", {**form, "tags": "mine"})

    again = desk.editor.post(f"{there}/edit", {**resent(stale.text), "do": "show"})

    assert again.status_code == 200
    assert 'value="Safe 9"' in again.text
    assert 'value="mine"' in again.text
    assert stored(desk, there).fields.tags != ("mine",)


def test_somebody_who_changed_nothing_is_only_told_what_the_other_did(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", WHOLE).headers["location"]
    kept, form = stored(desk, there), opened(desk, there)
    change_licence(desk.services, desk.actor(Role.ADMIN), kept.id, {"paper_location": "Safe 9"}, seen=kept.revision)

    stale = desk.editor.post(f"{there}/edit", form)

    assert stale.status_code == 409
    assert "Safe 9" in text_of(stale.text)
    assert "Use mine instead" not in stale.text


def test_two_sides_with_lists_can_be_told_apart(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", WHOLE).headers["location"]
    kept = stored(desk, there)
    desk.editor.post(f"{there}/edit", {**WHOLE, "licensor": "Another Society", "revision": kept.revision})

    stale = desk.editor.post(f"{there}/edit", {**WHOLE, "tags": "mine", "revision": kept.revision})

    assert stale.status_code == 409
    assert "Another Society (Licensor)" in text_of(stale.text)


def test_a_form_that_saw_nothing_overwrites_nothing(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", WHOLE).headers["location"]

    assert desk.editor.post(f"{there}/edit", {**WHOLE, "title": "Other"}).status_code == 409
