"""The sync feed and the trail."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.desk import Answer, Caller, Desk


def _all(caller: Caller, after: str | None = None, limit: int = 2) -> tuple[list[Answer], str]:
    """Everything in the feed after a cursor, and where to go on."""
    items: list[Answer] = []
    while True:
        query = f"?limit={limit}" + (f"&after={after}" if after else "")
        page = caller.get(f"/changes{query}").json()
        after = page["next_cursor"]
        if not page["items"]:
            return items, str(after)
        items.extend(page["items"])


def test_the_feed_tells_every_outward_change_in_order_and_goes_on_from_there(desk_on_both: Desk) -> None:
    desk = desk_on_both
    licence = desk.licence(title="Orison")["id"]
    version = desk.version(licence)["id"]
    desk.decide(version)
    items, cursor = _all(desk.feed)
    assert [(item["licence"], item["kind"]) for item in items] == [(licence, "licence")]
    desk.put_in_force(version)
    desk.editor.patch(f"/licences/{licence}", json={"status": "retired"}, if_match="*")
    draft = desk.licence()
    desk.editor.delete(f"/licences/{draft['id']}", if_match="*")
    later, end = _all(desk.feed, cursor)
    assert [(item["licence"], item["kind"]) for item in later] == [
        (licence, "terms"),
        (licence, "retired"),
        (draft["id"], "licence"),
        (draft["id"], "deleted"),
    ]
    assert later[-1]["code"] == draft["code"]
    assert _all(desk.feed, end) == ([], end)
    assert _all(desk.feed, later[1]["cursor"])[0] == later[2:]


def test_no_change_is_missed_while_many_write(desk_on_both: Desk) -> None:
    desk, seen = desk_on_both, list[str]()
    cursor: str | None = None
    done = threading.Event()

    def write(number: int) -> str:
        return str(desk.licence(title=f"Licence {number}")["id"])

    with ThreadPoolExecutor(5) as pool:
        made = [pool.submit(write, number) for number in range(20)]
        while not done.is_set():
            finished = all(one.done() for one in made)
            items, cursor = _all(desk.feed, cursor, limit=3)
            seen.extend(item["licence"] for item in items)
            if finished:
                done.set()
    assert sorted(seen) == sorted(one.result() for one in made)


def test_a_waiting_request_is_answered_as_soon_as_something_changes(desk_on_both: Desk) -> None:
    desk = desk_on_both
    _, cursor = _all(desk.feed)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(desk.feed.get, f"/changes?after={cursor}&wait=30")
        time.sleep(0.2)
        licence = desk.licence()["id"]
        answer = waiting.result()
    assert [item["licence"] for item in answer.json()["items"]] == [licence]


def test_a_wait_for_nothing_ends_with_nothing(desk: Desk) -> None:
    _, cursor = _all(desk.feed)
    answer = desk.feed.get(f"/changes?after={cursor}&wait=1")
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next_cursor": cursor})


@pytest.mark.parametrize(
    "query", ["after=nonsense", "after=WyJjaGFuZ2VzIiwtMV0", "after=WyJhdWRpdCIsMV0", "wait=31", "wait=-1"]
)
def test_a_question_to_the_feed_that_cannot_be_read_is_refused(desk: Desk, query: str) -> None:
    answer = desk.feed.get(f"/changes?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, query.partition("=")[0])


def test_a_token_for_the_feed_reads_nothing_else(desk: Desk) -> None:
    licence = desk.licence()["id"]
    for path in ("/licences", f"/licences/{licence}", f"/licences/{licence}/terms", "/vocabulary/terms", "/audit"):
        assert desk.feed.get(path).status_code == 403
    me = desk.feed.get("/me").json()
    assert (me["name"], me["feed_only"], me["kind"]) == ("feed", True, "token")


def test_the_trail_says_who_changed_what_from_what(desk: Desk) -> None:
    licence = desk.licence(title="Orison")["id"]
    desk.editor.patch(f"/licences/{licence}", json={"notes": "Extended."}, if_match="*")
    entries = desk.reviewer.get(f"/audit?licence={licence}").json()["items"]
    assert [entry["action"] for entry in entries] == ["licence.change", "licence.add"]
    assert (entries[0]["actor_name"], entries[0]["before"], entries[0]["after"]) == (
        "editor",
        {"notes": ""},
        {"notes": "Extended."},
    )
    assert entries[0]["previous_hash"] == entries[1]["hash"]
    assert [e["action"] for e in desk.reviewer.get("/audit?action=licence.add").json()["items"]] == ["licence.add"]


def test_the_trail_is_read_page_by_page_and_by_time(desk: Desk) -> None:
    for _ in range(3):
        desk.licence()
    first = desk.reviewer.get("/audit?limit=2").json()
    desk.licence()
    rest = desk.reviewer.get(f"/audit?limit=200&cursor={first['next_cursor']}").json()
    sequence = [entry["seq"] for entry in [*first["items"], *rest["items"]]]
    assert sequence == list(range(sequence[0], 0, -1))
    assert desk.reviewer.get("/audit?until=2020-01-01T00:00:00Z").json()["items"] == []
    assert desk.reviewer.get("/audit?since=2020-01-01T00:00:00%2B02:00&limit=1").json()["items"]
    assert desk.viewer.get("/audit").status_code == 403


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=0001-01-01T00:00:00%2B14:00", "cursor=nonsense", "action=dance"]
)
def test_a_question_to_the_trail_that_cannot_be_read_is_refused(desk: Desk, query: str) -> None:
    answer = desk.reviewer.get(f"/audit?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, query.partition("=")[0])
