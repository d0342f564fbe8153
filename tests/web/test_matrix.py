"""The terms matrix: values side by side, in the order somebody chose, on any day, and taken away as a file."""

from __future__ import annotations

import csv
import io
import re

from tests.web.library import Library, TestDesk, text_of
from tests.web.test_many_licences import table_of

CHOSEN = "t=alumni_access&t=ill_electronic&t=text_data_mining"


def heads(html: str) -> list[str]:
    return [text_of(head) for head in re.findall(r'<th class="matrix__t" scope="col">([^<]+)<', html)]


def cells_of(html: str, licence: str) -> list[str]:
    row = next(row for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.DOTALL) if licence in row)
    return [text_of(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]


def test_values_stand_in_the_order_of_the_address_with_conditions_and_sources(library: Library) -> None:
    page = library.desk.viewer.get(f"/matrix?{CHOSEN}").text

    assert heads(page) == ["Alumni access", "Interlibrary loan: electronic", "Text and data mining"]
    alumni, lending, mining = cells_of(page, "Journals Complete")
    assert alumni.startswith("With conditions")
    assert "In the library building." in alumni
    assert "Amendment 1" in alumni
    assert lending.startswith("Permitted")
    assert "p. 1" in lending
    assert mining.startswith("Silent")
    assert re.search(r'href="/documents/[^"]+/view\?page=1&amp;clause=', page)


def test_a_term_is_moved_and_left_out_by_its_links(library: Library) -> None:
    page = library.desk.viewer.get(f"/matrix?{CHOSEN}").text

    def follow(words: str) -> list[str]:
        href = re.search(rf'href="([^"]+)"[^>]*><svg[^>]*><use[^>]*></svg><span class="vh">{words}<', page)
        assert href is not None
        return heads(library.desk.viewer.get(href.group(1).replace("&amp;", "&")).text)

    assert follow("Move Alumni access to the right")[:2] == ["Interlibrary loan: electronic", "Alumni access"]
    assert follow("Move Text and data mining to the left")[1] == "Text and data mining"
    assert follow("Leave out Alumni access") == ["Interlibrary loan: electronic", "Text and data mining"]


def test_it_shows_another_day_and_says_of_none_that_it_is_none(library: Library) -> None:
    before = library.desk.viewer.get(f"/matrix?{CHOSEN}&on=2026-06-30").text
    no_day = library.desk.viewer.get(f"/matrix?{CHOSEN}&on=2026-02-30")

    assert cells_of(before, "Journals Complete")[0].startswith("Prohibited")
    assert "Values in force on 2026-06-30." in text_of(before)
    assert no_day.status_code == 422
    assert "Give a day such as 2026-09-14." in text_of(no_day.text)
    assert 'value="2026-02-30"' in no_day.text


def test_it_shows_the_licences_of_the_list_and_says_what_is_not_reviewed(library: Library) -> None:
    page = library.desk.viewer.get(f"/matrix?status=any&q=harrow&{CHOSEN}").text

    assert cells_of(page, "Humanities Archive") == ["Not reviewed"] * 3
    assert "Licences: 1 of 3" in text_of(page)
    assert 'href="/licences?status=any&amp;q=harrow"' in page or 'href="/licences?q=harrow"' in page
    assert "No licence to show" in text_of(library.desk.viewer.get("/matrix?q=zzz").text)


def test_terms_are_chosen_in_a_form_that_keeps_their_order(library: Library) -> None:
    page = library.desk.viewer.get(f"/matrix?tag=journals&{CHOSEN}").text
    form = page.split('aria-label="Choose the terms"')[1].split("</form>")[0]

    assert re.findall(r'name="t" value="(\w+)" checked', form) == [
        "alumni_access",
        "ill_electronic",
        "text_data_mining",
    ]
    assert 'name="tag" value="journals"' in form
    assert 'name="t" value="walk_in_access">' in form


def test_without_a_choice_it_shows_core_permissions_and_leaves_out_what_is_no_term(library: Library) -> None:
    assert len(heads(library.desk.viewer.get("/matrix").text)) > 3
    assert heads(library.desk.viewer.get("/matrix?t=nonsense&t=alumni_access").text) == ["Alumni access"]


def test_htmx_gets_the_matrix_alone_and_hears_how_much_it_is(library: Library) -> None:
    fragment = library.desk.viewer.htmx(f"/matrix?{CHOSEN}")

    assert "<html" not in fragment.text
    assert '<div id="mx"' in fragment.text
    assert "1 licence, 3 terms" in fragment.text


def test_it_is_exported_as_it_is_shown(library: Library) -> None:
    path = f"/matrix/export.{{}}?status=any&{CHOSEN}"
    as_csv = list(csv.reader(io.StringIO(library.desk.viewer.get(path.format("csv")).text.removeprefix("\ufeff"))))
    as_xlsx = table_of(library.desk.viewer.get(path.format("xlsx")).content)

    assert as_csv[0] == [
        "Title",
        "Code",
        "Licensor",
        "Alumni access",
        "Interlibrary loan: electronic",
        "Text and data mining",
    ]
    journals = next(row for row in as_csv if row[0] == "Journals Complete")
    assert journals[3] == "With conditions: In the library building. (Amendment 1)"
    assert journals[5].startswith("Silent (")
    assert [row[0] for row in as_xlsx] == [row[0] for row in as_csv]
    assert library.desk.viewer.get("/matrix/export.pdf").status_code == 404


def test_a_matrix_is_kept_as_a_view(desk: TestDesk) -> None:
    desk.viewer.post("/views", {"name": "Lending", "page": "matrix", "query": "t=ill_electronic&status=any"})

    assert 'href="/matrix?t=ill_electronic&amp;status=any"' in desk.viewer.get("/matrix").text
