"""Our licence as ONIX-PL: valid, complete in what it can say, and with the words that the terms rest on."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from domain.errors import Conflict
from domain.licence import LicenceStatus, Organisation, OrganisationRole
from domain.sync.records import SignedFile
from domain.sync.written import WholeLicence
from domain.values import STANDINGS, Permission, Value, ValueType
from domain.version import VersionKind
from storage.remote.onix_pl.codes import MODIFIERS, SECTION_OF, USAGE_STATUS, USAGES
from storage.remote.onix_pl.format import OnixPlFormat
from tests.forms.making import (
    AGREEMENT,
    DEFINITIONS,
    INTERNAL,
    amended,
    decided,
    everything,
    facts,
    quote,
    version,
    whole,
)
from tests.forms.onix_schema import NS, SAMPLES, XS, parsed, schema
from tests.material import material

FORM = OnixPlFormat()
ACCESS = decided("remote_access", "permitted_explicit")


def written(one: WholeLicence) -> Element:
    return parsed(FORM.write(one, DEFINITIONS).content)


def texts(root: Element, path: str) -> list[str]:
    """Texts of the elements at a path, without the prefix of codes."""
    steps = "/".join(f"{NS}{step}" for step in path.split("/"))
    return [(one.text or "").removeprefix("onixPL:") for one in root.findall(f".//{steps}")]


def lost(one: WholeLicence) -> set[str]:
    return {loss.what for loss in FORM.write(one, DEFINITIONS).losses}


@material
def test_the_judge_agrees_with_what_is_known_of_real_files() -> None:
    good = SAMPLES / "NISO_encoding_project_Elsevier_template_2013.onix-pl.xml"
    assert schema().faults(good.read_bytes()) == []
    bad = schema().faults((SAMPLES / "NISO_encoding_project_NPG_template_2013.onix-pl.xml").read_bytes())
    assert bad == ["AnnotationType has no code onixPL:ContinuingAccessSupplyNote"] * 2


@material
@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (b"onixPL:Access<", b"onixPL:Acces<", "no code"),
        (b"<UsageStatus>onixPL:Permitted</UsageStatus>", b"", "Usage may not hold"),
        (b'href="t1"', b'href="t9"', "nothing has the id t9"),
    ],
)
def test_the_judge_finds_what_is_broken(good: bytes, bad: bytes, said: str) -> None:
    content = FORM.write(
        whole(decided("remote_access", "permitted_explicit", evidence=(quote("Words."),))), DEFINITIONS
    )
    assert schema().faults(content.content) == []
    assert any(said in fault for fault in schema().faults(content.content.replace(good, bad)))


@material
def test_every_term_of_the_vocabulary_is_written_as_the_schema_wants_it() -> None:
    found = FORM.write(whole(*everything()), DEFINITIONS)
    assert schema().faults(found.content) == []
    assert {loss.what for loss in found.losses} == {
        "ai_hosted_tools",
        "ai_public_tools",
        "ai_training",
        "class_handouts",
        "content_withdrawal",
        "ill_international",
        "local_loading",
        "provider",
    }


@material
@pytest.mark.parametrize("value", sorted({*Permission, *STANDINGS}))
def test_every_value_of_a_permission_and_every_standing_gives_a_valid_file(value: str) -> None:
    terms = [
        decided(key, value)
        for key, one in DEFINITIONS.items()
        if value in STANDINGS or one.value_type is ValueType.PERMISSION
    ]
    assert (
        schema().faults(
            FORM.write(whole(*[one for one in terms if one.term != "remote_access"], ACCESS), DEFINITIONS).content
        )
        == []
    )


@material
def test_every_choice_and_every_status_gives_a_valid_file() -> None:
    for key, one in DEFINITIONS.items():
        for choice in one.choices:
            assert schema().faults(FORM.write(whole(ACCESS, decided(key, choice.key)), DEFINITIONS).content) == []
    for status in LicenceStatus:
        assert schema().faults(FORM.write(whole(ACCESS, status=status), DEFINITIONS).content) == []


@material
def test_only_codes_of_the_standard_are_known() -> None:
    named = schema()._named
    lists = {"user": "User", "receiver": "RelatedAgent", "resource": "UsedResource", "target": "RelatedResource"}
    lists |= {"method": "UsageMethod", "purpose": "UsagePurpose", "place": "RelatedPlace"}
    known = {
        name: {one.get("value", "")[7:] for one in named[f"{XS}simpleType", f"{code}Code"].iter(f"{XS}enumeration")}
        for name, code in {**lists, "usage": "UsageType", **{one: f"{one}Type" for one in SECTION_OF.values()}}.items()
    }
    assert all(codes <= known[name] for name, codes in MODIFIERS.items())
    assert known["usage"] == USAGES
    assert all(code in known[section] for code, section in SECTION_OF.items())


@pytest.mark.parametrize("value", USAGE_STATUS)
def test_a_permission_comes_back_as_it_was(value: str) -> None:
    status = texts(written(whole(decided("text_data_mining", value))), "Usage/UsageStatus")
    assert [ours for ours, theirs in USAGE_STATUS.items() if [theirs] == status] == [value]


def test_what_cannot_be_decided_is_no_usage() -> None:
    one = whole(ACCESS, decided("text_data_mining", "uninterpreted"), decided("user_privacy", "uninterpreted"))
    root = written(one)
    assert "UseForDataMining" not in texts(root, "Usage/UsageType")
    assert "text_data_mining" in lost(one)
    assert texts(root, "GeneralTerm/TermStatus") == ["Uncertain"]
    assert texts(root, "GeneralTerm/Annotation/AnnotationType") == ["AmbiguityInLicenseText"]


@pytest.mark.parametrize(
    ("term", "value", "section", "status"),
    [
        ("fair_dealing_clause", "yes", "GeneralTerm", "Yes"),
        ("indemnity_by_licensee", "no", "GeneralTerm", "No"),
        ("perpetual_access", "silent", "ContinuingAccessTerm", "Silent"),
        ("accessibility_compliance", "not_applicable", "SupplyTerm", "NotApplicable"),
        ("indemnity_by_licensor", "none", "GeneralTerm", "No"),
    ],
)
def test_yes_and_no_do_not_claim_to_be_explicit(term: str, value: Value, section: str, status: str) -> None:
    assert texts(written(whole(ACCESS, decided(term, value))), f"{section}/TermStatus") == [status]


def test_the_three_ways_of_interlibrary_loan_are_told_apart() -> None:
    root = written(
        whole(decided("ill_electronic", "permitted_explicit"), decided("ill_print_fax", "prohibited_explicit"))
    )
    electronic, paper = root.findall(f".//{NS}Usage")
    assert texts(electronic, "UsageMethod") == ["ElectronicTransmission"]
    assert texts(paper, "UsageMethod") == ["Post", "Fax", "HardCopySupply"]
    assert texts(paper, "UsageStatus") == ["Prohibited"]
    assert texts(electronic, "UsageRelatedAgent/RelatedAgent") == ["ThirdPartyLibrary"]
    assert texts(electronic, "User") == ["LicenseeLibraryStaff"]


def test_conditions_and_public_notes_go_along_and_internal_ones_never() -> None:
    one = decided("walk_in_access", "permitted_explicit", "In the library.", public_note="Bring a card.")
    content = FORM.write(whole(one, *everything()[3:]), DEFINITIONS).content
    assert texts(parsed(content), "Usage/Annotation/AnnotationText")[:2] == ["In the library.", "Bring a card."]
    assert INTERNAL.encode() not in content


def test_a_period_is_a_quantity_in_the_term_it_belongs_to() -> None:
    terms = (decided("cure_period", {"number": 30, "unit": "business_day"}), decided("price_cap", "4.5"))
    root = written(whole(ACCESS, *terms, decided("concurrent_users", 5)))
    assert texts(root, "GeneralTerm/GeneralTermType") == ["TerminationByBreach"]
    assert texts(root, "GeneralTermQuantity/QuantityDetail/Value") == ["30"]
    assert texts(root, "GeneralTermQuantity/QuantityDetail/QuantityUnit") == ["WorkingDays"]
    assert texts(root, "PaymentTerm/Annotation/AnnotationText") == ["4.5 %"]
    assert texts(root, "UsageQuantity/QuantityDetail/Value") == ["5"]


def test_the_words_of_the_licence_go_along_once_in_the_order_of_its_pages() -> None:
    late, early = quote("Later words & more.", "7.1", page=9), quote("Earlier\fwords.", None, page=1)
    terms = (
        decided("remote_access", "permitted_explicit", evidence=(late, early)),
        decided("digital_copy", "permitted_explicit", evidence=(late,)),
    )
    root = written(whole(*terms))
    assert texts(root, "LicenseDocumentText/DocumentLabel") == ["Agreement"]
    assert texts(root, "TextElement/Text") == ["Earlier words.", "Later words & more."]
    assert texts(root, "TextElement/DisplayNumber") == ["7.1"]
    second = root.findall(f".//{NS}TextElement")[1].get("id")
    assert [one.get("href") for one in root.findall(f".//{NS}Usage[2]/{NS}LicenseTextLink")] == [second]


@material
def test_an_amendment_is_a_document_of_its_own_with_its_words() -> None:
    later = version("Amendment 1", VersionKind.AMENDMENT)
    term = decided("remote_access", "permitted_explicit", evidence=(quote("Anywhere."),), of=later)
    one = amended(whole(term, decided("print_copy", "silent")), term, status=LicenceStatus.ACTIVE)
    root = written(one)
    assert texts(root, "LicenseDocument/LicenseDocumentType") == ["LicenseMainTerms", "Addendum"]
    assert texts(root, "LicenseDocumentText/DocumentLabel") == ["Amendment 1"]
    assert schema().faults(FORM.write(one, DEFINITIONS).content) == []


def test_an_amendment_to_come_is_told_as_left_out() -> None:
    assert "coming amendments" in lost(amended(whole(ACCESS), status=LicenceStatus.NOT_YET_ACTIVE))


def test_two_versions_of_one_name_can_be_told_apart() -> None:
    other = replace(AGREEMENT, id="other")
    one = replace(whole(ACCESS), layers=(AGREEMENT, other))
    assert texts(written(one), "LicenseDocument/DocumentLabel") == ["Agreement", "Agreement (2)"]


def test_parties_content_dates_and_law_are_defined() -> None:
    root = written(
        whole(ACCESS, decided("governing_law", "Ontario"), decided("authorized_users", "Staff and students."))
    )
    assert texts(root, "AgentName/Name") == ["Acme Scholarly Press", "The Library"]
    assert texts(root, "AgentDefinition/Description") == ["Staff and students."]
    assert texts(root, "ResourceDefinition/ResourceIdentifier/IDValue") == ["1234-567X"]
    assert texts(root, "TimePointIdentifier/IDValue") == ["20260101", "20271231"]
    assert texts(root, "PlaceName/Name") == ["Ontario"]
    labels = {*texts(root, "AgentLabel"), *texts(root, "ResourceLabel"), *texts(root, "TimePointLabel")}
    used = texts(root, "LicenseDetail/LicenseRelatedAgent/RelatedAgent")
    assert {*used, *texts(root, "LicenseRelatedTimePoint/RelatedTimePoint")} <= labels


@material
def test_a_licence_that_names_nobody_and_nothing_is_valid_too() -> None:
    bare = replace(facts().fields, organisations=(), resources=())
    content = FORM.write(whole(ACCESS, fields=bare, start=None, end=None), DEFINITIONS).content
    assert schema().faults(content) == []
    many = replace(
        bare, organisations=tuple(Organisation(name=f"N{n}", role=OrganisationRole.LICENSOR) for n in range(3))
    )
    assert schema().faults(FORM.write(whole(ACCESS, fields=many), DEFINITIONS).content) == []


def test_files_are_told_as_left_out() -> None:
    assert "documents" in lost(whole(ACCESS, files=(SignedFile(sha256="a" * 64, filename="é.pdf", bytes=9),)))


def test_a_code_that_is_none_of_the_standards_is_left_out() -> None:
    odd = replace(DEFINITIONS["class_handouts"], codes={"onix_pl": "Include", "onix_pl_target": "Handout"})
    found = FORM.write(whole(ACCESS, decided("class_handouts", "silent")), {**DEFINITIONS, odd.key: odd})
    assert b"Handout" not in found.content
    assert "class_handouts" in {loss.what for loss in found.losses}
    right = replace(odd, codes={"onix_pl": "Include", "onix_pl_target": "PrintedInstructionalMaterial"})
    found = FORM.write(whole(ACCESS, decided("class_handouts", "silent")), {**DEFINITIONS, odd.key: right})
    assert b"PrintedInstructionalMaterial" in found.content


def test_terms_of_one_type_are_told_apart_by_their_label() -> None:
    root = written(whole(ACCESS, decided("perpetual_access", "yes"), decided("post_cancellation_access", "no")))
    assert texts(root, "ContinuingAccessTerm/ContinuingAccessTermType") == ["PostCancellationOnlineAccess"] * 2
    assert texts(root, "ContinuingAccessTerm/Annotation/AnnotationText") == [
        "Perpetual access",
        "Post-cancellation access",
    ]


def test_without_any_usage_there_is_nothing_to_hand_out() -> None:
    with pytest.raises(Conflict, match="at least one use"):
        FORM.write(whole(decided("governing_law", "Ontario")), DEFINITIONS)
