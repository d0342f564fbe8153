"""The page of a licence: what holds, since when, and where it is written."""

from __future__ import annotations

import re

from tests.web.library import Library, TestDesk, Visitor, text_of


def row_of(html: str, key: str) -> str:
    return text_of(html[html.index(f'<tr id="term-{key}"') :].split("</tr>", maxsplit=1)[0])


def test_the_head_says_status_dates_and_the_deadline(library: Library) -> None:
    said = text_of(library.desk.viewer.get(f"/licences/{library.journals}").text)

    assert "Also called MSP Complete" in said
    assert "In force 2026-01-01 to" in said
    assert "60 calendar days before the term ends on" in said
    assert "Paper: Cabinet C" in said
    assert "Not known" in text_of(library.desk.viewer.get(f"/licences/{library.archive}").text)


def test_a_term_shows_its_value_and_the_place_it_is_written(library: Library) -> None:
    page = library.desk.viewer.get(f"/licences/{library.journals}").text

    assert "Permitted" in row_of(page, "ill_electronic")
    assert re.search(rf'href="/documents/{library.document}/view\?page=1&amp;clause=[\w.]+">§1\.1, p\. 1<', page)
    assert "Looked for" in row_of(page, "text_data_mining")
    assert "Search record" in row_of(page, "text_data_mining")
    assert "Not reviewed" in row_of(page, "walk_in_access")


def test_an_amendment_holds_from_its_day_on(library: Library) -> None:
    viewer, there = library.desk.viewer, f"/licences/{library.journals}/terms"

    assert "With conditions" in row_of(viewer.get(f"{there}?on=2026-07-01").text, "alumni_access")
    before = row_of(viewer.get(f"{there}?on=2026-06-30").text, "alumni_access")
    assert "Prohibited" in before
    assert "Changes on 2026-07-01: Amendment 1" in before
    assert "Not reviewed" in row_of(viewer.get(f"{there}?on=2025-12-31").text, "alumni_access")


def test_htmx_gets_the_table_alone_and_hears_the_day(library: Library) -> None:
    fragment = library.desk.viewer.htmx(f"/licences/{library.journals}/terms?on=2026-07-01").text

    assert fragment.lstrip().startswith('<div id="terms-table">')
    assert "Terms as of 1 July 2026" in fragment


def test_a_day_that_does_not_exist_is_told_beside_the_field(library: Library) -> None:
    for ask in (library.desk.viewer.get, library.desk.viewer.htmx):
        answer = ask(f"/licences/{library.journals}/terms?on=2026-02-30")
        assert answer.status_code == 422
        assert "Give a date that exists" in answer.text


def test_only_gaps_leaves_out_what_is_decided(library: Library) -> None:
    page = library.desk.viewer.get(f"/licences/{library.journals}/terms?gaps=yes").text

    assert 'id="term-alumni_access"' not in page
    assert 'id="term-walk_in_access"' in page


def test_a_term_opens_with_its_words_its_history_and_what_readers_were_told(library: Library) -> None:
    viewer, there = library.desk.viewer, f"/licences/{library.journals}/terms"
    row, page = viewer.htmx(f"{there}/alumni_access").text, viewer.get(f"{there}/alumni_access").text

    assert row.lstrip().startswith('<tr class="terms__more"')
    said = text_of(row)
    assert "Since 2026-07-01 With conditions" in said
    assert "2026-01-01 to 2026-06-30 Prohibited" in said
    assert "Readers are told: Yes, with conditions" in said
    assert "Readers are told: No" in said
    assert "Ada Min, on Amendment 1:" in said
    assert '<tr class="terms__more" id="detail-alumni_access"' in page
    quote = text_of(viewer.htmx(f"{there}/ill_electronic").text)
    assert "single copy of an individual article" in quote


def test_changing_a_term_is_offered_to_those_who_may(library: Library) -> None:
    there = f"/licences/{library.journals}/terms/alumni_access"
    review = f"/versions/{library.amendment}/review/items/alumni_access"

    assert review in library.desk.reviewer.htmx(there).text
    assert review not in library.desk.viewer.htmx(there).text


def test_versions_are_listed_with_their_bars_and_states(library: Library) -> None:
    page = library.desk.viewer.get(f"/licences/{library.journals}").text

    assert page.count('class="band__bar"') == 2
    said = text_of(page)
    assert "In force since 2026-07-01; sets 1 term" in said
    assert "Agreement, signed 2025-12-01" in said


