"""Each fault, once at each kind of request while a plan is sent: in the end Alma has what it would have without it."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Conflict, LicenceError
from domain.sync.plan import ItemKind, ItemState, Plan, PlanState
from domain.usecases.sync.looking import NEW, Wishes, decide_item, plan_now
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.sending import ask_to_send
from domain.usecases.sync.targets import change_target, targets
from tests.usecases.conftest import Clock
from tests.usecases.sync.conftest import SyncDesk
from tests.usecases.sync.test_faults import with_pdf

TERMS = {"ill_electronic": "permitted_explicit", "governing_law": "Ontario", "fair_dealing_clause": "yes"}
FAULTS = (
    "per_second", "daily", "internal", "gateway", "silence", "silence_after", "timeout_after", "internal_after",
    "unreadable_after", "cut_off", "cut_text", "expired_key", "forbidden",
)  # fmt: skip
REQUESTS = (
    ("GET", "/licenses/L-1"), ("PUT", "/licenses/L-1"), ("POST", "/attachments"), ("POST", "/amendments"),
    ("POST", "/licenses"),
)  # fmt: skip


def a_plan_of_everything(desk: SyncDesk, pdf: Path) -> Plan:
    """A change beside things that are theirs, a new licence, a new amendment and a signed file."""
    licence = desk.licence("L-1", terms=TERMS)
    desk.sync()
    place = {"value": "SAFE", "desc": "The safe"}
    desk.alma.alma.put("L-1", terms={"ALLRIGHTS": "YES"}, location=place, uri="https://example.edu/l-1")
    desk.decide(desk.version_of(licence), "fair_dealing_clause", "no")
    with_pdf(desk, desk.version_of(licence), pdf)
    desk.version(licence, "amendment", "2026-06-01", {"governing_law": "Quebec"}, "Amendment 1")
    desk.licence("L-2", terms=TERMS)
    desk.work()
    return desk.plan()


def what_is_there(desk: SyncDesk) -> dict[str, Any]:
    alma = desk.alma.alma
    names = ("location", "uri", "note", "administrator", "status", "name")
    return {
        code: (
            {name: body.get(name) for name in names},
            {term["code"]["value"]: term["value"]["value"] for term in body["term"]},
            alma.parents.get(code),
            [one["content"] for one in alma.files.get(code, ())],
        )
        for code, body in alma.licences.items()
    }


def send_until_done(desk: SyncDesk, plan: Plan, clock: Clock) -> Plan:
    """Send, and go on after a pause or on the next day."""
    for _ in range(len(REQUESTS) + 1):
        plan = desk.send(plan)
        while plan.state is PlanState.SENDING:
            clock.at = max(clock.at, dt.datetime.now(dt.UTC)) + dt.timedelta(days=2)
            desk.work()
            plan = plan_now(desk.s, plan.id).plan
        if plan.state is not PlanState.PAUSED:
            return plan
        assert str(plan.error).endswith(".")
    return plan


UNDISTURBED = {
    "L-1": {"ILLELEC": "PERMITTED", "GOVLAW": "Quebec", "FAIRUSE": "NO", "ALLRIGHTS": "YES"},
    "L-1-A1": {"GOVLAW": "Quebec"},
    "L-2": {"ILLELEC": "PERMITTED", "GOVLAW": "Ontario", "FAIRUSE": "YES"},
}
"""What stands there when nothing goes wrong."""


@pytest.mark.parametrize("kind", ["", *FAULTS])
def test_a_fault_while_sending_loses_doubles_and_overwrites_nothing(
    desk: SyncDesk, clock: Clock, amendment_pdf: Path, kind: str
) -> None:
    plan = a_plan_of_everything(desk, amendment_pdf)
    theirs = {name: desk.alma.alma.licences["L-1"].get(name) for name in ("location", "uri", "note", "administrator")}
    for method, part in REQUESTS if kind else ():
        desk.alma.fail(kind, method, part)
    done = send_until_done(desk, plan, clock)
    assert done.state is PlanState.DONE, done.error
    assert all(fault.times == 0 for fault in desk.alma.faults)
    assert {item.state for item in desk.items(plan) if item.to_send} == {ItemState.WRITTEN}
    there = what_is_there(desk)
    assert {code: terms for code, (_, terms, _, _) in there.items()} == UNDISTURBED
    assert {name: there["L-1"][0][name] for name in theirs} == theirs
    assert {code: parent for code, (_, _, parent, _) in there.items()} == {"L-1": None, "L-1-A1": "L-1", "L-2": None}
    assert [len(files) for _, _, _, files in there.values()] == [1, 0, 0]
    assert not any(item.to_send or item.to_decide for item in desk.items(desk.plan()))


@pytest.mark.parametrize("kind", ["expired_key", "forbidden", "daily", "redirect"])
def test_a_comparison_that_is_refused_makes_no_plan_and_says_why(desk: SyncDesk, kind: str) -> None:
    desk.licence(terms=TERMS)
    desk.alma.alma.put("L-1", "Licence L-1", terms={"FAIRUSE": "YES"})
    desk.alma.fail(kind, "GET")
    plan = desk.plan()
    assert (plan.state, desk.items(plan)) == (PlanState.FAILED, ())
    assert str(plan.error).endswith(".")
    with pytest.raises(Conflict, match="Compare again"):
        ask_to_send(desk.s, desk.reviewer, plan.id)
    assert desk.plan().state is PlanState.READY


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Sign in</body></html>",
        b"",
        b'{"license": [{"code": "L-1", "name": "\\ud83d"}], "total_record_count": 1}',
        '{"license": [{"code": "L-1", "name": "é"}], "total_record_count": 1}'.encode("latin-1"),
        b'<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><licenses><license><code>&b;</code></license></licenses>',
        b'{"errorsExist": true, "errorList": {"error": []}}',
    ],
)
def test_an_answer_that_is_no_list_fails_the_plan_in_a_sentence(desk: SyncDesk, body: bytes) -> None:
    desk.licence(terms=TERMS)
    desk.alma.reply(200, body, "GET", times=9)
    plan = desk.plan()
    assert (plan.state, desk.items(plan)) == (PlanState.FAILED, ())
    assert str(plan.error).endswith(("cannot be read.", "Try again later."))
    assert desk.alma.count("POST") + desk.alma.count("PUT") == 0


def test_a_null_character_of_theirs_stops_no_comparison(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    desk.alma.alma.put("L-2", "Their\0s", terms={"GOVLAW": "On\0tario"})
    assert desk.plan().state is PlanState.READY


def test_an_amendment_that_was_erased_there_is_not_made_again_unasked(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.version(licence, "amendment", "2026-06-01", {"fair_dealing_clause": "no"}, "Amendment 1")
    desk.sync()
    del desk.alma.alma.licences["L-1-A1"], desk.alma.alma.parents["L-1-A1"]
    plan = desk.sync()
    (item,) = [one for one in desk.items(plan) if one.remote_code == "L-1-A1"]
    assert (item.kind, item.state) == (ItemKind.MATCH, ItemState.WAITING)
    assert set(desk.alma.alma.licences) == {"L-1"}
    plan = desk.plan()
    (item,) = [one for one in desk.items(plan) if one.remote_code == "L-1-A1"]
    with pytest.raises(LicenceError, match="made anew"):
        decide_item(desk.s, desk.reviewer, item.id, Wishes(match="L-1"), seen=item.revision)
    decide_item(desk.s, desk.reviewer, item.id, Wishes(match=NEW), seen=item.revision)
    desk.send(plan)
    assert desk.alma.alma.parents == {"L-1-A1": "L-1"}


def test_amendments_are_no_more_made_than_licences_where_nothing_is_to_be_made(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.sync()
    desk.version(licence, "amendment", "2026-06-01", {"governing_law": "Quebec"}, "Amendment 1")
    (target,) = targets(desk.s)
    change_target(desk.s, desk.admin, target.id, {"options": {"create": False}}, seen=target.revision)
    desk.sync()
    assert set(desk.alma.alma.licences) == {"L-1"}


def test_two_vendors_of_one_name_are_for_a_person(desk: SyncDesk) -> None:
    alma = desk.alma.alma
    alma.vendors |= {"ACME2": "Acme Scholarly Press"}
    for code, vendor in (("A", "ACME"), ("B", "ACME2")):
        alma.put(code, licensor={"value": vendor, "desc": "Acme Scholarly Press"})
    desk.licence(organisations=[{"name": "Acme Scholarly Press", "role": "licensor"}])
    desk.sync()
    assert "licensor" not in alma.licences["L-1"]
    assert targets(desk.s)[0].vendors == {}


def test_of_two_who_compare_at_the_same_moment_one_does(desk: SyncDesk) -> None:
    def ask(_number: int) -> bool:
        try:
            ask_for_plan(desk.s, desk.reviewer, desk.target.id)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, range(4))) == [False, False, False, True]
