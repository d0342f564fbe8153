"""Two versions beside one another, as a person sees them."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from domain.usecases.documents import Upload, add_document
from domain.usecases.work import work_one
from tests.browser import live, violations, watched_page
from tests.pdfs import pdf
from tests.web.library import Library, TestDesk, text_of
from web.spreadsheet import plain_cell

OLD = [
    "1. Authorized Users means the students and staff of the Licensee.",
    "2. The Licensee may supply an electronic copy of an article to another library.",
    "3. Either party may end this agreement with ninety days of notice in writing.",
    "4. The Licensor shall deposit the Licensed Materials with an independent archive.",
]
NEW = [
    "1. Authorized Users means the students and staff of the Licensee.",
    "2. The Licensee shall not supply an electronic copy of an article to another library.",
    "3. Either party may end this agreement with thirty days of notice in writing.",
    "4. The Licensee shall keep a record of each copy that it supplies for three years.",
]

SPREAD = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
AMENDS = "1. In clause 3, the words “ninety days” are deleted and replaced with the words “thirty days”."


def two_versions(desk: TestDesk) -> tuple[str, str, str, str]:
    """Ids of a licence, its two versions, and the document of the older one."""
    licence = desk.licence("Journals")
    ids: list[str] = []
    documents: list[str] = []
    for label, day, lines in (("Agreement 2024", "2024-01-01", OLD), ("Agreement 2026", "2026-01-01", NEW)):
        ids.append(desk.version(licence, label=label, effective_from=day))
        documents.append(desk.document(ids[-1], pdf(*lines)))
    return licence, ids[0], ids[1], documents[0]


@pytest.fixture
def compared(desk: TestDesk) -> tuple[TestDesk, str]:
    """A licence whose old version has decided terms."""
    licence, old, new, document = two_versions(desk)
    desk.decide_on(document, "ill_electronic", "permitted_explicit", "may supply an electronic copy")
    desk.decide(old, "alumni_access", "permitted_explicit", conditions="=1+1")
    desk.decide(new, "alumni_access", "prohibited_explicit")
    return desk, f"/licences/{licence}/compare"


def test_the_newest_is_compared_with_the_one_before_it(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared

    text = text_of(desk.viewer.get(f"{path}?view=unified").text)

    assert "The Licensee [removed: may ] [added: shall not ] supply" in text
    assert "Alumni access With conditions Prohibited Narrower" in text
    assert "Needs another look: Interlibrary loan: electronic" in text


def test_what_readers_lose_stands_first_and_what_was_never_decided_before_is_folded(
    compared: tuple[TestDesk, str],
) -> None:
    desk, path = compared
    version = next(iter(re.findall(r'<option value="([^"]+)" selected>Agreement 2026', desk.viewer.get(path).text)))
    desk.decide(version, "walk_in_access", "permitted_explicit")

    page = desk.viewer.get(path).text

    table, _, folded = page[page.index('id="ct-h"') : page.index('id="cmp-bar"')].partition('<details class="first">')
    assert table.index("Alumni access") < table.index("Interlibrary loan: electronic")
    assert "Walk-in users" not in table
    assert "1 term decided for the first time Term" in text_of(folded)
    assert "Walk-in users" in folded


def test_it_is_a_fragment_for_htmx_and_says_how_much_changed(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared

    answer = desk.viewer.htmx(f"{path}?view=unified")

    assert "<html" not in answer.text
    assert 'id="cmp"' in answer.text
    assert re.search(r'id="live"[^>]*>\d changes? of substance', answer.text)
    assert "Terms that rest on" in answer.text


def test_every_change_has_an_address_and_leads_to_its_page(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared
    page = desk.viewer.get(path).text

    targets = re.findall(r'<article class="cl" id="([^"]+)"', page)
    viewers = [link.replace("&amp;", "&") for link in re.findall(r'href="(/documents/[^"]+/view\?[^"]+)"', page)]

    assert targets
    assert len(set(targets)) == len(targets)
    assert all(f'href="#{target}"' in page for target in targets)
    assert {desk.viewer.get(link).status_code for link in viewers} == {200}


def test_the_versions_can_be_swapped_and_all_changes_shown(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared
    page = desk.viewer.get(path).text
    swap = re.search(r'id="other-way" href="([^"]+)"', page)
    assert swap

    text = text_of(desk.viewer.get(swap[1].replace("&amp;", "&")).text)

    assert "The Licensee [removed: shall not ] supply" in text
    assert "The Licensee [added: may ] supply" in text
    everything = desk.viewer.get(f"{path}?only=all&same=yes").text
    assert "Authorized Users means the students" in everything
    assert "Authorized Users means the students" not in page


def test_an_amendment_is_shown_as_the_agreement_reads_with_it(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    base = desk.version(licence, label="Agreement")
    desk.document(base, pdf(*OLD))
    desk.put_in_force(base)
    amendment = desk.version(licence, kind="amendment", label="Amendment 1", effective_from="2026-07-01")
    desk.document(amendment, pdf(AMENDS, title="Amendment 1"))

    text = text_of(desk.viewer.get(f"/licences/{licence}/compare?view=unified").text)

    assert "“Amendment 1” is shown as “Agreement” reads with it" in text
    assert "[removed: ninety ] [added: thirty ] days of notice" in text
    assert "Not in “Amendment 1”." not in text


def test_it_says_why_there_is_nothing_to_compare(desk: TestDesk) -> None:
    licence = desk.licence("Alone")
    assert "fewer than two versions" in desk.viewer.get(f"/licences/{licence}/compare").text
    desk.version(licence, label="One")
    desk.version(licence, label="Two", effective_from="2026-02-01")

    answer = desk.viewer.get(f"/licences/{licence}/compare")

    assert answer.status_code == 200
    assert "“One” has no text that was read." in text_of(answer.text)


def test_only_those_who_are_signed_in_compare_and_only_what_is_there(desk: TestDesk) -> None:
    licence = desk.licence("Alone")

    assert desk.viewer.get(f"/licences/{licence}/compare?to=nothing").status_code == 404
    assert desk.viewer.get("/licences/nowhere/compare").status_code == 404
    assert desk.nobody.get(f"/licences/{licence}/compare").status_code == 303
    assert desk.nobody.get(f"/licences/{licence}/compare.xlsx").status_code == 303
    assert desk.nobody.get(f"/licences/{licence}/compare/others").status_code == 303


def test_a_text_of_another_licence_is_found_and_compared(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared
    other = desk.licence("Magazines of the North")
    desk.document(desk.version(other, label="Their agreement"), pdf(*OLD[:3]))
    offer = re.search(r'href="([^"]+/compare/others[^"]+)"', desk.viewer.get(path).text)
    assert offer

    listed = desk.viewer.get(f"{offer[1].replace('&amp;', '&')}&q=magazines").text
    link = re.search(r'href="(/licences/[^"]+/compare\?[^"]+)">Their agreement', listed)
    assert link
    page = desk.viewer.get(link[1].replace("&amp;", "&")).text

    assert '<optgroup label="Magazines of the North">' in page
    assert "Journals From: Their agreement. To: Agreement 2026." in text_of(page)
    assert "Needs another look" not in page


def test_the_draft_is_compared_with_what_was_signed(desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    version = desk.version(licence, label="Agreement 2026")
    for role, lines in (("draft", OLD), ("agreement", NEW)):
        upload = Upload(filename=f"{role}.pdf", content=io.BytesIO(pdf(*lines)), role=role)
        add_document(desk.services, desk.actor(), version, upload)
        while work_one(desk.services, "test"):
            pass
    page = desk.viewer.get(f"/licences/{licence}/compare").text
    draft = re.search(r'<option value="([^"]+)"[^>]*>Agreement 2026, draft draft.pdf', page)
    assert draft
    offered = re.search(r'href="([^"]+)">Is this what was agreed', desk.viewer.get(f"/versions/{version}").text)
    assert offered
    assert offered[1].replace("&amp;", "&") == f"/licences/{licence}/compare?from={draft[1]}&to={version}"

    text = text_of(desk.viewer.get(f"/licences/{licence}/compare?from={draft[1]}&to={version}&view=unified").text)

    assert "The Licensee [removed: may ] [added: shall not ] supply" in text
    assert "Authorized Users" not in text


def test_the_same_text_on_both_sides_is_called_that(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared
    page = desk.viewer.get(path).text
    (first, *_) = re.findall(r'<option value="([^"]+)"', page)

    assert "Both sides are the same text" in text_of(desk.viewer.get(f"{path}?from={first}&to={first}").text)


def sheets_of(content: bytes) -> list[ElementTree.Element]:
    """The sheets of a workbook that the desk made itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/"))
        return [ElementTree.fromstring(book.read(name)) for name in names]  # noqa: S314 - our own file


