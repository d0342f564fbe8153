"""A licence in the shapes of other systems, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from api.schemas.licence_forms import FolioLicence
from tests.api.desk import Desk
from tests.forms.onix_schema import NS, parsed, schema
from tests.material import material
from tests.pdfs import pdf

FORMS = ("alma", "folio", "onix-pl")


@pytest.fixture
def licence(desk: Desk) -> Any:
    """A licence in force, amended since July."""
    made = desk.licence(code="L-0112", title="Meridian Journals", start_date="2026-01-01")
    base = desk.version(made["id"], label="Agreement")["id"]
    for term, value in {"walk_in_access": "prohibited_explicit", "ai_training": "prohibited_explicit"}.items():
        desk.decide(base, term, value)
    desk.decide(base, "print_copy", "permitted_explicit")
    desk.put_in_force(base)
    amendment = desk.version(made["id"], kind="amendment", label="Amendment 1", effective_from="2026-07-01")["id"]
    desk.document(amendment, pdf("1. Walk-in users may use the materials.", title="Amendment 1"))
    desk.decide(amendment, "walk_in_access", "permitted_explicit")
    desk.put_in_force(amendment)
    return made


def test_folio_gets_what_holds_and_each_amendment(desk: Desk, licence: Any) -> None:
    answer = desk.viewer.get(f"/licences/{licence['id']}/as/folio")
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    FolioLicence.model_validate(body)
    assert body["customProperties"]["walkInAccess"] == [{"value": "Yes", "internal": False}]
    assert body["customProperties"]["copyPrint"] == [{"value": "Permitted (explicit)", "internal": False}]
    assert [(one["name"], one["status"], one["customProperties"]) for one in body["amendments"]] == [
        ("Amendment 1", "Active", {"walkInAccess": [{"value": "Yes", "internal": False}]})
    ]
    assert "ai_training" in answer.headers["not-carried"].split(", ")


def test_an_amendment_to_a_replaced_agreement_is_not_laid_over_the_new_one(desk: Desk, licence: Any) -> None:
    newer = desk.version(licence["id"], label="Agreement 2", effective_from="2026-09-01")["id"]
    desk.decide(newer, "walk_in_access", "prohibited_explicit")
    desk.put_in_force(newer)
    body = desk.viewer.get(f"/licences/{licence['id']}/as/folio").json()
    assert body["customProperties"]["walkInAccess"][0]["value"] == "No"
    assert [one["status"] for one in body["amendments"]] == ["Expired"]


@material
def test_onix_pl_is_valid_and_says_what_holds(desk: Desk, licence: Any) -> None:
    answer = desk.viewer.get(f"/licences/{licence['id']}/as/onix-pl")
    assert answer.headers["content-type"] == "application/xml"
    assert schema().faults(answer.content) == []
    usages = parsed(answer.content).findall(f".//{NS}Usage")
    said = {(one.findtext(f"{NS}User"), one.findtext(f"{NS}UsageStatus")) for one in usages}
    assert ("onixPL:WalkInUser", "onixPL:Permitted") in said
    assert "ai_training" in answer.headers["not-carried"].split(", ")


def test_onix_pl_waits_until_a_use_is_decided(desk: Desk) -> None:
    answer = desk.viewer.get(f"/licences/{desk.licence()['id']}/as/onix-pl")
    assert answer.status_code == 409
    assert "at least one use" in answer.json()["detail"]


@pytest.mark.parametrize("form", FORMS)
def test_who_knows_it_already_is_not_sent_it_again(desk: Desk, licence: Any, form: str) -> None:
    path = f"/licences/{licence['id']}/as/{form}"
    first = desk.viewer.get(path)
    assert first.status_code == 200
    again = desk.viewer.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert desk.viewer.get(path).headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_for_those_who_may_see_licences(desk: Desk, licence: Any, form: str) -> None:
    assert desk.nobody.get(f"/licences/{licence['id']}/as/{form}").status_code == 401
    assert desk.viewer.get(f"/licences/nothing/as/{form}").status_code == 404
