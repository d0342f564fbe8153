"""The pages of syncing: connect, compare, look, decide, send, and watch it go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.usecases.sync.looking import items_of, plans_of
from domain.usecases.sync.targets import targets
from domain.usecases.work import work_one
from tests.alma.stand_in import KEY, StandIn
from tests.web.library import TestDesk, running, text_of
from tests.web.test_many_licences import table_of

OPTIONS = {"first_meeting": "ask", "create": "yes", "amendments": "yes", "documents": "yes", "document_mb": "10",
           "requests_per_second": "25", "requests_left": "0"}  # fmt: skip


@pytest.fixture
def alma() -> Iterator[StandIn]:
    with StandIn() as started:
        yield started
    assert started.violations == []


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str, alma: StandIn) -> Iterator[TestDesk]:
    with running(tmp_path, sqlite_url, sync_loopback=True) as started:
        yield started


@pytest.fixture
def home(desk: TestDesk, alma: StandIn) -> str:
    """The address of a connected Alma's page."""
    answer = desk.admin.post("/sync-settings/new", {"name": "Alma", "address": alma.address, "key": KEY, **OPTIONS})
    assert answer.status_code == 303, answer.text
    return f"/sync/{targets(desk.services)[0].id}"


def work(desk: TestDesk) -> None:
    while work_one(desk.services, "test"):
        pass


def in_force(desk: TestDesk, title: str = "Boreal Waters", **terms: Any) -> str:
    licence = desk.licence(title, code=title.upper().replace(" ", "-"))
    version = desk.version(licence)
    for key, value in terms.items():
        desk.decide(version, key, value)
    desk.put_in_force(version)
    return licence


def compared(desk: TestDesk, home: str) -> Any:
    """The page after a comparison."""
    assert desk.reviewer.post(f"{home}/compare").status_code == 303
    work(desk)
    return desk.reviewer.get(home)


def first_item(desk: TestDesk) -> Any:
    plan = plans_of(desk.services, targets(desk.services)[0].id)[0]
    return items_of(desk.services, plan.id).items[0]


def test_without_a_system_the_page_says_what_to_do(desk: TestDesk) -> None:
    assert "/sync-settings/new" in desk.admin.get("/sync").text
    assert "An administrator can do that." in desk.viewer.get("/sync").text


def test_a_wrong_key_is_told_beside_its_field_and_never_shown_again(desk: TestDesk, alma: StandIn) -> None:
    sent = {"name": "Alma", "address": alma.address, "key": "a wrong key", **OPTIONS}
    answer = desk.admin.post("/sync-settings/new", sent)
    assert answer.status_code == 422
    assert "Alma does not take the key" in text_of(answer.text)
    assert "a wrong key" not in answer.text
    assert targets(desk.services) == ()


def test_a_plan_is_shown_and_sent(desk: TestDesk, alma: StandIn, home: str) -> None:
    in_force(desk, ill_electronic="permitted_explicit", ai_training="prohibited_explicit")
    page = compared(desk, home)
    said = text_of(page.text)
    assert "Boreal Waters" in said
    assert "ILLELEC" in said
    assert "Alma has no term for this." in said
    assert re.search(r"Send \d+ changes", said)
    assert alma.alma.licences == {}
    plan = plans_of(desk.services, targets(desk.services)[0].id)[0]
    assert desk.reviewer.post(f"/sync/plans/{plan.id}/send").status_code == 303
    going = desk.reviewer.get(home)
    assert 'hx-trigger="every 2s"' in going.text
    assert "You may leave this page." in text_of(going.text)
    assert 'id="run"' in desk.reviewer.htmx(f"{home}/run").text
    work(desk)
    assert alma.alma.value("BOREAL-WATERS", "ILLELEC") == "PERMITTED"
    assert desk.reviewer.htmx(f"{home}/run").headers["HX-Redirect"] == home
    assert "Written: " in text_of(desk.reviewer.get(home).text)


