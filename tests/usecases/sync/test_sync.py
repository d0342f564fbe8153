"""Plan, look, apply: what is sent, what is asked, and what is never touched."""

from __future__ import annotations

import datetime as dt

import pytest

from domain.errors import Conflict, Invalid, NotPermitted
from domain.identity import Actor
from domain.queries import AuditFilter
from domain.sync.plan import ItemKind, ItemState, LineKind, PlanState, Purpose, Stands
from domain.sync.records import LossKind
from domain.usecases.licences import add_licence, change_licence
from domain.usecases.sync.looking import NEW, Wishes, decide_all, decide_item, only_there, plan_now
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.sending import ask_to_send
from domain.usecases.sync.targets import add_target, ask_again, change_mapping, close_target, targets
from tests.usecases.conftest import Clock
from tests.usecases.sync.conftest import SyncDesk

TERMS = {
    "ill_electronic": ("permitted_explicit", "Canada only"),
    "fair_dealing_clause": "yes",
    "governing_law": "Ontario",
}


def test_what_is_decided_here_stands_there_after_sending(desk: SyncDesk) -> None:
    desk.licence(
        terms=TERMS, end_date="2027-12-31", organisations=[{"name": "Acme Scholarly Press", "role": "licensor"}]
    )
    desk.alma.alma.put("OTHER", licensor={"value": "ACME", "desc": "Acme Scholarly Press"}, terms={"FAIRUSE": "NO"})
    plan = desk.sync()
    assert (plan.state, plan.only_there) == (PlanState.DONE, 1)
    there = desk.alma.alma
    assert there.value("L-1", "ILLELEC") == "PERMITTED"
    assert there.value("L-1", "ILLN") == "Interlibrary loan: electronic: Canada only"
    assert there.value("L-1", "FAIRUSE") == "YES"
    assert there.value("L-1", "GOVLAW") == "Ontario"
    assert there.licences["L-1"]["licensor"]["value"] == "ACME"
    assert there.licences["L-1"]["end_date"] == "2027-12-31Z"
    assert there.value("OTHER", "FAIRUSE") == "NO"


