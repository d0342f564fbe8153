"""The pages on which administrators look after webhooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from domain.usecases.webhooks.delivering import ask_for_deliveries
from domain.usecases.work import work_one
from tests.browser import live, violations, watched_page
from tests.receiver import Fault, Receiver
from tests.web.library import TestDesk, running, text_of

SECRET = re.compile(r'value="(whsec_[^"]+)"')


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as started:
        yield started
    assert started.violations == []


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str) -> Iterator[TestDesk]:
    with running(tmp_path / "data", sqlite_url, sync_loopback=True) as made:
        yield made


def form(receiver: Receiver) -> dict[str, object]:
    return {"name": "Catalogue", "address": receiver.address, "kinds": ["licence", "terms"], "start": "now"}


def made(desk: TestDesk, receiver: Receiver) -> str:
    """The address of the page of a webhook, made on the page."""
    answer = desk.admin.post("/webhooks", form(receiver))
    found = SECRET.search(answer.text)
    assert found
    receiver.secret = found[1]
    link = re.search(r'href="(/webhooks/[^"]+)"', answer.text)
    assert link
    return link[1]


def revision_of(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def deliver(desk: TestDesk) -> None:
    ask_for_deliveries(desk.services)
    while work_one(desk.services, "test"):
        pass


def test_a_webhook_is_made_and_its_secret_shown_once(desk: TestDesk, receiver: Receiver) -> None:
    where = made(desk, receiver)
    assert receiver.secret
    for path in ("/webhooks", where, "/audit"):
        assert receiver.secret not in desk.admin.get(path).text
    desk.licence("Boreal Waters")
    deliver(desk)
    assert len(receiver.taken) == 1
    assert re.search(r"1 change 204 \d+ Taken", text_of(desk.admin.get(where).text))


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(desk: TestDesk, receiver: Receiver) -> None:
    sent = {**form(receiver), "address": "https://elsewhere.example/x", "kinds": []}
    for answer in (desk.admin.post("/webhooks", sent), desk.admin.htmx_post("/webhooks", sent)):
        assert answer.status_code == 422
        assert 'href="#address"' in answer.text
        assert 'href="#kinds"' in answer.text
        assert 'value="https://elsewhere.example/x"' in answer.text
        assert "checked" not in answer.text.split("Where it begins")[0].split("Which changes")[-1]
    made(desk, receiver)
    assert "name already" in desk.admin.post("/webhooks", form(receiver)).text


def test_a_test_is_sent_and_the_answer_told(desk: TestDesk, receiver: Receiver) -> None:
    where = made(desk, receiver)
    receiver.faults.extend([Fault(status=204), Fault(status=403)])
    for said in ("The receiver took the test.", "refused it with 403"):
        answer = desk.admin.post(f"{where}/test")
        assert (answer.status_code, answer.headers["location"]) == (303, where)
        assert said in text_of(desk.admin.get(where).text) or answer.headers["set-cookie"]
    assert "Test 403" in text_of(desk.admin.get(where).text)


def test_it_is_paused_resumed_and_removed(desk: TestDesk, receiver: Receiver) -> None:
    where = made(desk, receiver)
    page = desk.admin.get(where).text
    assert desk.admin.post(f"{where}/state", {"state": "paused", "revision": revision_of(page)}).status_code == 303
    desk.licence()
    deliver(desk)
    assert receiver.asked == []
    page = desk.admin.get(where).text
    assert "Paused" in text_of(page)
    assert desk.admin.post(f"{where}/state", {"state": "active", "revision": revision_of(page)}).status_code == 303
    deliver(desk)
    assert len(receiver.taken) == 1
    assert desk.admin.post(f"{where}/remove", {"revision": "1"}).status_code == 409
    page = desk.admin.get(where).text
    assert desk.admin.post(f"{where}/remove", {"revision": revision_of(page)}).status_code == 303
    assert desk.admin.get(where).status_code == 404
    told = text_of(desk.admin.get("/audit").text)
    for sentence in ("made the webhook Catalogue", "paused the webhook", "resumed the webhook", "removed the webhook"):
        assert sentence in told


def test_a_failing_webhook_says_why_and_when_it_is_tried_again(desk: TestDesk, receiver: Receiver) -> None:
    where = made(desk, receiver)
    receiver.faults.append(Fault(status=500))
    desk.licence()
    deliver(desk)
    page = text_of(desk.admin.get(where).text)
    assert "Failing" in page
    assert "The receiver answered 500: something is wrong over there. The next attempt is" in page
    assert "The receiver answered 500" in text_of(desk.admin.get("/webhooks").text)
    assert "Le destinataire a répondu 500" in desk.admin.get(f"{where}?lang=fr").text


def test_the_desk_of_administrators_tells_of_a_webhook_that_will_not_go_on_by_itself(
    desk: TestDesk, receiver: Receiver
) -> None:
    where = made(desk, receiver)
    assert where not in desk.admin.get("/").text
    receiver.faults.append(Fault(status=410))
    desk.licence()
    deliver(desk)
    page = desk.admin.get("/").text
    assert f'href="{where}"' in page
    assert "Webhook Catalogue: The receiver answered 410" in text_of(page)
    assert where not in desk.reviewer.get("/").text


def test_a_new_secret_is_shown_once(desk: TestDesk, receiver: Receiver) -> None:
    where = made(desk, receiver)
    answer = desk.admin.post(f"{where}/secret", {"revision": revision_of(desk.admin.get(where).text)})
    found = SECRET.search(answer.text)
    assert found
    assert found[1] != receiver.secret
    assert found[1] not in desk.admin.get(where).text
    assert "the old one signs until" in desk.admin.get(where).text


def test_only_administrators_see_webhooks(desk: TestDesk, receiver: Receiver) -> None:
    where = made(desk, receiver)
    for path in ("/webhooks", where):
        assert desk.reviewer.get(path).status_code == 403
        assert desk.nobody.get(path).status_code == 303
    assert desk.reviewer.post(f"{where}/test").status_code == 403
    assert receiver.asked == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_webhooks_are_accessible(
    browser: Browser, desk: TestDesk, receiver: Receiver, width: int, language: str
) -> None:
    where = made(desk, receiver)
    receiver.faults.append(Fault(status=500))
    desk.licence()
    deliver(desk)
    with live(desk.app) as address, watched_page(browser, viewport={"width": width, "height": 800}) as page:
        page.context.add_cookies([{"name": "session", "value": desk.admin.cookie or "", "url": address}])
        for path in ("/webhooks", where):
            page.goto(f"{address}{path}?lang={language}")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_webhook_is_made_in_a_browser(browser: Browser, desk: TestDesk, receiver: Receiver) -> None:
    with live(desk.app) as address, watched_page(browser) as page:
        page.context.add_cookies([{"name": "session", "value": desk.admin.cookie or "", "url": address}])
        page.goto(address + "/webhooks")
        page.get_by_label("Name").fill("Catalogue")
        page.get_by_label("Address").fill(receiver.address)
        page.get_by_role("button", name="Make the webhook").click()
        page.wait_for_selector("#secret")
        assert page.evaluate("document.activeElement.id") == "secret-h"
        assert violations(page) == []
        receiver.secret = page.input_value("#secret")
        page.get_by_role("link", name="Catalogue").click()
        page.get_by_role("button", name="Send a test").click()
        page.get_by_text("The receiver took the test.").wait_for()
