"""Deadlines and what was decided at them, over HTTP."""

from __future__ import annotations

import datetime as dt

from tests.api.desk import Desk
from tests.pdfs import pdf

NOTICE = (
    "9 Term and renewal",
    (
        "9.3 This Agreement renews automatically for successive terms of one year unless either party gives the other "
        "notice of non-renewal at least ten (10) days before the end of the then-current term."
    ),
)


def deadline(desk: Desk) -> tuple[str, str]:
    """A licence whose notice is due in twenty days, and the path of that deadline."""
    today = desk.services.today()
    sent = {
        "title": "Journals",
        "end_date": (today + dt.timedelta(days=30)).isoformat(),
        "renewal": "explicit",
        "notice_period": {"number": 10, "unit": "calendar_day"},
    }
    licence = desk.editor.post("/licences", json=sent).json()["id"]
    return licence, f"/licences/{licence}/deadlines/notice/{today + dt.timedelta(days=20)}"


def test_a_deadline_is_decided_over_what_was_read_and_taken_back(desk_on_both: Desk) -> None:
    desk = desk_on_both
    licence, path = deadline(desk)
    listed = desk.viewer.get(f"/licences/{licence}/deadlines").json()["items"]
    assert [(one["kind"], one["choice"], one["revision"]) for one in listed] == [("notice", None, 1), ("end", None, 1)]
    read = desk.viewer.get(path)

    sent = {"choice": "end", "note": "Too dear.", "task": {"text": "Give notice.", "due": read.json()["day"]}}
    decided = desk.editor.put(path, json=sent, if_match=read.headers["etag"])

    assert (decided.status_code, decided.json()["choice"], decided.json()["note"]) == (200, "end", "Too dear.")
    stale = desk.editor.put(path, json={"choice": "keep"}, if_match=read.headers["etag"])
    assert stale.status_code == 412
    taken_back = desk.editor.delete(path, if_match=decided.headers["etag"])
    assert (taken_back.status_code, taken_back.json()["choice"], taken_back.json()["revision"]) == (200, None, 3)
    assert desk.editor.delete(path, if_match=taken_back.headers["etag"]).status_code == 409
    said = desk.reviewer.get("/audit", params={"licence": licence}).json()["items"]
    assert [one["action"] for one in said][:3] == ["deadline.reopen", "task.add", "deadline.decide"]


def test_what_cannot_be_decided_is_refused(desk: Desk) -> None:
    licence, path = deadline(desk)
    etag = desk.viewer.get(path).headers["etag"]

    assert desk.viewer.put(path, json={"choice": "keep"}, if_match=etag).status_code == 403
    assert desk.editor.put(path, json={"choice": "keep"}).status_code == 428
    assert desk.editor.put(path, json={"choice": "perhaps"}, if_match=etag).status_code == 422
    wrong = desk.editor.put(path, json={"choice": "end", "task": {"text": "x", "owner": "nobody"}}, if_match=etag)
    assert [error["loc"] for error in wrong.json()["errors"]] == ["owner"]
    assert desk.viewer.get(f"/licences/{licence}/deadlines/notice/2001-01-01").status_code == 404
    assert desk.viewer.get(f"/licences/{licence}/deadlines/notice/2026-02-30").status_code == 404


def test_a_deadline_names_the_clause_that_says_what_was_entered(desk_on_both: Desk) -> None:
    desk = desk_on_both
    licence, path = deadline(desk)
    version = desk.version(licence)["id"]
    assert desk.viewer.get(path).json()["place"] is None

    document = desk.document(version, pdf(*NOTICE))["id"]

    place = desk.viewer.get(path).json()["place"]
    assert (place["document"], place["number"], place["page"]) == (document, "9.3", 1)
    end = desk.viewer.get(f"/licences/{licence}/deadlines").json()["items"][1]
    assert end["place"] is None
