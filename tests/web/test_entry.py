"""Entering a licence and changing it, with and without scripts."""

from __future__ import annotations

import re
from typing import Any

from domain.licence import Licence
from tests.web.library import TestDesk, text_of

WHOLE: dict[str, Any] = {
    "title": "Boreal Waters",
    "code": "L-0300",
    "alternative_titles": "Waters\nBW Online",
    "licensor": "Society for Boreal Limnology",
    "consortium": "Northern Shores",
    "scope": "consortial",
    "organisation_name": ["Ashbridge University", ""],
    "organisation_role": ["licensee", "agent"],
    "start_date": "2026-01-01",
    "end_date": "2026-12-31",
    "renewal": "automatic",
    "renewal_period": "1",
    "renewal_period_unit": "year",
    "notice_period": "60",
    "notice_period_unit": "calendar_day",
    "resource_title": ["Boreal Waters", "", "Lakes"],
    "resource_url": ["https://waters.example", "", ""],
    "resource_issn": ["", "", "00000108"],
    "resource_isbn": ["", "", ""],
    "resource_alma_collection": ["61884", "", ""],
    "resource_slug": ["", "", ""],
    "tags": "journals, lakes",
    "contacts": "M. Lac",
    "paper_location": "Cabinet C",
    "notes": "Price cap of 3 per cent.",
    "status": "",
    "do": "save",
}


def stored(desk: TestDesk, location: str) -> Licence:
    with desk.services.reading_only() as uow:
        return uow.licences.get(location.split("/")[2])


def field(html: str, control: str) -> str:
    """The field around a control: its label, its errors and what it holds."""
    at = html.index(f'id="{control}"')
    return html[max(html.rfind('<div class="field', 0, at), 0) : html.index(">", at)]


def test_everything_that_was_entered_is_kept(desk: TestDesk) -> None:
    saved = desk.editor.post("/licences/new", WHOLE)

    assert saved.status_code == 303
    fields = stored(desk, saved.headers["location"]).fields
    assert [(o.name, o.role.value) for o in fields.organisations] == [
        ("Society for Boreal Limnology", "licensor"),
        ("Northern Shores", "consortium"),
        ("Ashbridge University", "licensee"),
    ]
    assert [(r.title, r.issn, r.url) for r in fields.resources] == [
        ("Boreal Waters", None, "https://waters.example"),
        ("Lakes", "0000-0108", None),
    ]
    assert (fields.notice_period, fields.tags) == (fields.notice_period, ("journals", "lakes"))
    assert fields.notice_period is not None
    assert fields.notice_period.number == 60
    assert fields.alternative_titles == ("Waters", "BW Online")


def test_what_is_kept_fills_the_form_and_saving_it_again_changes_nothing(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", WHOLE).headers["location"]
    before = stored(desk, there)
    form = desk.editor.get(f"{there}/edit").text
    sent: dict[str, Any] = {}
    for name, value in re.findall(r'<input(?![^>]*type="radio")[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)
    sent |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)"[^>]* checked', form))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        sent.setdefault(name, []).append(chosen[0] if chosen else "")
    sent |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL))

    assert desk.editor.post(f"{there}/edit", sent).status_code == 303
    assert stored(desk, there).fields == before.fields


def test_a_title_is_enough_and_makes_the_code(desk: TestDesk) -> None:
    there = desk.editor.post("/licences/new", {"title": "Open Shelf 2027"}).headers["location"]

    assert stored(desk, there).code == "OPEN-SHELF-2027"


def test_saving_can_go_on_to_the_signed_text(desk: TestDesk) -> None:
    on = desk.editor.post("/licences/new", {"title": "Open Shelf", "do": "version"})

    assert re.fullmatch(r"/licences/\w+/versions/new", on.headers["location"])


def test_htmx_is_told_where_to_go(desk: TestDesk) -> None:
    saved = desk.editor.htmx_post("/licences/new", {"title": "Open Shelf"})

    assert saved.status_code == 204
    assert saved.headers["hx-redirect"].startswith("/licences/")


