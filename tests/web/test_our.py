"""Public answers at the addresses and in the shapes of OUR and CLEAR, held against the samples of those services."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from tests.material import SHARED, material
from tests.web.library import TestDesk, text_of

OURS = SHARED / "data" / "lsp" / "our"
TAG = "ABCCLIO_History_Reference"


@pytest.fixture
def asked(desk: TestDesk) -> TestDesk:
    """A desk with one licence whose code is a tag of OUR."""
    licence = desk.licence(
        "ABC-CLIO History & Reference", code=TAG, resources=[{"title": "ABC-CLIO History & Reference"}]
    )
    version = desk.version(licence)
    desk.decide(version, "course_reserves_electronic", "permitted_explicit", conditions="While the course runs.")
    desk.decide(version, "lms_upload", "prohibited_interpreted", internal_note="A secret of the staff.")
    desk.decide(version, "course_pack_electronic", "permitted_explicit")
    desk.decide(version, "course_pack_print", "prohibited_explicit")
    desk.decide(version, "digital_copy", "permitted_explicit")
    desk.decide(version, "print_copy", "permitted_explicit", conditions="One copy.")
    desk.decide(version, "text_data_mining", "silent")
    for key in ("ill_electronic", "ill_print_fax"):
        desk.decide(version, key, "permitted_explicit", public_note="To libraries in Canada <only>.")
    desk.decide(version, "ill_secure_transmission", "not_applicable")
    desk.put_in_force(version)
    return desk


def usages(desk: TestDesk) -> dict[str, str]:
    record = desk.nobody.get(f"/toronto/json/{TAG}").json()
    return {key: value["usage"] for key, value in record.items() if isinstance(value, dict)}


def test_every_question_is_answered_yes_no_or_ask_and_never_more_than_is_certain(asked: TestDesk) -> None:
    assert usages(asked) == {
        "e_reserves": "Yes",
        "cms": "No",
        "course_pack": "Ask",
        "durable_url": "Ask",
        "print": "Yes",
        "ill_print": "Yes",
        "text_mining": "Ask",
        "local_loading": "Ask",
        "research": "Ask",
        "distribute": "Ask",
    }


def test_conditions_and_public_notes_are_in_the_definitions_and_internal_notes_nowhere(asked: TestDesk) -> None:
    record = asked.nobody.get(f"/toronto/json/{TAG}").json()
    assert record["e_reserves"]["definition-short"] == "<p>Yes, on conditions. While the course runs.</p>"
    assert "&lt;only&gt;" in record["ill_print"]["definition-long"]
    assert record["course_pack"]["definition-long"].count("<p>") == 2
    for path in (f"/toronto/json/{TAG}", f"/toronto/api/?tag={TAG}", f"/toronto/sfx/?tag={TAG}"):
        assert "secret" not in asked.nobody.get(path).text


def test_the_xml_says_what_the_json_says(asked: TestDesk) -> None:
    answer = asked.nobody.get(f"/toronto/api/?tag={TAG}")
    assert answer.headers["content-type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.text)  # noqa: S314 - our own answer
    record = asked.nobody.get(f"/toronto/json/{TAG}").json()
    assert root.tag == "license"
    told = {one.tag: {part.tag: part.text for part in one} or one.text for one in root}
    assert told == record
    assert record["license-name"] == "ABC-CLIO History & Reference"


@material
def test_the_shapes_are_those_of_the_samples(asked: TestDesk) -> None:
    sample = json.loads((OURS / "constructed" / "our_json_record.json").read_text(encoding="utf-8"))
    record = asked.nobody.get(f"/toronto/json/{TAG}").json()
    assert list(record) == list(sample)
    assert {key: list(value) for key, value in record.items() if isinstance(value, dict)} == {
        key: list(value) for key, value in sample.items() if isinstance(value, dict)
    }
    xml = ElementTree.parse(OURS / "constructed" / "our_api_record.xml").getroot()  # noqa: S314 - a sample on disk
    ours = ElementTree.fromstring(asked.nobody.get(f"/toronto/api/?tag={TAG}").text)  # noqa: S314
    assert [one.tag for one in ours] == [one.tag for one in xml]
    observed = json.loads((OURS / "clear_public_answers_observed.json").read_text(encoding="utf-8"))
    assert {key: record[key]["case"] for key in observed["questions"]} == observed["questions"]


@material
def test_every_term_that_the_widget_knows_is_there(asked: TestDesk) -> None:
    config = json.loads((OURS / "ocls_cleardisplay_config.json").read_text(encoding="utf-8"))
    assert set(config["terms"]) == set(usages(asked))


@pytest.mark.parametrize(
    "path",
    [
        f"/toronto/api/?tag={TAG.lower()}",
        f"/licenses/api?tag={TAG}",
        "/clear/api/?tag=ABC-CLIO_History_Reference",
        "/ottawa/json/?name=abc-clio history %26 reference",
        f"/alberta/sfx/?tag={TAG}",
    ],
)
def test_a_record_is_found_by_its_code_its_address_and_its_name(asked: TestDesk, path: str) -> None:
    assert asked.nobody.get(path).status_code == 200


def test_the_page_that_notes_link_to_leads_to_the_resource(asked: TestDesk) -> None:
    answer = asked.nobody.get(f"/toronto/{TAG}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/public/resources/abc-clio-history-reference")


def test_answers_are_open_to_all_sites_and_cacheable(asked: TestDesk) -> None:
    answer = asked.nobody.get(f"/toronto/api/?tag={TAG}", Origin="https://primo.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, max-age=300"
    known = {"If-None-Match": answer.headers["etag"]}
    assert asked.nobody.get(f"/toronto/api/?tag={TAG}", **known).status_code == 304


@pytest.mark.parametrize("path", ["/toronto/api/?tag=Nothing", "/toronto/api/", "/toronto/json/Nothing", "/toronto/No"])
def test_what_is_not_on_record_is_404(asked: TestDesk, path: str) -> None:
    answer = asked.nobody.get(path)
    assert answer.status_code == 404
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_desks_own_addresses_stay_its_own(asked: TestDesk) -> None:
    assert asked.nobody.get("/health/live").status_code == 200
    assert asked.nobody.get("/api/v1/openapi.json").status_code == 200
    assert asked.nobody.get("/licences/no-such-licence").status_code == 303
    assert "All answers" in text_of(asked.nobody.get(f"/alberta/sfx/?tag={TAG}").text)
