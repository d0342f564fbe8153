"""A library's own phrases over HTTP."""

from __future__ import annotations

from tests.api.desk import Desk

PATH = "/vocabulary/terms/walk_in_access"
SENT = {
    "phrase": "computers on the premises",
    "example": "Walk-in users may use the materials on computers on the premises of the Licensee.",
}


def test_a_phrase_is_tried_added_changed_and_set_aside(desk_on_both: Desk) -> None:
    desk = desk_on_both
    desk.document(desk.version()["id"])
    found = desk.reviewer.get(f"{PATH}/phrase-finds", params={"phrase": SENT["phrase"]}).json()
    assert (found["clauses"], found["licences"], found["complete"]) == (1, 1, True)
    assert found["hits"][0]["match"] == "computers on the premises"
    assert found["hits"][0]["value"] == "permitted_explicit"

    made = desk.admin.post(f"{PATH}/phrases", json=SENT)
    assert (made.status_code, made.json()["phrase"]) == (201, SENT["phrase"])
    path = made.headers["location"]
    assert desk.reviewer.get(path).headers["etag"] == made.headers["etag"]
    aside = desk.admin.patch(path, json={"active": False}, if_match=made.headers["etag"])
    assert aside.json()["set_aside_at"]
    stale = desk.admin.patch(path, json={"note": "Late."}, if_match=made.headers["etag"])
    assert stale.status_code == 412
    assert [one["id"] for one in desk.reviewer.get(f"{PATH}/phrases").json()["items"]] == [made.json()["id"]]


def test_a_phrase_that_cannot_be_read_is_told_at_its_field(desk: Desk) -> None:
    refused = desk.admin.post(f"{PATH}/phrases", json={**SENT, "phrase": "(computers"})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"loc": "phrase", "msg": "A bracket is not closed in “(computers”."}]
    tried = desk.reviewer.get(f"{PATH}/phrase-finds", params={"phrase": "{no_list} abc"})
    assert (tried.status_code, tried.json()["errors"][0]["loc"]) == (422, "phrase")


def test_phrases_are_for_reviewers_and_changed_by_administrators(desk: Desk) -> None:
    assert desk.editor.get(f"{PATH}/phrases").status_code == 403
    assert desk.reviewer.post(f"{PATH}/phrases", json=SENT).status_code == 403
    assert desk.admin.get("/vocabulary/phrases/01jd9k3v5x7q2m4n6p8r0s1t2u").status_code == 404
