"""The form that a licensor is asked to confirm: what goes out, and what becomes of what comes back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest

from domain.audit import Action
from domain.decision import Choice
from domain.errors import Invalid
from domain.identity import Actor
from domain.ports import Services
from domain.queries import AuditFilter
from domain.spreadsheets.answers import HEADINGS, form_rows
from domain.spreadsheets.waiting import ImportedSuggestion, Source
from domain.usecases.decisions import decide_term
from domain.usecases.licence_record import licence_record
from domain.usecases.said_elsewhere import accept_said, accept_worded, reject_said
from domain.usecases.spreadsheets.importing import import_file
from domain.usecases.terms import terms_on
from tests.usecases.spreadsheets.test_importing import in_force, put_in_force
from web.workbook import Sheet, workbook

AGREE, ANSWER, CONDITIONS, COMMENTS = 6, 7, 8, 9


@dataclass
class Form:
    """The form of one licence, to be filled in and sent back."""

    desk: Services
    actor: Actor
    licence_id: str
    version_id: str

    def rows(self) -> list[list[str]]:
        record = licence_record(self.desk, self.licence_id, self.desk.today())
        return [list(row) for row in form_rows(record.licence, record.definitions, record.terms)]

    def sent_back(self, answers: dict[str, dict[int, str]]) -> dict[str, ImportedSuggestion]:
        """Filled in by term and column, imported; what waits then, by term."""
        rows = self.rows()
        for row in rows[1:]:
            for column, text in answers.get(row[2], {}).items():
                row[column] = text
        content = workbook([Sheet(name="Terms", rows=rows)])
        import_file(self.desk, self.actor, self.desk.sheets.read("answers.xlsx", io.BytesIO(content)))
        with self.desk.reading_only() as uow:
            return {one.term: one for one in uow.exchange.suggestions(licence_ids=[self.licence_id])}


@pytest.fixture
def form(desk: Services, admin: Actor) -> Form:
    licence_id, version_id = in_force(desk, admin)
    known: dict[str, Any] = {"internal_note": "Doubtful, says the lawyer.", "public_note": "Ask us."}
    decide_term(desk, admin, version_id, "walk_in_access", Choice(value="permitted_explicit", **known))
    decide_term(desk, admin, version_id, "alumni_access", Choice(value="prohibited_explicit", **known))
    put_in_force(desk, admin, version_id)
    return Form(desk, admin, licence_id, version_id)


def test_the_form_has_what_holds_and_what_is_open_with_room_for_answers_and_no_notes(form: Form) -> None:
    head, *rows = form.rows()
    assert tuple(head) == HEADINGS
    by_term = {row[2]: row for row in rows}
    assert by_term["walk_in_access"][:6] == [
        "L-1", "Journals Complete", "walk_in_access", "Walk-in users", "permitted (explicit)", "",
    ]  # fmt: skip
    assert by_term["ill_electronic"][4:] == [""] * 6
    assert all(row[6:] == [""] * 4 for row in rows)
    assert "lawyer" not in str(rows)
    assert "Ask us" not in str(rows)


def test_what_is_agreed_or_not_answered_changes_nothing_and_is_in_the_trail(form: Form) -> None:
    assert form.sent_back({"walk_in_access": {AGREE: "Yes"}}) == {}
    with form.desk.reading_only() as uow:
        which = AuditFilter(limit=5, licence_id=form.licence_id, action=Action.IMPORT)
        (entry,) = uow.audit.entries(which).items
    assert (entry.after["confirmed"], entry.after["differs"]) == (["walk_in_access"], [])


def test_what_differs_waits_as_the_licensors_answer(form: Form) -> None:
    waiting = form.sent_back(
        {
            "walk_in_access": {AGREE: "no", ANSWER: "prohibited (explicit)", COMMENTS: "See clause 4."},
            "alumni_access": {AGREE: "no", ANSWER: "Only emeriti, on request"},
            "ill_electronic": {ANSWER: "permitted (explicit)", CONDITIONS: "Within Canada."},
        }
    )
    walk_in, alumni, ill = (waiting[key] for key in ("walk_in_access", "alumni_access", "ill_electronic"))
    assert {one.source for one in waiting.values()} == {Source.LICENSOR}
    assert walk_in.origin.startswith("licensor’s answer: answers.xlsx, sheet Terms, row ")
    assert (walk_in.value, walk_in.internal_note) == ("prohibited_explicit", "The licensor says: See clause 4.")
    assert (alumni.value, "Only emeriti" in alumni.raw) == (None, True)
    assert (ill.value, ill.conditions) == ("permitted_explicit", "Within Canada.")


def test_a_person_decides_what_the_licensors_words_mean(form: Form, reviewer: Actor) -> None:
    waiting = form.sent_back({"alumni_access": {AGREE: "no", ANSWER: "Only emeriti"}, "walk_in_access": {AGREE: "no"}})
    alumni, walk_in = waiting["alumni_access"], waiting["walk_in_access"]
    with pytest.raises(Invalid, match="Choose one"):
        accept_said(form.desk, reviewer, alumni.id)
    accept_worded(form.desk, reviewer, alumni.id, "permitted (interpreted)")
    reject_said(form.desk, reviewer, walk_in.id)

    held = terms_on(form.desk, form.licence_id)
    assert held["alumni_access"].decision.value == "permitted_interpreted"
    assert held["alumni_access"].decision.origin == alumni.origin
    assert held["walk_in_access"].decision.value == "permitted_explicit"


def test_a_form_whose_first_columns_were_changed_is_refused_by_cell(form: Form) -> None:
    rows = form.rows()
    rows[1][0], rows[2][2] = "L-9", "nothing"
    content = workbook([Sheet(name="Terms", rows=rows)])
    with pytest.raises(Invalid) as refused:
        import_file(form.desk, form.actor, form.desk.sheets.read("answers.xlsx", io.BytesIO(content)))
    assert [error.loc for error in refused.value.errors] == ["Terms, row 2, column A", "Terms, row 3, column C"]
