"""The pages of syncing in Chromium: nothing for axe to find, and what htmx does to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.sync.plan import Stands
from domain.usecases.sync.looking import items_of, plans_of
from domain.usecases.sync.targets import targets
from tests.alma.stand_in import KEY, StandIn
from tests.browser import live, violations
from tests.web.library import TestDesk, running
from tests.web.test_licences_in_a_browser import WAYS_TO_LOOK, enter
from tests.web.test_sync import OPTIONS, compared, in_force, work


@pytest.fixture
def alma() -> Iterator[StandIn]:
    with StandIn() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str, alma: StandIn) -> Iterator[TestDesk]:
    """A desk that has compared two licences, one of which Alma sees otherwise."""
    with running(tmp_path, sqlite_url, sync_loopback=True) as started:
        started.admin.post("/sync-settings/new", {"name": "Alma", "address": alma.address, "key": KEY, **OPTIONS})
        in_force(started, ill_electronic="permitted_explicit", ai_training="prohibited_explicit")
        in_force(started, "Annotated Reports", governing_law="Ontario")
        alma.alma.put("BOREAL-WATERS", "Boreal Waters", terms={"ILLELEC": "PROHIBITED"})
        alma.alma.put("ONLY-THERE", "Old newspapers")
        compared(started, home(started))
        yield started


def home(desk: TestDesk) -> str:
    return f"/sync/{targets(desk.services)[0].id}"


@pytest.mark.parametrize(
    "name", ["plan", "settings", "mapping", "mapping/digital_copy", "requests", "proposals", "new"]
)
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(page: Page, desk: TestDesk, name: str) -> None:
    settings = home(desk).replace("/sync/", "/sync-settings/")
    path = {"plan": home(desk), "settings": settings, "new": "/sync-settings/new"}.get(name, f"{settings}/{name}")
    with live(desk.app) as address:
        enter(page, address, desk.admin)
        for width, scheme in WAYS_TO_LOOK:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            page.goto(address + path)
            assert violations(page) == [], scheme
            wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wider) == 0, f"{width} px"


def test_on_a_phone_what_is_to_be_decided_lies_within_the_screen(page: Page, desk: TestDesk) -> None:
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(address + home(desk))
        for choice in page.locator(".decide3 label").all():
            box = choice.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] < 390


def test_a_conflict_is_decided_and_the_plan_is_sent_and_watched(page: Page, desk: TestDesk, alma: StandIn) -> None:
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(address + home(desk))
        page.get_by_role("radio", name=re.compile("Ours")).check()
        expect(page.locator("#plan-sum dd").nth(1)).to_have_text("wait for a decision and are left as they are")
        expect(page.locator("#plan-sum dt").nth(1)).to_have_text("0")
        (plan, *_) = plans_of(desk.services, targets(desk.services)[0].id)
        stands = [line.stands for item in items_of(desk.services, plan.id).items for line in item.lines if line.stands]
        assert stands == [Stands.OURS]

        page.locator("summary", has_text="Annotated Reports").click()
        expect(page.get_by_text("GOVLAW")).to_be_visible()

        page.get_by_role("button", name=re.compile("Send .* changes")).click()
        page.get_by_role("dialog").get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Sending…")).to_be_visible()
        assert violations(page) == []
        work(desk)
        expect(page.get_by_text("Written: ").first).to_be_visible(timeout=10_000)
        assert violations(page) == []
    assert alma.alma.value("BOREAL-WATERS", "ILLELEC") == "PERMITTED"
    assert alma.alma.value("ANNOTATED-REPORTS", "GOVLAW") == "Ontario"
