"""What somebody types is not lost: drafts outlive the session, and a form sent too late comes back as it was."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from domain.identity import Role
from domain.usecases.accounts import sign_out
from domain.usecases.drafts import draft_of
from domain.usecases.licence_record import licence_of
from tests.web.library import PASSWORD, TestDesk, text_of

TYPED = {
    "title": "Boreal Waters",
    "licensor": "Harrow & Vale",
    "notes": "Ask about “perpetual” access <soon>.",
    "scope": "local",
    "renewal": "automatic",
    "resource_title": ["Lakes", "Rivers"],
    "resource_url": ["https://lakes.example", ""],
    "resource_issn": ["", ""],
    "resource_isbn": ["", ""],
    "resource_alma_collection": ["", ""],
    "resource_slug": ["", ""],
}


def value_of(html: str, field: str) -> str:
    found = re.search(rf'id="{field}"[^>]* value="([^"]*)"', html)
    assert found is not None, field
    return unescape(found.group(1))


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None, name
    return unescape(found.group(1))


def sign_in_again(desk: TestDesk, door: Any, email: str) -> Any:
    """From the sign-in page that was shown: what is typed there, and what it carries."""
    cookie = next((each for each in door.headers.get_list("set-cookie") if each.startswith("csrf=")), "")
    sent = {
        "csrf": hidden(door.text, "csrf"),
        "next": hidden(door.text, "next"),
        "carried": hidden(door.text, "carried"),
        "email": email,
        "password": PASSWORD,
    }
    desk.client.cookies.clear()
    return desk.client.post("/sign-in", data=sent, headers={"Cookie": cookie.split(";")[0]}, follow_redirects=False)


def test_a_draft_is_kept_while_typing_and_shown_until_it_is_saved(desk: TestDesk) -> None:
    kept = desk.editor.htmx_post("/drafts/licence:new", TYPED)

    assert re.fullmatch(r"Draft kept at \d\d:\d\d", kept.text)
    form = desk.editor.get("/licences/new").text
    assert value_of(form, "title") == "Boreal Waters"
    assert value_of(form, "resource-1-title") == "Rivers"
    assert "This is what you typed and have not saved" in text_of(form)
    assert "Boreal Waters" not in desk.admin.get("/licences/new").text

    desk.editor.post("/licences/new", {**TYPED, "do": "save"})
    assert draft_of(desk.services, desk.actor(Role.EDITOR), "licence:new") is None
    assert value_of(desk.editor.get("/licences/new").text, "title") == ""


def test_a_draft_can_be_thrown_away(desk: TestDesk) -> None:
    desk.editor.post("/drafts/licence:new", TYPED)

    gone = desk.editor.post("/drafts/licence:new/discard", {"next": "/licences/new"})

    assert gone.headers["location"] == "/licences/new"
    assert value_of(desk.editor.get("/licences/new").text, "title") == ""


def test_a_form_sent_after_the_session_ended_is_as_it_was_after_signing_in(desk: TestDesk) -> None:
    assert desk.editor.cookie is not None
    sign_out(desk.services, desk.editor.cookie)

    door = desk.editor.post("/licences/new", TYPED)
    assert door.status_code == 401
    assert "You were signed out meanwhile." in text_of(door.text)
    back = sign_in_again(desk, door, "editor@library.example")
    assert back.headers["location"] == "/licences/new"
    session = next(c for c in back.headers.get_list("set-cookie") if c.startswith("session=")).split(";")[0]
    form = desk.client.get("/licences/new", headers={"Cookie": session}).text

    assert value_of(form, "title") == "Boreal Waters"
    assert value_of(form, "licensor") == "Harrow & Vale"
    assert "Ask about “perpetual” access &lt;soon&gt;." in form
    assert value_of(form, "resource-1-title") == "Rivers"


def test_a_change_of_a_licence_is_carried_too_and_saved_over_the_revision_it_was_begun_on(desk: TestDesk) -> None:
    licence = desk.licence("Old title")
    assert desk.editor.cookie is not None
    sign_out(desk.services, desk.editor.cookie)
    door = desk.editor.htmx_post(f"/licences/{licence}/edit", {**TYPED, "revision": "1"})

    assert door.headers["hx-retarget"] == "#main"
    back = sign_in_again(desk, door, "editor@library.example")
    session = next(c for c in back.headers.get_list("set-cookie") if c.startswith("session=")).split(";")[0]
    form = desk.client.get(f"/licences/{licence}/edit", headers={"Cookie": session}).text

    assert value_of(form, "title") == "Boreal Waters"
    assert 'name="revision" value="1"' in form
    assert licence_of(desk.services, licence).title == "Old title"


def test_a_wrong_password_loses_nothing_either(desk: TestDesk) -> None:
    assert desk.editor.cookie is not None
    sign_out(desk.services, desk.editor.cookie)
    door = desk.editor.post("/licences/new", TYPED)
    cookie = next(each for each in door.headers.get_list("set-cookie") if each.startswith("csrf=")).split(";")[0]
    sent = {"csrf": hidden(door.text, "csrf"), "next": "/licences/new", "carried": hidden(door.text, "carried")}
    desk.client.cookies.clear()
    refused = desk.client.post(
        "/sign-in",
        data={**sent, "email": "editor@library.example", "password": "not the password"},
        headers={"Cookie": cookie},
    )

    assert hidden(refused.text, "carried") == hidden(door.text, "carried")


def test_keeping_a_draft_without_a_session_leaves_the_page_where_it_is(desk: TestDesk) -> None:
    answer = desk.nobody.htmx_post("/drafts/licence:new", TYPED)

    assert answer.status_code == 401
    assert answer.headers["hx-retarget"] == "#draft"
    assert "hx-redirect" not in answer.headers


def test_only_forms_of_licences_keep_drafts_and_only_for_those_who_may_enter(desk: TestDesk) -> None:
    assert desk.editor.post("/drafts/password", TYPED).status_code == 422
    assert desk.viewer.post("/drafts/licence:new", TYPED).status_code == 403
    assert desk.editor.post("/drafts/licence:new", {"notes": "x" * 600_000}).status_code == 422


def test_another_site_is_never_carried_along(desk: TestDesk) -> None:
    answer = desk.nobody.post("/licences/new", TYPED, **{"Sec-Fetch-Site": "cross-site"})

    assert "Boreal Waters" not in answer.text


def test_a_new_licence_takes_over_what_is_ticked_and_moves_to_the_next_term(desk: TestDesk) -> None:
    licence = desk.licence(
        "SAGE Premier 2024–2026",
        code="SAGE-1",
        organisations=[{"name": "SAGE", "role": "licensor"}, {"name": "EBSCO", "role": "agent"}],
        start_date="2024-01-01",
        end_date="2026-12-31",
        renewal="automatic",
        notice_period={"number": 60, "unit": "calendar_day"},
        resources=["Premier Collection"],
        notes="Secret price.",
        tags=["journals"],
    )
    choice = desk.editor.get(f"/licences/new/like?id={licence}").text
    assert 'name="take" value="notes">' in choice
    assert 'name="take" value="parties" checked>' in choice

    form = desk.editor.get(f"/licences/new?like={licence}&take=title&take=parties&take=dates&take=resources").text

    assert value_of(form, "title") == "SAGE Premier 2027–2029"
    assert value_of(form, "code") == ""
    assert value_of(form, "licensor") == "SAGE"
    assert value_of(form, "organisation-0-name") == "EBSCO"
    assert (value_of(form, "start_date"), value_of(form, "end_date")) == ("2027-01-01", "2029-12-31")
    assert value_of(form, "notice_period") == ""
    assert value_of(form, "resource-0-title") == "Premier Collection"
    assert "Secret price." not in form


def test_one_like_it_is_found_by_words_or_among_the_last_changed(desk: TestDesk) -> None:
    desk.licence("SAGE Premier", organisations=[{"name": "SAGE", "role": "licensor"}], end_date="2026-12-31")
    desk.licence("Other")

    assert "SAGE, ends 2026-12-31" in text_of(desk.editor.get("/licences/new/like?q=sage").text)
    assert "Other" in text_of(desk.editor.get("/licences/new/like").text)
    assert "No licence matches these words." in text_of(desk.editor.get("/licences/new/like?q=zzz").text)
