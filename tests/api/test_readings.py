"""The readings of a document over HTTP."""

from __future__ import annotations

from domain.usecases.work import work_one
from tests.api.desk import Desk

KEY = "walk_in_access"
FORBIDS = {
    "phrase": "computers on the premises",
    "means": "prohibited_explicit",
    "example": "Nobody may use computers on the premises.",
}


def test_what_a_later_reading_sees_otherwise_is_told_and_alters_nothing(desk_on_both: Desk) -> None:
    desk = desk_on_both
    version = desk.version()["id"]
    document = desk.document(version)["id"]
    path = f"/documents/{document}/reading-differences"
    alone = desk.viewer.get(path).json()
    assert (alone["old"], alone["terms"]) == (None, [])
    (suggestion,) = [
        one for one in desk.editor.get(f"/versions/{version}/suggestions").json()["items"] if one["term"] == KEY
    ]
    decided = desk.reviewer.post(f"/suggestions/{suggestion['id']}/accept", json={}).json()
    assert desk.admin.post(f"/vocabulary/terms/{KEY}/phrases", json=FORBIDS).status_code == 201

    assert desk.editor.post(f"/documents/{document}/readings").status_code == 202
    while work_one(desk.services, "test"):
        pass

    first, second = desk.viewer.get(f"/documents/{document}/readings").json()["items"]
    assert "own phrases" in second["engine"]
    found = desk.viewer.get(path).json()
    assert (found["old"], found["new"]) == (first["id"], second["id"])
    assert (found["clauses_new"], found["clauses_gone"]) == ([], [])
    (term,) = found["terms"]
    assert (term["term"], term["how"], term["look_again"]) == (KEY, "value", True)
    assert (term["old"]["value"], term["new"]["value"]) == ("permitted_explicit", "prohibited_explicit")
    assert desk.viewer.get(f"/versions/{version}/terms/{KEY}").json() == decided
    named = desk.viewer.get(path, params={"old": second["id"], "new": first["id"]}).json()
    assert named["terms"][0]["new"]["value"] == "permitted_explicit"
    assert desk.viewer.get(path, params={"old": version}).status_code == 404
