"""What the text before decided, offered in the review of the new text and taken by a person, on both databases."""

from __future__ import annotations

import io

import pytest

from domain.decision import Choice, EvidenceClaim
from domain.errors import Conflict, NotFound, NotPermitted, Stale
from domain.identity import Actor
from domain.ports import Services
from domain.queries import AuditFilter
from domain.review import Show, Standing
from domain.suggestion import SuggestionState
from domain.usecases.carrying_over import carry_over_term, carry_over_terms, offers_of
from domain.usecases.decisions import decide_term
from domain.usecases.documents import Upload, add_document
from domain.usecases.licences import add_licence
from domain.usecases.reviewing import Wish, review_of
from domain.usecases.taking_back import reopen_term
from domain.usecases.versions import add_version, move_version
from domain.usecases.work import work_one
from domain.version import Version, VersionState
from tests.pdfs import pdf

ILL = "The Licensee may supply an electronic copy of an article to another library."
OLD = (
    "1. Authorized Users means the students and staff of the Licensee.",
    f"2. {ILL}",
    "3. Either party may end this agreement with ninety days of notice in writing.",
    "4. The Licensee may print a course pack of single articles for its students.",
)
NEW = (
    "1. Authorized Users means the students and staff of the Institution.",
    "2. The Licensed Materials are delivered by a secure network to the Institution.",
    "3. The Institution may supply an electronic copy of an article to another library.",
    "4. Either party may end this agreement with thirty days of notice in writing.",
    "5. The Institution may print a course pack of single articles for its students.",
)


def version_of(s: Services, actor: Actor, licence: str, lines: tuple[str, ...], **fields: object) -> Version:
    """A draft with a document that has been read."""
    made = add_version(s, actor, licence, {"label": "Agreement 2024", "effective_from": "2024-01-01", **fields})
    title = str(fields.get("label", "Agreement"))
    add_document(s, actor, made.id, Upload(filename="signed.pdf", content=io.BytesIO(pdf(*lines, title=title))))
    while work_one(s, "test"):
        pass
    return made


def claim_of(s: Services, version: Version, words: str) -> EvidenceClaim:
    with s.reading_only() as uow:
        (document,) = uow.documents.of_version(version.id)
        reading = uow.readings.latest(document.id)
        assert reading is not None
        clause = next(one.clause.id for one in uow.readings.clauses(reading.id) if words in one.clause.text)
    return EvidenceClaim(document=document.id, clause=clause, quote=words)


def decide(s: Services, actor: Actor, version: Version, key: str, words: str, **more: object) -> None:
    choice = Choice(value="permitted_explicit", evidence=(claim_of(s, version, words),), **more)  # type: ignore[arg-type]
    decide_term(s, actor, version.id, key, choice)


@pytest.fixture
def licence(services: Services, reviewer: Actor) -> str:
    """A licence whose agreement is in force with three decided terms."""
    made = add_licence(services, reviewer, {"title": "Boreal Journals"}).id
    old = version_of(services, reviewer, made, OLD)
    decide(
        services, reviewer, old, "ill_electronic", "supply an electronic copy of an article", conditions="In Canada."
    )
    decide(services, reviewer, old, "course_pack_print", "The Licensee may print a course pack")
    decide(services, reviewer, old, "alumni_access", "ninety days of notice")
    decide_term(services, reviewer, old.id, "text_data_mining", Choice(value="silent", searched=("mining",)))
    for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
        move_version(services, reviewer, old.id, state, "Signed by both.")
    return made


@pytest.fixture
def draft(services: Services, reviewer: Actor, licence: str) -> Version:
    return version_of(services, reviewer, licence, NEW, label="Agreement 2026", effective_from="2026-01-01")


def test_unchanged_clauses_are_offered_and_changed_ones_looked_at_again(services: Services, draft: Version) -> None:
    _, offers = offers_of(services, draft.id)

    assert {key: offer.unchanged for key, offer in offers.items()} == {
        "ill_electronic": True,
        "course_pack_print": True,
        "alumni_access": False,
    }
    (change,) = offers["alumni_access"].changes
    assert change.new is not None
    assert change.new.number == "4"


def test_the_queue_of_the_review_says_what_each_term_needs(services: Services, draft: Version) -> None:
    terms = {term.key: term for term in review_of(services, draft.id, Wish(show=Show.ALL)).terms}

    assert terms["ill_electronic"].can_be_carried
    assert terms["alumni_access"].is_doubtful
    assert not terms["alumni_access"].can_be_carried
    assert terms["alumni_access"].standing is Standing.TODO
    assert terms["text_data_mining"].offer is None


