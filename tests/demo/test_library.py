"""The demo library as it is written down: licences, versions and decisions that a loader can take as they are."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

import api.demo
from api.demo.markup import Text, parse
from domain.licence import LicenceFields, OrganisationRole, RenewalKind, Resource, Scope, slug
from domain.values import Unit
from domain.version import DocumentRole, Signature, VersionFields, VersionKind, VersionState
from domain.vocabulary import default_vocabulary

DEMO = Path(api.demo.__file__).parent
LICENCES: list[dict[str, Any]] = tomllib.loads((DEMO / "library.toml").read_text(encoding="utf-8"))["licence"]
VERSIONS: list[dict[str, Any]] = [version for licence in LICENCES for version in licence["version"]]
VOCABULARY = {definition.key: definition for definition in default_vocabulary()}
SIGNED = {VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.ENDED}
SCANNED = "limnology-2022.pdf"


def named(entry: dict[str, Any]) -> str:
    return str(entry.get("code") or entry["label"])


def document(version: dict[str, Any]) -> str:
    return str(version["documents"][0]["file"])


def source(version: dict[str, Any]) -> Text:
    name = document(version).replace(".pdf", ".txt")
    return parse((DEMO / "texts" / name).read_text(encoding="utf-8"))


def pages(version: dict[str, Any]) -> list[str]:
    """The words of each page in the order in which they were set, so that columns come one after the other."""
    if document(version) == SCANNED:
        return [source(version).words()]
    with pdfplumber.open(DEMO / "pdf" / document(version)) as pdf:
        return [" ".join(word["text"] for word in page.extract_words(use_text_flow=True)) for page in pdf.pages]


def test_it_shows_six_licences_of_different_kinds() -> None:
    assert len({licence["code"] for licence in LICENCES}) == len(LICENCES) == 6
    assert {licence["scope"] for licence in LICENCES} == {"local", "consortial"}
    assert {licence["renewal"] for licence in LICENCES} == {"automatic", "explicit", "open_ended", "unknown"}
    assert {version["state"] for version in VERSIONS} == {"draft", "in_force", "superseded"}


@pytest.mark.parametrize("licence", LICENCES, ids=named)
def test_every_licence_has_fields_that_the_desk_knows(licence: dict[str, Any]) -> None:
    fields = LicenceFields(**{key: value for key, value in licence.items() if key not in {"version", "tasks"}})
    assert Scope(fields.scope)
    assert RenewalKind(fields.renewal)
    roles = [OrganisationRole(str(organisation["role"])) for organisation in licence["organisations"]]
    assert OrganisationRole.LICENSOR in roles
    assert OrganisationRole.LICENSEE in roles
    for period in (licence.get("notice_period"), licence.get("renewal_period")):
        assert period is None or (period["number"] > 0 and Unit(period["unit"]))


def test_every_resource_has_an_address_of_its_own_and_sound_identifiers() -> None:
    resources = [Resource(**entry) for licence in LICENCES for entry in licence["resources"]]
    slugs = [slug(resource.title) for resource in resources]
    assert len(set(slugs)) == len(slugs)
    for resource in resources:
        assert str(resource.url).split("/")[2].endswith(".example")
        assert resource.issn is None or issn_is_sound(resource.issn)


def issn_is_sound(issn: str) -> bool:
    digits = issn.replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    return (11 - total % 11) % 11 == (10 if digits[7] == "X" else int(digits[7]))


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_every_version_has_fields_that_the_desk_knows(version: dict[str, Any]) -> None:
    beside = {"state", "documents", "decisions"}
    fields = VersionFields(**{key: value for key, value in version.items() if key not in beside})
    assert VersionKind(fields.kind)
    assert [DocumentRole(entry["role"]) for entry in version["documents"]]
    assert [Signature(**entry) for entry in version.get("signatures", ())] or version["state"] == "draft"


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_the_dates_of_a_version_run_forwards(version: dict[str, Any]) -> None:
    start, end = version.get("effective_from"), version.get("effective_to")
    signed = [entry["signed_on"] for entry in version.get("signatures", ())]
    if VersionState(version["state"]) in SIGNED:
        assert max(signed) <= start
    assert end is None or start < end
    assert all(isinstance(day, dt.date) for day in signed)


@pytest.mark.parametrize("licence", LICENCES, ids=named)
def test_versions_of_a_licence_follow_each_other_within_its_dates(licence: dict[str, Any]) -> None:
    starts = [version["effective_from"] for version in licence["version"] if "effective_from" in version]
    assert starts == sorted(set(starts))
    assert starts[:1] == [licence["start_date"]] if "start_date" in licence else starts == []
    assert all(start < licence.get("end_date", dt.date.max) for start in starts)


def test_the_main_licence_has_a_renewal_and_two_amendments_one_of_them_still_to_come() -> None:
    main = next(licence for licence in LICENCES if licence["code"] == "L-0112")
    assert (main["renewal"], main["notice_period"]) == ("automatic", {"number": 60, "unit": "calendar_day"})
    former, present, loan, later = main["version"]
    assert [former["state"], present["state"]] == ["superseded", "in_force"]
    assert former["effective_to"] + dt.timedelta(days=1) == present["effective_from"]
    assert [loan["kind"], later["kind"]] == ["amendment", "amendment"]
    assert loan["effective_from"] < later["effective_from"] == dt.date(2028, 1, 1)
    assert len(present["decisions"]) >= 20
    before, after = (
        {decision["term"]: decision["value"] for decision in version["decisions"]} for version in (present, loan)
    )
    assert (before["ill_electronic"], after["ill_electronic"]) == ("prohibited_explicit", "permitted_explicit")


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_every_decision_is_of_a_term_of_the_vocabulary_and_has_a_value_it_may_have(version: dict[str, Any]) -> None:
    terms = [decision["term"] for decision in version["decisions"]]
    assert len(set(terms)) == len(terms)
    for decision in version["decisions"]:
        assert VOCABULARY[decision["term"]].value(decision["value"]) == decision["value"]
        assert set(decision) <= {"term", "value", "conditions", "public_note", "internal_note", "quote", "searched"}


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_every_decision_has_its_evidence_or_what_was_searched_for(version: dict[str, Any]) -> None:
    for decision in version["decisions"]:
        assert ("searched" in decision) is (decision["value"] == "silent")
        assert ("quote" in decision) is (decision["value"] != "silent")


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_what_was_searched_for_in_vain_is_not_in_the_text(version: dict[str, Any]) -> None:
    words = source(version).words().lower()
    for decision in version["decisions"]:
        assert [phrase for phrase in decision.get("searched", ()) if phrase.lower() in words] == []


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_every_quote_stands_on_one_page_of_the_document(version: dict[str, Any]) -> None:
    texts = pages(version)
    for decision in version["decisions"]:
        if "quote" in decision:
            assert len([text for text in texts if decision["quote"] in text]) == 1, decision["quote"]


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_every_quote_belongs_to_one_clause(version: dict[str, Any]) -> None:
    blocks = [block.text for block in source(version).blocks]
    for decision in version["decisions"]:
        if "quote" in decision:
            assert len([text for text in blocks if decision["quote"] in text]) == 1, decision["quote"]


def test_work_is_left_to_review_on_every_version() -> None:
    for version in VERSIONS:
        assert len(version["decisions"]) < len(VOCABULARY)
    assert [named(version) for version in VERSIONS if not version["decisions"]] == ["Publisher’s draft 1"]