def test_every_mistake_is_told_at_its_field_and_nothing_typed_is_lost(desk: TestDesk) -> None:
    wrong = {
        **WHOLE,
        "title": "",
        "start_date": "2026-11-31",
        "notice_period": "sixty",
        "resource_issn": ["", "", "12-34"],
        "resource_url": ["ftp://waters", "", ""],
        "licensor": "x" * 400,
    }

    refused = desk.editor.post("/licences/new", wrong)

    assert refused.status_code == 422
    page = refused.text
    assert 'href="#title"' in page
    assert "Give the licence a title." in field(page, "title")
    assert "Give a date that exists" in field(page, "start_date")
    assert 'value="2026-11-31"' in page
    assert 'value="sixty"' in page
    assert 'href="#resource-2-issn"' in page
    assert "eight digits" in field(page, "resource-2-issn")
    assert "https://" in field(page, "resource-0-url")
    assert 'href="#licensor"' in page
    assert "Price cap of 3 per cent." in page
    assert "6 answers need a change" in text_of(page)


def test_htmx_gets_the_form_alone_with_the_mistakes(desk: TestDesk) -> None:
    refused = desk.editor.htmx_post("/licences/new", {"title": ""})

    assert refused.status_code == 422
    assert refused.text.lstrip().startswith('<form id="entry"')
    assert 'id="errors" role="alert" tabindex="-1" autofocus' in refused.text


def test_a_code_that_is_taken_is_told_at_its_field(desk: TestDesk) -> None:
    desk.licence("Journals Complete", code="L-0112")

    refused = desk.editor.post("/licences/new", {"title": "Boreal Waters", "code": "l-0112"})

    assert refused.status_code == 422
    assert "is taken by another licence" in field(refused.text, "code")
    assert 'value="Boreal Waters"' in refused.text


def test_rows_come_and_go_without_scripts_and_keep_what_was_typed(desk: TestDesk) -> None:
    more = desk.editor.post("/licences/new", {**WHOLE, "do": "add-resource"})
    less = desk.editor.post("/licences/new", {**WHOLE, "do": "remove-resource-0"})
    fewer = desk.editor.post("/licences/new", {**WHOLE, "do": "remove-organisation-0"})

    assert more.status_code == 200
    assert 'id="resource-3-title"' in more.text
    assert re.search(r'id="resource-3-title"[^>]* autofocus', more.text)
    assert 'value="https://waters.example"' in more.text
    assert 'value="https://waters.example"' not in less.text
    assert 'value="Lakes"' in less.text
    assert 'value="Ashbridge University"' not in fewer.text
    with desk.services.reading_only() as uow:
        assert uow.licences.by_code("L-0300") is None


def test_a_mistaken_licence_can_be_erased_until_it_holds_something(desk: TestDesk) -> None:
    mistaken, real = desk.licence("Mistaken"), desk.licence("Real")
    desk.put_in_force(desk.version(real))

    assert desk.editor.post(f"/licences/{mistaken}/erase", {"revision": 1}).status_code == 303
    assert desk.editor.get(f"/licences/{mistaken}").status_code == 404
    assert desk.editor.post(f"/licences/{real}/erase", {"revision": 1}).status_code == 409


def test_only_editors_enter_licences(desk: TestDesk) -> None:
    licence = desk.licence()

    for path in ("/licences/new", f"/licences/{licence}/edit"):
        assert desk.viewer.get(path).status_code == 403
        assert desk.viewer.post(path, WHOLE).status_code == 403
        assert desk.nobody.get(path).status_code == 303


def test_a_licence_may_inherit_from_a_consortial_one(desk: TestDesk) -> None:
    master = desk.licence("Consortial model", scope="consortial")
    form = desk.editor.get("/licences/new").text
    assert f'<option value="{master}">Consortial model</option>' in form

    there = desk.editor.post("/licences/new", {"title": "Ours", "master": master}).headers["location"]

    assert stored(desk, there).fields.master_id == master
    refused = desk.editor.post(f"/licences/{master}/edit", {"title": "Model", "master": master, "revision": 1})
    assert refused.status_code == 422


def test_a_form_of_two_thousand_resources_is_read(desk: TestDesk) -> None:
    many = {f"resource_{name}": [""] * 2000 for name in ("url", "issn", "isbn", "alma_collection", "slug")}
    many["resource_title"] = [f"Journal {number}" for number in range(2000)]

    saved = desk.editor.post("/licences/new", {"title": "Everything", **many})

    assert saved.status_code == 303
    assert len(stored(desk, saved.headers["location"]).fields.resources) == 2000
