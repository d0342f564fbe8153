"""Everything that can go wrong on the way: nothing is lost, doubled or overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from domain.ports import Services
from domain.sync.plan import ItemState, PlanState
from domain.usecases.documents import Upload, add_document
from domain.usecases.sync.looking import plan_now
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.sending import ask_to_send, stop_sending
from domain.usecases.sync.targets import change_target, targets
from domain.usecases.work import work_one
from domain.version import DocumentRole
from tests.usecases.conftest import Clock
from tests.usecases.sync.conftest import SyncDesk

TERMS = {"ill_electronic": "permitted_explicit", "governing_law": "Ontario", "fair_dealing_clause": "yes"}


class Killed(BaseException):
    """The worker's process is gone from one moment to the next."""


@dataclass
class Mortal:
    """Services that are killed just before a commit that writes."""

    inner: Services
    left: int

    def services(self) -> Services:
        """The same, mortal."""
        return replace(self.inner, unit_of_work=self.unit_of_work)

    @contextmanager
    def unit_of_work(self) -> Iterator[Any]:
        """A transaction that may be the last."""
        with self.inner.unit_of_work() as uow:
            yield _Dying(uow, self)


@dataclass
class _Dying:
    inner: Any
    life: Mortal

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def commit(self) -> None:
        """Or not."""
        self.life.left -= 1
        if self.life.left < 0:
            raise Killed
        self.inner.commit()


def send_dying_at(desk: SyncDesk, commits: int, clock: Clock) -> bool:
    """Send the newest plan with a worker that dies after so many commits, then with one that lives; whether it died."""
    mortal = Mortal(desk.s, commits).services()
    died = False
    try:
        while work_one(mortal, "mortal"):
            pass
    except Killed:
        died = True
    clock.at += dt.timedelta(minutes=2)
    desk.work()
    return died


def with_pdf(desk: SyncDesk, version_id: str, pdf: Path) -> None:
    """A signed file on a version."""
    with pdf.open("rb") as file:
        add_document(
            desk.s,
            desk.admin,
            version_id,
            Upload(filename="signed.pdf", content=file, role=DocumentRole.AGREEMENT.value),
        )


@pytest.mark.parametrize("commits", range(14))
def test_a_worker_killed_at_any_point_of_sending_doubles_and_loses_nothing(
    desk: SyncDesk, clock: Clock, amendment_pdf: Path, commits: int
) -> None:
    licence = desk.licence(terms=TERMS)
    with_pdf(desk, desk.version_of(licence), amendment_pdf)
    desk.version(licence, "amendment", "2026-06-01", {"fair_dealing_clause": "no"}, "Amendment 1")
    desk.licence("L-2", terms=TERMS)
    desk.work()
    plan = desk.plan()
    ask_to_send(desk.s, desk.reviewer, plan.id)
    died = send_dying_at(desk, commits, clock)
    assert died
    there = desk.alma.alma
    assert plan_now(desk.s, plan.id).plan.state is PlanState.DONE
    assert {item.state for item in desk.items(plan)} == {ItemState.WRITTEN}
    assert set(there.licences) == {"L-1", "L-1-A1", "L-2"}
    assert desk.alma.count("POST", "/licenses") == 4
    assert [len(files) for files in there.files.values()] == [1]
    assert there.value("L-1", "GOVLAW") == "Ontario"
    assert desk.plan().agree == 2


@pytest.mark.parametrize("kind", ["timeout_after", "silence_after", "internal_after", "unreadable_after", "silence"])
@pytest.mark.parametrize(("method", "part"), [("POST", "/licenses"), ("POST", "/attachments"), ("PUT", "/licenses")])
def test_a_request_without_an_answer_is_never_done_twice(
    desk: SyncDesk, amendment_pdf: Path, kind: str, method: str, part: str
) -> None:
    licence = desk.licence(terms=TERMS)
    if method == "PUT":
        desk.sync()
        desk.decide(desk.version_of(licence), "fair_dealing_clause", "no")
    if "attachments" in part:
        with_pdf(desk, desk.version_of(licence), amendment_pdf)
        desk.work()
    desk.alma.fail(kind, method, part)
    plan = desk.sync()
    assert plan.state is PlanState.DONE
    assert {item.state for item in desk.items(plan)} == {ItemState.WRITTEN}
    assert desk.alma.alma.value("L-1", "FAIRUSE") == ("NO" if method == "PUT" else "YES")
    assert len(desk.alma.alma.licences) == 1
    assert all(len(files) == 1 for files in desk.alma.alma.files.values())
    assert desk.plan().agree == 1


