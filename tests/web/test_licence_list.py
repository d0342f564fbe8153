"""The list of licences: as a page, as a fragment, and with filters in its address."""

from __future__ import annotations

import re

import pytest

from tests.web.library import Library, TestDesk, text_of


def titles(html: str) -> list[str]:
    return [text_of(name) for name in re.findall(r'class="lic-name"[^>]*>(.+?)</a>', html)]


def test_it_opens_on_what_is_in_force_and_shows_everything_when_asked(library: Library) -> None:
    opened = library.desk.viewer.get("/licences").text

    assert titles(opened) == ["Journals Complete"]
    assert "Status: In force" in text_of(opened)
    assert 'href="/licences?status=any">All' in opened
    assert 'href="/licences?status=any"' in opened.split('class="chips')[1].split("</div>")[0]


def test_it_lists_licences_by_name_with_what_is_unknown(library: Library) -> None:
    page = library.desk.viewer.get("/licences?status=any")

    assert page.status_code == 200
    assert titles(page.text) == ["Humanities Archive", "Journals Complete", "Open Shelf eBooks"]
    said = text_of(page.text)
    assert "3 licences" in said
    assert "Meridian Science Press" in said
    assert "Not known" in said


def test_htmx_gets_the_results_and_the_counts_alone(library: Library) -> None:
    fragment = library.desk.viewer.htmx("/licences?status=any&q=journals&status=active&join=all&term=&value=*")

    assert "<html" not in fragment.text
    assert '<div class="results" id="results">' in fragment.text[:200]
    assert 'id="facet-status" hx-swap-oob="true"' in fragment.text
    assert 'id="rules" class="facet__body" hx-swap-oob="true"' in fragment.text
    assert '<div id="live" hx-swap-oob="innerHTML">1 licence</div>' in fragment.text
    assert fragment.headers["hx-push-url"] == "/licences?q=journals&status=active"


def test_the_whole_page_does_not_hold_the_counts_twice(library: Library) -> None:
    page = library.desk.viewer.get("/licences").text

    assert page.count('id="facet-status"') == page.count('id="rules"') == 1


EVERY = ["Humanities Archive", "Journals Complete", "Open Shelf eBooks"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=msp", ["Journals Complete"]),
        ("q=harrow", ["Humanities Archive"]),
        ("q=single+copy+article", ["Humanities Archive", "Journals Complete"]),
        ("status=active", ["Journals Complete"]),
        ("status=active&status=in_negotiation", ["Humanities Archive", "Journals Complete", "Open Shelf eBooks"]),
        ("scope=consortial", ["Open Shelf eBooks"]),
        ("licensor=Harrow+%26+Vale", ["Humanities Archive"]),
        ("consortium=northern+shores", ["Open Shelf eBooks"]),
        ("tag=journals", ["Journals Complete"]),
        ("term=alumni_access&value=permitted", ["Journals Complete"]),
        ("term=alumni_access&value=prohibited", []),
        ("term=text_data_mining&value=silent", ["Journals Complete"]),
        ("term=ill_electronic&value=-", ["Humanities Archive", "Open Shelf eBooks"]),
        ("term=ill_electronic&value=*&term=alumni_access&value=-", []),
        ("term=ill_electronic&value=permitted&term=alumni_access&value=-&join=any", EVERY),
        ("term=ill_electronic&value=!permitted", ["Humanities Archive", "Open Shelf eBooks"]),
        ("has=signed", ["Journals Complete"]),
        ("has=-signed&has=-terms", ["Humanities Archive", "Open Shelf eBooks"]),
        ("has=notice", ["Journals Complete"]),
        ("has=nonsense", EVERY),
        ("within=365", ["Journals Complete"]),
        ("within=90", []),
        ("day=start_date&from=2026-01-01&to=2026-01-01", ["Journals Complete"]),
        ("day=start_date&to=2025-12-31", []),
        ("day=term_ends&from=2026-01-02", ["Journals Complete"]),
        ("day=nonsense&from=2026-01-02", ["Journals Complete"]),
        ("day=notice_by&to=2026-01-01", []),
        ("status=any&day=notice_by", EVERY),
        ("status=any&sort=notice_by", ["Journals Complete", "Humanities Archive", "Open Shelf eBooks"]),
        ("status=any&sort=-notice_by", ["Journals Complete", "Open Shelf eBooks", "Humanities Archive"]),
        ("status=any&sort=-title", ["Open Shelf eBooks", "Journals Complete", "Humanities Archive"]),
        ("status=nonsense&sort=nonsense&within=soon", ["Humanities Archive", "Journals Complete", "Open Shelf eBooks"]),
    ],
)
def test_every_filter_narrows_the_list(library: Library, query: str, found: list[str]) -> None:
    assert titles(library.desk.viewer.get(f"/licences?{query}").text) == found


