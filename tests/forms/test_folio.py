"""Our licence in FOLIO's shape: the words of its pick lists, who may see a term, and what has no place."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from domain.licence import LicenceStatus, RenewalKind, Scope
from domain.sync.records import SignedFile
from domain.sync.written import WholeLicence
from domain.values import Permission, Value
from storage.remote.folio.codes import PERMITTED
from storage.remote.folio.format import FolioFormat
from tests.forms.making import DEFINITIONS, INTERNAL, amended, decided, everything, facts, whole
from tests.material import SHARED, material

SAMPLES = SHARED / "data" / "lsp" / "folio"
FORM = FolioFormat()


def written(one: WholeLicence) -> Any:
    return json.loads(FORM.write(one, DEFINITIONS).content)


def value(term: str, said: Value, conditions: str | None = None) -> Any:
    """The one value of the one property that is written."""
    ((only,),) = written(whole(decided(term, said, conditions)))["customProperties"].values() or ((None,),)
    return only


def lost(one: WholeLicence) -> set[str]:
    return {loss.what for loss in FORM.write(one, DEFINITIONS).losses}


@pytest.mark.parametrize("said", PERMITTED)
def test_a_permission_comes_back_as_it_was(said: str) -> None:
    label = value("text_data_mining", said)["value"]
    assert [ours for ours, theirs in PERMITTED.items() if theirs == label] == [said]


def test_conditions_have_a_value_of_their_own_and_a_public_note() -> None:
    assert value("ill_electronic", "permitted_explicit", "In Canada.") == {
        "value": "Permitted (explicit) under conditions",
        "internal": False,
        "publicNote": "In Canada.",
    }
    assert value("ill_electronic", "permitted_interpreted", "In Canada.")["value"] == "Permitted (interpreted)"
    assert value("ill_electronic", "prohibited_explicit", "But in Canada.")["publicNote"] == "But in Canada."


@pytest.mark.parametrize(
    ("said", "conditions", "there"),
    [
        ("permitted_explicit", None, "Yes"),
        ("permitted_explicit", "In the library.", "Other (see notes)"),
        ("permitted_interpreted", None, "Yes"),
        ("prohibited_explicit", None, "No"),
        ("prohibited_interpreted", None, "No"),
        ("uninterpreted", None, "Other (see notes)"),
    ],
)
def test_walk_in_access_is_yes_no_or_other(said: str, conditions: str | None, there: str) -> None:
    found = value("walk_in_access", said, conditions)
    assert found["value"] == there
    assert ("note" in found) == (said not in ("permitted_explicit", "prohibited_explicit"))


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("walk_in_access", "silent"),
        ("walk_in_access", "not_applicable"),
        ("post_cancellation_access", "silent"),
        ("ill_electronic", "uninterpreted"),
        ("concurrent_users", "unlimited"),
        ("authorized_users", "silent"),
        ("remote_access", "permitted_explicit"),
        ("ai_training", "prohibited_explicit"),
    ],
)
def test_what_has_no_place_is_left_out_and_told(term: str, said: Value) -> None:
    one = whole(decided(term, said))
    assert written(one)["customProperties"] == {}
    assert term in lost(one)


def test_only_terms_of_the_public_page_are_public() -> None:
    found = written(whole(*everything()))["customProperties"]
    public = {name for name, (one,) in found.items() if not one["internal"]}
    assert public == {one.codes["folio"] for one in DEFINITIONS.values() if one.public and "folio" in one.codes}
    assert found["concurrentAccess"][0] == {"value": 5, "internal": True, "publicNote": "On site & <only>.; Ask us."}


def test_internal_notes_never_leave() -> None:
    assert INTERNAL.encode() not in FORM.write(whole(*everything()), DEFINITIONS).content


@material
def test_names_and_values_are_those_that_folio_loads() -> None:
    definitions = json.loads((SAMPLES / "custprops_22_default_definitions.json").read_text(encoding="utf-8"))
    takes = {
        one["name"]: {value["label"] for value in one.get("category", {}).get("values", ())} for one in definitions
    }
    kinds = {one["name"]: one["type"].rpartition("CustomProperty")[2] for one in definitions}
    for said in (*Permission, "yes", "no"):
        terms = [
            decided(key, said, conditions)
            for key, one in DEFINITIONS.items()
            for conditions in (None, "If so.")
            if one.value_type in ("permission", "yes_no") and "folio" in one.codes
        ]
        for term in terms:
            for name, (found,) in written(whole(term))["customProperties"].items():
                assert found["value"] in takes[name]
    for name, (found,) in written(whole(*everything()))["customProperties"].items():
        assert kinds[name] == {int: "Integer"}.get(type(found["value"]), "Refdata" if takes[name] else "Text")


@material
def test_the_frame_takes_the_values_of_folios_lists() -> None:
    lists = json.dumps(json.loads((SAMPLES / "refdata_all_categories.json").read_text(encoding="utf-8")))
    for status in LicenceStatus:
        assert f'"{written(whole(status=status))["status"]}"' in lists
    for scope in Scope:
        assert f'"{written(whole(fields=replace(facts().fields, scope=scope)))["type"]}"' in lists
    sample = json.loads((SAMPLES / "license_with_two_amendments.json").read_text(encoding="utf-8"))
    body = written(amended(whole(), status=LicenceStatus.ACTIVE))
    (there,) = body.pop("amendments")
    # Written, though no reading of it gives it back.
    assert body.keys() - {"localReference"} <= sample.keys() | {"alternateNames", "endDate", "type"}
    assert there.keys() <= sample["amendments"][0].keys() | {"startDate"}


def test_dates_names_and_our_code_stand_in_the_frame() -> None:
    body = written(whole())
    assert (body["startDate"], body["endDate"], body["endDateSemantics"]) == ("2026-01-01", "2027-12-31", "Explicit")
    assert body["localReference"] == "L-1"
    assert body["alternateNames"] == [{"name": "Acme complete"}, {"name": "L-1"}]
    endless = replace(facts().fields, renewal=RenewalKind.OPEN_ENDED)
    assert written(whole(end=None, fields=endless))["endDateSemantics"] == "Open ended"
    assert "endDateSemantics" not in written(whole(end=None))


def test_an_amendment_is_given_with_what_it_decides() -> None:
    before = whole(decided("ill_electronic", "prohibited_explicit"), decided("print_copy", "silent"))
    change = decided("ill_electronic", "prohibited_explicit")
    (there,) = written(amended(before, change, status=LicenceStatus.NOT_YET_ACTIVE))["amendments"]
    assert there == {
        "name": "Amendment 1",
        "status": "Not yet active",
        "startDate": dt.date(2026, 7, 1).isoformat(),
        "customProperties": {"illElectronic": [{"value": "Prohibited (explicit)", "internal": False}]},
    }


def test_organisations_and_files_are_told_as_left_out() -> None:
    one = whole(files=(SignedFile(sha256="a" * 64, filename="a.pdf", bytes=9),))
    assert {"licensor", "licensee", "provider", "documents"} <= lost(one)


def test_a_property_that_a_library_added_takes_the_kind_of_its_term() -> None:
    ours = replace(DEFINITIONS["price_cap"], codes={"folio": "priceCap"})
    found = json.loads(FORM.write(whole(decided("price_cap", "4.5")), {**DEFINITIONS, ours.key: ours}).content)
    assert found["customProperties"]["priceCap"] == [{"value": 4.5, "internal": True}]
