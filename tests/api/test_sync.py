"""Connected systems over HTTP: connect, compare, look, decide, send, take over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.alma.stand_in import KEY, StandIn
from tests.api.desk import Answer, Desk, running


@pytest.fixture
def alma() -> Iterator[StandIn]:
    with StandIn() as started:
        yield started
    assert started.violations == []


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str, alma: StandIn) -> Iterator[Desk]:
    with running(tmp_path, sqlite_url, sync_loopback=True) as started:
        yield started


@pytest.fixture
def target(desk: Desk, alma: StandIn) -> Any:
    body = {"name": "Alma", "address": alma.address, "key": KEY, "options": {"requests_per_second": 25}}
    answer = desk.admin.post("/sync/targets", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def in_force(desk: Desk, code: str = "L-0112", **terms: Any) -> Any:
    """A licence in force with decided terms."""
    licence = desk.licence(code=code, title=f"Licence {code}", start_date="2026-01-01")
    version = desk.version(licence["id"])["id"]
    for key, value in terms.items():
        desk.decide(version, key, value)
    desk.put_in_force(version)
    return licence


def plan(desk: Desk, target: Any, purpose: str = "send") -> Any:
    """A comparison that is done."""
    answer = desk.reviewer.post(f"/sync/targets/{target['id']}/plans", json={"purpose": purpose})
    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "comparing"
    desk.work()
    return desk.viewer.get(answer.headers["location"]).json()


def items(desk: Desk, plan_id: str, **query: Any) -> Any:
    return desk.viewer.get(f"/sync/plans/{plan_id}/items", params=query).json()["items"]


def test_a_plan_is_looked_at_and_sent(desk: Desk, alma: StandIn, target: Any) -> None:
    in_force(desk, ill_electronic="permitted_explicit", text_data_mining="silent")
    made = plan(desk, target)
    assert (made["state"], made["counts"]["created"], made["counts"]["no_place"]) == ("ready", 1, 1)
    (item,) = items(desk, made["id"])
    line = next(one for one in item["lines"] if one["field"] == "term.ILLELEC")
    assert (line["ours"], line["theirs"], line["send"], line["kind"]) == ("permitted_explicit", "", "PERMITTED", "send")
    assert alma.alma.licences == {}
    answer = desk.reviewer.post(f"/sync/plans/{made['id']}/apply")
    assert (answer.status_code, answer.json()["state"]) == (200, "sending")
    desk.work()
    done = desk.viewer.get(f"/sync/plans/{made['id']}").json()
    assert done["state"] == "done"
    assert alma.alma.value("L-0112", "ILLELEC") == "PERMITTED"


def test_a_conflict_is_decided_and_a_stale_decision_refused(desk: Desk, alma: StandIn, target: Any) -> None:
    in_force(desk, ill_electronic="permitted_explicit")
    alma.alma.put("L-0112", "Licence L-0112", terms={"ILLELEC": "PROHIBITED"})
    made = plan(desk, target)
    (item,) = items(desk, made["id"], show="to_decide")
    path = f"/sync/items/{item['id']}"
    etag = desk.viewer.get(path).headers["etag"]
    body = {"decisions": {"term.ILLELEC": "ours"}}
    assert desk.reviewer.patch(path, json=body).status_code == 428
    assert desk.reviewer.patch(path, json=body, if_match=etag).json()["to_decide"] == 0
    assert desk.reviewer.patch(path, json=body, if_match=etag).status_code == 412
    desk.reviewer.post(f"/sync/plans/{made['id']}/apply")
    desk.work()
    assert alma.alma.value("L-0112", "ILLELEC") == "PERMITTED"


def test_theirs_is_reviewed_here_and_ours_is_not_sent_meanwhile(desk: Desk, alma: StandIn, target: Any) -> None:
    licence = in_force(desk, ill_electronic="permitted_explicit")
    alma.alma.put("L-0112", "Licence L-0112", terms={"ILLELEC": "PROHIBITED"})
    made = plan(desk, target)
    (item,) = items(desk, made["id"])
    path = f"/sync/items/{item['id']}"
    body = {"decisions": {"term.ILLELEC": "theirs"}}
    desk.reviewer.patch(path, json=body, if_match=desk.viewer.get(path).headers["etag"])
    desk.reviewer.post(f"/sync/plans/{made['id']}/apply")
    desk.work()
    held = plan(desk, target)
    assert held["counts"]["held"] == 1
    assert held["counts"]["to_send"] == 0
    (proposal,) = desk.reviewer.get(f"/sync/targets/{target['id']}/proposals").json()["items"]
    assert (proposal["raw"], proposal["value"]) == ("Prohibited", "prohibited_interpreted")
    path = f"/sync/proposals/{proposal['id']}/answer"
    assert desk.reviewer.post(path, json={"accept": True}).json()["state"] == "accepted"
    assert desk.reviewer.post(path, json={"accept": True}).status_code == 409
    term = desk.viewer.get(f"/licences/{licence['id']}/terms").json()["items"][0]
    assert term["value"] == "prohibited_interpreted"
    assert plan(desk, target)["counts"]["agree"] == 1


def test_a_proposal_that_is_rejected_lets_ours_be_sent(desk: Desk, alma: StandIn, target: Any) -> None:
    in_force(desk, ill_electronic="permitted_explicit")
    alma.alma.put("L-0112", "Licence L-0112", terms={"ILLELEC": "PROHIBITED"})
    made = plan(desk, target)
    (item,) = items(desk, made["id"])
    path = f"/sync/items/{item['id']}"
    body = {"decisions": {"term.ILLELEC": "theirs"}}
    desk.reviewer.patch(path, json=body, if_match=desk.viewer.get(path).headers["etag"])
    desk.reviewer.post(f"/sync/plans/{made['id']}/apply")
    desk.work()
    (proposal,) = desk.reviewer.get(f"/sync/targets/{target['id']}/proposals").json()["items"]
    desk.reviewer.post(f"/sync/proposals/{proposal['id']}/answer", json={"accept": False})
    assert plan(desk, target)["counts"]["to_send"] == 1


def test_an_idempotency_key_compares_once(desk: Desk, target: Any) -> None:
    path = f"/sync/targets/{target['id']}/plans"
    first = desk.reviewer.post(path, key="one")
    again = desk.reviewer.post(path, key="one")
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["idempotency-replayed"] == "true"


def test_the_key_is_in_no_answer(desk: Desk, target: Any, tmp_path: Path) -> None:
    paths = ["/sync/targets", f"/sync/targets/{target['id']}", f"/sync/targets/{target['id']}/mapping"]
    said = [desk.admin.get(path).text for path in [*paths, f"/sync/targets/{target['id']}/requests", "/audit"]]
    assert all(KEY not in text for text in said)
    assert (tmp_path / "sync.key").stat().st_mode & 0o777 == 0o600


def test_a_mapping_is_changed_over_its_etag(desk: Desk, alma: StandIn, target: Any) -> None:
    path = f"/sync/targets/{target['id']}/mapping"
    there = desk.admin.get(path)
    codes = {one["term"]: one["code"] for one in there.json()["terms"]}
    assert (codes["ill_electronic"], codes["walk_in_access"]) == ("ILLELEC", "WALKIN")
    assert {one["code"] for one in there.json()["remote_terms"]} >= {"ILLELEC", "WALKIN"}
    body = {"terms": [{"term": "text_data_mining", "code": "WALKIN"}, {"term": "walk_in_access", "left_out": True}]}
    changed = desk.admin.put(path, json=body, if_match=there.headers["etag"])
    assert changed.status_code == 200
    assert desk.admin.put(path, json=body, if_match=there.headers["etag"]).status_code == 412
    wrong = desk.admin.put(path, json={"terms": [{"term": "no_such"}]}, if_match=changed.headers["etag"])
    assert wrong.json()["errors"][0]["loc"] == "terms.0.term"


def test_drift_is_told_after_a_comparison(desk: Desk, alma: StandIn, target: Any) -> None:
    path = f"/sync/targets/{target['id']}/drift"
    assert desk.viewer.get(path).status_code == 404
    alma.alma.put("THEIRS", "Only there")
    plan(desk, target, "drift")
    report = desk.viewer.get(path).json()
    assert report["only_there"] == [{"code": "THEIRS", "name": "Only there"}]


def test_a_licence_is_given_in_almas_shape(desk: Desk) -> None:
    licence = in_force(desk, ill_electronic="permitted_explicit", ai_training="prohibited_explicit")
    answer = desk.viewer.get(f"/licences/{licence['id']}/as/alma")
    body = answer.json()
    assert body["code"] == "L-0112"
    assert body["type"] == {"value": "LICENSE"}
    assert body["start_date"] == "2026-01-01Z"
    assert {"code": {"value": "ILLELEC"}, "value": {"value": "PERMITTED"}} in body["term"]
    assert "null" not in answer.text
    assert answer.headers["not-carried"] == "ai_training, ill_electronic"
    known = desk.viewer.get(f"/licences/{licence['id']}/as/alma", headers={"If-None-Match": answer.headers["etag"]})
    assert known.status_code == 304


def test_what_alma_has_is_taken_over_as_suggestions(desk: Desk, alma: StandIn, target: Any) -> None:
    alma.alma.put("A-1", "Theirs", terms={"ILLELEC": "PERMITTED", "FAIRUSE": "YES"})
    answer = desk.reviewer.post(f"/sync/targets/{target['id']}/pulls", json={"take_as": "suggestions"})
    assert answer.status_code == 201
    desk.work()
    done = desk.viewer.get(answer.headers["location"]).json()
    assert (done["state"], done["progress"]) == ("done", {"added": 1, "proposed": 2})


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"name": "A", "key": "k", "address": "http://10.0.0.1"}, "address"),
        ({"name": "A", "key": "k", "address": "https://evil.example"}, "address"),
        ({"name": "A", "key": "k"}, "region"),
        ({"name": "A", "key": "k", "region": "moon"}, "region"),
        ({"name": "A", "key": "two\nlines", "region": "ca"}, "key"),
        (
            {"name": "A", "key": "k", "region": "ca", "options": {"requests_per_second": 900}},
            "options.requests_per_second",
        ),
    ],
)
def test_a_target_with_a_mistake_is_refused_at_its_field(desk: Desk, body: Any, loc: str) -> None:
    answer: Answer = desk.admin.post("/sync/targets", json=body)
    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["errors"]] == [loc]


def test_a_system_that_does_not_answer_is_a_problem_of_its_own(desk: Desk, alma: StandIn) -> None:
    alma.key = "another"
    answer = desk.admin.post("/sync/targets", json={"name": "A", "key": KEY, "address": alma.address})
    assert answer.status_code == 502
    assert "key" in answer.json()["detail"]
    alma.key = KEY


def test_only_some_may(desk: Desk, target: Any) -> None:
    assert desk.reviewer.post("/sync/targets", json={"name": "B", "key": "k", "region": "ca"}).status_code == 403
    assert desk.editor.post(f"/sync/targets/{target['id']}/plans", json={}).status_code == 403
    assert desk.feed.get("/sync/targets").status_code == 403
    assert desk.nobody.get("/sync/targets").status_code == 401
