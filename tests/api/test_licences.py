"""Licences over HTTP."""

from __future__ import annotations

import pytest

from domain.licence_entry import MOST
from domain.values import Unit
from tests.api.desk import Desk

WHOLE = {
    "title": "Meridian Journals Complete",
    "code": "MERIDIAN-2026",
    "alternative_titles": ["MJC"],
    "status": None,
    "scope": "consortial",
    "organisations": [
        {"name": "Meridian Press", "role": "licensor"},
        {"name": "Northern Consortium", "role": "consortium"},
    ],
    "start_date": "2026-01-01",
    "end_date": "2028-12-31",
    "renewal": "explicit",
    "renewal_period": None,
    "notice_period": {"number": 60, "unit": "calendar_day"},
    "contacts": "M. Roy",
    "tags": ["journals"],
    "notes": "Signed on paper first.",
    "paper_location": "Cabinet 3",
    "master": None,
}


def test_a_licence_comes_back_as_it_was_entered_with_what_follows_from_its_dates(desk_on_both: Desk) -> None:
    resources = [{"title": "Meridian Journals", "issn": "1234567X"}, "Meridian Archive"]
    made = desk_on_both.editor.post("/licences", json={**WHOLE, "resources": resources})
    assert made.status_code == 201
    body = made.json()
    assert made.headers["location"] == f"/api/v1/licences/{body['id']}"
    shown = desk_on_both.viewer.get(made.headers["location"])
    assert shown.json() == body
    assert shown.headers["etag"] == made.headers["etag"]
    stated = {**WHOLE, "status": "in_negotiation"}
    assert {name: body[name] for name in WHOLE} == stated
    assert body["status_stated"] is None
    assert body["renewal_dates"] == {
        "term_ends": "2028-12-31",
        "notice_by": "2028-11-01",
        "rolled": False,
        "unknown": None,
    }
    assert [(r["title"], r["slug"], r["issn"]) for r in body["resources"]] == [
        ("Meridian Journals", "meridian-journals", "1234-567X"),
        ("Meridian Archive", "meridian-archive", None),
    ]
    assert body["created_at"].endswith("Z")


def test_a_change_needs_the_etag_of_what_was_read(desk: Desk) -> None:
    made = desk.editor.post("/licences", json={"title": "Orison"})
    path, etag = made.headers["location"], made.headers["etag"]
    without = desk.editor.patch(path, json={"notes": "mine"})
    assert (without.status_code, without.json()["type"]) == (428, "/api/v1/problems/precondition-required")
    changed = desk.editor.patch(path, json={"notes": "theirs"}, if_match=etag)
    assert (changed.status_code, changed.json()["notes"], changed.json()["title"]) == (200, "theirs", "Orison")
    assert changed.headers["etag"] == desk.viewer.get(path).headers["etag"] != etag


def test_a_stale_change_shows_both_sides_and_loses_nothing(desk_on_both: Desk) -> None:
    desk = desk_on_both
    made = desk.editor.post("/licences", json={"title": "Orison"})
    path, etag = made.headers["location"], made.headers["etag"]
    desk.editor.patch(path, json={"notes": "theirs"}, if_match=etag)
    stale = desk.editor.patch(path, json={"notes": "mine", "title": "Orison"}, if_match=etag)
    assert stale.status_code == 412
    assert (stale.json()["mine"], stale.json()["theirs"]) == ({"notes": "mine"}, {"notes": "theirs"})
    assert desk.viewer.get(path).json()["notes"] == "theirs"


@pytest.mark.parametrize("tag", ['W/"1"', '"1"', "1", '"nonsense", "more"'])
def test_an_etag_that_was_never_given_is_stale(desk: Desk, tag: str) -> None:
    licence = desk.licence()
    assert desk.editor.patch(f"/licences/{licence['id']}", json={"notes": "x"}, if_match=tag).status_code == 412


def test_a_star_matches_whatever_is_there(desk: Desk) -> None:
    licence = desk.licence()
    assert desk.editor.patch(f"/licences/{licence['id']}", json={"notes": "x"}, if_match="*").status_code == 200


