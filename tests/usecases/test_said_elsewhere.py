"""What spreadsheets and licensors say of terms stands in the review beside what a reading suggests; both databases."""

from __future__ import annotations

from typing import Any

import pytest

from domain.accepting import LEAST_SURE, Left
from domain.audit import Action
from domain.decision import Choice, Decision, Provenance
from domain.errors import Conflict, NotFound, Stale
from domain.identity import Actor
from domain.ports import Services
from domain.queries import AuditFilter
from domain.review import ReviewTerm, Show, Standing
from domain.said_elsewhere import SaidBy
from domain.spreadsheets.waiting import Source
from domain.suggestion import SuggestionState
from domain.usecases.accepting_many import accept_many, acceptable
from domain.usecases.carrying_over import carry_over_terms
from domain.usecases.decisions import accept_suggestion, decide_term
from domain.usecases.licences import add_licence
from domain.usecases.review_trail import news_of_review
from domain.usecases.reviewing import Wish, confirm_silent, reject_term, review_of
from domain.usecases.said_elsewhere import accept_said, accept_shown, reject_said
from domain.usecases.taking_back import reopen_term, undo_last
from domain.usecases.terms import terms_on
from domain.usecases.versions import add_version, how_ready, move_version
from domain.usecases.work import work_one
from domain.version import Version, VersionState
from domain.work_queue import Whose
from tests.sayings import ORIGIN, say
from tests.usecases.test_accepting_many import LINES
from tests.usecases.test_carrying_over import version_of

FOUND, SILENT = "alumni_access", "text_data_mining"
SAID = "permitted_explicit"


@pytest.fixture
def licence(services: Services, reviewer: Actor) -> str:
    return add_licence(services, reviewer, {"title": "Boreal Journals"}).id


@pytest.fixture
def draft(services: Services, reviewer: Actor, licence: str) -> Version:
    """A version whose text permits alumni and says nothing of text mining."""
    return version_of(services, reviewer, licence, LINES, label="Agreement 2026", effective_from="2026-01-01")


def term(s: Services, version: Version, key: str) -> ReviewTerm:
    return next(one for one in review_of(s, version.id, Wish(show=Show.ALL)).terms if one.key == key)


def decided(s: Services, version: Version, key: str) -> Decision:
    found = term(s, version, key).decision
    assert found is not None
    return found


def states(s: Services, version: Version, key: str) -> list[SuggestionState]:
    return [one.state for one in term(s, version, key).said]


def in_force(s: Services, actor: Actor, version: Version) -> None:
    for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
        move_version(s, actor, version.id, state, "Signed by both.")


@pytest.mark.parametrize("source", Source)
def test_what_is_said_of_a_term_waits_at_its_place_in_the_review(
    services: Services, draft: Version, source: Source
) -> None:
    before = review_of(services, draft.id, Wish()).progress
    said = say(services, draft.id, "fair_dealing_clause", "yes", source=source, conditions="In Canada.")

    there = term(services, draft, "fair_dealing_clause")
    assert there.standing is Standing.TODO
    assert [(one.id, one.by, one.origin) for one in there.said] == [(said.id, SaidBy(source.value), ORIGIN)]
    after = review_of(services, draft.id, Wish()).progress
    assert after.todo in (before.todo, before.todo + 1)
    assert after.reviewed == before.reviewed


def test_a_version_without_a_document_is_reviewed_on_what_is_said(
    services: Services, reviewer: Actor, licence: str
) -> None:
    version = add_version(services, reviewer, licence, {"label": "From list.csv"})
    say(services, version.id, FOUND, SAID)
    review = review_of(services, version.id, Wish())
    assert (review.progress.total, review.progress.todo, review.shown) == (1, 1, None)
    assert review.open is not None
    assert review.open.key == FOUND


