"""Taking files in, watching how they are read, and giving them out: as page, as fragment and without scripts."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.readings import ReadingState
from domain.usecases.documents import Upload, add_document
from domain.usecases.reading import fail_reading
from domain.usecases.work import work_one
from tests.pdfs import pdf
from tests.web.library import Library, TestDesk, Visitor, running, text_of
from web.csrf import FIELD

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def version(desk: TestDesk) -> str:
    return desk.version(desk.licence())


def send(who: Visitor, version: str, content: bytes, name: str = "signed.pdf", **headers: str) -> Any:
    """Upload a file as a form does."""
    who.client.cookies.clear()
    return who.client.post(
        f"/versions/{version}/documents",
        data={FIELD: who.token, "role": "agreement"},
        files={"file": (name, content, "application/pdf")} if content is not None else None,
        headers={"Cookie": f"session={who.cookie}", **headers},
        follow_redirects=False,
    )


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "data" / "documents").rglob("*") if path.is_file()]


def waiting(desk: TestDesk, version: str, pages: int = 4) -> str:
    """The id of a document that nobody has begun to read."""
    upload = Upload(filename="signed.pdf", content=io.BytesIO(pdf(pages=pages)))
    return add_document(desk.services, desk.actor(), version, upload)[0].id


def test_an_uploaded_file_is_kept_untouched_and_its_reading_is_shown(desk: TestDesk, version: str) -> None:
    answer = send(desk.editor, version, pdf())
    assert (answer.status_code, answer.headers["location"]) == (303, f"/versions/{version}/upload")
    page = text_of(desk.editor.get(f"/versions/{version}/upload").text)
    assert "Waiting to be read" in page
    assert "See how far it is" in page
    document = send_again_refused(desk, version)
    assert desk.viewer.get(f"/documents/{document}/file").content == pdf()


def send_again_refused(desk: TestDesk, version: str) -> str:
    """The same file twice is refused in a sentence; the id of the first."""
    again = send(desk.editor, version, pdf())
    assert again.status_code == 409
    assert "already kept with this version" in text_of(again.text)
    with desk.services.reading_only() as uow:
        (document,) = uow.documents.of_version(version)
    return document.id


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"Dear colleague", "not a PDF"), (b"", "empty"), (pdf()[:300], "PDF"), (b"%PDF-1.7\n" + b"x" * 2000, "PDF")],
)
def test_a_bad_file_is_refused_in_one_sentence_at_the_field_and_leaves_nothing(
    desk: TestDesk, version: str, tmp_path: Path, content: bytes, sentence: str
) -> None:
    answer = send(desk.editor, version, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert sentence in text_of(answer.text)
    fragment = send(desk.editor, version, content, **{"HX-Request": "true"})
    assert fragment.headers["HX-Retarget"] == "#upload"
    assert fragment.text.lstrip().startswith('<form id="upload"')
    assert kept(tmp_path) == []


def test_no_file_at_all_is_said_at_the_field(desk: TestDesk, version: str) -> None:
    answer = desk.editor.post(f"/versions/{version}/documents")
    assert answer.status_code == 422
    assert "Choose a PDF first." in text_of(answer.text)


def test_a_file_that_announces_too_much_is_refused_before_it_is_taken_in(desk: TestDesk, version: str) -> None:
    headers = {"Content-Length": str(500 * 1024 * 1024), "Content-Type": "multipart/form-data; boundary=b"}
    answer = desk.editor.client.post(
        f"/versions/{version}/documents",
        content=b"",
        headers={**headers, "Cookie": f"session={desk.editor.cookie}"},
        follow_redirects=False,
    )
    assert answer.status_code == 413
    assert "larger than 100 MB" in text_of(answer.text)


def test_a_file_that_grows_too_large_on_the_way_is_cut_off(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICENCE_DESK_MAX_UPLOAD_MB", "1")
    with running(tmp_path / "data", sqlite_url) as desk:
        version = desk.version(desk.licence())
        boundary = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'

        def chunks() -> Any:
            yield boundary
            for _ in range(50):
                yield b"x" * 100_000

        desk.client.cookies.clear()
        answer = desk.client.post(
            f"/versions/{version}/documents",
            content=chunks(),
            headers={
                "Content-Type": "multipart/form-data; boundary=b",
                "Cookie": f"session={desk.editor.cookie}",
                "X-CSRF-Token": desk.editor.token,
            },
        )
        assert answer.status_code == 413
        assert "larger than 1 MB" in text_of(answer.text)
        assert kept(tmp_path) == []


def test_who_may_not_upload_is_refused_before_the_file_is_taken_in(desk: TestDesk, version: str) -> None:
    assert send(desk.viewer, version, pdf()).status_code == 403
    assert send(Visitor(desk.client), version, pdf()).headers["location"].startswith("/sign-in")
    page = desk.viewer.get(f"/versions/{version}/upload").text
    assert 'type="file"' not in page


def test_a_form_without_its_token_is_refused(desk: TestDesk, version: str) -> None:
    assert send(Visitor(desk.client, desk.editor.actor, desk.editor.cookie, "wrong"), version, pdf()).status_code == 403


def test_the_progress_asks_again_until_the_reading_is_over(desk: TestDesk, version: str) -> None:
    document = waiting(desk, version)
    before = desk.viewer.htmx(f"/documents/{document}/progress")
    assert before.status_code == 200
    assert 'hx-trigger="every 2s"' in before.text
    work_one(desk.services, "test")
    after = desk.viewer.htmx(f"/documents/{document}/progress?said=75")
    assert after.status_code == 286
    assert "every 2s" not in after.text
    assert 'id="live"' in after.text
    assert "is read" in text_of(after.text)


@pytest.mark.parametrize(("done", "said", "spoken"), [(0, 0, False), (1, 0, True), (1, 25, False), (3, 50, True)])
def test_a_quarter_is_spoken_once(desk: TestDesk, version: str, done: int, said: int, spoken: bool) -> None:
    document = waiting(desk, version)
    half_read(desk, document, done)
    answer = desk.viewer.htmx(f"/documents/{document}/progress?view=full&said={said}")
    assert ('id="live"' in answer.text) is spoken
    assert f"{done} of 4 pages" in text_of(answer.text)


def half_read(desk: TestDesk, document: str, done: int) -> None:
    """A reading that stands in the middle."""
    with desk.services.unit_of_work() as uow:
        reading = uow.readings.latest(document)
        assert reading is not None
        uow.readings.save(replace(reading, state=ReadingState.RUNNING, pages=4, pages_done=done))
        uow.commit()


def test_without_scripts_the_progress_leads_to_the_page_that_shows_it(desk: TestDesk, version: str) -> None:
    document = waiting(desk, version)
    answer = desk.viewer.get(f"/documents/{document}/progress")
    assert answer.headers["location"] == f"/versions/{version}/upload"


def test_a_failed_reading_says_why_and_can_be_asked_for_again(desk: TestDesk, version: str) -> None:
    document = waiting(desk, version)
    with desk.services.reading_only() as uow:
        reading = uow.readings.latest(document)
    assert reading is not None
    fail_reading(desk.services, reading.id, "This document could not be read in time.")
    page = desk.editor.htmx(f"/documents/{document}/progress")
    assert page.status_code == 286
    assert "could not be read in time" in text_of(page.text)
    assert "Read again" in text_of(page.text)
    assert "Read again" not in text_of(desk.viewer.htmx(f"/documents/{document}/progress").text)
    assert desk.editor.post(f"/documents/{document}/readings").status_code == 303
    assert "Waiting to be read" in text_of(desk.editor.get(f"/versions/{version}/upload").text)


def test_the_file_is_given_out_whole_under_its_name_to_people_who_signed_in(library: Library) -> None:
    desk, path = library.desk, f"/documents/{library.document}/file"
    answer = desk.viewer.get(path)
    assert answer.content == pdf()
    assert answer.headers["content-disposition"] == 'attachment; filename="signed.pdf"'
    assert desk.viewer.get(path, **{"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert desk.nobody.get(path).headers["location"].startswith("/sign-in")


def test_a_page_is_a_picture_that_a_browser_need_not_ask_for_twice(library: Library) -> None:
    desk, path = library.desk, f"/documents/{library.document}/pages/1.png"
    answer = desk.viewer.get(path)
    assert answer.content.startswith(PNG)
    assert "immutable" in answer.headers["cache-control"]
    small = desk.viewer.get(f"{path}?small")
    assert len(small.content) < len(answer.content)
    assert small.headers["etag"] != answer.headers["etag"]
    assert desk.viewer.get(path, **{"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert desk.viewer.get(f"/documents/{library.document}/pages/9.png").status_code == 404
    assert desk.nobody.get(path).headers["location"].startswith("/sign-in")