def test_a_carried_decision_rests_on_the_words_of_the_new_document_and_says_why(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    carry_over_term(services, reviewer, draft.id, "ill_electronic", seen=0)
    decision = carry_over_term(services, reviewer, draft.id, "course_pack_print", seen=0)

    with services.reading_only() as uow:
        (document,) = uow.documents.of_version(draft.id)
        held = {one.term: one for one in uow.decisions.of_version(draft.id)}
        entry = uow.audit.entries(AuditFilter(licence_id=draft.licence_id, limit=1)).items[0]
    ill = held["ill_electronic"]
    assert (ill.value, ill.conditions, ill.sequence) == ("permitted_explicit", "In Canada.", 1)
    assert ill.reason == "Carried over from “Agreement 2024”: the clauses that it rests on did not change."
    assert [(e.document_id, e.sha256, e.clause_number) for e in ill.evidence] == [(document.id, document.sha256, "3")]
    assert decision.evidence[0].quote == "The Institution may print a course pack"
    assert all(e.boxes for e in (*ill.evidence, *decision.evidence))
    assert (entry.action, entry.after["reason"]) == ("term.decide", decision.reason)


def test_nothing_is_carried_by_itself(services: Services, draft: Version) -> None:
    offers_of(services, draft.id)
    review_of(services, draft.id, Wish())

    with services.reading_only() as uow:
        assert uow.decisions.of_version(draft.id) == ()


def test_a_changed_term_may_be_decided_the_same_again_and_the_record_says_that_it_changed(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    decision = carry_over_term(services, reviewer, draft.id, "alumni_access", seen=0)

    assert decision.reason is not None
    assert decision.reason.startswith("Looked at again, since its clauses changed")
    assert decision.evidence[0].quote == "days of notice"


def test_many_are_carried_at_once_but_none_that_changed_or_was_decided(
    services: Services, reviewer: Actor, draft: Version
) -> None:
    decide(services, reviewer, draft, "course_pack_print", "The Institution may print")

    done, left = carry_over_terms(
        services, reviewer, draft.id, ["ill_electronic", "course_pack_print", "alumni_access", "no_such_term"]
    )

    assert (done, left) == (1, ("course_pack_print", "alumni_access", "no_such_term"))


def test_what_was_taken_back_is_offered_again(services: Services, reviewer: Actor, draft: Version) -> None:
    carry_over_term(services, reviewer, draft.id, "ill_electronic", seen=0)
    reopen_term(services, reviewer, draft.id, "ill_electronic")

    assert carry_over_terms(services, reviewer, draft.id, ["ill_electronic"]) == (1, ())
    with services.reading_only() as uow:
        states = [one.state for one in uow.readings.suggestions(draft.id) if one.suggestion.term == "ill_electronic"]
    assert SuggestionState.OPEN not in states


def test_somebody_who_was_faster_is_not_overwritten(services: Services, reviewer: Actor, draft: Version) -> None:
    decide(services, reviewer, draft, "ill_electronic", "supply an electronic copy")

    with pytest.raises(Stale):
        carry_over_term(services, reviewer, draft.id, "ill_electronic", seen=0)


def test_only_a_reviewer_carries_over_and_only_what_is_offered(
    services: Services, editor: Actor, reviewer: Actor, draft: Version
) -> None:
    with pytest.raises(NotPermitted):
        carry_over_term(services, editor, draft.id, "ill_electronic")
    with pytest.raises(NotFound, match="decides nothing"):
        carry_over_term(services, reviewer, draft.id, "remote_access")


def test_words_that_are_gone_cannot_be_carried(services: Services, reviewer: Actor, licence: str) -> None:
    draft = version_of(services, reviewer, licence, NEW[:2], label="Short", effective_from="2026-01-01")

    assert not offers_of(services, draft.id)[1]["ill_electronic"].can_be_taken
    with pytest.raises(Conflict, match="not in the new text"):
        carry_over_term(services, reviewer, draft.id, "ill_electronic")


def test_an_amendment_asks_only_for_the_terms_whose_clauses_it_changes(
    services: Services, reviewer: Actor, licence: str
) -> None:
    amends = ("1. In clause 3, the words “ninety days” are replaced by the words “thirty days”.", "2. The rest stays.")
    amendment = version_of(
        services, reviewer, licence, amends, kind="amendment", label="Amendment 1", effective_from="2024-07-01"
    )

    _, offers = offers_of(services, amendment.id)
    decision = carry_over_term(services, reviewer, amendment.id, "alumni_access", seen=0)

    assert list(offers) == ["alumni_access"]
    assert [e.clause_number for e in decision.evidence] == ["1"]


def test_the_first_agreement_has_nothing_before_it(services: Services, reviewer: Actor) -> None:
    made = add_licence(services, reviewer, {"title": "Northern Maps"}).id
    first = version_of(services, reviewer, made, OLD)

    assert offers_of(services, first.id)[1] == {}
