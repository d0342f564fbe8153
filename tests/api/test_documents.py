"""Uploading, reading, and getting documents back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.desk import Desk, running
from tests.pdfs import ILL, pdf


@pytest.fixture
def small(tmp_path: Path, sqlite_url: str) -> Iterator[Desk]:
    """A desk that takes files of at most 1 MB."""
    with running(tmp_path, sqlite_url, max_upload_mb=1) as started:
        yield started


def test_a_signed_pdf_is_kept_and_then_read_in_the_background(desk_on_both: Desk) -> None:
    desk = desk_on_both
    version = desk.version()["id"]
    made = desk.editor.upload(version, pdf(), filename="C:\\scans\\Signed; final.pdf")
    assert made.status_code == 201
    body = made.json()
    assert made.headers["location"] == f"/api/v1/documents/{body['id']}"
    assert (body["sha256"], body["bytes"]) == (hashlib.sha256(pdf()).hexdigest(), len(pdf()))
    assert (body["role"], body["filename"]) == ("agreement", "Signed_ final.pdf")
    assert body["reading"]["state"] == "queued"
    desk.work()
    read = desk.viewer.get(f"/documents/{body['id']}", headers={"If-None-Match": made.headers["etag"]})
    assert read.status_code == 200
    reading = read.json()["reading"]
    assert (reading["state"], reading["pages"], reading["pages_done"], reading["error"]) == ("done", 1, 1, None)
    assert desk.viewer.get(f"/versions/{version}/documents").json()["items"] == [read.json()]


def test_the_clauses_come_in_reading_order_with_their_places(desk: Desk) -> None:
    document = desk.document(desk.version()["id"])
    page = desk.viewer.get(f"/documents/{document['id']}/clauses?limit=2").json()
    clauses = list(page["items"])
    while page["next_cursor"]:
        page = desk.viewer.get(f"/documents/{document['id']}/clauses?limit=2&cursor={page['next_cursor']}").json()
        clauses.extend(page["items"])
    numbered = {clause["number"]: clause for clause in clauses}
    assert [clause["number"] for clause in clauses if clause["number"]] == ["1", "1.1", "1.2", "2", "2.1"]
    assert numbered["1.1"]["text"].endswith(ILL)
    assert numbered["1.1"]["parent"] == numbered["1"]["id"]
    assert {box["page"] for box in numbered["1.1"]["boxes"]} == {1}


def test_a_document_that_is_not_read_yet_has_no_clauses(desk: Desk) -> None:
    made = desk.editor.upload(desk.version()["id"], pdf()).json()
    assert desk.viewer.get(f"/documents/{made['id']}/clauses").json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    "content",
    [b"", b"not a pdf", b"%PDF-1.7\ntruncated", pdf()[:400], b"PK\x03\x04 a spreadsheet"],
    ids=["empty", "text", "header only", "cut off", "zip"],
)
def test_what_is_no_pdf_is_refused_in_a_sentence_and_leaves_nothing(desk: Desk, content: bytes) -> None:
    version = desk.version()["id"]
    answer = desk.editor.upload(version, content)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/api/v1/problems/document-rejected"
    assert answer.json()["detail"].endswith(".")
    assert desk.viewer.get(f"/versions/{version}/documents").json()["items"] == []


def test_a_file_that_is_announced_as_too_large_is_refused_before_it_comes(small: Desk) -> None:
    version = small.version()["id"]

    def nothing() -> Iterator[bytes]:
        raise AssertionError("the body was asked for")
        yield b""

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(600 * 1024 * 1024)}
    answer = small.editor.post(f"/versions/{version}/documents", content=nothing(), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (413, "/api/v1/problems/too-large")


def test_a_file_that_grows_too_large_while_it_comes_is_refused(small: Desk) -> None:
    version = small.version()["id"]
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
        for _ in range(64):
            sent += 1
            yield b"0" * 262_144
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = small.editor.post(f"/versions/{version}/documents", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (413, "/api/v1/problems/too-large")


def test_a_file_just_over_the_limit_is_refused_and_names_the_limit(small: Desk) -> None:
    answer = small.editor.upload(small.version()["id"], pdf() + b"0" * (1024 * 1024))
    assert answer.status_code == 413
    assert "1 MB" in answer.json()["detail"]


def test_whoever_may_not_upload_is_told_before_the_file_comes(desk: Desk) -> None:
    version = desk.version()["id"]

    def nothing() -> Iterator[bytes]:
        raise AssertionError("the body was asked for")
        yield b""

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "1000"}
    for caller, status in ((desk.nobody, 401), (desk.viewer, 403)):
        answer = caller.post(f"/versions/{version}/documents", content=nothing(), headers=dict(headers))
        assert answer.status_code == status


def test_the_same_file_twice_in_one_version_is_refused_but_not_in_another(desk: Desk) -> None:
    version = desk.version()["id"]
    assert desk.editor.upload(version, pdf()).status_code == 201
    assert desk.editor.upload(version, pdf()).status_code == 409
    assert desk.editor.upload(desk.version()["id"], pdf()).status_code == 201


@pytest.mark.parametrize(
    ("files", "data", "loc"),
    [
        ({"file": ("a.pdf", pdf())}, {"colour": "red"}, "colour"),
        ({"file": ("a.pdf", pdf())}, {"role": "poem"}, "role"),
        ({"other": ("a.pdf", pdf())}, {}, "file"),
    ],
)
def test_a_form_that_is_not_as_described_is_refused(desk: Desk, files: object, data: object, loc: str) -> None:
    answer = desk.editor.post(f"/versions/{desk.version()['id']}/documents", files=files, data=data)
    assert answer.status_code == 422
    assert loc in [error["loc"] for error in answer.json()["errors"]]


def test_a_multipart_body_that_broke_off_is_refused(desk: Desk) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    answer = desk.editor.post(f"/versions/{desk.version()['id']}/documents", content=b"--x\r\n", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, "body")


@pytest.fixture
def file(desk: Desk) -> str:
    """The path of an uploaded file."""
    made = desk.editor.upload(desk.version()["id"], pdf(), filename="Prêt ; “1”.pdf").json()
    return f"/documents/{made['id']}/file"


def test_the_file_comes_back_byte_by_byte_under_its_hash(desk: Desk, file: str) -> None:
    answer = desk.viewer.get(file)
    assert answer.content == pdf()
    assert answer.headers["etag"] == f'"{hashlib.sha256(pdf()).hexdigest()}"'
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].isascii()
    assert "\r" not in answer.headers["content-disposition"]
    known = desk.viewer.get(file, headers={"If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = desk.viewer.ask("HEAD", file)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(pdf())))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-7", -7, None), ("bytes=0-99999999", 0, None)],
)
def test_a_range_of_the_file_is_given(desk: Desk, file: str, asked: str, first: int, last: int | None) -> None:
    answer = desk.viewer.get(file, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, pdf()[first:last])
    start = first % len(pdf())
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(pdf())}"


def test_several_ranges_come_as_parts(desk: Desk, file: str) -> None:
    answer = desk.viewer.get(file, headers={"Range": "bytes=0-4, 10-14, 99999999-"})
    assert answer.status_code == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert answer.content.count(b"Content-Range: bytes ") == 2
    assert pdf()[10:15] in answer.content


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_range_outside_the_file_is_refused_with_its_size(desk: Desk, file: str, asked: str) -> None:
    answer = desk.viewer.get(file, headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(pdf())}")
    assert answer.json()["type"] == "/api/v1/problems/range-not-satisfiable"


@pytest.mark.parametrize("asked", ["bytes=5-2", "lines=1-2", "bytes=", "bytes=a-b", "bytes=1-2-3", "bytes=--1"])
def test_a_range_that_cannot_be_read_gives_the_whole_file(desk: Desk, file: str, asked: str) -> None:
    answer = desk.viewer.get(file, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, pdf())


def test_if_range_gives_the_part_only_of_the_file_that_is_known(desk: Desk, file: str) -> None:
    etag = desk.viewer.get(file).headers["etag"]
    same = desk.viewer.get(file, headers={"Range": "bytes=0-4", "If-Range": etag})
    other = desk.viewer.get(file, headers={"Range": "bytes=99999999-", "If-Range": '"another"'})
    assert (same.status_code, len(same.content), other.status_code, other.content) == (206, 5, 200, pdf())


def test_a_page_is_pictured_and_known_by_its_tag(desk: Desk) -> None:
    document = desk.document(desk.version()["id"], pdf(pages=2))
    path = f"/documents/{document['id']}/pages/2.png"
    picture = desk.viewer.get(path)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert picture.content.startswith(b"\x89PNG")
    assert desk.viewer.get(path, headers={"If-None-Match": picture.headers["etag"]}).status_code == 304
    for missing in ("0", "3", "-1", "two", "99999999999"):
        assert desk.viewer.get(f"/documents/{document['id']}/pages/{missing}.png").status_code == 404


def test_reading_again_adds_a_reading_and_waits_for_the_one_before(desk: Desk) -> None:
    document = desk.document(desk.version()["id"])
    path = f"/documents/{document['id']}"
    clauses = desk.viewer.get(f"{path}/clauses").json()["items"]
    asked = desk.editor.post(f"{path}/readings")
    assert (asked.status_code, asked.json()["reading"]["state"]) == (202, "queued")
    assert desk.editor.post(f"{path}/readings").status_code == 409
    assert desk.viewer.get(f"{path}/clauses").json()["items"] == clauses
    desk.work()
    again = desk.viewer.get(f"{path}/clauses").json()["items"]
    assert [clause["text"] for clause in again] == [clause["text"] for clause in clauses]
    assert {clause["id"] for clause in again}.isdisjoint(clause["id"] for clause in clauses)


def test_a_wrong_upload_is_set_aside_with_a_reason_and_stays(desk: Desk) -> None:
    document = desk.document(desk.version()["id"])
    path = f"/documents/{document['id']}"
    assert desk.editor.post(f"{path}/set-aside", json={"reason": " "}).status_code == 422
    aside = desk.editor.post(f"{path}/set-aside", json={"reason": "The unsigned draft."})
    assert (aside.status_code, aside.json()["set_aside"]) == (200, "The unsigned draft.")
    assert desk.editor.post(f"{path}/set-aside", json={"reason": "Again."}).status_code == 409
    assert desk.viewer.get(f"{path}/file").status_code == 200