def test_the_desk_the_list_and_the_record_count_it_until_it_is_answered(
    services: Services, reviewer: Actor, licence: str
) -> None:
    version = add_version(services, reviewer, licence, {"label": "From list.csv"})
    first, second = (say(services, version.id, key, SAID) for key in (FOUND, SILENT))

    def counted() -> tuple[list[tuple[str, int, int]], dict[str, int]]:
        with services.reading_only() as uow:
            waiting = uow.work.reviews(10, Whose())
            counts = uow.queries.review_counts(licence)[version.id]
        return [(one.version_id, one.suggestions, one.dealt_with) for one in waiting], dict(counts)

    assert counted() == ([(version.id, 2, 0)], {"open": 2, "accepted": 0, "changed": 0, "rejected": 0})
    accept_said(services, reviewer, first.id)
    assert counted() == ([(version.id, 2, 1)], {"open": 1, "accepted": 1, "changed": 0, "rejected": 0})
    reject_said(services, reviewer, second.id)
    assert counted() == ([], {"open": 0, "accepted": 1, "changed": 0, "rejected": 1})
    undo_last(services, reviewer, version.id)
    assert counted()[0] == [(version.id, 2, 1)]


def test_it_is_told_before_a_version_is_put_in_force(services: Services, reviewer: Actor, licence: str) -> None:
    version = add_version(services, reviewer, licence, {"label": "One", "effective_from": "2026-01-01"})
    say(services, version.id, FOUND, SAID)
    move_version(services, reviewer, version.id, VersionState.IN_REVIEW)
    assert "1 suggestion is still to be reviewed." in how_ready(services, version.id, VersionState.IN_FORCE).doubts


def test_nothing_of_it_holds_before_somebody_decides(services: Services, reviewer: Actor, draft: Version) -> None:
    in_force(services, reviewer, draft)
    say(services, draft.id, SILENT, SAID)
    assert SILENT not in terms_on(services, draft.licence_id, services.today())


