"""What a change would affect is shown before it is made: terms, accounts, tokens, organisations, settings."""

from __future__ import annotations

import pytest

from domain.identity import Role
from domain.usecases.accounts import create_token, who_has_token
from domain.usecases.saved_views import save_view
from tests.web.library import Library, TestDesk, text_of
from tests.web.test_tasks import give


def affected(page: str) -> str:
    return text_of(page.partition('class="callout callout--plain affected"')[2].partition("</section>")[0])


def test_a_term_tells_where_it_is_used(library: Library) -> None:
    said = affected(library.desk.admin.get("/vocabulary/terms/ill_electronic").text)

    assert "version decides it" in said or "versions decide it" in said
    assert "in force today" in said
    assert "readers are told of it" in said


def test_a_term_that_is_nowhere_says_so(desk: TestDesk) -> None:
    page = desk.admin.get("/vocabulary/terms/alumni_access").text

    assert affected(page) == ""
    assert "not used anywhere yet" in text_of(page)


def test_each_use_of_a_term_is_counted(desk: TestDesk) -> None:
    licence = desk.licence("Journals", resources=["Journal 1", "Journal 2"])
    version = desk.version(licence)
    desk.decide(version, "alumni_access", "silent", searched=("alumni",))
    desk.put_in_force(version)
    sent = {"name": "Alumni", "query": "term=alumni_access&value=silent"}
    save_view(desk.services, desk.actor(), {**sent, "page": "list"})

    said = affected(desk.admin.get("/vocabulary/terms/alumni_access").text)

    for line in (
        "1 version decides it and stays readable",
        "1 licence has it in force today",
        "1 of them is silent",
        "On the public pages of 2 resources readers are told of it",
        "Saved views name it: Alumni",
    ):
        assert line in said, said


def test_an_account_tells_what_hangs_on_it(desk: TestDesk) -> None:
    editor = desk.actor(Role.EDITOR)
    give(desk, desk.licence("Journals", owner=editor.id), owner=editor.id)
    desk.editor.post("/calendar", {"work": "all"})

    page = desk.admin.get(f"/people/{editor.id}").text

    said = affected(page)
    assert "Looks after 1 licence" in said
    assert "1 task waits for this person" in said
    assert "Is signed in on 1 browser, which ends" in said
    assert "Has a calendar address" in said
    assert f'href="/licences?status=any&amp;owner={editor.id}"' in page


def test_a_token_tells_when_it_was_last_used(desk: TestDesk) -> None:
    secret, _ = create_token(desk.services, desk.actor(), {"name": "Alma sync", "role": "viewer"})
    assert "It was never used." in text_of(desk.admin.get("/tokens").text)

    who_has_token(desk.services, secret)

    said = text_of(desk.admin.get("/tokens").text)
    assert "It was last used" in said
    assert "It was never used." not in said


def test_renaming_shows_the_licences_first_and_changes_them_only_then(desk: TestDesk) -> None:
    party = {"organisations": [{"name": "Old & Co", "role": "licensor"}]}
    licence = desk.licence("Journals", **party)
    desk.licence("Books", **party)
    there = desk.admin.get("/organisations/of?name=Old+%26+Co").text
    assert 'href="/organisations/rename?name=Old+%26+Co"' in there
    assert "/organisations/rename" not in desk.reviewer.get("/organisations/of?name=Old+%26+Co").text

    look = desk.admin.get("/organisations/rename?name=Old+%26+Co&to=New").text
    assert "Rename on 2 licences" in text_of(look)
    assert "Books" in text_of(look)
    assert "Old &amp; Co" in desk.viewer.get(f"/licences/{licence}").text
    answer = desk.admin.post("/organisations/rename", {"name": "Old & Co", "to": "New", "expected": "2"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/organisations/of?name=New")
    assert "New" in text_of(desk.viewer.get(f"/licences/{licence}").text)
    assert "Ada Min renamed the organisation Old & Co to New" in text_of(desk.admin.get("/audit").text)


def test_a_name_of_more_licences_than_are_shown_says_how_many_and_is_changed_on_all(
    desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.usecases.licence_list.MOST_OF_ORGANISATION", 2)
    for title in ("Books", "Journals", "Maps"):
        desk.licence(title, organisations=[{"name": "Old", "role": "licensor"}])

    look = text_of(desk.admin.get("/organisations/rename?name=Old&to=New").text)
    sent = desk.admin.post("/organisations/rename", {"name": "Old", "to": "New", "expected": "3"})

    assert "Rename on 3 licences" in look
    assert "The first 2 of 3 are shown." in look
    assert "Maps" not in look
    assert sent.status_code == 303
    there = text_of(desk.admin.get("/organisations/of?name=New").text)
    assert "3 licences" in there
    assert "The first 2 of 3 are shown." in there


def test_merging_says_that_the_two_become_one(desk: TestDesk) -> None:
    desk.licence("Journals", organisations=[{"name": "Old", "role": "licensor"}])
    desk.licence("Books", organisations=[{"name": "New", "role": "licensor"}])

    said = text_of(desk.admin.get("/organisations/rename?name=Old&to=new").text)

    assert "The two become one" in said
    assert "Merge, changing 1 licence" in said
    assert "Licences that “new” has already" in said


@pytest.mark.parametrize(("to", "said"), [("", "Give the new name."), ("Old", "This is its name already.")])
def test_a_name_that_is_none_is_told_at_its_field(desk: TestDesk, to: str, said: str) -> None:
    desk.licence("Journals", organisations=[{"name": "Old", "role": "licensor"}])

    looked = desk.admin.get(f"/organisations/rename?name=Old&to={to}")
    sent = desk.admin.post("/organisations/rename", {"name": "Old", "to": to, "expected": "1"})

    assert looked.status_code == sent.status_code == 422
    assert said in looked.text
    assert said in sent.text
    assert desk.admin.get("/organisations/rename?name=Nobody").status_code == 404


def test_the_settings_in_force_say_where_they_come_from_and_keep_secrets(desk: TestDesk) -> None:
    page = text_of(desk.admin.get("/settings").text)

    assert "LICENCE_DESK_LIBRARY_NAME" in page
    assert "Ashbridge University Library" in page
    assert "sqlite://" not in page
    assert "********" in page
    assert "for every term readers are told to ask" in page
    assert desk.reviewer.get("/settings").status_code == 403
