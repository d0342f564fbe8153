"""The pages on which spreadsheets come in: the file, its columns, what it would do, and what waits afterwards."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from domain.spreadsheets.waiting import ImportedSuggestion
from tests.web.library import TestDesk, Visitor, text_of
from web.csrf import FIELD

LIST = "Code,Title,Walk-in users,Shoe size\nL-1,Boreal Waters,sometimes,44\nL-2,Été,no,41\n"


def upload(desk: TestDesk, who: Visitor, content: bytes, name: str = "list.csv") -> Any:
    files = {"file": (name, io.BytesIO(content), "text/csv")}
    cookies = {"Cookie": f"session={who.cookie}"}
    desk.client.cookies.clear()
    return desk.client.post("/import", data={FIELD: who.token}, files=files, headers=cookies, follow_redirects=False)


def begun(desk: TestDesk, who: Visitor, content: str = LIST) -> str:
    answer = upload(desk, who, content.encode())
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def fingerprint(page: str) -> str:
    return re.findall(r'name="fingerprint" value="(\w+)"', page)[0]


def waiting(desk: TestDesk) -> tuple[ImportedSuggestion, ...]:
    with desk.services.reading_only() as uow:
        licences = [one.id for one in uow.exchange.every_licence()]
        return uow.exchange.suggestions(licence_ids=licences)


def test_a_file_goes_from_its_columns_over_the_preview_to_the_record(desk: TestDesk) -> None:
    columns = begun(desk, desk.editor)
    asked = desk.editor.get(columns).text
    assert '<option value="term:walk_in_access" selected>Walk-in users' in asked
    assert "“sometimes”" in asked
    assert "As decisions" not in asked

    looked = desk.editor.post(columns, {"column-3": "notes", "word-sometimes": "silent", "terms_as": "suggestions"})
    preview = desk.editor.get(looked.headers["location"]).text
    said = text_of(preview)
    assert "2 new, 0 changed, 0 without effect, 0 wrong." in said
    assert "2 terms as suggestions." in said
    assert "C added: silent" in said
    assert desk.editor.get("/licences?status=any").text.count("lic-name") == 0

    sent = {"fingerprint": fingerprint(preview)}
    done = desk.editor.post(f"{looked.headers['location']}/confirm", sent)
    assert (done.status_code, done.headers["location"]) == (303, "/import")
    assert sorted((one.term, one.value) for one in waiting(desk)) == [
        ("walk_in_access", "prohibited_interpreted"),
        ("walk_in_access", "silent"),
    ]
    assert desk.editor.get(columns).status_code == 404


def test_what_waits_is_decided_one_by_one_or_kept_as_it_is(desk: TestDesk) -> None:
    columns = begun(desk, desk.editor)
    looked = desk.editor.post(columns, {"word-sometimes": "permitted_explicit"}).headers["location"]
    desk.editor.post(f"{looked}/confirm", {"fingerprint": fingerprint(desk.editor.get(looked).text)})
    first, second = waiting(desk)
    page = f"/import/{first.import_id}/waiting"

    assert "list.csv, sheet CSV, row 2" in text_of(desk.reviewer.get(page).text)
    assert desk.editor.post(f"{page}/{first.id}", {"do": "accept"}).status_code == 403
    assert desk.reviewer.post(f"{page}/{first.id}", {"do": "accept", "value": "silent"}).status_code == 303
    assert desk.reviewer.post(f"{page}/{second.id}", {"do": "reject"}).status_code == 303
    assert desk.reviewer.post(f"{page}/{second.id}", {"do": "accept"}).status_code == 409
    with desk.services.reading_only() as uow:
        (decision,) = uow.decisions.of_version(first.version_id)
        assert uow.decisions.of_version(second.version_id) == ()
    assert (decision.value, decision.decided_by_name) == ("silent", "Rae Viewer")
    assert decision.origin == first.origin
    assert "Nothing waits" in desk.reviewer.get(page).text


def test_a_reviewer_may_decide_what_is_shown_as_it_stands(desk: TestDesk) -> None:
    columns = begun(desk, desk.reviewer)
    assert "As decisions" in desk.reviewer.get(columns).text
    looked = desk.reviewer.post(columns, {"word-sometimes": "permitted_explicit"}).headers["location"]
    desk.reviewer.post(f"{looked}/confirm", {"fingerprint": fingerprint(desk.reviewer.get(looked).text)})
    first, second = waiting(desk)
    page = f"/import/{first.import_id}/waiting"
    assert f'name="id" value="{second.id}"' in desk.reviewer.get(page).text
    assert desk.editor.post(page, {"id": first.id}).status_code == 403
    desk.reviewer.post(page, {"id": [first.id, "nothing"]})
    assert waiting(desk) == (second,)


def test_wrong_cells_are_shown_with_their_column_and_cannot_be_confirmed(desk: TestDesk) -> None:
    columns = begun(desk, desk.editor, "Code,Title,Start date\n=1,One,2026-01-01\nL-2,Two,31/12/2026\n")
    looked = desk.editor.post(columns, {}).headers["location"]
    page = desk.editor.get(f"{looked}?show=wrong")
    said = text_of(page.text)
    assert "2 rows have something wrong" in said
    assert "Column A: This cell holds a formula" in said
    assert "Column C: Give a date that exists" in said
    assert "fingerprint" not in page.text
    refused = desk.editor.post(f"{looked}/confirm", {"fingerprint": "x"})
    assert refused.status_code in (409, 422)
    with desk.services.reading_only() as uow:
        assert list(uow.exchange.every_licence()) == []


def test_columns_that_name_no_licence_are_asked_for_again(desk: TestDesk) -> None:
    columns = begun(desk, desk.editor)
    refused = desk.editor.post(columns, {"column-0": "", "column-1": ""})
    assert refused.status_code == 422
    assert "code or the title" in refused.text


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"%PDF-1.7 x", "This is a PDF"), (b"Code\n\x81\x8d", "CSV UTF-8")]
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(desk: TestDesk, content: bytes, said: str) -> None:
    refused = upload(desk, desk.editor, content)
    assert refused.status_code == 422
    assert said in refused.text


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(desk: TestDesk) -> None:
    desk.client.cookies.clear()
    headers = {"Cookie": f"session={desk.editor.cookie}", "Content-Length": str(200 * 1024 * 1024)}
    headers["Content-Type"] = "multipart/form-data; boundary=x"
    refused = desk.client.post("/import", content=b"", headers=headers)
    assert refused.status_code == 413
    assert "larger than 100 MB" in refused.text


def test_who_may_do_what(desk: TestDesk) -> None:
    assert desk.nobody.get("/import").status_code == 303
    assert desk.viewer.get("/import").status_code == 403
    assert upload(desk, desk.viewer, LIST.encode()).status_code == 403
    columns = begun(desk, desk.editor)
    assert desk.admin.get(columns).status_code == 404
    assert desk.editor.get("/import/dump.jsonl").status_code == 403
    assert desk.viewer.get("/import/licences.csv").status_code == 200
    assert desk.viewer.get("/import/licences.pdf").status_code == 404


def test_a_file_that_is_left_is_gone_and_what_was_begun_is_listed(desk: TestDesk) -> None:
    columns = begun(desk, desk.editor)
    assert "list.csv" in desk.editor.get("/import").text
    desk.editor.post(columns.removesuffix("/columns") + "/leave")
    assert "list.csv" not in desk.editor.get("/import").text


def test_the_dump_is_lines_of_json(desk: TestDesk) -> None:
    desk.licence()
    lines = desk.admin.get("/import/dump.jsonl").text.splitlines()
    assert json.loads(lines[0])["record"] == "dump"
    assert [json.loads(line)["title"] for line in lines if '"record":"licence"' in line] == ["Boreal Waters"]


def test_the_pages_speak_french(desk: TestDesk) -> None:
    columns = begun(desk, desk.editor)
    said = text_of(desk.editor.get(f"{columns}?lang=fr").text)
    assert "Ce que contiennent les colonnes" in said
    assert "Titre" in said
