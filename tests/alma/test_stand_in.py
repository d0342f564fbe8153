"""The stand-in itself: it must see what the real Alma would refuse, or the other tests show nothing."""

from __future__ import annotations

import copy
import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from storage.remote.alma.payloads import bodies_in
from tests.alma.shapes import ATTACHMENT, LICENCE, strange
from tests.alma.stand_in import KEY, StandIn
from tests.alma.test_format import LOADS, PAYLOADS
from tests.material import material

HEADERS = {"Authorization": f"apikey {KEY}", "Accept": "application/json", "Content-Type": "application/json"}
ONE = "/almaws/v1/acq/licenses/L-1"


@pytest.fixture
def alma() -> Iterator[StandIn]:
    with StandIn() as started:
        started.alma.put("L-1", terms={"ILLELEC": "PERMITTED"})
        yield started


def ask(
    alma: StandIn, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    parts = urlsplit(alma.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    connection.request(method, path, body=data, headers=HEADERS if headers is None else headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if content else None


def given(alma: StandIn) -> Any:
    return ask(alma, "GET", ONE)[1]


def test_a_whole_record_goes_back_without_a_word(alma: StandIn) -> None:
    status, found = ask(alma, "PUT", ONE, given(alma))
    assert (status, found["code"], alma.violations) == (200, "L-1", [])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"terms": []}, "no member terms"),
        ({"term": [{"code": "ILLELEC", "value": "PERMITTED"}]}, "term.0.code is no object"),
        ({"term": {"ILLELEC": "PERMITTED"}}, "term is no list"),
        ({"term": [{"code": {"value": "ILLELEC"}, "value": {"value": 1}}]}, "not text"),
        ({"term": [{"code": {"value": "ILLELEC"}, "value": {"value": None}}]}, "not text"),
        ({"status": "ACTIVE"}, "status is no object"),
        ({"status": {"value": "ACTIVE", "label": "Active"}}, "no member label"),
        ({"start_date": None}, "start_date is None"),
        ({"amendments": {"value": "0", "link": ""}}, "not a number"),
        ({"note": []}, "changes note"),
        ({"uri": "https://elsewhere.example"}, "changes uri"),
    ],
)
def test_a_body_that_alma_would_not_see_from_us_is_noted(alma: StandIn, changes: dict[str, Any], why: str) -> None:
    before = copy.deepcopy(alma.alma.licences)
    status, _ = ask(alma, "PUT", ONE, {**given(alma), **changes})
    assert why in "; ".join(alma.violations)
    assert status >= 400 or why.startswith("changes")
    assert status == 200 or alma.alma.licences == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "60186"),
        ({"status": {"value": "CURRENT"}}, "60188"),
        ({"licensor": {"value": "NOBODY"}}, "60190"),
        ({"start_date": "2026-02-30Z"}, "60191"),
        ({"start_date": "2026-01-01"}, "60191"),
        ({"start_date": "2027-01-01Z", "end_date": "2026-01-01Z"}, "60201"),
        ({"term": [{"code": {"value": "NOSUCHTERM"}, "value": {"value": "YES"}}]}, "60195"),
        ({"term": [{"code": {"value": "ILLELEC"}, "value": {"value": "Permitted"}}]}, "60195"),
        ({"term": [{"code": {"value": "ILLELEC"}, "value": {"value": ""}}]}, "60194"),
        ({"term": [{"code": {"value": "ILLELEC"}, "value": {"value": "SILENT"}}] * 2}, "60194"),
    ],
)
def test_a_value_that_alma_does_not_take_is_refused_and_nothing_is_written(
    alma: StandIn, changes: dict[str, Any], code: str
) -> None:
    before = copy.deepcopy(alma.alma.licences)
    status, found = ask(alma, "PUT", ONE, {**given(alma), **changes})
    assert (status, found["errorList"]["error"][0]["errorCode"]) == (400, code)
    assert alma.alma.licences == before


@pytest.mark.parametrize(
    ("method", "path", "why"),
    [
        ("GET", "/almaws/v1/acq/licences", "not described"),
        ("GET", f"{ONE}/terms", "not described"),
        ("GET", "/almaws/v1/acq/licenses/?sort=code", "no sort"),
        ("GET", "/almaws/v1/acq/licenses/?limit=ten", "not integer"),
        ("GET", "/almaws/v1/acq/licenses/?offset=-1", "not integer"),
        ("GET", "/almaws/v1/acq/licenses/?limit=1&limit=2", "twice"),
        ("GET", "/almaws/v1/acq/licenses/?modify_date_from=21.11.2026", "not a day"),
        ("GET", f"{ONE}?apikey={KEY}", "no apikey"),
        ("POST", "/almaws/v1/acq/licenses", "no body"),
    ],
)
def test_a_request_that_is_not_described_is_noted(alma: StandIn, method: str, path: str, why: str) -> None:
    ask(alma, method, path)
    assert why in "; ".join(alma.violations)


def test_a_body_without_its_type_or_with_a_member_twice_is_noted(alma: StandIn) -> None:
    ask(alma, "PUT", ONE, given(alma), {**HEADERS, "Content-Type": "text/plain"})
    ask(alma, "PUT", ONE, b'{"code": "L-1", "code": "L-2"}')
    assert alma.violations[0] == "the body's type is not stated"
    assert "a member is there twice" in alma.violations


@material
@pytest.mark.parametrize("name", [one for one in LOADS if one.endswith(".json")])
def test_the_shapes_are_those_of_the_samples(name: str) -> None:
    for body in bodies_in((PAYLOADS / name).read_bytes()):
        assert list(strange(LICENCE, body)) == []


@material
def test_an_attachment_of_the_samples_is_of_the_shape_too() -> None:
    found = json.loads((PAYLOADS / "constructed" / "attachment_get_expand_content.json").read_bytes())
    assert list(strange(ATTACHMENT, found)) == []