def test_taken_over_it_is_a_decision_that_keeps_where_it_comes_from(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    said = say(services, draft.id, SILENT, SAID, conditions="On campus.", public_note="Ask first.")
    accept_said(services, reviewer, said.id, seen=0, at=(draft.id, SILENT))
    made = decided(services, draft, SILENT)
    assert (made.value, made.conditions, made.public_note) == (SAID, "On campus.", "Ask first.")
    assert (made.provenance, made.origin, made.internal_note) == (
        Provenance.IMPORTED,
        ORIGIN,
        f"{ORIGIN}: as agreed",
    )
    assert term(services, draft, SILENT).standing is Standing.ACCEPTED
    assert states(services, draft, SILENT) == [SuggestionState.ACCEPTED]


def test_it_is_taken_over_only_at_its_own_term(services: Services, reviewer: Actor, draft: Version) -> None:
    said = say(services, draft.id, SILENT, SAID)
    with pytest.raises(NotFound):
        accept_said(services, reviewer, said.id, at=(draft.id, FOUND))
    assert term(services, draft, FOUND).decision is None


def test_a_decision_on_the_documents_answers_all_that_is_said_of_the_term(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    suggestion = term(services, draft, FOUND).suggestion
    assert suggestion is not None
    say(services, draft.id, FOUND, suggestion.suggestion.value, conditions=suggestion.suggestion.conditions)
    say(services, draft.id, FOUND, "prohibited_explicit")
    assert term(services, draft, FOUND).is_doubtful
    accept_suggestion(services, reviewer, suggestion.id)
    assert states(services, draft, FOUND) == [SuggestionState.ACCEPTED, SuggestionState.CHANGED]
    assert term(services, draft, FOUND).standing is Standing.ACCEPTED


def test_a_decision_taken_back_lets_it_wait_again(services: Services, reviewer: Actor, draft: Version) -> None:
    first = say(services, draft.id, SILENT, SAID)
    accept_said(services, reviewer, first.id)
    later = say(services, draft.id, SILENT, "prohibited_explicit", source=Source.LICENSOR)
    assert term(services, draft, SILENT).standing is Standing.TODO
    accept_said(services, reviewer, later.id)
    assert decided(services, draft, SILENT).value == "prohibited_explicit"

    assert undo_last(services, reviewer, draft.id) == (SILENT,)
    assert decided(services, draft, SILENT).value == SAID
    assert states(services, draft, SILENT) == [SuggestionState.ACCEPTED, SuggestionState.OPEN]
    assert undo_last(services, reviewer, draft.id) == (SILENT,)
    assert term(services, draft, SILENT).decision is None
    assert states(services, draft, SILENT) == [SuggestionState.OPEN, SuggestionState.OPEN]


def test_rejecting_is_in_the_history_told_to_others_and_can_be_undone(
    services: Services, reviewer: Actor, admin: Actor, draft: Version
) -> None:
    say(services, draft.id, FOUND, "prohibited_explicit")
    since = review_of(services, draft.id, Wish()).newest
    reject_term(services, reviewer, draft.id, FOUND, "Not in our copy.")

    there = term(services, draft, FOUND)
    assert (there.standing, states(services, draft, FOUND)) == (Standing.REJECTED, [SuggestionState.REJECTED])
    with services.reading_only() as uow:
        entries = uow.audit.entries(AuditFilter(action=Action.SUGGESTION_REJECT)).items
    assert {(one.after["term"], one.after["reason"]) for one in entries} == {(FOUND, "Not in our copy.")}
    assert ORIGIN in {one.after.get("origin") for one in entries}
    assert [news.key for news in news_of_review(services, admin, draft.id, since)] == [FOUND]

    undo_last(services, reviewer, draft.id)
    assert states(services, draft, FOUND) == [SuggestionState.OPEN]
    assert term(services, draft, FOUND).standing is Standing.TODO
    reopened = [news.action for news in news_of_review(services, admin, draft.id, since)]
    assert reopened == [Action.SUGGESTION_REOPEN]


def test_rejecting_what_is_said_beside_a_silence_leaves_the_silence_to_be_confirmed(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    say(services, draft.id, SILENT, SAID)
    assert confirm_silent(services, reviewer, draft.id, [SILENT]) == (0, (SILENT,))
    reject_term(services, reviewer, draft.id, SILENT)
    assert term(services, draft, SILENT).awaits_silence
    assert confirm_silent(services, reviewer, draft.id, [SILENT]) == (1, ())


def test_a_decision_in_force_is_looked_at_again_where_the_licensor_says_something_else(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    decide_term(services, reviewer, draft.id, FOUND, Choice(value=SAID, internal_note="By telephone."))
    in_force(services, reviewer, draft)
    said = say(services, draft.id, FOUND, "prohibited_explicit", source=Source.LICENSOR)
    assert term(services, draft, FOUND).standing is Standing.TODO
    assert terms_on(services, draft.licence_id, services.today())[FOUND].decision.value == SAID
    accept_said(services, reviewer, said.id)
    assert terms_on(services, draft.licence_id, services.today())[FOUND].decision.value == "prohibited_explicit"
    assert decided(services, draft, FOUND).reason == f"Imported from {ORIGIN}."


def test_who_looked_at_an_older_decision_is_told(services: Services, reviewer: Actor, draft: Version) -> None:
    said = say(services, draft.id, SILENT, SAID)
    decide_term(services, reviewer, draft.id, FOUND, Choice(value=SAID, internal_note="By telephone."))
    other = say(services, draft.id, FOUND, "prohibited_explicit")
    with pytest.raises(Stale):
        accept_said(services, reviewer, other.id, seen=0)
    accept_said(services, reviewer, said.id, seen=0)
    with pytest.raises(Conflict, match="Reviewer One has dealt with this already"):
        accept_said(services, reviewer, said.id, seen=1)


def test_what_agrees_is_accepted_together_with_the_rest_and_what_does_not_is_left(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    sure = {one.key: one.suggestion for one in acceptable(services, draft.id, LEAST_SURE).sorted_out.accepted}
    agreed, other = sure[FOUND], sure["walk_in_access"]
    assert agreed is not None
    assert other is not None
    say(services, draft.id, FOUND, agreed.suggestion.value, conditions=agreed.suggestion.conditions)
    say(services, draft.id, "walk_in_access", "prohibited_explicit")
    say(services, draft.id, "course_pack_print", SAID)

    parted = acceptable(services, draft.id, LEAST_SURE).sorted_out
    reasons = {one.key: why for one, why in parted.left}
    assert FOUND in {one.key for one in parted.accepted}
    assert (reasons["walk_in_access"], reasons["course_pack_print"]) == (Left.ELSEWHERE, Left.ELSEWHERE)
    assert accept_many(services, reviewer, draft.id, [agreed.id, other.id], LEAST_SURE) == (1, 1)
    assert states(services, draft, FOUND) == [SuggestionState.ACCEPTED]
    assert states(services, draft, "walk_in_access") == [SuggestionState.OPEN]


def test_a_suggestion_that_was_rejected_is_not_accepted_together_because_somebody_says_the_same(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    suggestion = term(services, draft, FOUND).suggestion
    assert suggestion is not None
    reject_term(services, reviewer, draft.id, FOUND)
    say(services, draft.id, FOUND, suggestion.suggestion.value, conditions=suggestion.suggestion.conditions)
    assert accept_many(services, reviewer, draft.id, [suggestion.id], LEAST_SURE) == (0, 1)


@pytest.mark.parametrize("held", ["on this version", "in force", "before"])
def test_no_prohibition_is_lifted_together_with_others(
    services: Services, reviewer: Actor, licence: str, draft: Version, held: str
) -> None:
    no = Choice(value="prohibited_explicit", internal_note="By telephone.")
    at = draft
    decide_term(services, reviewer, draft.id, SILENT, no)
    if held != "on this version":
        in_force(services, reviewer, draft)
        at = add_version(services, reviewer, licence, {"label": "2027", "effective_from": "2027-01-01"})
    if held == "before":
        move_version(services, reviewer, draft.id, VersionState.ENDED, "It ran out.")
    lifted = say(services, at.id, SILENT, SAID)
    other = say(services, at.id, "course_pack_print", SAID)

    assert accept_shown(services, reviewer, [lifted.id, other.id]) == (1, 1)
    assert states(services, at, SILENT) == [SuggestionState.OPEN]
    accept_said(services, reviewer, lifted.id)
    assert states(services, at, SILENT) == [SuggestionState.ACCEPTED]


def test_a_former_decision_is_not_carried_over_unread_where_somebody_says_otherwise(
    services: Services, reviewer: Actor, licence: str, draft: Version
) -> None:
    suggestion = term(services, draft, FOUND).suggestion
    assert suggestion is not None
    accept_suggestion(services, reviewer, suggestion.id)
    in_force(services, reviewer, draft)
    new = version_of(services, reviewer, licence, LINES, label="2027", effective_from="2027-01-01")
    assert term(services, new, FOUND).can_be_carried
    say(services, new.id, FOUND, "prohibited_explicit")
    assert not term(services, new, FOUND).can_be_carried
    assert carry_over_terms(services, reviewer, new.id, [FOUND]) == (0, (FOUND,))


def test_words_that_nobody_can_read_are_doubtful_until_a_value_is_chosen(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    said = say(services, draft.id, SILENT, None, raw="Within reason")
    assert term(services, draft, SILENT).is_doubtful
    accept_said(services, reviewer, said.id, value="uninterpreted")
    assert states(services, draft, SILENT) == [SuggestionState.CHANGED]
    assert decided(services, draft, SILENT).internal_note == f"{ORIGIN}: Within reason"


def test_taking_back_a_term_opens_what_was_rejected(services: Services, reviewer: Actor, draft: Version) -> None:
    said: Any = say(services, draft.id, "course_pack_print", SAID)
    reject_said(services, reviewer, said.id)
    reopen_term(services, reviewer, draft.id, "course_pack_print")
    assert states(services, draft, "course_pack_print") == [SuggestionState.OPEN]
    while work_one(services, "test"):
        pass
