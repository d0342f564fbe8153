"""Our licence in Alma's shape and back: what comes through whole, and what does not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from domain.decision import Decision, Provenance
from domain.effective_terms import EffectiveTerm
from domain.errors import Invalid
from domain.licence import LicenceFields, LicenceStatus, Organisation, OrganisationRole
from domain.sync.mapping import RemoteTerm, RemoteVocabulary, TableRow, default_mapping
from domain.sync.records import Facts, LossKind
from domain.sync.target import Options, System, Target
from domain.values import Value, ValueType
from domain.version import Version, VersionFields, VersionKind, VersionState
from domain.vocabulary import default_vocabulary
from storage.remote.alma.codes import DEFAULT_TABLES, PERMITTED_PROHIBITED, UNITS, VALUE_TABLES
from storage.remote.alma.errors import error_in
from storage.remote.alma.format import AlmaFormat
from storage.remote.alma.payloads import bodies_in, new_body, record_of, with_fields
from tests.alma.institution import Institution
from tests.material import SHARED, material

NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
PAYLOADS = SHARED / "data" / "lsp" / "alma"
DEFINITIONS = {one.key: one for one in default_vocabulary()}
FORM = AlmaFormat()


def vocabulary(institution: Institution | None = None) -> RemoteVocabulary:
    """What the stand-in says of itself."""
    alma = institution or Institution()
    return RemoteVocabulary(
        terms={code: RemoteTerm(code=code, name=code, table=table) for code, (table, _) in alma.terms.items()},
        tables={
            name: tuple(TableRow(code=code, description=label) for code, label in alma.tables[name].items())
            for name in VALUE_TABLES
        },
    )


def target(**changes: Any) -> Target:
    mapping = default_mapping(DEFINITIONS.values(), "alma", FORM.near_codes)
    return Target(
        **{
            "id": "t",
            "name": "Alma",
            "system": System.ALMA,
            "address": "https://api-ca.hosted.exlibrisgroup.com",
            "options": Options(),
            "mapping": mapping,
            "vocabulary": vocabulary(),
            "vendors": {"Acme Scholarly Press": "ACME"},
            "created_at": NOW,
            "updated_at": NOW,
            **changes,
        }
    )


VERSION = Version(
    id="v",
    licence_id="l",
    fields=VersionFields(kind=VersionKind.AGREEMENT, label="Agreement", effective_from=NOW.date()),
    state=VersionState.IN_FORCE,
    created_at=NOW,
    updated_at=NOW,
)


def decided(term: str, value: Value, conditions: str | None = None) -> EffectiveTerm:
    decision = Decision(
        id="d",
        version_id="v",
        term=term,
        sequence=1,
        value=value,
        conditions=conditions,
        public_note=None,
        internal_note="never leaves",
        provenance=Provenance.ENTERED,
        evidence=(),
        searched=(),
        origin=None,
        suggestion_id=None,
        reason=None,
        decided_by="p",
        decided_by_name="P",
        decided_at=NOW,
    )
    return EffectiveTerm(term=term, decision=decision, version=VERSION, since=NOW.date())


def facts(*terms: EffectiveTerm, **changes: Any) -> Facts:
    organisation = Organisation(name="Acme Scholarly Press", role=OrganisationRole.LICENSOR)
    return Facts(
        **{
            "our_id": "l",
            "code": "L-1",
            "name": "Acme “Journals” éd. française",
            "status": LicenceStatus.ACTIVE,
            "start": dt.date(2026, 1, 1),
            "end": dt.date(2027, 12, 31),
            "terms": {one.term: one for one in terms},
            "fields": LicenceFields(title="Acme", code="L-1", organisations=(organisation,)),
            **changes,
        }
    )


def there_and_back(*terms: EffectiveTerm, at: Target | None = None) -> dict[str, tuple[Any, Any, bool]]:
    """What Alma would give back after taking what we send: value, conditions, and whether they are sure."""
    at = at or target()
    outward = FORM.outward(facts(*terms), at, DEFINITIONS)
    alma = Institution()
    body = alma.add(dict(FORM.ready_to_send(outward)))
    inward = FORM.inward(record_of(body), at, DEFINITIONS)
    return {one.term: (one.value, one.conditions, one.sure) for one in inward.values}


SAMPLES: dict[ValueType, list[Value]] = {
    ValueType.PERMISSION: [
        "permitted_explicit", "permitted_interpreted", "prohibited_explicit", "prohibited_interpreted", "silent",
        "uninterpreted", "not_applicable",
    ],
    ValueType.YES_NO: ["yes", "no"],
    ValueType.TEXT: ["Students, faculty and staff.\nAlso visitors."],
    ValueType.INTEGER: [3, "unlimited"],
    ValueType.DURATION: [
        {"number": 60, "unit": "calendar_day"}, {"number": 10, "unit": "business_day"}, {"number": 3, "unit": "month"},
    ],
}  # fmt: skip
PLAIN = {"ill_electronic", "ill_secure_transmission", "ill_print_fax"}
EXACT = [
    (one.key, value)
    for one in DEFINITIONS.values()
    if one.codes.get("alma") and one.key not in PLAIN
    for value in SAMPLES.get(one.value_type, ())
    if DEFAULT_TABLES.get(one.codes["alma"]) == PERMITTED_PROHIBITED or one.value_type is not ValueType.PERMISSION
]


@pytest.mark.parametrize(("term", "value"), EXACT)
def test_what_alma_has_a_value_for_comes_back_the_same_and_sure(term: str, value: Value) -> None:
    assert there_and_back(decided(term, value))[term] == (value, None, True)


@pytest.mark.parametrize("term", sorted(PLAIN))
def test_plain_words_come_back_for_a_person_to_read(term: str) -> None:
    assert there_and_back(decided(term, "permitted_explicit"))[term] == ("permitted_interpreted", None, False)
    assert there_and_back(decided(term, "silent"))[term] == ("silent", None, True)


def test_a_permission_in_a_yes_or_no_term_loses_its_basis_and_says_so() -> None:
    sent = FORM.outward(facts(decided("remote_access", "permitted_interpreted")), target(), DEFINITIONS)
    assert sent.fields["term.REMOTE"].basis_lost
    assert there_and_back(decided("remote_access", "prohibited_explicit"))["remote_access"][2] is False


def test_conditions_of_terms_that_share_a_note_come_back_each_to_its_own() -> None:
    back = there_and_back(
        decided("ill_electronic", "permitted_explicit", "Canada only; keep a log"),
        decided("ill_print_fax", "permitted_explicit", "By post"),
        decided("ill_secure_transmission", "permitted_explicit"),
    )
    assert {term: conditions for term, (_, conditions, _) in back.items()} == {
        "ill_electronic": "Canada only; keep a log",
        "ill_print_fax": "By post",
        "ill_secure_transmission": None,
    }


def test_line_ends_of_a_form_are_no_difference() -> None:
    sent = FORM.outward(
        facts(decided("digital_copy", "permitted_explicit", "One copy\r\nfor each reader")), target(), DEFINITIONS
    )
    assert sent.fields["term.DIGCOPYN"].value == "One copy\nfor each reader"


def test_a_note_that_nobody_labelled_is_read_as_one_text() -> None:
    body = Institution().put("L-1", terms={"ILLELEC": "PERMITTED", "ILLN": "Canada only.\nAsk Robin."})
    inward = FORM.inward(record_of(body), target(), DEFINITIONS)
    assert [one.conditions for one in inward.values] == ["Canada only.\nAsk Robin."]


def test_a_walk_in_permission_is_a_sentence() -> None:
    term = decided("walk_in_access", "permitted_explicit", "on library computers")
    sent = FORM.outward(facts(term), target(), DEFINITIONS)
    assert sent.fields["term.WALKIN"].value == "Permitted: on library computers"
    assert there_and_back(term)["walk_in_access"] == ("permitted_interpreted", "on library computers", False)


def test_a_year_is_twelve_months_where_there_is_no_year() -> None:
    sent = FORM.outward(facts(decided("cure_period", {"number": 2, "unit": "year"})), target(), DEFINITIONS)
    assert (sent.fields["term.CUREBREACH"].value, sent.fields["term.CUREBREACHUOM"].value) == ("24", "MONTH")


def test_a_unit_that_alma_has_not_is_told() -> None:
    said = vocabulary()
    fewer = {**said.tables, UNITS: said.tables[UNITS][:1]}
    at = target(vocabulary=RemoteVocabulary(terms=said.terms, tables=fewer))
    sent = FORM.outward(facts(decided("cure_period", {"number": 3, "unit": "month"})), at, DEFINITIONS)
    assert [loss.kind for loss in sent.losses] == [LossKind.NO_UNIT]
    assert "term.CUREBREACH" not in sent.fields


def test_where_the_exact_values_are_switched_off_the_plain_ones_are_written() -> None:
    said = vocabulary()
    rows = tuple(
        TableRow(code=row.code, description=row.description, enabled="(" not in row.description)
        for row in said.tables[PERMITTED_PROHIBITED]
    )
    at = target(vocabulary=RemoteVocabulary(terms=said.terms, tables={**said.tables, PERMITTED_PROHIBITED: rows}))
    sent = FORM.outward(facts(decided("digital_copy", "permitted_explicit")), at, DEFINITIONS)
    assert sent.fields["term.DIGCOPY"].value == "PERMITTED"
    assert sent.fields["term.DIGCOPY"].basis_lost


def test_an_internal_note_never_leaves() -> None:
    terms = [
        decided(one.key, SAMPLES[one.value_type][0], "c") for one in DEFINITIONS.values() if one.value_type in SAMPLES
    ]
    body = FORM.ready_to_send(FORM.outward(facts(*terms), target(), DEFINITIONS))
    assert "never leaves" not in json.dumps(body)


def test_frame_and_licensor_are_carried() -> None:
    body: Any = FORM.ready_to_send(FORM.outward(facts(), target(), DEFINITIONS))
    assert body["name"] == "Acme “Journals” éd. française"
    assert (body["status"], body["licensor"]) == ({"value": "ACTIVE"}, {"value": "ACME"})
    assert (body["start_date"], body["end_date"]) == ("2026-01-01Z", "2027-12-31Z")


def test_terms_that_mean_nothing_to_us_are_kept_apart() -> None:
    alma = Institution()
    alma.terms["TEXTMINING"] = (PERMITTED_PROHIBITED, False)
    body = alma.put("L-1", terms={"TEXTMINING": "PROHIBITED", "ILLELEC": "SILENT"})
    inward = FORM.inward(record_of(body), target(), DEFINITIONS)
    assert inward.unread == {"TEXTMINING": "Prohibited"}


def test_changing_a_field_leaves_every_other_member_letter_by_letter() -> None:
    body = Institution().put("L-1", terms={"ILLELEC": "PERMITTED", "GOVLAW": "Ontario"})
    changed = with_fields(body, {"term.ILLELEC": "PROHIBITED"})
    assert {**changed, "term": None} == {**body, "term": None}
    assert changed["term"][1] == body["term"][1]
    assert with_fields(body, {}) == body


# --- payloads of elsewhere --------------------------------------------------------------------------------------------

LOADS = {
    "constructed/license_get.json": 1,
    "constructed/license_get.xml": 1,
    "constructed/license_get_local_terms.json": 1,
    "constructed/license_get_local_terms.xml": 1,
    "constructed/license_create_request.json": 1,
    "constructed/licenses_list_page1.json": 2,
    "constructed/licenses_list_empty.json": 0,
    "constructed/amendment_get.json": 1,
    "constructed/amendments_list.json": 1,
}
REFUSED = {
    "constructed/attachment_get_expand_content.json": "no code",
    "constructed/attachments_list.json": "no code|list of",
    "constructed/code_table_LicenseTermsPermittedProhibited_GUESSED_CODES.json": "no code",
    "constructed/license_terms_conf.json": "no code|list of",
    "errors/error_list_recorded.json": "no code",
    "errors/error_object_recorded_from_xml.json": "no code",
    "errors/license_not_found_400_constructed.json": "no code",
    "errors/license_code_not_unique_400_constructed.json": "no code",
    "errors/rate_per_second_429_constructed.json": "no code",
    "errors/error_namespaced_constructed.xml": "web_service_result",
    "errors/empty_body_500_constructed.txt": "not well-formed",
    "usmai_roam_to_alma_term_pairs.json": "no code",
}


@material
def test_every_payload_is_judged() -> None:
    found = {str(path.relative_to(PAYLOADS)) for path in PAYLOADS.rglob("*") if path.is_file()}
    others = {"alma_license_terms_default.csv", "erm_license_migration_2013.xsd"}
    assert found - others - {name for name in found if name.startswith("openapi/")} == set(LOADS) | set(REFUSED)


@material
@pytest.mark.parametrize("name", LOADS)
def test_a_licence_of_elsewhere_loads_and_goes_back_unchanged(name: str) -> None:
    bodies = bodies_in((PAYLOADS / name).read_bytes())
    assert len(bodies) == LOADS[name]
    for body in bodies:
        record = record_of(body)
        assert record.code
        assert with_fields(body, record.fields) == body
        assert FORM.inward(record, target(), DEFINITIONS).code == record.code


@material
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_licence_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(Invalid, match=REFUSED[name]):
        bodies_in((PAYLOADS / name).read_bytes())


@material
def test_the_same_licence_in_json_and_xml_says_the_same() -> None:
    for name in ("license_get", "license_get_local_terms"):
        as_json, as_xml = (
            bodies_in((PAYLOADS / "constructed" / f"{name}.{kind}").read_bytes())[0] for kind in ("json", "xml")
        )
        assert record_of(as_json).fields == record_of(as_xml).fields
        assert record_of(as_json).licensor == record_of(as_xml).licensor


@material
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("error_list_recorded.json", "60107"),
        ("error_object_recorded_from_xml.json", "402203"),
        ("error_namespaced_constructed.xml", "403400"),
        ("rate_per_second_429_constructed.json", "PER_SECOND_THRESHOLD"),
        ("empty_body_500_constructed.txt", ""),
    ],
)
def test_errors_are_read_in_every_shape_they_come_in(name: str, code: str) -> None:
    assert error_in((PAYLOADS / "errors" / name).read_bytes()).code == code


AN_ERROR = '{"errorCode": "60198", "errorMessage": "M", "trackingId": "T"}'
IN_XML = "<error><errorCode>60198</errorCode><errorMessage>M</errorMessage><trackingId>T</trackingId></error>"


@pytest.mark.parametrize(
    "body",
    [
        f'{{"errorList": {{"error": [{AN_ERROR}]}}}}',
        f'{{"error": [{AN_ERROR}]}}',
        f'{{"errorsExist": "true", "errorList": {{"error": {AN_ERROR}}}}}',
        f'{{"errorList": [{AN_ERROR}]}}',
        f"<errorList>{IN_XML}</errorList>",
        f"<web_service_result><errorsExist>true</errorsExist><errorList>{IN_XML}</errorList></web_service_result>",
    ],
)
def test_errors_are_read_in_the_shapes_that_programs_met(body: str) -> None:
    error = error_in(body.encode())
    assert (error.code, error.message, error.tracking) == ("60198", "M", "T")


def test_a_page_of_somebody_else_is_no_error_however_long() -> None:
    assert error_in(b"<html>" + b"<p>" * 1_000_000).code == ""


def test_a_number_that_is_none_is_for_a_person() -> None:
    body = Institution().put("L-1", terms={"CUREBREACH": "²", "CUREBREACHUOM": "MONTH"})
    (value,) = FORM.inward(record_of(body), target(), DEFINITIONS).values
    assert (value.value, value.raw, value.sure) == (None, "²", False)


@material
def test_the_types_of_the_default_terms_are_those_of_an_alma() -> None:
    rows = [line.split(",") for line in (PAYLOADS / "alma_license_terms_default.csv").read_text().splitlines()[1:]]
    said = {code: kind for code, _, kind, *_ in rows}
    assert {code: kind for code, kind in said.items() if kind != "FREE-TEXT"} == dict(DEFAULT_TABLES)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not well-formed"),
        (b"{", "not well-formed"),
        (b"[]", "no code"),
        (b"[" * 100_000, "not well-formed"),
        (b'{"license": {}}', "no list"),
        (b'{"code": "A"}', "no name"),
        (b'{"code": "A", "name": "N", "term": {}}', "no list of terms"),
        (b"<license><code>A", "well-formed"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><license><code>&a;</code></license>", "document type"),
        (b"<vendor/>", "vendor"),
        (b"<a>" * 100 + b"</a>" * 100, "too deep"),
        (b"<license>" + b"<a/>" * 300_000 + b"</license>", "far more elements"),
        (b'{"code": "A", "name": "\\ud83d"}', "not well-formed"),
        ("<license><code>A</code></license>".encode("utf-16"), "no name|well-formed"),
        (b'<?xml version="1.0" encoding="klingon"?><license/>', "well-formed"),
    ],
)
def test_broken_payloads_are_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        bodies_in(data)


def test_an_entity_bomb_is_refused_before_it_grows() -> None:
    layers = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 60))
    bomb = f'<!DOCTYPE b [<!ENTITY l0 "ha">{layers}]><license><code>&l59;</code></license>'
    with pytest.raises(Invalid, match="document type"):
        bodies_in(bomb.encode())


def test_a_new_licence_has_what_alma_needs() -> None:
    made = new_body("L-1", {"name": "One"})
    assert Institution().add(made)["status"]["value"] == "DRAFT"


def test_the_stand_in_works_without_the_samples() -> None:
    assert Path(__file__).with_name("institution.py").is_file()
    assert vocabulary().terms["ILLELEC"].table == PERMITTED_PROHIBITED