def test_a_conflict_is_decided_without_scripts_and_with_htmx(desk: TestDesk, alma: StandIn, home: str) -> None:
    in_force(desk, ill_electronic="permitted_explicit")
    alma.alma.put("BOREAL-WATERS", "Boreal Waters", terms={"ILLELEC": "PROHIBITED"})
    page = compared(desk, home)
    assert "Theirs, and open a review here" in text_of(page.text)
    item = first_item(desk)
    stale = desk.reviewer.post(f"/sync/items/{item.id}", {"revision": "9", "send": "yes"})
    assert stale.status_code == 409
    sent = {"revision": str(item.revision), "send": "yes", "stands.term.ILLELEC": "ours"}
    fragment = desk.reviewer.htmx_post(f"/sync/items/{item.id}", sent)
    assert f'id="item-{item.id}"' in fragment.text
    assert 'id="plan-sum"' in fragment.text
    item = first_item(desk)
    sent = {"revision": str(item.revision), "send": "yes", "stands.term.ILLELEC": "theirs"}
    assert desk.reviewer.post(f"/sync/items/{item.id}", sent).status_code == 303
    desk.reviewer.post(f"/sync/plans/{item.plan_id}/send")
    work(desk)
    waiting = desk.reviewer.get(f"{home.replace('/sync/', '/sync-settings/')}/proposals")
    assert "Prohibited" in text_of(waiting.text)
    (proposal,) = re.findall(r'action="(/sync-settings/proposals/[^"]+)"', waiting.text)
    assert desk.reviewer.post(proposal, {"do": "accept", "value": "prohibited_explicit"}).status_code == 303
    assert "Nothing waits" in desk.reviewer.get(f"{home.replace('/sync/', '/sync-settings/')}/proposals").text


def test_the_value_map_is_changed_and_a_mistake_is_told_at_its_term(desk: TestDesk, home: str) -> None:
    path = home.replace("/sync/", "/sync-settings/") + "/mapping"
    page = desk.admin.get(path).text
    sent = dict(re.findall(r'name="((?:code|note|unit)\.\w+)" value="([^"]*)"', page))
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    assert sent["code.ill_electronic"] == "ILLELEC"
    wrong = desk.admin.post(path, {**sent, "revision": revision[1], "code.text_data_mining": "ILLELEC"})
    assert wrong.status_code == 422
    assert "is used by another term" in text_of(wrong.text)
    good = {
        **sent,
        "revision": revision[1],
        "code.text_data_mining": "WALKIN",
        "code.walk_in_access": "",
        "vendors": "A | B",
    }
    assert desk.admin.post(path, good).status_code == 303
    (target,) = targets(desk.services)
    assert target.mapped("text_data_mining").code == "WALKIN"
    assert target.vendors == {"A": "B"}


def test_single_values_are_chosen_from_those_that_were_read(desk: TestDesk, home: str, alma: StandIn) -> None:
    mapping = home.replace("/sync/", "/sync-settings/") + "/mapping"
    assert f'href="{mapping}/digital_copy"' in desk.admin.get(mapping).text
    path = f"{mapping}/digital_copy"
    page = desk.admin.get(path)
    said = text_of(page.text)
    assert "By its label: PERMITTED_EXPLICIT" in said
    assert "Permitted (Interpreted) (PERMITTED_INTERPRETED)" in said
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    assert revision
    wrong = desk.admin.post(path, {"revision": revision[1], "value.permitted_explicit": "ALLOWED"})
    assert wrong.status_code == 422
    assert "does not take this value" in text_of(wrong.text)
    assert desk.admin.post(path, {"revision": "99", "value.silent": "SILENT"}).status_code == 409
    good = {"revision": revision[1], "value.permitted_explicit": "PERMITTED", "value.silent": ""}
    assert desk.admin.post(path, good).status_code == 303
    assert "Values (1 chosen)" in text_of(desk.admin.get(mapping).text)
    in_force(desk, digital_copy="permitted_explicit", print_copy="permitted_explicit")
    compared(desk, home)
    desk.reviewer.post(f"/sync/plans/{first_item(desk).plan_id}/send")
    work(desk)
    assert alma.alma.value("BOREAL-WATERS", "DIGCOPY") == "PERMITTED"
    assert alma.alma.value("BOREAL-WATERS", "PRINTCOPY") == "PERMITTED_EXPLICIT"