def test_the_etag_changes_with_the_derived_status_though_nobody_edited_the_licence(desk: Desk) -> None:
    licence = desk.licence()
    path = f"/licences/{licence['id']}"
    before = desk.viewer.get(path)
    desk.put_in_force(desk.version(licence["id"])["id"])
    after = desk.viewer.get(path, headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["status"], after.json()["revision"]) == (200, "active", 1)
    assert desk.viewer.get(path, headers={"If-None-Match": after.headers["etag"]}).status_code == 304


def test_a_taken_code_is_refused_and_a_proposed_one_gets_a_number(desk: Desk) -> None:
    first = desk.licence(title="Pelham Books", code="PELHAM")
    taken = desk.editor.post("/licences", json={"title": "Another", "code": "pelham"})
    assert (taken.status_code, taken.json()["type"]) == (409, "/api/v1/problems/conflict")
    proposed = [desk.licence(title="Brightwater")["code"] for _ in range(2)]
    assert (first["code"], proposed) == ("PELHAM", ["BRIGHTWATER", "BRIGHTWATER-2"])


@pytest.mark.parametrize(
    ("sent", "loc"),
    [
        ({"title": "  "}, "title"),
        ({"title": 7}, "title"),
        ({}, "title"),
        ({"title": "x", "color": "red"}, "color"),
        ({"title": "x", "status": "sleeping"}, "status"),
        ({"title": "x", "start_date": "2026-02-30"}, "start_date"),
        ({"title": "x", "start_date": "01/02/2026"}, "start_date"),
        ({"title": "x", "start_date": "2026-02-01", "end_date": "2026-01-01"}, "end_date"),
        ({"title": "x", "notice_period": {"number": 5, "unit": "day"}}, "notice_period.unit"),
        ({"title": "x", "notice_period": {"number": "5", "unit": "week"}}, "notice_period.number"),
        ({"title": "x", "notice_period": {"number": 101, "unit": "year"}}, "notice_period"),
        ({"title": "x", "renewal_period": {"number": 10**9, "unit": "business_day"}}, "renewal_period"),
        ({"title": "x", "end_date": "1066-10-14"}, "end_date"),
        ({"title": "x", "organisations": [{"name": "A", "role": "boss"}]}, "organisations.0.role"),
        ({"title": "x", "organisations": [{"role": "licensor"}]}, "organisations.0.name"),
        ({"title": "x", "resources": [{"title": "y", "issn": "12"}]}, "resources.0.issn"),
        ({"title": "x", "master": "nosuchlicence"}, "master"),
        ({"title": "x\ud800"}, "title"),
    ],
)
def test_a_mistake_is_told_at_its_field_in_a_sentence(desk: Desk, sent: dict[str, object], loc: str) -> None:
    answer = desk.editor.post("/licences", content=_json(sent), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    problem = answer.json()
    assert [error["loc"] for error in problem["errors"]] == [loc]
    assert problem["errors"][0]["msg"].endswith((".", "?"))
    assert desk.viewer.get("/licences").json()["items"] == []


def test_every_mistake_of_one_body_is_told_at_once(desk: Desk) -> None:
    sent = {"title": "x", "color": "red", "start_date": "2026-02-30", "status": "sleeping"}
    answer = desk.editor.post("/licences", json=sent)
    assert {error["loc"] for error in answer.json()["errors"]} == {"color", "start_date", "status"}


def _json(value: object) -> bytes:
    import json  # noqa: PLC0415 - ASCII on purpose: the test client would refuse half a character

    return json.dumps(value).encode()


@pytest.mark.parametrize("unit", list(Unit))
def test_the_longest_periods_from_the_earliest_dates_lead_to_a_deadline(desk: Desk, unit: Unit) -> None:
    period = {"number": MOST[unit], "unit": unit}
    short = {"number": 1, "unit": unit}
    first = desk.licence(start_date="1900-01-01", end_date="1900-12-31", renewal="explicit", notice_period=period)
    last = desk.licence(end_date="9999-12-31", renewal="automatic", renewal_period=period, notice_period=period)
    often = desk.licence(end_date="1900-12-31", renewal="automatic", renewal_period=short, notice_period=short)
    assert all(one["renewal_dates"]["notice_by"] for one in (first, last, often))


def test_every_mistake_is_told_at_once(desk: Desk) -> None:
    answer = desk.editor.post("/licences", json={"title": "", "scope": "galactic", "extra": 1})
    assert {error["loc"] for error in answer.json()["errors"]} == {"title", "scope", "extra"}


def test_a_licence_that_has_been_in_force_is_retired_and_not_erased(desk: Desk) -> None:
    licence = desk.licence()
    path = f"/licences/{licence['id']}"
    desk.put_in_force(desk.version(licence["id"])["id"])
    assert desk.editor.delete(path, if_match="*").status_code == 409
    retired = desk.editor.patch(path, json={"status": "retired"}, if_match="*")
    assert (retired.json()["status"], retired.json()["status_stated"]) == ("retired", "retired")


def test_a_draft_is_erased_by_whoever_has_seen_it(desk: Desk) -> None:
    licence = desk.licence()
    path = f"/licences/{licence['id']}"
    assert desk.editor.delete(path).status_code == 428
    assert desk.editor.delete(path, if_match='"0-0"').status_code == 412
    gone = desk.editor.delete(path, if_match=desk.viewer.get(path).headers["etag"])
    assert (gone.status_code, gone.content) == (204, b"")
    assert desk.viewer.get(path).status_code == 404


def test_the_list_is_filtered_and_leads_through_every_page(desk_on_both: Desk) -> None:
    desk = desk_on_both
    for number in range(5):
        desk.licence(
            title=f"Journal {number}", scope="consortial" if number % 2 else "local", end_date=f"202{number}-01-01"
        )
    assert _titles(desk, "limit=2") == [f"Journal {number}" for number in range(5)]
    assert _titles(desk, "sort=-title&limit=3") == [f"Journal {number}" for number in (4, 3, 2, 1, 0)]
    assert _titles(desk, "scope=consortial") == ["Journal 1", "Journal 3"]
    assert _titles(desk, "ends_before=2022-01-01") == ["Journal 0", "Journal 1"]
    assert _titles(desk, "q=journal%203") == ["Journal 3"]
    assert _titles(desk, "status=in_negotiation&status=active&limit=4") == [f"Journal {number}" for number in range(5)]
    assert _titles(desk, "status=active") == []


def _titles(desk: Desk, query: str) -> list[str]:
    titles: list[str] = []
    cursor = ""
    while True:
        page = desk.viewer.get(f"/licences?{query}{cursor}").json()
        titles.extend(item["title"] for item in page["items"])
        if page["next_cursor"] is None:
            return titles
        cursor = f"&cursor={page['next_cursor']}"


def test_the_list_is_filtered_by_terms_decided_and_not_reviewed(desk: Desk) -> None:
    decided, _open = desk.licence(title="Decided"), desk.licence(title="Open")
    version = desk.version(decided["id"])["id"]
    desk.decide(version)
    desk.put_in_force(version)
    assert _titles(desk, "term=ill_electronic:permitted_explicit") == ["Decided"]
    assert _titles(desk, "term=ill_electronic:permitted&term=ill_electronic:*") == ["Decided"]
    assert _titles(desk, "term=ill_electronic:-") == ["Open"]
    assert _titles(desk, "term=ill_electronic:prohibited") == []


@pytest.mark.parametrize(
    ("query", "loc"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("cursor=bm9uc2Vuc2U", "cursor"),
        ("cursor=%F0%9F%92%A5", "cursor"),
        ("sort=colour", "sort"),
        ("term=nocolon", "term.0"),
        ("term=ill_electronik:permitted", "term"),
        ("term=ill_electronic:perhaps", "term"),
        ("notice_before=2026-02-31", "notice_before"),
        ("status=sleeping", "status.0"),
        ("colour=red", "colour"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_at_its_parameter(desk: Desk, query: str, loc: str) -> None:
    answer = desk.viewer.get(f"/licences?{query}")
    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["errors"]] == [loc]


def test_organisations_are_named_once_however_many_licences_name_them(desk: Desk) -> None:
    for name in ("Meridian Press", "meridian  press", "Orison", "Äther Verlag"):
        desk.licence(organisations=[{"name": name, "role": "licensor"}])
    first = desk.viewer.get("/organisations?limit=2").json()
    rest = desk.viewer.get(f"/organisations?limit=2&cursor={first['next_cursor']}").json()
    assert [item["name"] for item in [*first["items"], *rest["items"]]] == ["Meridian Press", "Orison", "Äther Verlag"]
    assert [item["name"] for item in desk.viewer.get("/organisations?q=meri").json()["items"]] == ["Meridian Press"]