def test_nothing_is_written_before_it_is_sent(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    plan = desk.plan()
    assert plan.state is PlanState.READY
    assert desk.alma.alma.licences == {}
    (item,) = desk.items(plan)
    assert (item.kind, item.state) == (ItemKind.CREATE, ItemState.WAITING)
    assert plan_now(desk.s, plan.id).counts.to_send == item.to_send > 4


def test_when_both_say_the_same_there_is_nothing_to_do(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    desk.sync()
    asked = desk.alma.count("PUT") + desk.alma.count("POST")
    plan = desk.sync()
    assert (plan.agree, desk.items(plan)) == (1, ())
    assert desk.alma.count("PUT") + desk.alma.count("POST") == asked


def test_a_new_decision_is_sent_and_all_that_is_theirs_stays(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.sync()
    desk.alma.alma.put("L-1", terms={"ALLRIGHTS": "YES"}, location={"value": "SAFE", "desc": "The safe"})
    desk.decide(desk.version_of(licence), "fair_dealing_clause", "no")
    desk.sync()
    assert desk.alma.alma.value("L-1", "FAIRUSE") == "NO"
    assert desk.alma.alma.value("L-1", "ALLRIGHTS") == "YES"
    assert desk.alma.alma.licences["L-1"]["location"] == {"value": "SAFE", "desc": "The safe"}


def test_what_somebody_changed_there_is_a_question_and_stays_until_it_is_decided(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    desk.sync()
    desk.alma.alma.put("L-1", terms={"FAIRUSE": "NO"})
    plan = desk.plan()
    (item,) = desk.items(plan)
    (line,) = item.lines
    assert (line.kind, line.base, line.theirs, line.send) == (LineKind.CONFLICT, "YES", "NO", "YES")
    desk.send(plan)
    assert desk.alma.alma.value("L-1", "FAIRUSE") == "NO"
    plan = desk.plan()
    desk.decide_conflict(desk.items(plan)[0], FAIRUSE=Stands.OURS)
    desk.send(plan)
    assert desk.alma.alma.value("L-1", "FAIRUSE") == "YES"


def test_what_somebody_took_away_there_is_a_question_too(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    desk.sync()
    desk.alma.alma.put("L-1", terms={"FAIRUSE": ""})
    plan = desk.sync()
    assert desk.items(plan)[0].lines[0].kind is LineKind.CONFLICT
    assert desk.alma.alma.value("L-1", "FAIRUSE") is None


def test_a_record_met_for_the_first_time_that_says_otherwise_is_not_overwritten(desk: SyncDesk) -> None:
    desk.licence(title="The same", terms=TERMS)
    desk.alma.alma.put("l-1", "The same", terms={"FAIRUSE": "NO", "ILLELEC": "PERMITTED"})
    plan = desk.sync()
    item = desk.items(plan)[0]
    kinds = {line.field: line.kind for line in item.lines}
    assert kinds["term.FAIRUSE"] is LineKind.CONFLICT
    assert kinds["term.GOVLAW"] is LineKind.SEND
    assert "term.ILLELEC" not in kinds
    assert desk.alma.alma.value("l-1", "FAIRUSE") == "NO"
    assert desk.alma.alma.value("l-1", "GOVLAW") == "Ontario"
    assert list(desk.alma.alma.licences) == ["l-1"]


def test_all_conflicts_can_be_decided_at_once(desk: SyncDesk) -> None:
    for number in range(3):
        desk.licence(f"L-{number}", "Same", terms={"fair_dealing_clause": "yes"})
        desk.alma.alma.put(f"L-{number}", "Same", terms={"FAIRUSE": "NO"})
    plan = desk.plan()
    assert decide_all(desk.s, desk.reviewer, plan.id, Stands.OURS) == 3
    desk.send(plan)
    assert {desk.alma.alma.value(f"L-{n}", "FAIRUSE") for n in range(3)} == {"YES"}


def test_conditions_that_no_longer_hold_are_cleared_where_we_wrote_them(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.sync()
    desk.decide(desk.version_of(licence), "ill_electronic", "permitted_explicit")
    plan = desk.plan()
    assert [(line.kind, line.field) for line in desk.items(plan)[0].lines] == [(LineKind.CLEAR, "term.ILLN")]
    assert plan_now(desk.s, plan.id).counts.cleared == 1
    desk.send(plan)
    assert desk.alma.alma.value("L-1", "ILLN") is None


def test_a_note_that_is_theirs_alone_is_never_cleared(desk: SyncDesk) -> None:
    desk.licence(terms={"ill_electronic": "permitted_explicit"})
    desk.alma.alma.put("L-1", "Licence L-1", terms={"ILLELEC": "PERMITTED", "ILLN": "Ask Robin"})
    assert desk.items(desk.sync()) == ()
    assert desk.alma.alma.value("L-1", "ILLN") == "Ask Robin"


def test_what_has_no_place_there_is_shown(desk: SyncDesk) -> None:
    desk.licence(
        terms={
            "text_data_mining": "permitted_explicit",
            "fair_dealing_clause": "silent",
            "remote_access": ("permitted_explicit", "with a card"),
        },
        organisations=[{"name": "Nobody knows", "role": "licensor"}],
    )
    (item,) = desk.items(desk.plan())
    lost = {(line.loss.what, line.loss.kind) for line in item.lines if line.loss}
    assert lost == {
        ("text_data_mining", LossKind.NO_TERM),
        ("fair_dealing_clause", LossKind.NO_VALUE),
        ("remote_access", LossKind.NO_NOTE),
        ("licensor", LossKind.NO_VENDOR),
    }


def test_a_licence_of_the_same_name_is_matched_by_hand_and_not_doubled(desk: SyncDesk) -> None:
    desk.licence(title="Journals Complete", terms=TERMS)
    desk.alma.alma.put("MSP-24", "Journals  complete", terms={"FAIRUSE": "YES"})
    plan = desk.sync()
    (item,) = desk.items(plan)
    assert (item.kind, item.alike, item.state) == (ItemKind.MATCH, ("MSP-24",), ItemState.WAITING)
    assert list(desk.alma.alma.licences) == ["MSP-24"]
    plan = desk.plan()
    (item,) = desk.items(plan)
    item = decide_item(desk.s, desk.reviewer, item.id, Wishes(match="MSP-24"), seen=item.revision)
    assert item.kind is ItemKind.CHANGE
    desk.send(plan)
    assert desk.alma.alma.value("MSP-24", "GOVLAW") == "Ontario"
    assert list(desk.alma.alma.licences) == ["MSP-24"]
    assert desk.plan().agree == 0  # its name there is written otherwise, which is a question


def test_a_licence_that_only_looks_the_same_can_be_made_anew(desk: SyncDesk) -> None:
    desk.licence(title="Journals Complete", terms=TERMS)
    desk.alma.alma.put("MSP-24", "Journals Complete")
    plan = desk.plan()
    (item,) = desk.items(plan)
    decide_item(desk.s, desk.reviewer, item.id, Wishes(match=NEW), seen=item.revision)
    desk.send(plan)
    assert set(desk.alma.alma.licences) == {"L-1", "MSP-24"}
    assert only_there(desk.s, plan.id) == (("MSP-24", "Journals Complete"),)


def test_a_record_that_was_erased_there_is_not_made_again_unasked(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    desk.sync()
    del desk.alma.alma.licences["L-1"]
    plan = desk.sync()
    assert desk.items(plan)[0].kind is ItemKind.MATCH
    assert desk.alma.alma.licences == {}


def test_a_record_can_be_left_out(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    plan = desk.plan()
    (item,) = desk.items(plan)
    decide_item(desk.s, desk.reviewer, item.id, Wishes(send=False), seen=item.revision)
    assert plan_now(desk.s, plan.id).counts.to_send == 0
    desk.send(plan)
    assert desk.alma.alma.licences == {}


def test_an_amendment_is_a_record_of_its_own_with_what_it_decides(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.version(licence, "amendment", "2026-06-01", {"fair_dealing_clause": "no"}, "Amendment 1")
    desk.sync()
    there = desk.alma.alma
    assert there.parents == {"L-1-A1": "L-1"}
    assert there.value("L-1", "FAIRUSE") == "NO"
    assert there.value("L-1-A1", "FAIRUSE") == "NO"
    assert there.value("L-1-A1", "GOVLAW") is None
    assert desk.items(desk.plan()) == ()


def test_a_retired_licence_is_retired_there_and_never_deleted(desk: SyncDesk) -> None:
    licence = desk.licence(terms=TERMS)
    desk.sync()
    change_licence(desk.s, desk.admin, licence.id, {"status": "retired"}, seen=licence.revision)
    desk.sync()
    assert desk.alma.alma.licences["L-1"]["status"]["value"] == "RETIRED"
    assert desk.alma.count("DELETE") == 0


def test_what_is_still_negotiated_is_not_made_there(desk: SyncDesk) -> None:
    add_licence(desk.s, desk.admin, {"code": "L-2", "title": "Still talking"})
    assert desk.items(desk.sync()) == ()


def test_a_report_of_drift_says_where_they_differ_and_sends_nothing(desk: SyncDesk) -> None:
    desk.licence(terms=TERMS)
    desk.sync()
    desk.alma.alma.put("L-1", terms={"FAIRUSE": "NO"})
    desk.alma.alma.put("THEIRS")
    report = desk.plan(Purpose.DRIFT)
    counts = plan_now(desk.s, report.id).counts
    assert (counts.items, counts.to_decide, counts.only_there) == (1, 1, 1)
    with pytest.raises(Conflict, match="report"):
        ask_to_send(desk.s, desk.reviewer, report.id)


def test_an_old_plan_is_not_sent_over_a_newer_one(desk: SyncDesk, clock: Clock) -> None:
    desk.licence(terms=TERMS)
    old = desk.plan()
    clock.at += dt.timedelta(minutes=1)
    desk.plan()
    with pytest.raises(Conflict, match="newer"):
        ask_to_send(desk.s, desk.reviewer, old.id)


def test_two_comparisons_at_once_are_refused(desk: SyncDesk) -> None:
    ask_for_plan(desk.s, desk.reviewer, desk.target.id)
    with pytest.raises(Conflict, match="already"):
        ask_for_plan(desk.s, desk.reviewer, desk.target.id)


def test_records_of_old_plans_are_forgotten_and_the_trail_is_not(desk: SyncDesk, clock: Clock) -> None:
    desk.licence(terms=TERMS)
    first = desk.sync()
    assert len(desk.items(first)) == 1
    for _ in range(10):
        clock.at += dt.timedelta(minutes=1)
        desk.plan()
    assert desk.items(first) == ()
    with desk.s.reading_only() as uow:
        (entry,) = uow.audit.entries(AuditFilter(action="sync.write")).items
    assert entry.after["term.FAIRUSE"] == "YES"


def test_a_mapping_can_send_a_term_to_a_code_of_the_librarys_own(desk: SyncDesk) -> None:
    desk.alma.alma.terms["TDM"] = ("LicenseTermsPermittedProhibited", False)
    ask_again(desk.s, desk.admin, desk.target.id)
    (target,) = targets(desk.s)
    raw = [{"term": "text_data_mining", "code": "TDM"}]
    change_mapping(desk.s, desk.admin, target.id, raw, seen=target.revision)
    desk.licence(terms={"text_data_mining": "permitted_interpreted"})
    desk.sync()
    assert desk.alma.alma.value("L-1", "TDM") == "PERMITTED_INTERPRETED"


def test_one_code_cannot_hold_two_answers(desk: SyncDesk) -> None:
    raw = [{"term": "text_data_mining", "code": "ILLELEC"}, {"term": "ill_electronic", "code": "ILLELEC"}]
    with pytest.raises(Invalid, match="another term"):
        change_mapping(desk.s, desk.admin, desk.target.id, raw, seen=1)


def test_a_key_is_kept_sealed_and_shown_to_nobody(desk: SyncDesk) -> None:
    with desk.s.reading_only() as uow:
        sealed = uow.sync.sealed_key(desk.target.id)
        log = uow.sync.requests(desk.target.id, None, 100).items
    assert desk.alma.key not in sealed
    assert desk.alma.key not in repr(targets(desk.s))
    assert len(log) > 3
    assert desk.alma.key not in repr(log)


def test_a_wrong_key_is_told_when_the_target_is_added(desk: SyncDesk) -> None:
    raw = {"name": "Another", "address": desk.alma.address, "key": "wrong"}
    with pytest.raises(Exception, match="does not take the key"):
        add_target(desk.s, desk.admin, raw)
    assert len(targets(desk.s)) == 1


def test_only_an_administrator_connects_and_only_a_reviewer_sends(desk: SyncDesk, viewer: Actor, editor: Actor) -> None:
    for actor in (viewer, editor, desk.reviewer):
        with pytest.raises(NotPermitted):
            add_target(desk.s, actor, {"name": "X", "address": desk.alma.address, "key": "k"})
    plan = desk.plan()
    with pytest.raises(NotPermitted):
        ask_for_plan(desk.s, editor, desk.target.id)
    with pytest.raises(NotPermitted):
        ask_to_send(desk.s, editor, plan.id)


def test_a_closed_target_forgets_its_key_and_takes_no_plans(desk: SyncDesk) -> None:
    close_target(desk.s, desk.admin, desk.target.id, seen=targets(desk.s)[0].revision)
    assert targets(desk.s) == ()
    with desk.s.reading_only() as uow:
        assert uow.sync.sealed_key(desk.target.id) == ""
    with pytest.raises(Conflict, match="disconnected"):
        ask_for_plan(desk.s, desk.reviewer, desk.target.id)
