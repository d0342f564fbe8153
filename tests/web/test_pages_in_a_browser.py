"""The foundation in a real browser, under the policy that every answer carries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import NONE_FOUND, find_chromium, violations, watched_page
from tests.web.desk import SESSION

PAGES = ["/components", "/list", "/note", "/sign-in", "/first-account", "/public/answers", "/fails/missing"]
PAGES += ["/fails/invalid", "/fails/conflict", "/fails/rejected", "/public/nowhere", "/sign-in?lang=fr"]
PAGES += ["/fails/bug", "/fails/away", "/fails/bug?lang=fr"]


@pytest.fixture
def desk(page: Page, address: str) -> Page:
    """M. R. is signed in; addresses are relative in the tests below."""
    page.context.add_cookies([{"name": "session", "value": SESSION, "url": address}])
    return page


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_wrong(desk: Page, address: str, path: str) -> None:
    desk.goto(address + path)

    assert violations(desk) == []


def test_axe_finds_nothing_wrong_with_what_opens(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")
    desk.get_by_role("button", name="Refuse").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_role("button", name="account menu").click()
    assert violations(desk) == []

    desk.get_by_role("button", name="Keyboard shortcuts").click()

    expect(desk.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert violations(desk) == []


def test_axe_finds_nothing_wrong_with_a_stale_edit_as_a_page_of_its_own(desk: Page, address: str) -> None:
    desk.goto(f"{address}/note")
    desk.get_by_role("textbox").fill("Mine")
    with desk.expect_navigation() as answer:
        desk.locator("#note").evaluate("form => form.submit()")

    assert answer.value is not None
    assert answer.value.status == 409
    expect(desk.get_by_role("button", name="Use mine instead")).to_be_visible()
    assert violations(desk) == []


def test_axe_finds_nothing_wrong_in_the_dark(browser: Browser, address: str) -> None:
    with watched_page(browser, color_scheme="dark") as page:
        page.goto(f"{address}/components")

        assert violations(page) == []


@pytest.mark.parametrize("path", ["/components", "/sign-in", "/fails/missing", "/public/answers"])
def test_a_narrow_screen_needs_no_sideways_scroll(browser: Browser, address: str, path: str) -> None:
    with watched_page(browser, viewport={"width": 320, "height": 640}) as page:
        page.goto(address + path)

        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_fonts_and_styles_arrive_under_the_policy(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")

    assert desk.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Source Sans 3 Variable\"'))")
    assert desk.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "flex"


def test_htmx_replaces_the_block_and_says_so(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")

    desk.get_by_role("button", name="Accept").click()

    expect(desk.locator("#progress")).to_have_text("24 of 41")
    expect(desk.locator("#live")).to_have_text("2 licences")


def test_a_key_presses_the_control_that_names_it(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")

    desk.keyboard.press("a")
    expect(desk.locator("#progress")).to_have_text("24 of 41")
    desk.keyboard.press("1")
    expect(desk.get_by_label("One")).to_be_checked()
    desk.keyboard.press("/")
    expect(desk.get_by_label("Search licences")).to_be_focused()


def test_j_and_k_walk_through_a_list(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")

    for key, row in [("j", 0), ("j", 1), ("j", 1), ("k", 0)]:
        desk.keyboard.press(key)
        expect(desk.locator("#rows li").nth(row)).to_be_focused()


def test_keys_rest_while_somebody_types_and_can_be_turned_off(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")
    desk.get_by_label("Words").focus()
    desk.keyboard.press("a")
    expect(desk.get_by_label("Words")).to_have_value("a")
    desk.get_by_role("heading", name="Licences").click()

    desk.keyboard.press("?")
    desk.get_by_label("Use single keys").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("a")

    expect(desk.locator("#keys")).to_be_hidden()
    expect(desk.locator("#progress")).to_have_text("23 of 41")


def test_control_enter_saves_while_typing(desk: Page, address: str) -> None:
    desk.goto(f"{address}/note")
    desk.get_by_label("Note").fill("Mine")

    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("heading", name="Not saved: somebody else was first")).to_be_visible()


def test_an_error_moves_the_focus_to_the_summary(desk: Page, address: str) -> None:
    desk.goto(f"{address}/note")

    desk.get_by_role("button", name="Save").click()

    expect(desk.locator("#errors")).to_be_focused()
    expect(desk.get_by_label("Note")).to_have_attribute("aria-invalid", "true")
    assert violations(desk) == []


def test_a_stale_edit_can_be_saved_over_the_newer_one(desk: Page, address: str) -> None:
    desk.goto(f"{address}/note")
    desk.get_by_label("Note").fill("My words")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="Not saved: somebody else was first")).to_be_visible()
    assert violations(desk) == []

    desk.get_by_role("button", name="Use mine instead").click()

    expect(desk.locator("#toasts")).to_contain_text("Saved: My words.")


def test_a_refusal_is_a_toast_and_the_page_stays_as_it_is(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")
    desk.get_by_label("Words").fill("half a sentence")

    desk.get_by_role("button", name="Refuse").click()

    expect(desk.get_by_role("alert")).to_contain_text("It has no signed document.")
    expect(desk.get_by_label("Words")).to_have_value("half a sentence")
    desk.get_by_role("button", name="Close this message").click()
    expect(desk.get_by_role("alert")).to_have_count(0)


def test_a_fault_of_ours_is_a_toast_with_a_number(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")

    desk.get_by_role("button", name="Break").click()

    expect(desk.get_by_role("alert")).to_contain_text(re.compile(r"quote \w{4}-\w{4}-\w{4}"))


def test_when_nothing_answers_one_toast_offers_to_try_again(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")
    desk.route("**/list?done=24", lambda route: route.abort())
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_role("alert")).to_contain_text("The desk did not answer.")

    desk.unroute("**/list?done=24")
    desk.get_by_role("button", name="Try again").click()

    expect(desk.locator("#progress")).to_have_text("24 of 41")
    expect(desk.get_by_role("alert")).to_have_count(0)


def test_when_a_proxy_answers_instead_of_us_it_says_not_saved(desk: Page, address: str) -> None:
    def bad_gateway(route: Route) -> None:
        route.fulfill(status=502, body="<h1>nginx</h1>", content_type="text/html")

    desk.goto(f"{address}/note")
    desk.route("**/note", bad_gateway)
    desk.get_by_label("Note").fill("Mine")
    desk.get_by_role("button", name="Save").click()

    expect(desk.get_by_role("alert")).to_contain_text("Not saved. Try again.")
    expect(desk.get_by_label("Note")).to_have_value("Mine")


def test_after_the_session_has_ended_htmx_leads_to_the_door(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list?done=3")

    desk.get_by_role("button", name="Leave").click()

    expect(desk).to_have_url(f"{address}/sign-in?next=%2Flist%3Fdone%3D3")


def test_a_chosen_file_is_listed_and_its_sending_shown(desk: Page, address: str, tmp_path: Path) -> None:
    (tmp_path / "schedule-b.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 2_000_000)
    desk.goto(f"{address}/components")

    desk.get_by_label("Choose the licence").set_input_files(tmp_path / "schedule-b.pdf")
    expect(desk.locator(".fileitem")).to_contain_text("schedule-b.pdf")
    expect(desk.locator(".fileitem")).to_contain_text("2 MB")
    desk.get_by_role("button", name="Send").click()

    expect(desk.locator(".fileitem [data-share]")).to_have_text("100%")
    expect(desk.locator(".fileitem progress")).to_have_attribute("max", "100")


def test_colours_change_at_once_and_are_kept(desk: Page, address: str) -> None:
    desk.goto(f"{address}/list")
    desk.get_by_role("button", name="account menu").click()
    with desk.expect_response("**/preferences/theme"):
        desk.get_by_role("button", name="Dark colours").click()
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")

    desk.reload()

    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_password_can_be_shown(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Password", exact=True).fill("a sentence is fine")

    page.get_by_label("Show the password").check()

    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")


def test_everything_works_without_scripts(browser: Browser, address: str) -> None:
    with watched_page(browser, java_script_enabled=False) as page:
        page.context.add_cookies([{"name": "session", "value": SESSION, "url": address}])
        page.goto(f"{address}/note")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="Note: Write the note.")).to_be_visible()
        page.get_by_label("Note").fill("Mine")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Use mine instead").click()

        expect(page.locator("#toasts")).to_contain_text("Saved: Mine.")
        page.get_by_role("button", name="account menu").click()
        page.get_by_role("button", name="Dark colours").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_no_chromium_to_be_had_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, page: Page) -> None:
    monkeypatch.setenv("LICENCE_DESK_CHROMIUM", "/nowhere/chromium")
    running = page.context.browser
    assert running
    kind = running.browser_type

    class Found:
        chromium = kind

    with pytest.raises(RuntimeError, match=re.escape(NONE_FOUND)):
        find_chromium(Found())  # type: ignore[arg-type]