def test_a_filter_that_is_on_can_be_taken_off(library: Library) -> None:
    page = library.desk.viewer.get("/licences?status=active&term=alumni_access&value=permitted").text

    assert 'href="/licences?term=alumni_access&amp;value=permitted"' in page
    assert 'href="/licences?status=active"' in page
    assert "Alumni access: Permitted" in text_of(page)


def test_a_choice_still_shows_how_many_the_others_would_find(library: Library) -> None:
    page = library.desk.viewer.get("/licences?status=active").text
    counts = dict(re.findall(r'name="status" id="status-\d" value="(\w+)".*?opt__n">(\d+)<', page))

    assert counts == {"in_negotiation": "2", "active": "1"}


def test_words_in_a_clause_are_shown_where_they_stand(library: Library) -> None:
    said = text_of(library.desk.viewer.get("/licences?q=interlibrary+loan").text)

    assert "for the purposes of interlibrary loan" in said


def test_nothing_found_offers_a_way_out(library: Library) -> None:
    page = library.desk.viewer.get("/licences?q=perpetual+acces&status=active").text

    assert "No licence matches “perpetual acces” with these filters." in text_of(page)
    assert 'href="/licences?q=perpetual+acces"' in page


def test_an_empty_desk_says_how_to_begin(desk: TestDesk) -> None:
    assert 'href="/licences/new"' in desk.editor.get("/licences").text.split("<main")[1]
    assert 'href="/licences/new"' not in desk.viewer.get("/licences").text
    assert "The drawer is empty" in desk.viewer.get("/licences").text


def test_a_long_list_goes_on_and_back_to_its_top(desk: TestDesk) -> None:
    for number in range(53):
        desk.licence(f"Licence {number:02}")

    first = desk.viewer.get("/licences?status=any&sort=-title").text
    next_page = re.search(r'href="([^"]+)" rel="next"', first)
    assert next_page is not None
    second = desk.viewer.get(next_page.group(1).replace("&amp;", "&")).text

    assert "1 to 50 of 53" in text_of(first)
    assert "51 to 53 of 53" in text_of(second)
    assert titles(second) == ["Licence 02", "Licence 01", "Licence 00"]
    assert 'href="/licences?status=any&amp;sort=-title" rel="prev"' in second
    assert 'rel="prev"' not in first


def test_a_cursor_that_is_none_is_refused_in_words(library: Library) -> None:
    assert library.desk.viewer.get("/licences?cursor=guessed").status_code == 422


def test_markup_in_a_search_stays_text(library: Library) -> None:
    page = library.desk.viewer.get("/licences?q=%3Cscript%3Ealert(1)%3C/script%3E").text

    assert "<script>alert" not in page


def test_names_of_organisations_are_suggested_while_typing(library: Library) -> None:
    suggestions = library.desk.editor.htmx("/organisations?licensor=meri").text

    assert suggestions.strip() == '<option value="Meridian Science Press"></option>'
    assert 'href="/organisations/of?name=Harrow+%26+Vale"' in library.desk.editor.get("/organisations?q=vale").text


