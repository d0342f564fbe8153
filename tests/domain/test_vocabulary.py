"""The vocabulary that ships with the product."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.values import NotAValue, ValueType
from domain.vocabulary import Category, TermDefinition, default_vocabulary

VOCABULARY = default_vocabulary()
BY_KEY = {definition.key: definition for definition in VOCABULARY}

# Decisions, exports and outside programs name terms by these keys: one may be added or retired, none renamed.
KEYS = """
    authorized_users remote_access walk_in_access alumni_access distance_education concurrent_users
    ill_electronic ill_secure_transmission ill_print_fax ill_international scholarly_sharing
    link_to_content course_reserves_electronic course_reserves_print course_pack_electronic course_pack_print
    lms_upload class_handouts
    digital_copy print_copy accessible_formats
    text_data_mining ai_public_tools ai_hosted_tools ai_training author_self_archiving open_access_terms
    redistribution derivative_works commercial_use automated_downloading
    perpetual_access post_cancellation_access archival_copy third_party_preservation local_loading
    usage_statistics accessibility_compliance performance_uptime content_withdrawal metadata_records
    fair_dealing_clause user_privacy agreement_confidentiality clickwrap_override indemnity_by_licensor
    indemnity_by_licensee warranty limitation_of_liability governing_law jurisdiction assignment force_majeure
    agreement_term renewal_type renewal_terms non_renewal_notice licensee_termination breach_termination
    cure_period price_cap
""".split()  # noqa: SIM905 - a list literal would take a line a key and be no clearer

# Nobody asks these at a desk: how files travel between library and licensor, and a rule that concerns scripts.
STAFF_ONLY = {"automated_downloading", "local_loading"}

CHOICES = {
    "usage_statistics": ["counter_5", "counter_4", "counter_3", "counter", "other", "unspecified", "none"],
    "agreement_confidentiality": ["none", "all", "financial_only", "all_but_user_terms"],
    "indemnity_by_licensor": ["general", "ip_only", "other", "none"],
    "renewal_type": ["explicit", "automatic", "perpetual", "open_ended", "unknown"],
}


def test_it_holds_the_61_terms_in_the_order_of_the_pages() -> None:
    assert [definition.key for definition in VOCABULARY] == KEYS
    assert len(KEYS) == 61
    assert [definition.position for definition in VOCABULARY] == list(range(1, 62))


def test_no_key_or_label_stands_for_two_terms() -> None:
    for names in (KEYS, [d.label_en for d in VOCABULARY], [d.label_fr for d in VOCABULARY]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_terms_of_a_category_stand_together_in_the_order_of_the_categories() -> None:
    assert list(dict.fromkeys(definition.category for definition in VOCABULARY)) == list(Category)
    positions = [list(Category).index(definition.category) for definition in VOCABULARY]
    assert positions == sorted(positions)


@pytest.mark.parametrize("definition", VOCABULARY, ids=lambda d: d.key)
def test_every_term_has_its_label_in_both_languages_and_a_definition(definition: TermDefinition) -> None:
    assert definition.label("en").strip() == definition.label_en != ""
    assert definition.label("fr").strip() == definition.label_fr != ""
    assert definition.definition.endswith(".")


@pytest.mark.parametrize("definition", VOCABULARY, ids=lambda d: d.key)
def test_every_permission_is_asked_in_public_or_said_to_be_for_staff(definition: TermDefinition) -> None:
    asked = definition.value_type is ValueType.PERMISSION and definition.key not in STAFF_ONLY
    assert definition.public is asked
    assert bool(definition.question_en) is bool(definition.question_fr) is asked


def test_public_questions_are_asked_by_the_reader_in_both_languages() -> None:
    for definition in VOCABULARY:
        if definition.public:
            assert str(definition.question("en")).startswith("May I ")
            assert str(definition.question("fr")).startswith("Puis-je ")
            assert str(definition.question("en"))[-1] == str(definition.question("fr"))[-1] == "?"


def test_pick_lists_offer_their_choices_in_both_languages_and_no_other_term_has_any() -> None:
    assert {d.key: [choice.key for choice in d.choices] for d in VOCABULARY if d.choices} == CHOICES
    for key in CHOICES:
        assert BY_KEY[key].value_type is ValueType.PICKLIST
        assert all(choice.label_en and choice.label_fr for choice in BY_KEY[key].choices)


@pytest.mark.parametrize(("key", "choices"), CHOICES.items())
def test_a_pick_list_takes_its_choices_and_refuses_others(key: str, choices: list[str]) -> None:
    assert [BY_KEY[key].value(choice) for choice in choices] == choices
    with pytest.raises(NotAValue, match=choices[0]):
        BY_KEY[key].value("sometimes")


def test_a_system_gets_the_plain_code_of_a_term_or_nothing() -> None:
    assert BY_KEY["ill_electronic"].codes["alma"] == "ILLELEC"
    assert BY_KEY["ill_electronic"].codes["alma_note"] == "ILLN"
    assert BY_KEY["ill_electronic"].codes["folio"] == "illElectronic"
    for definition in VOCABULARY:
        for system, code in definition.codes.items():
            assert system.split("_")[0] in {"alma", "folio", "ermi", "onix", "our"}
            assert not set(code) & set("~?();,")


@pytest.mark.parametrize("system", ["alma", "folio", "ermi"])
def test_no_two_terms_claim_the_same_field_of_a_system(system: str) -> None:
    codes = [definition.codes[system] for definition in VOCABULARY if system in definition.codes]
    assert len(codes) == len(set(codes)) > 0


def test_there_is_no_counterpart_for_a_walk_in_permission_or_for_ai_in_alma() -> None:
    for key in ("walk_in_access", "ai_public_tools", "ai_hosted_tools", "ai_training", "text_data_mining"):
        assert "alma" not in BY_KEY[key].codes
