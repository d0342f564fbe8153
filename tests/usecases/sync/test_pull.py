"""Taking over an existing Alma: nothing is made up, nothing decided here is changed, nothing comes twice."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest

from domain.decision import Provenance
from domain.errors import Conflict, Invalid
from domain.queries import LicenceFilter
from domain.sync.plan import Plan, PlanState, Purpose
from domain.sync.proposals import Proposal
from domain.usecases.said_elsewhere import accept_said, reject_said
from domain.usecases.sync.proposing import open_proposals
from domain.usecases.sync.pulling import ask_for_pull
from domain.usecases.terms import decided_versions
from domain.version import VersionKind, VersionState
from tests.usecases.conftest import Clock
from tests.usecases.sync.conftest import SyncDesk
from tests.usecases.sync.test_faults import Killed, Mortal, work_one

THEIRS = {
    "ILLELEC": "PERMITTED",
    "FAIRUSE": "YES",
    "DIGCOPY": "PERMITTED_EXPLICIT",
    "DIGCOPYN": "One copy",
    "GOVLAW": "Ontario",
}


def proposals(desk: SyncDesk) -> dict[str, Proposal]:
    return {one.term: one for one in open_proposals(desk.s, desk.target.id)}


def codes(desk: SyncDesk) -> set[str]:
    with desk.s.reading_only() as uow:
        return {row.fields.code for row in uow.queries.licences(LicenceFilter(today=desk.s.today())).items}


def decided(desk: SyncDesk, code: str) -> dict[str, tuple[object, str | None, Provenance]]:
    with desk.s.reading_only() as uow:
        licence = uow.licences.by_code(code)
        assert licence is not None
        (layer, *_) = decided_versions(uow, licence.id)
        return {key: (one.value, one.conditions, one.provenance) for key, one in layer.latest().items()}


def progress(plan: Plan) -> dict[str, int]:
    assert plan.state is PlanState.DONE, plan.error
    return dict(plan.progress)


def test_as_suggestions_everything_waits_for_a_person(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", "Theirs", terms=THEIRS, licensor={"value": "ACME", "desc": "Acme Scholarly Press"})
    assert progress(desk.pull(Purpose.PULL_SUGGESTIONS)) == {"added": 1, "proposed": 4}
    assert codes(desk) == {"A-1"}
    assert decided(desk, "A-1") == {}
    waiting = proposals(desk)
    assert waiting["ill_electronic"].value == "permitted_interpreted"
    assert (waiting["digital_copy"].value, waiting["digital_copy"].conditions) == ("permitted_explicit", "One copy")
    with desk.s.reading_only() as uow:
        licence = uow.licences.by_code("A-1")
        assert licence is not None
        assert licence.fields.organisations[0].name == "Acme Scholarly Press"
        (version,) = uow.versions.of_licence(licence.id)
    assert (version.kind, version.state) == (VersionKind.AGREEMENT, VersionState.DRAFT)


def test_as_decisions_only_what_is_sure_is_decided_and_keeps_its_origin(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", "Theirs", terms=THEIRS)
    assert progress(desk.pull(Purpose.PULL_DECISIONS)) == {"added": 1, "decided": 3, "proposed": 1}
    assert decided(desk, "A-1") == {
        "fair_dealing_clause": ("yes", None, Provenance.IMPORTED),
        "digital_copy": ("permitted_explicit", "One copy", Provenance.IMPORTED),
        "governing_law": ("Ontario", None, Provenance.IMPORTED),
    }
    assert set(proposals(desk)) == {"ill_electronic"}
    assert proposals(desk)["ill_electronic"].origin == "Alma, record A-1, 2026-11-21"


def test_what_was_decided_here_stays_and_the_difference_waits(desk: SyncDesk) -> None:
    desk.licence("A-1", "Ours", terms={"fair_dealing_clause": "no", "governing_law": "Ontario"})
    desk.alma.alma.put("A-1", "Theirs", terms=THEIRS)
    assert progress(desk.pull(Purpose.PULL_DECISIONS)) == {"same": 1, "decided": 1, "proposed": 2}
    assert decided(desk, "A-1")["fair_dealing_clause"][0] == "no"
    assert proposals(desk)["fair_dealing_clause"].value == "yes"
    conflicts = [line for item in desk.items(desk.plan()) for line in item.lines if line.undecided]
    assert "term.FAIRUSE" in {line.field for line in conflicts}


@pytest.mark.parametrize(
    ("theirs", "status"), [("ACTIVE", "active"), ("EXPIRED", "expired"), ("DRAFT", "in_negotiation")]
)
def test_nothing_of_what_was_just_taken_over_would_be_sent_back(desk: SyncDesk, theirs: str, status: str) -> None:
    desk.alma.alma.put("A-1", "Theirs", terms=THEIRS, status={"value": theirs})
    desk.pull(Purpose.PULL_SUGGESTIONS)
    with desk.s.reading_only() as uow:
        (row,) = uow.queries.licences(LicenceFilter(today=desk.s.today())).items
    assert row.status == status
    assert desk.items(desk.plan()) == ()


def test_a_status_that_means_nothing_here_is_a_question_and_is_not_overwritten(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", "Theirs", terms=THEIRS, status={"value": "INACTIVE", "desc": "Inactive"})
    desk.pull(Purpose.PULL_SUGGESTIONS)
    (item,) = desk.items(desk.plan())
    assert [(line.field, line.undecided) for line in item.lines] == [("status", True)]


def test_what_was_sent_from_here_is_not_laid_before_anybody_when_it_comes_back(desk: SyncDesk) -> None:
    terms = {"ill_electronic": ("permitted_interpreted", "In Canada."), "fair_dealing_clause": "yes"}
    desk.licence("A-1", "Ours", terms=terms)
    desk.sync()
    assert progress(desk.pull(Purpose.PULL_SUGGESTIONS)) == {"same": 2}
    desk.alma.alma.put("A-1", terms={"ILLELEC": "PROHIBITED"})
    assert progress(desk.pull(Purpose.PULL_SUGGESTIONS)) == {"same": 1, "proposed": 1}


def test_only_what_changed_is_looked_at_the_next_time(desk: SyncDesk, clock: Clock) -> None:
    for number in range(3):
        desk.alma.alma.put(f"A-{number}", terms={"FAIRUSE": "YES"})
    desk.pull(Purpose.PULL_SUGGESTIONS)
    for expected, listed in (({"unchanged": 2, "proposed": 1}, 3), ({"proposed": 1}, 1)):
        clock.at += dt.timedelta(days=5)
        desk.alma.alma.today += dt.timedelta(days=5)
        desk.alma.alma.put("A-1", terms={"FAIRUSE": "NO" if listed == 3 else "", "GOVLAW": str(listed)})
        again = desk.pull(Purpose.PULL_SUGGESTIONS)
        assert (progress(again).get("unchanged", 0), again.of) == (expected.get("unchanged", 0), listed)


def test_pulling_everything_again_adds_nothing(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", terms=THEIRS)
    desk.pull(Purpose.PULL_SUGGESTIONS)
    before = len(proposals(desk))
    assert progress(desk.pull(Purpose.PULL_SUGGESTIONS, everything=True)) == {"unchanged": 1}
    assert len(proposals(desk)) == before


def test_amendments_come_as_amendments(desk: SyncDesk) -> None:
    there = desk.alma.alma
    there.put("A-1", terms={"FAIRUSE": "YES"})
    there.put("A-1-X", "Amendment on AI", terms={"FAIRUSE": "NO"}, start_date="2026-06-01Z")
    there.parents["A-1-X"] = "A-1"
    assert progress(desk.pull(Purpose.PULL_DECISIONS)) == {"added": 1, "decided": 2, "amendments": 1}
    with desk.s.reading_only() as uow:
        licence = uow.licences.by_code("A-1")
        assert licence is not None
        kinds = [(one.kind, one.label) for one in uow.versions.of_licence(licence.id)]
    assert (VersionKind.AMENDMENT, "Amendment on AI") in kinds


def test_what_was_taken_over_is_not_sent_back_as_if_it_differed(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", "Theirs", terms={"FAIRUSE": "YES", "GOVLAW": "Ontario"})
    desk.pull(Purpose.PULL_DECISIONS)
    plan = desk.plan()
    assert {line.field for item in desk.items(plan) for line in item.lines if line.goes or line.undecided} <= {"status"}


def test_terms_that_mean_nothing_here_are_kept_in_the_notes(desk: SyncDesk) -> None:
    desk.alma.alma.terms["LOCALONE"] = ("", False)
    desk.alma.alma.put("A-1", terms={"LOCALONE": "Ask Robin first"})
    desk.pull(Purpose.PULL_SUGGESTIONS)
    with desk.s.reading_only() as uow:
        licence = uow.licences.by_code("A-1")
    assert licence is not None
    assert "LOCALONE: Ask Robin first" in licence.fields.notes


def test_a_record_that_cannot_be_entered_here_is_told_and_stops_no_other(desk: SyncDesk) -> None:
    desk.alma.alma.put("A#1!", "With a code of signs", terms={"FAIRUSE": "YES"})
    desk.alma.alma.put("A-2", terms={"FAIRUSE": "YES"})
    plan = desk.pull(Purpose.PULL_SUGGESTIONS)
    assert progress(plan)["left_out"] == 1
    assert plan.doubts[0].startswith("A#1!: Use letters, digits")
    assert codes(desk) == {"A-2"}


def test_words_that_are_no_value_need_one_chosen(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", terms={"CONCURUSER": "about three"})
    desk.pull(Purpose.PULL_DECISIONS)
    waiting = proposals(desk)["concurrent_users"]
    assert (waiting.value, waiting.raw) == (None, "about three")
    with pytest.raises(Invalid, match="about three"):
        accept_said(desk.s, desk.reviewer, waiting.id)
    accept_said(desk.s, desk.reviewer, waiting.id, value=3)
    assert decided(desk, "A-1")["concurrent_users"] == (3, None, Provenance.IMPORTED)


def test_what_was_rejected_is_not_proposed_again(desk: SyncDesk) -> None:
    there = desk.alma.alma
    there.put("A-1", terms={"FAIRUSE": "YES"})
    there.put("A-1-X", "Amendment", start_date="2026-06-01Z")
    there.parents["A-1-X"] = "A-1"
    desk.pull(Purpose.PULL_SUGGESTIONS)
    reject_said(desk.s, desk.reviewer, proposals(desk)["fair_dealing_clause"].id)
    desk.pull(Purpose.PULL_SUGGESTIONS, everything=True)
    assert proposals(desk) == {}


def test_a_proposal_is_settled_once(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", terms={"FAIRUSE": "YES"})
    desk.pull(Purpose.PULL_SUGGESTIONS)
    waiting = proposals(desk)["fair_dealing_clause"]
    reject_said(desk.s, desk.reviewer, waiting.id)
    with pytest.raises(Conflict, match="dealt with"):
        accept_said(desk.s, desk.reviewer, waiting.id)
    assert decided(desk, "A-1") == {}


@pytest.mark.parametrize("commits", range(8))
def test_a_worker_killed_while_taking_over_doubles_nothing(desk: SyncDesk, clock: Clock, commits: int) -> None:

    for number in range(3):
        desk.alma.alma.put(f"A-{number}", terms=THEIRS)
    ask_for_pull(desk.s, desk.reviewer, desk.target.id, Purpose.PULL_DECISIONS)
    mortal = Mortal(desk.s, commits).services()
    with contextlib.suppress(Killed):
        while work_one(mortal, "mortal"):
            pass
    clock.at += dt.timedelta(minutes=2)
    desk.work()
    assert codes(desk) == {"A-0", "A-1", "A-2"}
    assert all(len(decided(desk, f"A-{number}")) == 3 for number in range(3))
    assert len(open_proposals(desk.s, desk.target.id)) == 3
