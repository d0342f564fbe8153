"""What another system says of a term stands in the review like what a file says, and undoing asks that system anew."""

from __future__ import annotations

from domain.licence import Licence
from domain.review import ReviewTerm, Show, Standing
from domain.said_elsewhere import SaidBy
from domain.sync.plan import LineKind, Purpose, Stands
from domain.usecases.licences import delete_licence
from domain.usecases.reviewing import Wish, reject_term, review_of
from domain.usecases.said_elsewhere import accept_said
from domain.usecases.spreadsheets.dumping import dump
from domain.usecases.sync.proposing import open_proposals
from domain.usecases.taking_back import undo_last
from tests.sayings import say
from tests.usecases.sync.conftest import SyncDesk
from tests.usecases.sync.test_pull import decided, proposals

TERM, CODE = "fair_dealing_clause", "FAIRUSE"


def in_review(desk: SyncDesk, licence: Licence) -> ReviewTerm:
    found = review_of(desk.s, desk.version_of(licence), Wish(show=Show.ALL)).terms
    return next(one for one in found if one.key == TERM)


def disputed(desk: SyncDesk) -> Licence:
    """Ours says yes; somebody over there said no since, and wants it looked at here."""
    licence = desk.licence(terms={TERM: "yes"})
    desk.sync()
    desk.alma.alma.put("L-1", terms={CODE: "NO"})
    plan = desk.plan()
    (item,) = desk.items(plan)
    desk.decide_conflict(item, **{CODE: Stands.THEIRS})
    desk.send(plan)
    return licence


def kinds(desk: SyncDesk) -> dict[str, LineKind]:
    return {line.field: line.kind for item in desk.items(desk.plan()) for line in item.lines if CODE in line.field}


def test_what_was_pulled_is_reviewed_and_taken_over_with_where_it_comes_from(desk: SyncDesk) -> None:
    licence = disputed(desk)
    there = in_review(desk, licence)
    (said,) = there.open_said
    assert (there.standing, there.is_doubtful) == (Standing.TODO, True)
    assert (said.by, said.value, said.source_id) == (SaidBy.SYSTEM, "no", desk.target.id)
    dumped = [line for line in dump(desk.s, desk.admin) if line["record"] == "proposal"]
    assert [(line["term"], line["value"], line["origin"]) for line in dumped] == [(TERM, "no", said.origin)]
    made = accept_said(desk.s, desk.reviewer, said.id, seen=there.sequence)
    assert made.origin is not None
    assert made.origin.startswith("Alma, record L-1,")
    assert made.reason == f"Taken over from {made.origin}."
    assert proposals(desk) == {}


def test_a_rejection_that_is_undone_lets_the_next_plan_ask_and_not_overwrite(desk: SyncDesk) -> None:
    licence = disputed(desk)
    assert set(kinds(desk).values()) == {LineKind.HELD}
    reject_term(desk.s, desk.reviewer, desk.version_of(licence), TERM)
    assert set(kinds(desk).values()) == {LineKind.SEND}
    undo_last(desk.s, desk.reviewer, desk.version_of(licence))
    assert [one.term for one in open_proposals(desk.s, desk.target.id)] == [TERM]
    assert set(kinds(desk).values()) == {LineKind.CONFLICT}


def test_a_pull_decides_nothing_of_which_a_spreadsheet_says_something_else(desk: SyncDesk) -> None:
    there = desk.alma.alma
    there.put("A-1", terms={CODE: "YES"})
    with desk.s.reading_only() as uow:
        assert uow.licences.by_code("A-1") is None
    desk.pull(Purpose.PULL_SUGGESTIONS)
    with desk.s.reading_only() as uow:
        licence = uow.licences.by_code("A-1")
        assert licence is not None
    say(desk.s, desk.version_of(licence), TERM, "no")
    there.put("A-1", terms={CODE: "YES", "GOVLAW": "Ontario"})
    desk.pull(Purpose.PULL_DECISIONS, everything=True)
    assert set(decided(desk, "A-1")) == {"governing_law"}
    assert len(in_review(desk, licence).open_said) == 2


def test_an_erased_licence_leaves_nothing_to_be_decided(desk: SyncDesk) -> None:
    desk.alma.alma.put("A-1", terms={CODE: "YES"})
    desk.pull(Purpose.PULL_SUGGESTIONS)
    with desk.s.reading_only() as uow:
        licence = uow.licences.by_code("A-1")
        assert licence is not None
    delete_licence(desk.s, desk.admin, licence.id, seen=licence.revision)
    assert open_proposals(desk.s, desk.target.id) == ()
