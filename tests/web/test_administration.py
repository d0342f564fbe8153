"""What administrators look after: accounts, tokens, the vocabulary; and the trail that reviewers read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from domain.identity import Role
from domain.usecases.accounts import sign_in, who_has_token
from domain.usecases.tasks import add_task
from tests.browser import live, violations, watched_page
from tests.web.library import PASSWORD, Library, TestDesk, text_of

PAGES = [
    "/people",
    "/people/new",
    "/tokens",
    "/vocabulary",
    "/vocabulary/new",
    "/vocabulary/terms/agreement_confidentiality",
]
NEW = {"name": "Nora New", "email": "nora@library.example", "role": "editor", "password": PASSWORD}
TERM = {"key": "guest_access", "value_type": "permission", "label_en": "Guests", "category": "access"}


def revision_of(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def account_of(desk: TestDesk, role: Role) -> str:
    return f"/people/{desk.actor(role).id}"


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_see_these_pages(library: Library, path: str) -> None:
    desk = library.desk

    assert desk.admin.get(path).status_code == 200
    assert desk.reviewer.get(path).status_code == 403
    assert desk.nobody.get(path).status_code == 303


def test_an_account_is_added_and_can_sign_in(desk: TestDesk) -> None:
    answer = desk.admin.post("/people", NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")

    assert "Nora New nora@library.example Editor" in text_of(desk.admin.get("/people").text)
    _, session = sign_in(desk.services, "nora@library.example", PASSWORD, "192.0.2.1")
    assert session.expires_at > desk.services.now()


def test_what_is_wrong_with_an_account_stands_at_its_field_and_nothing_typed_is_lost(desk: TestDesk) -> None:
    short = desk.admin.post("/people", {**NEW, "password": "short"})
    taken = desk.admin.htmx_post("/people", {**NEW, "email": "viewer@library.example"})

    assert short.status_code == taken.status_code == 422
    assert "at least 12 characters" in short.text
    assert 'value="Nora New"' in short.text
    assert 'value="short"' not in short.text
    assert 'href="#email"' in taken.text
    assert "<html" not in taken.text


def test_a_role_is_changed_and_an_account_closed(desk: TestDesk) -> None:
    path = account_of(desk, Role.EDITOR)
    form = {"name": "Ed Itor", "role": "reviewer", "revision": revision_of(desk.admin.get(path).text)}

    assert desk.admin.post(path, form).status_code == 303

    assert "Ed Itor editor@library.example Reviewer" in text_of(desk.admin.get("/people").text)
    assert desk.editor.get("/licences").status_code == 303  # signed out: the role is another
    closing = {**form, "closed": "yes", "revision": revision_of(desk.admin.get(path).text)}
    assert desk.admin.post(path, closing).status_code == 303
    assert re.search(r"Ed Itor editor@library.example Reviewer \S+ Closed", text_of(desk.admin.get("/people").text))


def test_the_last_administrator_stays_one(desk: TestDesk) -> None:
    path = account_of(desk, Role.ADMIN)
    form = {"name": "Ada Min", "role": "viewer", "revision": revision_of(desk.admin.get(path).text)}

    answer = desk.admin.post(path, form)

    assert answer.status_code == 409
    assert "This is the last administrator." in answer.text
    assert desk.admin.get("/people").status_code == 200


def test_an_old_form_does_not_overwrite_a_newer_account(desk: TestDesk) -> None:
    path = account_of(desk, Role.VIEWER)
    form = {"name": "Vi One", "role": "viewer", "revision": revision_of(desk.admin.get(path).text)}
    assert desk.admin.post(path, form).status_code == 303

    assert desk.admin.post(path, {**form, "name": "Vi Two"}).status_code == 409
    assert "Vi One" in desk.admin.get("/people").text


def test_a_token_is_shown_once_works_and_can_be_revoked(desk: TestDesk) -> None:
    made = desk.admin.post("/tokens", {"name": "Alma sync", "role": "viewer", "feed_only": "yes"})
    secret = re.search(r'value="(ld_[^"]+)"', made.text)
    assert secret
    actor = who_has_token(desk.services, secret[1])
    assert (actor.name, actor.feed_only) == ("Alma sync", True)
    assert made.headers["cache-control"] == "no-store"

    later = desk.admin.get("/tokens").text
    assert secret[1] not in later
    revoke = re.search(r'action="(/tokens/[^"]+/revoke)"', later)
    assert revoke
    assert desk.admin.post(revoke[1]).status_code == 303

    assert "Revoked" in desk.admin.get("/tokens").text
    asked = desk.client.get("/api/v1/changes", headers={"Authorization": f"Bearer {secret[1]}"})
    assert asked.status_code == 401


def test_a_token_needs_a_name(desk: TestDesk) -> None:
    answer = desk.admin.htmx_post("/tokens", {"name": "", "role": "viewer"})

    assert answer.status_code == 422
    assert "Give the token a name" in answer.text
    assert "ld_" not in answer.text


def test_the_vocabulary_says_how_much_rests_on_a_term(library: Library) -> None:
    text = text_of(library.desk.admin.get("/vocabulary").text)

    assert re.search(
        r"Alumni access alumni_access Permission May I use it as a former student\? Ask us 2 versions", text
    )
    assert "2 versions decide it and stay readable" in library.desk.admin.get("/vocabulary/terms/alumni_access").text


def test_a_library_adds_a_term_of_its_own_changes_its_question_and_retires_it(desk: TestDesk) -> None:
    assert desk.admin.post("/vocabulary/new", TERM).status_code == 303
    path = "/vocabulary/terms/guest_access"
    form = {**TERM, "question_en": "May guests use it?", "silent_answer": "no"}

    saved = desk.admin.post(path, {**form, "revision": revision_of(desk.admin.get(path).text)})

    assert saved.status_code == 303
    assert "May guests use it? No" in text_of(desk.admin.get("/vocabulary").text)
    retired = {**form, "retired": "yes", "revision": revision_of(desk.admin.get(path).text)}
    assert desk.admin.post(path, retired).status_code == 303
    assert re.search(r"Guests guest_access .* 0 versions Retired", text_of(desk.admin.get("/vocabulary").text))


def test_what_is_wrong_with_a_term_stands_at_its_field(desk: TestDesk) -> None:
    bad = desk.admin.post("/vocabulary/new", {**TERM, "key": "Guest Access", "label_en": ""})
    taken = desk.admin.post("/vocabulary/new", {**TERM, "key": "alumni_access"})
    listed = desk.admin.post("/vocabulary/new", {**TERM, "value_type": "picklist", "choices": ""})

    assert bad.status_code == taken.status_code == listed.status_code == 422
    assert 'href="#key"' in bad.text
    assert 'href="#label_en"' in bad.text
    assert 'href="#key"' in taken.text
    assert "A pick list needs its choices." in listed.text


def test_choices_are_entered_as_lines_and_shown_as_lines(desk: TestDesk) -> None:
    lines = "some | Some of it | Une partie\nall | All of it"
    made = desk.admin.post("/vocabulary/new", {**TERM, "value_type": "picklist", "choices": lines})
    assert made.status_code == 303

    page = desk.admin.get("/vocabulary/terms/guest_access").text

    assert "some | Some of it | Une partie\nall | All of it | All of it" in page


def test_two_people_who_change_a_term_see_both_versions(desk: TestDesk) -> None:
    path = "/vocabulary/terms/alumni_access"
    page = desk.admin.get(path).text
    form = {"label_en": "Former students", "category": "access", "definition": "One", "revision": revision_of(page)}
    assert desk.admin.post(path, form).status_code == 303

    answer = desk.admin.post(path, {**form, "definition": "Two"})

    assert answer.status_code == 409
    assert "somebody else was first" in answer.text


def test_the_trail_tells_what_was_done_and_is_filtered(library: Library) -> None:
    desk = library.desk
    assert "Ada Min put" in text_of(desk.reviewer.get("/audit").text)

    only = text_of(desk.reviewer.htmx("/audit?action=licence.add").text)

    assert "entered Humanities Archive" in only
    assert "decided" not in only
    assert "Nothing was found" in desk.reviewer.get("/audit?until=2001-01-01").text
    assert desk.reviewer.get("/audit?since=yesterday").status_code == 422
    assert desk.viewer.get("/audit").status_code == 403
    assert desk.reviewer.get("/audit?cursor=nowhere").status_code == 422


def test_the_trail_names_the_versions_and_the_tasks_it_speaks_of(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    desk.put_in_force(desk.version(licence, label="Agreement 2026"))
    add_task(desk.services, desk.actor(), licence, {"text": "Ask for <b>prices</b>."})

    page = desk.reviewer.get("/audit").text
    told = text_of(page)

    assert "Ada Min put Agreement 2026 of Journals in force" in told
    assert "Ada Min sent Agreement 2026 of Journals for review" in told
    assert "a version" not in told
    assert "Ada Min added a task or note to Journals Ask for <b>prices</b>." in told
    assert "<b>prices</b>" not in page


def test_entries_of_the_same_minute_show_it_once(library: Library) -> None:
    entries = library.desk.reviewer.get("/audit").text.partition('class="hist')[2].partition("</ol>")[0]

    minutes = re.findall(r'<time( class="vh")? datetime="[^"]*">([^<]*)</time>', entries)
    shown = [minute for hidden, minute in minutes if not hidden]
    assert len(shown) == len(set(shown)) < len(minutes)
    assert {minute for _, minute in minutes} == set(shown)


def test_the_trail_names_accounts_and_tokens_and_never_a_password(desk: TestDesk) -> None:
    desk.admin.post("/people", NEW)
    desk.admin.post("/tokens", {"name": "Alma sync", "role": "viewer"})

    page = desk.admin.get("/audit").text

    assert "Ada Min made the token Alma sync" in page
    assert "Ada Min made an account for Nora New" in page
    assert PASSWORD not in page
    assert "argon2" not in page


@pytest.mark.parametrize("path", [*PAGES, "/audit"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_administrators_are_accessible(browser: Browser, library: Library, path: str, width: int) -> None:
    with live(library.desk.app) as address, watched_page(browser, viewport={"width": width, "height": 800}) as page:
        page.context.add_cookies([{"name": "session", "value": library.desk.admin.cookie or "", "url": address}])
        page.goto(address + path)

        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
