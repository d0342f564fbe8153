"""From a signed PDF to what readers are told, through the use cases, on both databases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from domain.decision import Choice, Decision, EvidenceClaim
from domain.errors import Conflict, DocumentRejected, Invalid, NotPermitted, Stale
from domain.identity import Actor
from domain.ports import Services
from domain.public_answers import AnswerKind
from domain.queries import AuditFilter
from domain.readings import Reading, ReadingState, StoredClause, StoredSuggestion
from domain.suggestion import SuggestionState
from domain.usecases.decisions import accept_suggestion, decide_term
from domain.usecases.documents import Upload, add_document
from domain.usecases.licences import add_licence, change_licence, delete_licence
from domain.usecases.taking_back import reject_suggestion, reopen_term
from domain.usecases.terms import conflicts_of, public_resource, term_history, terms_on
from domain.usecases.versions import add_version, change_version, move_version
from domain.usecases.work import work_one
from domain.version import Document, Version, VersionState
from tests.usecases.conftest import Clock

LICENCE = {"title": "Boreal Journals", "resources": [{"title": "Annals of Boreal Chemistry", "issn": "0000-0108"}]}


def upload(s: Services, actor: Actor, version: Version, pdf: Path) -> tuple[Document, Reading]:
    with pdf.open("rb") as content:
        return add_document(s, actor, version.id, Upload(filename=pdf.name, content=content))


def read_all(s: Services) -> None:
    while work_one(s, "test"):
        pass


@pytest.fixture
def version(services: Services, editor: Actor, amendment_pdf: Path) -> Version:
    """A draft whose document has been read."""
    licence = add_licence(services, editor, LICENCE)
    draft = add_version(services, editor, licence.id, {"label": "Agreement 2026", "effective_from": "2026-01-01"})
    upload(services, editor, draft, amendment_pdf)
    read_all(services)
    return draft


def clauses_of(s: Services, version: Version) -> tuple[StoredClause, ...]:
    with s.reading_only() as uow:
        reading = uow.readings.latest(uow.documents.of_version(version.id)[0].id)
        assert reading is not None
        assert reading.state is ReadingState.DONE, reading.error
        return uow.readings.clauses(reading.id)


def suggestions_of(s: Services, version: Version) -> tuple[StoredSuggestion, ...]:
    with s.reading_only() as uow:
        return uow.readings.suggestions(version.id)


def claim(stored: StoredClause) -> EvidenceClaim:
    return EvidenceClaim(document=stored.document_id, clause=stored.clause.id, quote=stored.clause.text[:40])


def decide(s: Services, actor: Actor, version: Version, value: object, **more: object) -> Decision:
    evidence = (claim(clauses_of(s, version)[-1]),)
    return decide_term(s, actor, version.id, "ill_electronic", Choice(value=value, evidence=evidence, **more))


def in_force(s: Services, actor: Actor, version: Version) -> Version:
    move_version(s, actor, version.id, VersionState.IN_REVIEW)
    return move_version(s, actor, version.id, VersionState.IN_FORCE, "Signed by both.")


def test_a_signed_pdf_becomes_a_public_answer(services: Services, version: Version, reviewer: Actor) -> None:
    decide(services, reviewer, version, "permitted_explicit", conditions="In Canada.", internal_note="Only for us.")
    slug = "annals-of-boreal-chemistry"
    before = {answer.term: answer.kind for answer in public_resource(services, slug).answers}
    assert before["ill_electronic"] is AnswerKind.ASK
    in_force(services, reviewer, version)
    answer = next(a for a in public_resource(services, slug).answers if a.term == "ill_electronic")
    assert (answer.kind, answer.conditions) == (AnswerKind.CONDITIONS, "In Canada.")
    assert "Only for us" not in str(public_resource(services, slug))


def test_a_suggestion_is_accepted_with_its_evidence(services: Services, version: Version, reviewer: Actor) -> None:
    stored = next(s for s in suggestions_of(services, version) if s.suggestion.evidence)
    decision = accept_suggestion(services, reviewer, stored.id, seen=0)
    assert decision.value == stored.suggestion.value
    assert [e.quote for e in decision.evidence] == [q.quote for q in stored.suggestion.evidence]
    assert all(e.boxes and e.sha256 for e in decision.evidence)
    now = {s.id: s.state for s in suggestions_of(services, version)}
    assert now[stored.id] is SuggestionState.ACCEPTED


def test_a_different_decision_marks_the_suggestion_as_changed_and_undo_opens_it(
    services: Services, version: Version, reviewer: Actor
) -> None:
    stored = next(s for s in suggestions_of(services, version) if s.suggestion.term == "ill_electronic")
    decide(services, reviewer, version, "uninterpreted", suggestion_id=stored.id)
    states = {s.id: s.state for s in suggestions_of(services, version)}
    assert states[stored.id] is SuggestionState.CHANGED
    reopen_term(services, reviewer, version.id, "ill_electronic")
    states = {s.id: s.state for s in suggestions_of(services, version)}
    assert states[stored.id] is SuggestionState.OPEN
    with services.reading_only() as uow:
        history = uow.decisions.of_version(version.id)
    assert [d.value for d in history] == ["uninterpreted", None]


def test_a_rejected_suggestion_leaves_its_term_not_reviewed(
    services: Services, version: Version, reviewer: Actor
) -> None:
    stored = suggestions_of(services, version)[0]
    reject_suggestion(services, reviewer, stored.id, "It is about something else.")
    in_force(services, reviewer, version)
    assert stored.suggestion.term not in terms_on(services, version.licence_id)
    with pytest.raises(Conflict, match="dealt with already"):
        reject_suggestion(services, reviewer, stored.id)


@pytest.mark.parametrize("value", ["permitted_explicit", "prohibited_interpreted", "not_applicable", "uninterpreted"])
def test_it_refuses_a_decision_without_evidence(
    services: Services, version: Version, reviewer: Actor, value: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide_term(services, reviewer, version.id, "ill_electronic", Choice(value=value))
    assert refused.value.errors[0].loc == "evidence"
    noted = Choice(value=value, internal_note="The licensor confirmed it by letter of 3 May.")
    assert decide_term(services, reviewer, version.id, "ill_electronic", noted).provenance == "entered"


def test_it_refuses_words_that_do_not_stand_in_the_clause(
    services: Services, version: Version, reviewer: Actor
) -> None:
    stored = clauses_of(services, version)[0]
    made_up = EvidenceClaim(document=stored.document_id, clause=stored.clause.id, quote="anything may be done")
    with pytest.raises(Invalid) as refused:
        decide_term(
            services, reviewer, version.id, "print_copy", Choice(value="permitted_explicit", evidence=(made_up,))
        )
    assert refused.value.errors[0].loc == "evidence.0.quote"


def test_it_refuses_a_clause_of_another_version(
    services: Services, version: Version, editor: Actor, reviewer: Actor
) -> None:
    other = add_version(services, editor, version.licence_id, {"label": "Another"})
    stored = clauses_of(services, version)[0]
    choice = Choice(value="permitted_explicit", evidence=(claim(stored),))
    with pytest.raises(Invalid) as refused:
        decide_term(services, reviewer, other.id, "print_copy", choice)
    assert refused.value.errors[0].loc == "evidence.0.document"


def test_silence_records_what_was_searched_for(services: Services, version: Version, reviewer: Actor) -> None:
    decision = decide_term(services, reviewer, version.id, "alumni_access", Choice(value="silent"))
    assert decision.provenance == "search"
    assert decision.searched
    nothing_read = add_version(services, reviewer, version.licence_id, {"label": "Unread"})
    with pytest.raises(Invalid) as refused:
        decide_term(services, reviewer, nothing_read.id, "alumni_access", Choice(value="silent"))
    assert refused.value.errors[0].loc == "searched"


def test_two_who_decide_the_same_term_are_told(
    services: Services, version: Version, reviewer: Actor, admin: Actor
) -> None:
    decide(services, reviewer, version, "permitted_explicit")
    evidence = (claim(clauses_of(services, version)[0]),)
    mine = Choice(value="prohibited_explicit", evidence=evidence)
    with pytest.raises(Stale) as told:
        decide_term(services, admin, version.id, "ill_electronic", mine, seen=0)
    assert told.value.theirs["value"] == "permitted_explicit"
    assert told.value.mine["value"] == "prohibited_explicit"
    assert "Reviewer One" in told.value.message


def test_correcting_what_is_in_force_needs_a_reason_and_keeps_the_history(
    services: Services, version: Version, reviewer: Actor
) -> None:
    decide(services, reviewer, version, "permitted_explicit")
    in_force(services, reviewer, version)
    with pytest.raises(Invalid) as refused:
        decide(services, reviewer, version, "prohibited_explicit")
    assert refused.value.errors[0].loc == "reason"
    decide(services, reviewer, version, "prohibited_explicit", reason="Misread the exception.")
    assert terms_on(services, version.licence_id)["ill_electronic"].decision.value == "prohibited_explicit"
    history = term_history(services, version.licence_id, "ill_electronic")
    assert [decision.value for _version, decision in history] == ["prohibited_explicit", "permitted_explicit"]


def test_an_amendment_replaces_a_term_from_its_date_on(
    services: Services, version: Version, editor: Actor, reviewer: Actor, amendment_pdf: Path
) -> None:
    decide(services, reviewer, version, "prohibited_explicit")
    in_force(services, reviewer, version)
    fields = {"kind": "amendment", "label": "Amendment 1", "effective_from": "2026-07-01"}
    amendment = add_version(services, editor, version.licence_id, fields)
    upload(services, editor, amendment, amendment_pdf)
    read_all(services)
    decide(services, reviewer, amendment, "permitted_explicit")
    in_force(services, reviewer, amendment)
    on = {
        day: terms_on(services, version.licence_id, dt.date.fromisoformat(day)) for day in ("2026-06-30", "2026-07-01")
    }
    assert on["2026-06-30"]["ill_electronic"].decision.value == "prohibited_explicit"
    assert on["2026-07-01"]["ill_electronic"].decision.value == "permitted_explicit"
    assert conflicts_of(services, version.licence_id) == []


def test_an_amendment_that_says_nothing_of_a_term_leaves_it_as_it_was(
    services: Services, version: Version, editor: Actor, reviewer: Actor, amendment_pdf: Path
) -> None:
    amendment = add_version(services, editor, version.licence_id, {"kind": "amendment", "label": "Amendment 1"})
    upload(services, editor, amendment, amendment_pdf)
    read_all(services)
    with pytest.raises(Invalid, match="leaves it as it was"):
        decide_term(services, reviewer, amendment.id, "alumni_access", Choice(value="silent"))
    taken_out = Choice(value="silent", evidence=(claim(clauses_of(services, amendment)[0]),))
    assert decide_term(services, reviewer, amendment.id, "alumni_access", taken_out).value == "silent"


def test_a_new_agreement_supersedes_the_former_one(
    services: Services, version: Version, editor: Actor, reviewer: Actor
) -> None:
    in_force(services, reviewer, version)
    new = add_version(services, editor, version.licence_id, {"label": "2026 autumn", "effective_from": "2026-09-01"})
    in_force(services, reviewer, new)
    with services.reading_only() as uow:
        states = {v.label: v.state for v in uow.versions.of_licence(version.licence_id)}
        steps = uow.versions.transitions(version.id)
    assert states == {"Agreement 2026": VersionState.SUPERSEDED, "2026 autumn": VersionState.IN_FORCE}
    assert steps[-1].reason == "Replaced by 2026 autumn."


def test_putting_in_force_says_everything_that_stands_in_the_way(
    services: Services, editor: Actor, reviewer: Actor
) -> None:
    licence = add_licence(services, editor, LICENCE)
    draft = add_version(services, editor, licence.id, {"label": "Bare"})
    with pytest.raises(Conflict) as refused:
        move_version(services, reviewer, draft.id, VersionState.IN_FORCE, "Because.")
    assert "cannot become in force" in refused.value.message
    move_version(services, editor, draft.id, VersionState.IN_REVIEW)
    with pytest.raises(Conflict) as refused:
        move_version(services, reviewer, draft.id, VersionState.IN_FORCE)
    assert refused.value.reasons == (
        "Give the date from which this version is effective.",
        "No signed document has been uploaded to this version.",
    )


def test_roles_are_kept(services: Services, version: Version, viewer: Actor, editor: Actor) -> None:
    with pytest.raises(NotPermitted):
        add_licence(services, viewer, LICENCE)
    with pytest.raises(NotPermitted):
        decide(services, editor, version, "permitted_explicit")
    with pytest.raises(NotPermitted):
        in_force(services, editor, version)


def test_a_stale_edit_shows_both_sides_and_saves_nothing(services: Services, editor: Actor, reviewer: Actor) -> None:
    licence = add_licence(services, editor, LICENCE)
    change_licence(services, reviewer, licence.id, {"notes": "theirs", "title": "Boreal"}, seen=1)
    with pytest.raises(Stale) as told:
        change_licence(services, editor, licence.id, {"notes": "mine", "paper_location": "Drawer 2"}, seen=1)
    assert told.value.mine == {"notes": "mine", "paper_location": "Drawer 2"}
    assert told.value.theirs == {"notes": "theirs", "paper_location": "", "title": "Boreal"}
    with services.reading_only() as uow:
        assert uow.licences.get(licence.id).fields.notes == "theirs"


def test_a_taken_code_is_refused_and_a_proposed_one_gets_a_number(services: Services, editor: Actor) -> None:
    first = add_licence(services, editor, {"title": "Boreal Journals"})
    second = add_licence(services, editor, {"title": "Boreal Journals"})
    assert (first.code, second.code) == ("BOREAL-JOURNALS", "BOREAL-JOURNALS-2")
    with pytest.raises(Conflict):
        add_licence(services, editor, {"title": "Other", "code": "boreal-journals"})


def test_every_mistake_is_told_at_its_field(services: Services, editor: Actor) -> None:
    raw = {
        "title": " ",
        "start_date": "2026-02-30",
        "end_date": "yesterday",
        "scope": "galactic",
        "notice_period": {"number": -1, "unit": "month"},
        "resources": [{"title": "", "issn": "12"}],
        "colour": "blue",
    }
    with pytest.raises(Invalid) as refused:
        add_licence(services, editor, raw)
    assert {error.loc for error in refused.value.errors} == {
        "title", "start_date", "end_date", "scope", "notice_period", "resources.0.title", "resources.0.issn", "colour",
    }  # fmt: skip


def test_dates_that_run_backwards_are_refused(services: Services, editor: Actor) -> None:
    with pytest.raises(Invalid, match="before the start date"):
        add_licence(services, editor, {"title": "A", "start_date": "2026-02-01", "end_date": "2026-01-01"})
    licence = add_licence(services, editor, LICENCE)
    with pytest.raises(Invalid, match="before the first"):
        add_version(services, editor, licence.id, {"effective_from": "2026-02-01", "effective_to": "2026-01-01"})


def test_what_was_in_force_is_not_erased(services: Services, version: Version, reviewer: Actor) -> None:
    in_force(services, reviewer, version)
    with pytest.raises(Conflict, match="retired"):
        delete_licence(services, reviewer, version.licence_id, seen=1)
    bare = add_licence(services, reviewer, {"title": "Never signed"})
    delete_licence(services, reviewer, bare.id, seen=1)
    with services.reading_only() as uow:
        kinds = [(change.licence_id, change.kind) for change in uow.audit.changes(0, 100)]
    assert (bare.id, "deleted") in kinds


def test_the_trail_tells_who_did_what_and_its_chain_holds(
    services: Services, version: Version, reviewer: Actor
) -> None:
    decide(services, reviewer, version, "permitted_explicit")
    in_force(services, reviewer, version)
    with services.reading_only() as uow:
        entries = uow.audit.entries(AuditFilter(licence_id=version.licence_id)).items
        assert uow.audit.broken_at() is None
    told = [(entry.action, entry.actor_name) for entry in reversed(entries)]
    assert told == [
        ("licence.add", "Editor One"),
        ("version.add", "Editor One"),
        ("document.add", "Editor One"),
        ("reading.finish", "Licence Desk"),
        ("term.decide", "Reviewer One"),
        ("version.send_to_review", "Reviewer One"),
        ("version.put_in_force", "Reviewer One"),
    ]
    assert entries[0].before == {"state": "in_review"}


def test_the_same_file_twice_in_a_version_is_refused_and_elsewhere_kept_once(
    services: Services, version: Version, editor: Actor, amendment_pdf: Path, tmp_path: Path
) -> None:
    with pytest.raises(Conflict, match="already kept"):
        upload(services, editor, version, amendment_pdf)
    other = add_version(services, editor, version.licence_id, {"label": "Other"})
    upload(services, editor, other, amendment_pdf)
    kept = [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert kept[0].read_bytes() == amendment_pdf.read_bytes()
    assert kept[0].stat().st_mode & 0o222 == 0


@pytest.mark.parametrize("content", [b"", b"MZ not a pdf", b"%PDF-1.7\n1 0 obj\n<<"])
def test_a_file_that_is_no_pdf_leaves_nothing_behind(
    services: Services, editor: Actor, tmp_path: Path, content: bytes
) -> None:
    licence = add_licence(services, editor, LICENCE)
    draft = add_version(services, editor, licence.id, {"label": "Draft"})
    pdf = tmp_path / "wrong.pdf"
    pdf.write_bytes(content)
    with pytest.raises(DocumentRejected, match=r"\.$"):
        upload(services, editor, draft, pdf)
    assert [path for path in (tmp_path / "documents").rglob("*") if path.is_file()] == []
    with services.reading_only() as uow:
        assert uow.documents.of_version(draft.id) == ()


def test_a_corrected_date_of_a_version_in_force_needs_a_reviewer(
    services: Services, version: Version, editor: Actor, reviewer: Actor, clock: Clock
) -> None:
    decide(services, reviewer, version, "permitted_explicit")
    current = in_force(services, reviewer, version)
    later = {"effective_from": "2027-01-01"}
    with pytest.raises(NotPermitted):
        change_version(services, editor, version.id, later, seen=current.revision)
    change_version(services, reviewer, version.id, later, seen=current.revision)
    assert terms_on(services, version.licence_id) == {}
    clock.at = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
    assert "ill_electronic" in terms_on(services, version.licence_id)
