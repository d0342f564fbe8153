"""Suggestions: one a term, with exact quotes, conditions, cues, and silence that says what was searched."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clause import Clause
from domain.page import Page
from domain.reading.engine import analyse
from domain.reading.scope import units
from domain.reading.suggest import suggest
from domain.suggestion import Suggestion
from tests.domain.reading.typewriter import clause, page


def read(*clauses: Clause) -> dict[str, Suggestion]:
    return {suggestion.term: suggestion for suggestion in suggest(clauses)}


def test_quotes_are_exact_pieces_of_their_clause() -> None:
    made = [
        clause("3.1 Authorised Users may download and print single copies of articles.", id="c1"),
        clause("No user may sell the Licensed Material. Systematic downloading is prohibited.", id="c2"),
    ]
    texts = {one.id: one.text for one in made}
    quotes = [quote for suggestion in suggest(made) for quote in suggestion.evidence]
    assert quotes
    assert all(texts[quote.clause][quote.span.start : quote.span.end] == quote.quote for quote in quotes)


def test_what_was_not_found_is_silent_with_what_was_searched() -> None:
    found = read(clause("The parties agree to meet once a year."))["ill_print_fax"]
    assert (found.value, found.evidence) == ("silent", ())
    assert "inter-library … loan/lending/borrowing/…" in found.searched


def test_what_was_searched_is_told_in_words_and_not_in_the_marks_of_the_rules() -> None:
    silent = read(clause("The parties agree to meet once a year.")).values()
    told = [wording for one in silent for wording in one.searched]
    assert [wording for wording in told if re.search(r"[{}|~*?#()]|\.\.|\s{2}|^\W*$", wording)] == []
    course_sites = next(one.searched for one in silent if one.term == "lms_upload")
    assert {"moodle", "blackboard", "learning platform…"} <= set(course_sites)
    assert len(course_sites) == len(set(course_sites))


def test_a_permission_keeps_its_conditions_as_a_short_extract() -> None:
    text = (
        "Authorised Users may supply to another library, by post or fax, a single paper copy of an article, provided "
        "that the copy is used for private study. The copy shall be deleted after printing."
    )
    found = read(clause(text))["ill_print_fax"]
    assert found.value == "permitted_explicit"
    assert found.conditions is not None
    assert "single paper copy" in found.conditions
    assert "provided that the copy is used for private study" in found.conditions


def test_a_prohibition_keeps_its_exception() -> None:
    text = (
        "Users may not modify the Content except to the extent necessary to make it perceptible on a computer screen."
    )
    found = read(clause(text))["derivative_works"]
    assert found.value == "prohibited_explicit"
    assert found.conditions is not None
    assert found.conditions.startswith("except to the extent necessary")


def test_where_one_clause_permits_and_another_forbids_it_takes_the_safe_reading_and_says_so() -> None:
    made = [
        clause("Authorized Users may include articles in electronic course packs.", id="c1"),
        clause("The Content may not be used in electronic course packs.", id="c2"),
    ]
    found, sure = read(*made)["course_pack_electronic"], read(made[1])["course_pack_electronic"]
    assert found.value == "prohibited_explicit"
    assert found.confidence < sure.confidence
    assert any(cue.against for cue in found.cues)


def test_a_stem_governs_the_items_under_it() -> None:
    stem = clause("The Institution and Authorised Users may not:", id="c1")
    item = clause("use the Licensed Material for any Commercial Use;", id="c2", parent="c1")
    assert read(stem, item)["commercial_use"].value == "prohibited_explicit"


def test_a_heading_governs_where_nothing_nearer_does() -> None:
    heading = clause("Prohibited Uses", id="c1", heading="Prohibited Uses")
    item = clause("Creating derivative works from the Content.", id="c2", parent="c1")
    assert read(heading, item)["derivative_works"].value == "prohibited_explicit"


def test_a_double_negation_permits() -> None:
    text = "Nothing in this Agreement shall prevent Authorised Users from text and data mining of the Content."
    assert read(clause(text))["text_data_mining"].value == "permitted_explicit"


def test_a_sentence_that_forbids_one_thing_and_permits_another_is_read_part_by_part() -> None:
    text = "Users may not use articles in printed course packs, but they may be used in electronic course packs."
    found = read(clause(text))
    assert found["course_pack_print"].value == "prohibited_explicit"
    assert found["course_pack_electronic"].value == "permitted_explicit"


def test_a_prohibition_reaches_a_use_that_it_does_not_name() -> None:
    text = "Users shall not use the Services as input to any automated system."
    found = read(clause(text))
    assert found["ai_training"].value == "prohibited_interpreted"


def test_a_blank_in_a_model_agreement_is_uninterpreted_and_not_invented() -> None:
    text = "The breaching party shall have [insert time period] from the receipt of notice to cure the alleged breach."
    assert read(clause(text))["cure_period"].value == "uninterpreted"


def test_cues_are_sentences_a_librarian_understands() -> None:
    found = read(clause("Authorised Users may not share copies through interlibrary loan."))["ill_print_fax"]
    assert str(found.cues[0]) == "“interlibrary loan” speaks of interlibrary loan, no form or any form"
    assert str(found.cues[1]) == "“may not” forbids it, in the sentence"


def test_a_clause_read_from_a_poor_scan_is_trusted_less() -> None:
    sharp = clause("Systematic downloading of the database is prohibited.")
    poor = replace(sharp, confidence=0.4)
    assert read(poor)["automated_downloading"].confidence < read(sharp)["automated_downloading"].confidence


def test_a_list_that_a_paragraph_left_open_governs_the_numbers_beside_it() -> None:
    made = [
        clause("Not Permitted", id="c1", heading="Not Permitted"),
        clause("Authorized Users at the institution may not", id="c2", parent="c1"),
        replace(clause("systematically download content by robots", id="c3", parent="c1"), number="C.1"),
    ]
    assert units(made)[-1].stems == ("authorized users at the institution may not",)


def test_silence_is_not_suggested_where_a_page_could_not_be_read() -> None:
    read = page("1.1 Authorised Users may print single copies of articles.")
    lost = Page(number=2, width=595, height=842, words=(), warnings=("Page 2 could not be read.",))
    whole, partly, nothing = analyse([read]), analyse([read, lost]), analyse([lost])
    assert any(one.value == "silent" for one in whole.suggestions)
    assert {one.term for one in partly.suggestions} == {one.term for one in whole.suggestions if one.evidence}
    assert nothing.suggestions == ()


def test_only_what_defines_the_users_is_quoted_for_them() -> None:
    made = [
        clause("“Authorised Users” means current students and members of staff of the Institution.", id="c1"),
        clause("Copies may be given to Authorised Users in a course of study.", id="c2"),
        clause("The Institution shall see that all Authorised Users are told of the terms of this Licence.", id="c3"),
    ]
    assert [quote.clause for quote in read(*made)["authorized_users"].evidence] == ["c1"]


PIECES = (
    "1.", "A.1", "(a)", "Schedule B", "Users may", "may not", "print", "except as", "other than", "unless", "neither",
    "nor", "but not", "nothing", "shall prevent", "interlibrary loan", "course packs;", "sixty (60) days", "3 per cent",
    "“Authorised Users” means", "AI tools", "not;", "all rights reserved.", "Licensor shall", "and may", "1 May 2030",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), min_size=1, max_size=30))
def test_any_text_gives_suggestions_whose_quotes_are_exact(lines: list[str]) -> None:
    analysis = analyse([page("\n".join(lines))])
    texts = {one.id: one.text for one in analysis.clauses}
    for suggestion in analysis.suggestions:
        assert all(
            texts[quote.clause][quote.span.start : quote.span.end] == quote.quote for quote in suggestion.evidence
        )
        assert 0 <= suggestion.confidence <= 1


BETWEEN = "This Agreement is made between Nordlicht Verlag GmbH (“Nordlicht”) and Elm College (the “Licensee”)."


def test_a_party_called_by_its_name_is_known_for_what_it_is() -> None:
    uses = "Nordlicht may use machine learning to improve its search engine."
    defends = "Nordlicht shall indemnify Elm College against claims that its use infringes a copyright."
    found = read(clause(BETWEEN, id="c1"), clause(uses, id="c2"), clause(defends, id="c3"))
    assert (found["ai_training"].value, found["ai_public_tools"].value) == ("silent", "silent")
    assert found["indemnity_by_licensor"].value == "ip_only"
    assert found["indemnity_by_licensor"].evidence[0].quote == defends


def test_no_in_the_cell_of_a_table_forbids_the_use_of_its_row() -> None:
    rows = "Course packs in print   Yes\nCourse packs in electronic form   No.\nAccess for alumni   No\n"
    found = {one.term: one.value for one in analyse([page(rows)]).suggestions}
    assert found["course_pack_print"] == "permitted_explicit"
    assert found["course_pack_electronic"] == "prohibited_explicit"
    assert found["alumni_access"] == "prohibited_explicit"


def test_a_question_is_governed_by_its_answer() -> None:
    found = read(clause("May I put an article on electronic reserve? No. Can I link to it? Yes, from any course page."))
    assert found["course_reserves_electronic"].value == "prohibited_explicit"


def test_a_number_of_an_account_forbids_nothing() -> None:
    found = read(clause("Authorised Users may print articles and charge the printing to library account No. 5."))
    assert found["print_copy"].value == "permitted_explicit"


def test_what_is_called_no_breach_is_not_forbidden() -> None:
    found = read(
        clause("Copies that a screen reader makes for a reader with a disability are not a breach of clause 7.")
    )
    assert found["accessible_formats"].value != "prohibited_explicit"