def test_going_back_from_the_third_page_ends_on_the_second(desk: TestDesk) -> None:
    for number in range(103):
        desk.licence(f"Licence {number:03}")

    def step(html: str, rel: str) -> str:
        href = re.search(rf'href="([^"]+)" rel="{rel}"', html)
        assert href is not None
        return str(desk.viewer.get(href.group(1).replace("&amp;", "&")).text)

    second = step(desk.viewer.get("/licences?status=any").text, "next")
    back = step(step(second, "next"), "prev")

    assert titles(back) == titles(second)
    assert "51 to 100 of 103" in text_of(back)
    assert 'href="/licences?status=any" rel="prev"' in back


def test_columns_are_chosen_in_the_address(library: Library) -> None:
    page = library.desk.viewer.get("/licences?status=active&col=tags&col=paper").text
    heads = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", page, re.DOTALL)

    assert [text_of(head) for head in heads] == ["Licence", "Tags", "Paper"]
    assert "Cabinet C" in page
    assert 'id="col-tags" value="tags" checked' in page
    assert "col=tags" in library.desk.viewer.get("/licences?col=tags").text.split('id="sort-title"')[1][:200]


def test_what_a_licence_has_and_lacks_is_counted(library: Library) -> None:
    page = library.desk.viewer.get("/licences?status=any").text
    counts = dict(re.findall(r'name="has" id="has-\d" value="([-\w]+)".*?opt__n">(\d+)<', page))

    assert counts == {
        "signed": "1", "-signed": "2", "terms": "1", "-terms": "2", "notice": "1", "-notice": "2",
        "resource": "1", "-resource": "2",
    }  # fmt: skip


def test_days_that_are_none_or_run_backwards_are_told_at_their_field(library: Library) -> None:
    none = library.desk.viewer.get("/licences?status=any&day=term_ends&from=2026-02-30")
    backwards = library.desk.viewer.get("/licences?status=any&day=term_ends&from=2027-01-01&to=2026-01-01")

    assert (none.status_code, backwards.status_code) == (422, 422)
    assert re.search(r'id="day-from"[^>]*value="2026-02-30"[^>]*aria-invalid="true"', none.text)
    assert re.search(r'id="days-problem">.*?Give a date that exists', none.text)
    assert titles(none.text) == EVERY
    assert "The first day is after the last." in text_of(backwards.text)


def test_days_are_a_filter_that_can_be_taken_off(library: Library) -> None:
    page = library.desk.viewer.get("/licences?day=start_date&from=2026-01-01&to=2026-12-31&tag=journals").text

    assert "Term starts: 2026-01-01 to 2026-12-31" in text_of(page)
    assert 'href="/licences?tag=journals"' in page
    assert 'id="day-to" name="to" value="2026-12-31"' in page


@pytest.mark.parametrize(
    ("q", "marked"),
    [
        ("journ", "<mark>Journals</mark> Complete"),
        ("MERIDIAN press", "<mark>Meridian</mark> Science <mark>Press</mark>"),
        ("PRICE rises", "The <mark>price</mark> <mark>rises</mark> by 3 per cent."),
        ("l-0112", "<mark>L-0112</mark>"),
        ("Interlibrary LOAN", "<mark>interlibrary</mark> <mark>loan</mark>"),
    ],
)
def test_what_was_met_is_marked_however_it_was_typed(library: Library, q: str, marked: str) -> None:
    assert marked in library.desk.viewer.get(f"/licences?status=any&q={q}").text


def test_a_hit_in_a_clause_leads_to_its_page(library: Library) -> None:
    page = library.desk.viewer.get("/licences?q=interlibrary+loan").text
    place = re.search(rf'href="(/documents/{library.document}/view\?page=1&amp;clause=[^"]+)">§1.1, p. 1<', page)

    assert place is not None
    assert "hl--active" in library.desk.viewer.get(place.group(1).replace("&amp;", "&")).text
