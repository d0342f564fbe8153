"""Webhooks over HTTP: subscribing, pausing, trying, looking at the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.usecases.webhooks.delivering import ask_for_deliveries
from tests.api.desk import Answer, Desk, running
from tests.receiver import Fault, Receiver

NAMED = "hooks.library.example"
ELSEWHERE = f"https://{NAMED}/changes?to=catalogue"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as started:
        yield started
    assert started.violations == []


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    with running(tmp_path, database_url, sync_loopback=True, webhook_hosts=(NAMED,)) as started:
        yield started


def subscribed(desk: Desk, receiver: Receiver, **more: object) -> Answer:
    answer = desk.admin.post("/webhooks", json={"name": "Catalogue", "address": receiver.address, **more})
    assert answer.status_code == 201, answer.text
    receiver.secret = answer.json()["secret"]
    return answer


def deliver(desk: Desk) -> None:
    ask_for_deliveries(desk.services)
    desk.work()


def test_what_is_posted_is_what_the_feed_gives(desk: Desk, receiver: Receiver) -> None:
    made = subscribed(desk, receiver, start="beginning")
    version = desk.version(desk.licence(code="A")["id"])["id"]
    desk.decide(version)
    desk.put_in_force(version)
    deliver(desk)
    feed = desk.feed.get("/changes").json()
    (asked,) = receiver.asked
    assert asked.body == {"type": "changes", **feed}
    now = desk.admin.get(made.headers["location"]).json()
    assert (now["cursor"], now["failures"], now["last_error"]) == (feed["next_cursor"], 0, "")
    (delivery,) = desk.admin.get(f"{made.headers['location']}/deliveries").json()["items"]
    assert (delivery["message"], delivery["status"], delivery["changes"]) == (asked.id, 204, len(feed["items"]))
    assert delivery["last_cursor"] == feed["next_cursor"]


def test_the_secret_is_shown_once_and_stands_nowhere_else(desk: Desk, receiver: Receiver, tmp_path: Path) -> None:
    made = subscribed(desk, receiver)
    secret, where = made.json()["secret"], made.headers["location"]
    assert (secret[:6], made.headers["cache-control"]) == ("whsec_", "no-store")
    desk.licence()
    deliver(desk)
    answers = [desk.admin.get(path).text for path in ("/webhooks", where, f"{where}/deliveries", "/audit")]
    assert all(secret not in text and "secret" not in json.loads(text) for text in answers)
    with desk.services.reading_only() as uow:
        (sealed,) = uow.webhooks.sealed(made.json()["id"], desk.services.now())
    assert secret.removeprefix("whsec_") not in sealed


def test_an_answer_repeated_for_a_key_has_no_secret_and_makes_no_second_one(desk: Desk, receiver: Receiver) -> None:
    body = {"name": "Catalogue", "address": receiver.address}
    first, again = (desk.admin.post("/webhooks", json=body, key="once") for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["idempotency-replayed"]) == (201, 201, "true")
    assert again.json() == {**first.json(), "secret": None}
    assert len(desk.admin.get("/webhooks").json()["items"]) == 1
    where = first.headers["location"]
    renewed, same = (desk.admin.post(f"{where}/secret", key="twice") for _ in range(2))
    assert renewed.json()["secret"] not in (None, first.json()["secret"])
    assert (same.json()["secret"], same.json()["revision"]) == (None, renewed.json()["revision"])


def test_a_test_is_sent_at_once_and_says_what_came_of_it(desk: Desk, receiver: Receiver) -> None:
    where = subscribed(desk, receiver).headers["location"]
    receiver.faults.extend([Fault(status=204), Fault(status=401)])
    good, bad = (desk.admin.post(f"{where}/test", key=key).json() for key in ("one", "two"))
    assert (good["kind"], good["outcome"], good["status"], good["error"]) == ("test", "taken", 204, "")
    assert (bad["outcome"], bad["status"]) == ("refused", 401)
    assert "401" in bad["error"]
    assert [asked.body for asked in receiver.asked] == [{"type": "test", "items": [], "next_cursor": None}] * 2
    assert desk.admin.get(where).json()["failures"] == 0  # a test holds nothing up
    log = desk.admin.get(f"{where}/deliveries?limit=1").json()
    assert [one["outcome"] for one in log["items"]] == ["refused"]
    older = desk.admin.get(f"{where}/deliveries?limit=1&cursor={log['next_cursor']}").json()
    assert ([one["outcome"] for one in older["items"]], older["next_cursor"]) == (["taken"], None)


def test_it_is_changed_paused_and_removed_with_its_etag(desk: Desk, receiver: Receiver) -> None:
    made = subscribed(desk, receiver)
    where, etag = made.headers["location"], made.headers["etag"]
    assert desk.admin.get(where, headers={"If-None-Match": etag}).status_code == 304
    assert desk.admin.patch(where, json={"state": "paused"}).status_code == 428
    paused = desk.admin.patch(where, json={"state": "paused", "name": "Catalogue 2"}, if_match=etag)
    assert (paused.status_code, paused.json()["state"], paused.json()["name"]) == (200, "paused", "Catalogue 2")
    assert desk.admin.patch(where, json={"state": "active"}, if_match=etag).status_code == 412
    assert desk.admin.delete(where, if_match=etag).status_code == 412
    assert desk.admin.delete(where).status_code == 428
    assert desk.admin.delete(where, if_match=paused.headers["etag"]).status_code == 204
    assert desk.admin.get(where).status_code == 404
    told = [entry["action"] for entry in desk.admin.get("/audit?limit=3").json()["items"]]
    assert told[:2] == ["webhook.remove", "webhook.change"]


def test_deliveries_made_meanwhile_do_not_stand_in_the_way_of_an_edit(desk: Desk, receiver: Receiver) -> None:
    made = subscribed(desk, receiver)
    where, etag = made.headers["location"], made.headers["etag"]
    desk.licence()
    deliver(desk)
    assert desk.admin.get(where, headers={"If-None-Match": etag}).status_code == 200
    assert desk.admin.patch(where, json={"kinds": ["terms"]}, if_match=etag).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "https://elsewhere.example/changes"),
        ("address", f"http://{NAMED}/changes"),
        ("address", f"https://user:word@{NAMED}/changes"),
        ("address", f"https://{NAMED}/changes#part"),
        ("address", f"https://{NAMED}/a b"),
        ("address", f"https://{NAMED}\r\nX: y/"),
        ("address", f"https://{NAMED}:99999/"),
        ("address", f"https://{NAMED}.evil.example/"),
        ("address", f"https://{NAMED}@evil.example/"),
        ("address", "ftp://127.0.0.1/"),
        ("address", "http://169.254.169.254/latest"),
        ("address", "http://[::1"),
        ("address", ""),
        ("name", " "),
        ("name", "x" * 61),
        ("kinds", []),
        ("kinds", ["everything"]),
        ("kinds", "terms"),
        ("state", "asleep"),
        ("start", "nonsense"),
        ("start", "WyJjaGFuZ2VzIiw5OTk5XQ"),
        ("secret", "whsec_mine"),
    ],
)
def test_what_cannot_be_a_subscription_is_refused_at_its_field(desk: Desk, field: str, value: object) -> None:
    answer = desk.admin.post("/webhooks", json={"name": "Catalogue", "address": ELSEWHERE, field: value})
    assert answer.status_code == 422, answer.text
    assert {error["loc"].split(".")[0] for error in answer.json()["errors"]} == {field}
    assert desk.admin.get("/webhooks").json()["items"] == []


def test_a_name_is_there_once(desk: Desk) -> None:
    one, two = (desk.admin.post("/webhooks", json={"name": n, "address": ELSEWHERE}) for n in ("Catalogue", "other"))
    assert (one.status_code, two.status_code, one.json()["address"]) == (201, 201, ELSEWHERE)
    again = desk.admin.post("/webhooks", json={"name": "CATALOGUE ", "address": ELSEWHERE})
    taken = desk.admin.patch(two.headers["location"], json={"name": "catalogue"}, if_match=two.headers["etag"])
    assert (again.status_code, taken.status_code) == (409, 409)


def test_without_hosts_that_the_operator_names_nothing_is_posted(tmp_path: Path, sqlite_url: str) -> None:
    with running(tmp_path, sqlite_url) as desk:
        for address in (ELSEWHERE, "http://127.0.0.1:9/", "http://localhost/", "https://127.0.0.1/"):
            answer = desk.admin.post("/webhooks", json={"name": "Catalogue", "address": address})
            assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, "address")
        assert (
            "LICENCE_DESK_WEBHOOK_HOSTS"
            in desk.admin.post("/webhooks", json={"name": "Catalogue", "address": ELSEWHERE}).text
        )