def test_a_term_of_free_words_has_no_values_to_choose(desk: TestDesk, home: str) -> None:
    mapping = home.replace("/sync/", "/sync-settings/") + "/mapping"
    assert f'href="{mapping}/governing_law"' not in desk.admin.get(mapping).text
    assert desk.admin.get(f"{mapping}/governing_law").status_code == 404
    assert desk.admin.get(f"{mapping}/nothing").status_code == 404
    assert desk.viewer.get(f"{mapping}/digital_copy").status_code == 403


def test_a_record_that_nobody_matched_does_not_look_as_if_it_were_still_to_be_sent(
    desk: TestDesk, alma: StandIn, home: str
) -> None:
    in_force(desk, governing_law="Ontario")
    in_force(desk, "Annotated Reports", governing_law="Ontario")
    alma.alma.put("OTHER", "Boreal Waters")
    compared(desk, home)
    desk.reviewer.post(f"/sync/plans/{first_item(desk).plan_id}/send")
    work(desk)
    said = text_of(desk.reviewer.get(home).text)
    assert "Left as it is: nobody said which record it is" in said
    assert "Waiting: " not in said


def test_what_would_come_back_less_exact_is_told_beside_the_value(desk: TestDesk, home: str) -> None:
    in_force(desk, agreement_confidentiality="all")
    assert "Read back from there it would be less exact than it is here." in text_of(compared(desk, home).text)


def test_settings_are_saved_without_typing_the_key_again(desk: TestDesk, home: str, alma: StandIn) -> None:
    path = home.replace("/sync/", "/sync-settings/")
    page = desk.admin.get(path).text
    assert KEY not in page
    sent = {"name": "Alma production", "address": alma.address, "revision": "1", **OPTIONS, "documents": ""}
    assert desk.admin.post(path, sent).status_code == 303
    (target,) = targets(desk.services)
    assert (target.name, target.options.documents) == ("Alma production", False)


def test_taking_over_and_the_log_are_shown(desk: TestDesk, alma: StandIn, home: str) -> None:
    alma.alma.put("A-1", "Theirs", terms={"FAIRUSE": "YES"})
    assert desk.reviewer.post(f"{home}/pull", {"take_as": "suggestions"}).status_code == 303
    work(desk)
    assert "licences added" in text_of(desk.reviewer.get(home).text)
    log = desk.reviewer.get(f"{home.replace('/sync/', '/sync-settings/')}/requests").text
    assert "/almaws/v1/acq/licenses/" in log
    assert KEY not in log


def test_a_plan_is_a_spreadsheet_too(desk: TestDesk, home: str) -> None:
    in_force(desk, governing_law="=HYPERLINK(1)")
    compared(desk, home)
    answer = desk.viewer.get(f"{home}/plan.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "term.GOVLAW" in answer.text
    assert "'=HYPERLINK" in answer.text
    rows = table_of(desk.viewer.get(f"{home}/plan.xlsx").content)
    assert ["term.GOVLAW", "=HYPERLINK(1)"] in [[row[3], row[5]] for row in rows if len(row) > 5]


def test_viewers_see_a_plan_and_change_nothing(desk: TestDesk, home: str) -> None:
    in_force(desk, ill_electronic="permitted_explicit")
    compared(desk, home)
    page = desk.viewer.get(home).text
    assert "ILLELEC" in page
    assert "send-plan" not in page
    assert desk.viewer.post(f"{home}/compare").status_code == 403
    assert desk.editor.get(home.replace("/sync/", "/sync-settings/")).status_code == 403