def test_resources_lead_to_what_readers_see(library: Library) -> None:
    page = library.desk.viewer.get(f"/licences/{library.journals}").text

    assert 'href="/public/resources/annals-of-boreal-chemistry"' in page


def test_conflicts_of_the_record_are_shown_with_a_way_out(library: Library) -> None:
    page = library.desk.viewer.get(f"/licences/{library.journals}").text

    assert "Amendment 1 is in force without a signed document." in text_of(page)
    assert f'href="/versions/{library.amendment}">Go there' in page


def test_the_history_names_who_did_what(library: Library) -> None:
    said = text_of(library.desk.viewer.get(f"/licences/{library.journals}/history").text)

    assert "Ada Min entered this licence" in said
    assert "Ada Min put Amendment 1 of this licence in force" in said
    assert "Ada Min decided Alumni access in this licence: With conditions" in said


def test_the_history_goes_on_where_it_is_long(desk: TestDesk) -> None:
    licence = desk.licence()
    version = desk.version(licence)
    for number in range(60):
        value = "permitted_explicit" if number % 2 else "prohibited_explicit"
        desk.decide(version, "alumni_access", value, reason=f"Turn {number}.")
    first = desk.viewer.get(f"/licences/{licence}/history").text
    older = re.search(r'href="(/licences/\w+/history\?cursor=[^"]+)"', first)
    assert older is not None

    assert "entered this licence" not in first
    assert "entered this licence" in desk.viewer.get(older.group(1)).text


def test_what_one_may_not_do_is_not_offered(library: Library) -> None:
    viewer = library.desk.viewer.get(f"/licences/{library.journals}").text

    assert f"/licences/{library.journals}/edit" not in viewer
    assert "/versions/new" not in viewer
    assert f"/licences/{library.journals}/edit" in library.desk.editor.get(f"/licences/{library.journals}").text


def test_inherited_terms_say_so(desk: TestDesk) -> None:
    master = desk.licence("Model", scope="consortial")
    version = desk.version(master)
    desk.decide(version, "alumni_access", "permitted_explicit")
    desk.put_in_force(version)
    ours = desk.licence("Ours", master=master)

    page = desk.viewer.get(f"/licences/{ours}").text

    assert "from the consortial licence" in row_of(page, "alumni_access")
    assert f'href="/licences/{master}">Model' in page


def test_an_unknown_licence_or_term_is_not_found(library: Library) -> None:
    for path in ("/licences/none", "/licences/none/terms", f"/licences/{library.journals}/terms/none"):
        assert library.desk.viewer.get(path).status_code == 404


def test_the_term_sheet_holds_no_internal_note(library: Library) -> None:
    page = library.desk.viewer.get(f"/licences/{library.journals}/term-sheet").text

    said = text_of(page)
    assert "Agreement 2026, Amendment 1" in said
    assert "In the library building." in said
    assert "As agreed by letter." not in said
    assert "The price rises" not in said
    assert (
        "In the library building."
        not in library.desk.viewer.get(f"/licences/{library.journals}/term-sheet?on=2026-06-30").text
    )


def test_the_timeline_says_who_put_a_version_in_force_and_keeps_drafts_apart(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    coming = desk.version(licence, label="Agreement 2090", effective_from="2090-01-01")
    desk.version(licence, label="A first draft", effective_from="2020-01-01")
    desk.put_in_force(coming)

    said = text_of(desk.viewer.get(f"/licences/{licence}").text)

    assert "Agreement 2090 Agreement put in force by Ada Min, " in said
    assert "Starts later from 2090-01-01" in said
    assert said.index("Agreement 2090") < said.index("Not in force: drafts and withdrawn") < said.index("A first draft")


def test_a_file_is_added_where_the_documents_are_listed(library: Library) -> None:
    def documents(who: Visitor) -> str:
        return who.get(f"/licences/{library.journals}").text.partition('id="documents"')[2].partition("</section>")[0]

    assert f'href="/versions/{library.agreement}/upload"' in documents(library.desk.editor)
    assert "/upload" not in documents(library.desk.viewer)
    assert text_of(documents(library.desk.viewer)).startswith('aria-labelledby="docs-h"> Documents 1')