@pytest.mark.parametrize("kind", ["per_second", "internal", "gateway", "silence", "cut_off"])
def test_a_comparison_outlives_passing_trouble(desk: SyncDesk, kind: str) -> None:
    desk.licence(terms=TERMS)
    desk.alma.alma.put("L-1", "Licence L-1", terms={"FAIRUSE": "YES"})
    desk.alma.fail(kind, "GET", times=2)
    plan = desk.plan()
    assert plan.state is PlanState.READY
    assert len(desk.items(plan)) == 1


def test_half_a_list_makes_no_plan_that_would_add_what_is_there(desk: SyncDesk) -> None:
    for number in range(6):
        desk.licence(f"L-{number}", terms=TERMS)
        desk.alma.alma.put(f"L-{number}", terms={"FAIRUSE": "YES"})
    desk.alma.fail("half_page", "GET", "/licenses", times=99)
    plan = desk.plan()
    assert plan.state is PlanState.FAILED
    assert "only part" in str(plan.error)
    assert desk.items(plan) == ()


def test_what_is_changed_between_comparing_and_sending_is_left_out(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.sync()
    desk.decide(desk.version_of(licence), "fair_dealing_clause", "no")
    plan = desk.plan()
    desk.alma.alma.put("L-1", terms={"FAIRUSE": ""})
    desk.send(plan)
    (item,) = desk.items(plan)
    assert item.state is ItemState.LEFT_OUT
    assert desk.alma.alma.value("L-1", "FAIRUSE") is None
    assert desk.alma.count("PUT") == 0


def test_what_is_changed_between_reading_and_an_unanswered_writing_is_not_overwritten(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.sync()
    desk.decide(desk.version_of(licence), "fair_dealing_clause", "no")
    plan = desk.plan()
    desk.alma.fail("silence", "PUT")
    desk.alma.meanwhile("PUT", "L-1", lambda: desk.alma.alma.put("L-1", terms={"FAIRUSE": ""}))
    desk.send(plan)
    assert desk.items(plan)[0].state is ItemState.LEFT_OUT
    assert desk.alma.alma.value("L-1", "FAIRUSE") is None


def test_a_code_that_somebody_takes_meanwhile_is_not_taken_for_ours(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    plan = desk.plan()
    desk.alma.alma.put("L-1", "Quite another licence")
    desk.send(plan)
    assert desk.items(plan)[0].state is ItemState.LEFT_OUT
    assert desk.alma.alma.licences["L-1"]["name"] == "Quite another licence"


def test_a_value_that_is_refused_holds_back_no_other(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    desk.alma.alma.refused_terms.add("GOVLAW")
    plan = desk.sync()
    (item,) = desk.items(plan)
    assert item.state is ItemState.REFUSED
    assert "GOVLAW" in item.message
    assert "others were written" in item.message
    assert desk.alma.alma.value("L-1", "FAIRUSE") == "YES"
    desk.alma.alma.refused_terms.clear()
    desk.sync()
    assert desk.alma.alma.value("L-1", "GOVLAW") == "Ontario"


def test_one_refused_licence_holds_back_no_other(desk: SyncDesk) -> None:
    for code in ("L-1", "L-2", "L-3"):
        desk.licence(code, terms=TERMS)
    plan = desk.plan()
    desk.alma.fail("missing", "POST")
    desk.send(plan)
    assert [item.state for item in desk.items(plan)].count(ItemState.WRITTEN) == 2
    assert len(desk.alma.alma.licences) == 2


def test_an_expired_key_pauses_and_a_new_one_goes_on(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    plan = desk.plan()
    desk.alma.key = "a new key"
    paused = desk.send(plan)
    assert paused.state is PlanState.PAUSED
    assert "new key" in str(paused.error)
    (target,) = targets(desk.s)
    change_target(desk.s, desk.admin, target.id, {"key": "a new key"}, seen=target.revision)
    assert desk.send(plan).state is PlanState.DONE
    assert list(desk.alma.alma.licences) == ["L-1"]


def test_a_used_up_quota_goes_on_the_next_day_by_itself(desk: SyncDesk, clock: Clock) -> None:
    for code in ("L-1", "L-2"):
        desk.licence(code, terms=TERMS)
    plan = desk.plan()
    desk.alma.remaining = 3
    waiting = desk.send(plan)
    assert waiting.state is PlanState.SENDING
    assert "quota" in str(waiting.error)
    done = len(desk.alma.alma.licences)
    assert done < 2
    desk.alma.remaining = 1000
    desk.work()
    assert len(desk.alma.alma.licences) == done
    clock.at = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    desk.work()
    assert plan_now(desk.s, plan.id).plan.state is PlanState.DONE
    assert set(desk.alma.alma.licences) == {"L-1", "L-2"}


def test_a_target_that_is_down_pauses_after_several_tries_and_can_be_gone_on_with(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    plan = desk.plan()
    desk.alma.fail("internal", times=5)
    assert desk.send(plan).state is PlanState.PAUSED
    assert desk.send(plan).state is PlanState.DONE
    assert list(desk.alma.alma.licences) == ["L-1"]


def test_a_long_sending_lets_other_work_have_its_turn(desk: SyncDesk, clock: Clock) -> None:
    for code in ("L-1", "L-2", "L-3"):
        desk.licence(code, terms=TERMS)
    plan = desk.plan()

    def a_minute_later() -> None:
        clock.at += dt.timedelta(minutes=1)

    desk.alma.meanwhile("POST", "/licenses", a_minute_later)
    ask_to_send(desk.s, desk.reviewer, plan.id)
    assert work_one(desk.s, "test")
    assert plan_now(desk.s, plan.id).plan.state is PlanState.SENDING
    assert len(desk.alma.alma.licences) == 1
    desk.work()
    assert plan_now(desk.s, plan.id).plan.state is PlanState.DONE
    assert len(desk.alma.alma.licences) == 3


def test_sending_can_be_stopped_and_gone_on_with(desk: SyncDesk) -> None:
    for code in ("L-1", "L-2", "L-3"):
        desk.licence(code, terms=TERMS)
    plan = desk.plan()
    desk.alma.meanwhile("POST", "/licenses", lambda: stop_sending(desk.s, desk.reviewer, plan.id) and None)
    stopped = desk.send(plan)
    assert stopped.state is PlanState.STOPPED
    assert len(desk.alma.alma.licences) == 1
    assert desk.send(plan).state is PlanState.DONE
    assert len(desk.alma.alma.licences) == 3


@pytest.mark.parametrize("commits", range(7))
def test_a_worker_killed_while_comparing_leaves_one_whole_plan(desk: SyncDesk, clock: Clock, commits: int) -> None:
    desk.licence(terms=TERMS)
    desk.alma.alma.put("L-1", "Licence L-1", terms={"FAIRUSE": "NO"})
    plan = ask_for_plan(desk.s, desk.reviewer, desk.target.id)
    send_dying_at(desk, commits, clock)
    assert plan_now(desk.s, plan.id).plan.state is PlanState.READY
    assert len(desk.items(plan)) == 1


def test_a_file_past_the_limit_is_told_and_not_sent(desk: SyncDesk, amendment_pdf: Path) -> None:
    licence = desk.licence(terms=TERMS)
    with_pdf(desk, desk.version_of(licence), amendment_pdf)
    desk.work()
    with desk.s.unit_of_work() as uow:
        target = uow.sync.target(desk.target.id)
        small = replace(target.options, document_bytes=100)
        uow.sync.replace_target(replace(target, options=small, revision=target.revision + 1), seen=target.revision)
        uow.commit()
    plan = desk.sync()
    assert plan_now(desk.s, plan.id).counts.no_place == 1
    assert desk.alma.alma.files == {}
