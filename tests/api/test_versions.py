"""Versions and their transitions over HTTP."""

from __future__ import annotations

from tests.api.desk import Desk


def test_a_version_begins_as_a_draft_and_is_found_under_its_licence(desk: Desk) -> None:
    licence = desk.licence()["id"]
    signature = {"name": "A. Roy", "party": "Ashbridge", "signed_on": "2025-12-01"}
    sent = {
        "kind": "amendment",
        "label": "Amendment 1",
        "effective_from": "2026-01-01",
        "effective_to": None,
        "signatures": [signature],
        "state": "draft",
    }
    made = desk.editor.post(f"/licences/{licence}/versions", json=sent)
    assert made.status_code == 201
    body = made.json()
    assert {name: body[name] for name in sent} == sent
    assert desk.viewer.get(made.headers["location"]).json() == body
    assert desk.viewer.get(f"/licences/{licence}/versions").json() == {"items": [body], "next_cursor": None}


def test_versions_are_listed_by_their_dates_page_by_page(desk: Desk) -> None:
    licence = desk.licence()["id"]
    for day in ("2026-03-01", None, "2024-01-01"):
        desk.version(licence, effective_from=day)
    first = desk.viewer.get(f"/licences/{licence}/versions?limit=2").json()
    desk.version(licence, effective_from="2023-01-01")
    rest = desk.viewer.get(f"/licences/{licence}/versions?limit=2&cursor={first['next_cursor']}").json()
    days = [item["effective_from"] for item in [*first["items"], *rest["items"]]]
    assert days == [None, "2024-01-01", "2026-03-01"]


def test_the_state_changes_through_transitions_alone(desk: Desk) -> None:
    version = desk.version()
    path = f"/versions/{version['id']}"
    same = desk.editor.patch(path, json={"state": "draft", "label": "Agreement 2026"}, if_match="*")
    assert (same.status_code, same.json()["label"]) == (200, "Agreement 2026")
    other = desk.editor.patch(path, json={"state": "in_force"}, if_match="*")
    assert other.status_code == 409
    assert "transition" in other.json()["detail"]
    assert desk.editor.post(f"/licences/{version['licence']}/versions", json={"state": "in_force"}).status_code == 422


def test_a_transition_that_may_not_be_is_refused_with_every_reason(desk: Desk) -> None:
    version = desk.version()["id"]
    straight = desk.reviewer.post(f"/versions/{version}/transitions", json={"to": "in_force"})
    assert straight.status_code == 409
    assert len(straight.json()["reasons"]) == 1
    desk.editor.post(f"/versions/{version}/transitions", json={"to": "in_review"})
    doubtful = desk.reviewer.post(f"/versions/{version}/transitions", json={"to": "in_force"})
    assert doubtful.status_code == 409
    assert doubtful.json()["reasons"] == ["No signed document has been uploaded to this version."]
    passed = desk.reviewer.post(f"/versions/{version}/transitions", json={"to": "in_force", "reason": "On paper."})
    assert (passed.status_code, passed.json()["state"]) == (200, "in_force")


def test_an_editor_sends_to_review_and_only_a_reviewer_puts_in_force(desk: Desk) -> None:
    version = desk.version()["id"]
    path = f"/versions/{version}/transitions"
    assert desk.editor.post(path, json={"to": "in_review"}).status_code == 200
    assert desk.editor.post(path, json={"to": "in_force", "reason": "x"}).status_code == 403
    assert desk.viewer.post(path, json={"to": "draft"}).status_code == 403


def test_dates_that_run_backwards_are_refused(desk: Desk) -> None:
    version = desk.version()["id"]
    answer = desk.editor.patch(f"/versions/{version}", json={"effective_to": "2025-12-31"}, if_match="*")
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, "effective_to")


def test_a_stale_version_shows_both_sides(desk: Desk) -> None:
    made = desk.editor.post(f"/licences/{desk.licence()['id']}/versions", json={"label": "A"})
    path, etag = made.headers["location"], made.headers["etag"]
    desk.editor.patch(path, json={"label": "Theirs"}, if_match=etag)
    stale = desk.editor.patch(path, json={"label": "Mine"}, if_match=etag)
    assert (stale.status_code, stale.json()["mine"], stale.json()["theirs"]) == (
        412,
        {"label": "Mine"},
        {"label": "Theirs"},
    )
