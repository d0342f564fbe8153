"""Suggestions, decisions and effective terms over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.desk import Answer, Desk
from tests.pdfs import ILL, WALK_IN, pdf

KEY = "walk_in_access"


@pytest.fixture
def version(desk: Desk) -> str:
    """A version whose signed document has been read."""
    made: str = desk.version()["id"]
    desk.document(made)
    return made


def _suggestion(desk: Desk, version: str) -> Answer:
    found = desk.editor.get(f"/versions/{version}/suggestions").json()["items"]
    return next(one for one in found if one["term"] == KEY)


def _evidence(desk: Desk, version: str) -> dict[str, Any]:
    """The words on interlibrary loan."""
    document = desk.viewer.get(f"/versions/{version}/documents").json()["items"][0]
    clauses = desk.viewer.get(f"/documents/{document['id']}/clauses").json()["items"]
    clause = next(clause for clause in clauses if clause["number"] == "1.1")
    return {"document": document["id"], "clause": clause["id"], "page": 1, "quote": "by secure electronic transmission"}


def test_a_suggestion_shows_its_words_and_why(desk: Desk, version: str) -> None:
    suggestion = _suggestion(desk, version)
    assert (suggestion["value"], suggestion["state"]) == ("permitted_explicit", "open")
    assert 0 < suggestion["confidence"] <= 1
    assert suggestion["cues"]
    assert suggestion["evidence"][0]["quote"] in WALK_IN
    alone = desk.editor.get(f"/suggestions/{suggestion['id']}")
    assert alone.json() == suggestion
    silent = [
        one for one in desk.editor.get(f"/versions/{version}/suggestions").json()["items"] if one["value"] == "silent"
    ]
    assert all(one["searched"] and not one["evidence"] for one in silent)


def test_a_suggestion_that_is_accepted_becomes_a_decision_on_its_words(desk_on_both: Desk) -> None:
    desk = desk_on_both
    version = desk.version()["id"]
    desk.document(version)
    suggestion = _suggestion(desk, version)
    accepted = desk.reviewer.post(f"/suggestions/{suggestion['id']}/accept", json={"public_note": "One at a time."})
    assert accepted.status_code == 201
    decision = accepted.json()
    assert accepted.headers["location"] == f"/api/v1/versions/{version}/terms/{KEY}"
    assert (decision["value"], decision["provenance"]) == (suggestion["value"], "evidence")
    assert decision["notes"] == {"public": "One at a time.", "internal": None}
    assert [one["quote"] for one in decision["evidence"]] == [one["quote"] for one in suggestion["evidence"]]
    shown = desk.viewer.get(accepted.headers["location"])
    assert (shown.json(), shown.headers["etag"]) == (decision, accepted.headers["etag"])
    assert _suggestion(desk, version)["state"] == "accepted"
    states = desk.editor.get(f"/versions/{version}/suggestions?state=accepted").json()["items"]
    assert [one["term"] for one in states] == [KEY]
    again = desk.reviewer.post(f"/suggestions/{suggestion['id']}/accept")
    assert (again.status_code, again.json()["theirs"]["value"]) == (409, suggestion["value"])


def test_a_suggestion_that_is_rejected_leaves_its_term_not_reviewed_and_can_be_taken_back(
    desk: Desk, version: str
) -> None:
    suggestion = _suggestion(desk, version)
    rejected = desk.reviewer.post(f"/suggestions/{suggestion['id']}/reject", json={"reason": "Another clause rules."})
    assert (rejected.status_code, rejected.json()["state"], rejected.json()["disposed_by"]) == (
        200,
        "rejected",
        "reviewer",
    )
    assert desk.reviewer.post(f"/suggestions/{suggestion['id']}/reject").status_code == 409
    assert desk.viewer.get(f"/versions/{version}/terms/{KEY}").status_code == 404
    reopened = desk.reviewer.post(f"/versions/{version}/terms/{KEY}/reopen")
    assert (reopened.status_code, reopened.json()) == (200, {"term": KEY, "decision": None})
    assert _suggestion(desk, version)["state"] == "open"


def test_a_first_decision_needs_no_etag_and_a_second_one_does(desk_on_both: Desk) -> None:
    desk = desk_on_both
    version = desk.version()["id"]
    desk.document(version)
    path, evidence = f"/versions/{version}/terms/{KEY}", _evidence(desk, version)
    first = desk.reviewer.put(
        path, json={"value": "permitted_explicit", "conditions": "by secure means", "evidence": [evidence]}
    )
    assert (first.status_code, first.headers["location"]) == (201, f"/api/v1{path}")
    body = {
        "value": "prohibited_explicit",
        "evidence": [evidence],
        "notes": {"public": "Ask us.", "internal": "Looked again."},
    }
    assert desk.reviewer.put(path, json=body).status_code == 428
    assert desk.reviewer.put(path, json=body, headers={"If-None-Match": "*"}).status_code == 412
    assert desk.reviewer.put(path, json=body, if_match='"9-0"').status_code == 412
    second = desk.reviewer.put(path, json=body, if_match=first.headers["etag"])
    assert (second.status_code, second.json()["sequence"], second.json()["reason"]) == (
        200,
        2,
        "Changed during review.",
    )
    assert second.json()["notes"] == body["notes"]
    stale = desk.reviewer.put(path, json=body, if_match=first.headers["etag"])
    assert (stale.status_code, stale.json()["theirs"]["value"]) == (412, "prohibited_explicit")


def test_evidence_may_name_the_document_by_its_hash(desk: Desk, version: str) -> None:
    sha256 = desk.viewer.get(f"/versions/{version}/documents").json()["items"][0]["sha256"]
    evidence = {**_evidence(desk, version), "document": sha256}
    made = desk.reviewer.put(
        f"/versions/{version}/terms/{KEY}", json={"value": "permitted_explicit", "evidence": [evidence]}
    )
    assert (made.status_code, made.json()["evidence"][0]["sha256"]) == (201, sha256)


@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"quote": "words that stand nowhere"}, "evidence.0.quote"),
        ({"clause": "nosuch.c1"}, "evidence.0.clause"),
        ({"page": 7}, "evidence.0.page"),
        ({"document": "nosuchdocument"}, "evidence.0.document"),
        ({"shade": "grey"}, "evidence.0.shade"),
    ],
)
def test_evidence_that_does_not_hold_is_refused_where_it_is_wrong(
    desk: Desk, version: str, changed: dict[str, Any], loc: str
) -> None:
    body = {"value": "permitted_explicit", "evidence": [{**_evidence(desk, version), **changed}]}
    answer = desk.reviewer.put(f"/versions/{version}/terms/{KEY}", json=body)
    assert (answer.status_code, [error["loc"] for error in answer.json()["errors"]]) == (422, [loc])


@pytest.mark.parametrize(
    ("key", "body", "loc"),
    [
        (KEY, {"value": "permitted"}, "value"),
        (KEY, {"value": None}, "value"),
        (KEY, {"value": {"number": 1, "unit": "week", "more": 1}}, "value.more"),
        (KEY, {"notes": "x"}, "value"),
        (KEY, {"value": "permitted_explicit"}, "evidence"),
        (KEY, {"value": "silent", "conditions": "some", "notes": "x"}, "conditions"),
        ("nosuchterm", {"value": "permitted_explicit", "notes": "x"}, None),
    ],
)
def test_a_decision_that_cannot_be_read_is_refused(desk: Desk, key: str, body: dict[str, Any], loc: str | None) -> None:
    answer = desk.reviewer.put(f"/versions/{desk.version()['id']}/terms/{key}", json=body)
    if loc is None:
        assert answer.status_code == 404
    else:
        assert (answer.status_code, [error["loc"] for error in answer.json()["errors"]]) == (422, [loc])


@pytest.mark.parametrize(
    ("key", "sent", "kept"),
    [
        ("non_renewal_notice", {"number": 60, "unit": "calendar_day"}, {"number": 60, "unit": "calendar_day"}),
        ("governing_law", "Ontario", "Ontario"),
    ],
)
def test_a_value_comes_back_in_its_own_shape(desk: Desk, key: str, sent: object, kept: object) -> None:
    made = desk.decide(desk.version()["id"], key, sent)
    assert (made.json()["value"], made.json()["notes"]) == (kept, {"public": None, "internal": "As agreed by letter."})


def test_decisions_are_listed_in_the_order_of_the_vocabulary(desk: Desk) -> None:
    version = desk.version()["id"]
    order = [
        term["key"]
        for term in desk.viewer.get("/vocabulary/terms").json()["items"]
        if term["value_type"] == "permission"
    ]
    chosen = [order[3], order[0], order[7]]
    for key in chosen:
        desk.decide(version, key)
    first = desk.viewer.get(f"/versions/{version}/terms?limit=2").json()
    rest = desk.viewer.get(f"/versions/{version}/terms?limit=2&cursor={first['next_cursor']}").json()
    assert [one["term"] for one in [*first["items"], *rest["items"]]] == [order[0], order[3], order[7]]


def test_taking_back_gives_the_earlier_decision_and_then_none(desk: Desk) -> None:
    version = desk.version()["id"]
    first = desk.decide(version, KEY)
    path = f"/versions/{version}/terms/{KEY}"
    desk.reviewer.put(path, json={"value": "prohibited_explicit", "notes": "x"}, if_match=first.headers["etag"])
    back = desk.reviewer.post(f"{path}/reopen", json={"reason": "Decided on the wrong clause."})
    assert back.json()["decision"]["value"] == "permitted_explicit"
    once_more = desk.reviewer.put(path, json={"value": "prohibited_explicit", "notes": "x"}, if_match="*")
    assert once_more.status_code == 200


def test_a_reopened_term_can_be_decided_anew_without_an_etag(desk: Desk, version: str) -> None:
    suggestion, path = _suggestion(desk, version), f"/versions/{version}/terms/{KEY}"
    assert desk.reviewer.post(f"/suggestions/{suggestion['id']}/accept").status_code == 201
    assert desk.reviewer.post(f"{path}/reopen").json()["decision"] is None
    assert desk.viewer.get(path).status_code == 404
    assert desk.viewer.get(f"/versions/{version}/terms").json()["items"] == []
    assert desk.reviewer.post(f"/suggestions/{suggestion['id']}/accept").status_code == 201


def test_an_amendment_replaces_a_term_from_its_date_on(desk_on_both: Desk) -> None:
    desk = desk_on_both
    licence = desk.licence()["id"]
    base = desk.version(licence, label="Agreement", effective_from="2025-01-01")["id"]
    desk.document(base)
    evidence = _evidence(desk, base)
    desk.reviewer.put(f"/versions/{base}/terms/{KEY}", json={"value": "permitted_explicit", "evidence": [evidence]})
    desk.put_in_force(base)
    amendment = desk.version(licence, kind="amendment", label="Amendment 1", effective_from="2026-06-01")["id"]
    desk.decide(amendment, KEY, value="prohibited_explicit", conditions="paper only")
    desk.put_in_force(amendment)
    (before,) = desk.viewer.get(f"/licences/{licence}/terms?on=2026-05-31").json()["items"]
    (after,) = desk.viewer.get(f"/licences/{licence}/terms?on=2026-06-01").json()["items"]
    assert (before["value"], before["since"], before["before"]) == ("permitted_explicit", "2025-01-01", None)
    assert before["next"]["since"] == "2026-06-01"
    source = {name: before["source"][name] for name in ("version", "version_label", "clause", "page", "quote")}
    assert source == {
        "version": base,
        "version_label": "Agreement",
        "clause": evidence["clause"],
        "page": 1,
        "quote": evidence["quote"],
    }
    assert (after["value"], after["conditions"], after["decided_by"]) == (
        "prohibited_explicit",
        "paper only",
        "reviewer",
    )
    assert after["source"]["quote"] is None
    assert (after["before"]["value"], after["before"]["version"]) == ("permitted_explicit", base)
    long_ago = desk.viewer.get(f"/licences/{licence}/terms?on=2024-01-01").json()
    assert long_ago == {"items": [], "next_cursor": None, "on": "2024-01-01"}


def test_the_terms_are_told_as_they_were_known(desk: Desk) -> None:
    licence = desk.licence()["id"]
    version = desk.version(licence)["id"]
    desk.decide(version, KEY)
    desk.put_in_force(version)
    known = desk.viewer.get(f"/licences/{licence}/terms?known_at=2020-01-01T00:00:00Z").json()
    now = desk.viewer.get(f"/licences/{licence}/terms").json()
    assert (len(known["items"]), len(now["items"])) == (0, 1)


def test_a_decision_in_force_is_replaced_only_with_a_reason(desk: Desk) -> None:
    version = desk.version()["id"]
    etag = desk.decide(version, KEY).headers["etag"]
    desk.put_in_force(version)
    path, body = f"/versions/{version}/terms/{KEY}", {"value": "prohibited_explicit", "notes": "x"}
    silent = desk.reviewer.put(path, json=body, if_match=etag)
    assert (silent.status_code, silent.json()["errors"][0]["loc"]) == (422, "reason")
    assert desk.reviewer.put(path, json={**body, "reason": "The licensor wrote."}, if_match=etag).status_code == 200


def test_two_versions_are_compared_clause_by_clause_and_by_their_decisions(desk: Desk) -> None:
    licence = desk.licence()["id"]
    old, new = desk.version(licence)["id"], desk.version(licence, effective_from="2027-01-01")["id"]
    desk.document(old)
    desk.document(
        new, pdf("1 Permitted uses", f"1.1 {ILL.replace('may supply', 'shall not supply')}", "2 Restrictions")
    )
    desk.decide(old, KEY)
    desk.decide(new, KEY, value="prohibited_explicit")
    answer = desk.viewer.get(f"/compare?old={old}&new={new}")
    assert answer.status_code == 200
    body = answer.json()
    changed = next(one for one in body["changes"] if one["kind"] == "changed")
    assert changed["substantive"]
    assert "shall" in "".join(words["text"] for words in changed["words"] if words["op"] == "insert")
    assert _joined(changed, "insert") == changed["new"]["text"].split()
    assert _joined(changed, "delete") == changed["old"]["text"].split()
    assert body["summary"]["removed"] >= 1
    assert sum(body["summary"].values()) == len(body["changes"])
    assert [(one["term"], one["old"], one["new"]) for one in body["terms"]] == [
        (KEY, "permitted_explicit", "prohibited_explicit")
    ]


def _joined(change: Answer, op: str) -> list[str]:
    return " ".join(words["text"] for words in change["words"] if words["op"] in ("equal", op)).split()


def test_a_comparison_waits_until_both_texts_have_been_read(desk: Desk) -> None:
    old, new = desk.version()["id"], desk.version()["id"]
    desk.editor.upload(new, pdf())
    assert desk.viewer.get(f"/compare?old={old}&new={new}").status_code == 409
    assert desk.viewer.get(f"/compare?old={old}&new=nosuchversion").status_code == 404
    assert desk.viewer.get(f"/compare?old={old}").json()["errors"][0]["loc"] == "new"


def test_an_amendment_is_compared_only_in_what_it_decides(desk: Desk) -> None:
    licence = desk.licence()["id"]
    base, amendment = desk.version(licence)["id"], desk.version(licence, kind="amendment")["id"]
    for key in (KEY, "course_pack_print"):
        desk.decide(base, key)
    desk.decide(amendment, KEY, "prohibited_explicit")
    found = desk.viewer.get(f"/compare?old={base}&new={amendment}").json()["terms"]
    assert [one["term"] for one in found] == [KEY]