def test_all_changes_are_a_workbook_with_marks_and_without_formulas(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared

    answer = desk.viewer.get(f"{path}.xlsx")

    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats-officedocument.spreadsheetml")
    sheets = sheets_of(answer.content)
    said = ["".join(sheet.itertext()) for sheet in sheets]
    assert "The Licensee [removed: may] [added: shall not] supply" in said[0]
    runs = list(sheets[0].iterfind(".//m:r", SPREAD))
    struck = [run.findtext("m:t", "", SPREAD).strip() for run in runs if run.find("m:rPr/m:strike", SPREAD) is not None]
    assert struck[0] == "may"
    assert "=1+1" in said[1]
    assert not [sheet for sheet in sheets if sheet.findall(".//m:f", SPREAD)]
    assert {cell.get("t") for sheet in sheets for cell in sheet.iterfind(".//m:c", SPREAD)} == {"inlineStr"}


def test_a_long_list_of_changes_comes_in_parts(compared: tuple[TestDesk, str], monkeypatch: pytest.MonkeyPatch) -> None:
    desk, path = compared
    monkeypatch.setattr("web.contexts.compare.MOST_SHOWN", 2)

    first = desk.viewer.get(path).text
    following = re.search(r'href="([^"]+start=2[^"]*)"', first)
    assert following
    second = desk.viewer.get(following[1].replace("&amp;", "&")).text

    assert "Changes 1 to 2 on this page." in text_of(first)
    assert "Changes 3 to" in text_of(second)
    assert not set(re.findall(r'<article class="cl" id="([^"]+)"', first)) & set(
        re.findall(r'<article class="cl" id="([^"]+)"', second)
    )


def test_the_changed_terms_are_a_table_that_no_spreadsheet_works_out(compared: tuple[TestDesk, str]) -> None:
    desk, path = compared

    answer = desk.viewer.get(f"{path}.csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "Alumni access,Permitted,'=1+1,Prohibited,,Narrower,Decided" in answer.text
    assert "Needs another look" in answer.text


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1"])
def test_a_cell_that_begins_like_a_formula_is_made_text(cell: str) -> None:
    assert plain_cell(cell) == f"'{cell}"
    assert plain_cell(f"a{cell}") == f"a{cell}"


@pytest.mark.parametrize("query", ["", "?view=unified", "?only=all&same=yes"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_comparison_is_accessible(browser: Browser, library: Library, query: str, width: int) -> None:
    with live(library.desk.app) as address, watched_page(browser, viewport={"width": width, "height": 800}) as page:
        page.context.add_cookies([{"name": "session", "value": library.desk.viewer.cookie or "", "url": address}])
        page.goto(f"{address}/licences/{library.journals}/compare{query}")

        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_n_and_p_walk_through_the_changes(browser: Browser, compared: tuple[TestDesk, str]) -> None:
    desk, path = compared
    with live(desk.app) as address, watched_page(browser) as page:
        page.context.add_cookies([{"name": "session", "value": desk.viewer.cookie or "", "url": address}])
        page.goto(address + path)
        changes = page.locator("article.cl")

        for key, at in (("n", 0), ("n", 1), ("p", 0)):
            page.keyboard.press(key)
            expect(changes.nth(at)).to_be_focused()
            here = page.locator(".rail a[aria-current]")
            expect(here).to_have_attribute("href", f"#{changes.nth(at).get_attribute('id')}")

        assert violations(page) == []
        page.get_by_label("To", exact=True).select_option(index=0)
        expect(page.locator("#cmp")).to_contain_text("same")
