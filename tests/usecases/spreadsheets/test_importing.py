"""Spreadsheets taken in: looked at cell by cell, confirmed, and written whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from domain.audit import Action
from domain.decision import Choice, Provenance
from domain.errors import Conflict, Invalid, NotFound, NotPermitted
from domain.identity import Actor, Role
from domain.licence import OrganisationRole
from domain.ports import Services
from domain.queries import AuditFilter
from domain.spreadsheets.effect import SheetMapping, TermsAs
from domain.spreadsheets.table import Workbook
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence, change_licence
from domain.usecases.spreadsheets.importing import (
    columns_of,
    confirm,
    import_file,
    leave,
    look,
    pending_import,
    receive,
)
from domain.usecases.terms import terms_on
from domain.usecases.versions import add_version, move_version
from domain.version import VersionState
from tests.material import SHARED, material
from web.workbook import Sheet, workbook

OURS = SHARED / "data" / "lsp" / "our" / "our_ualberta_export_228rows.csv"
HEAD = ["Code", "Title", "Licensor", "Start date", "Walk-in users", "Walk-in users: conditions", "Alumni access"]
Make = Callable[[Sequence[Sequence[Any]]], Workbook]


def number_of(desk: Services) -> int:
    with desk.reading_only() as uow:
        return len(tuple(uow.exchange.every_licence()))


def in_force(desk: Services, admin: Actor, **fields: Any) -> tuple[str, str]:
    licence = add_licence(desk, admin, {"title": "Journals Complete", "code": "L-1", **fields})
    version = add_version(desk, admin, licence.id, {"label": "2026", "effective_from": "2026-01-01"})
    return licence.id, version.id


def put_in_force(desk: Services, admin: Actor, version_id: str) -> None:
    for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
        move_version(desk, admin, version_id, state, "Agreed by letter.")


def test_new_licences_come_in_with_their_terms_as_decisions_that_say_where_they_are_from(
    desk: Services, reviewer: Actor, book: Make
) -> None:
    rows = [HEAD, ["L-1", "Journals", "Meridian; Pelham", "2026-01-01", "permitted (explicit)", "On site only.", "No"]]
    done = import_file(desk, reviewer, book(rows), terms_as=TermsAs.DECISIONS)

    assert dict(done.counts) == {"licences_added": 1, "decisions": 2}
    with desk.reading_only() as uow:
        (licence,) = uow.exchange.every_licence()
        (version,) = uow.versions.of_licence(licence.id)
        decisions = {one.term: one for one in uow.decisions.of_version(version.id)}
        actions = [entry.action for entry in uow.audit.entries(AuditFilter(limit=20)).items]
    assert licence.fields.named(OrganisationRole.LICENSOR) == ("Meridian", "Pelham")
    assert (version.label, version.state) == ("From list.xlsx", VersionState.DRAFT)
    walk_in = decisions["walk_in_access"]
    assert (walk_in.value, walk_in.conditions) == ("permitted_explicit", "On site only.")
    assert walk_in.provenance is Provenance.IMPORTED
    assert walk_in.origin == "list.xlsx, sheet Licences, row 2, 2026-11-21"
    assert decisions["alumni_access"].value == "prohibited_interpreted"
    assert actions.count(Action.TERM_DECIDE) == 2
    assert {Action.IMPORT, Action.LICENCE_ADD, Action.VERSION_ADD} <= set(actions)


def test_as_suggestions_nothing_is_decided_and_the_same_file_asks_only_once(
    desk: Services, editor: Actor, book: Make
) -> None:
    rows = [HEAD, ["L-1", "Journals", "", "", "yes", "", ""]]
    assert dict(import_file(desk, editor, book(rows)).counts) == {"licences_added": 1, "suggestions": 1}

    with desk.reading_only() as uow:
        (licence,) = uow.exchange.every_licence()
        (waiting,) = uow.exchange.suggestions(licence_ids=[licence.id])
        assert uow.decisions.of_licence(licence.id) == {}
    assert (waiting.term, waiting.value, waiting.raw) == ("walk_in_access", "permitted_interpreted", "yes")
    with pytest.raises(Conflict, match="changes nothing"):
        import_file(desk, editor, book(rows))


def test_only_a_reviewer_may_import_decisions(desk: Services, editor: Actor, viewer: Actor, book: Make) -> None:
    file = book([HEAD, ["L-1", "Journals"]])
    with pytest.raises(NotPermitted):
        import_file(desk, editor, file, terms_as=TermsAs.DECISIONS)
    with pytest.raises(NotPermitted):
        import_file(desk, viewer, file)
    assert number_of(desk) == 0


def test_a_preview_tells_each_cell_and_writes_nothing(desk: Services, admin: Actor, book: Make) -> None:
    licence_id, version_id = in_force(desk, admin)
    decide_term(desk, admin, version_id, "walk_in_access", Choice(value="silent", internal_note="Read."))
    put_in_force(desk, admin, version_id)
    rows = [
        HEAD,
        ["l-1", "Journals Complete", "Meridian", "", "permitted (explicit)", "In the library.", ""],
        ["L-2", "New", "", "", "", "", ""],
    ]
    preview = import_file(desk, admin, book(rows), only_look=True).preview

    assert dict(preview.counts) == {"new": 1, "change": 1, "same": 0, "wrong": 0, "terms": 1}
    changed, new = preview.rows
    assert changed["licence"] == licence_id
    assert changed["cells"] == [
        [0, "change", "L-1", "l-1"],
        [2, "new", "", "Meridian"],
        [4, "change", "silent", "permitted (explicit)"],
        [5, "change", "", "In the library."],
    ]
    assert new["effect"] == "new"
    assert number_of(desk) == 1


def test_a_decision_in_force_is_superseded_with_its_reason_and_readers_are_told(
    desk: Services, admin: Actor, book: Make
) -> None:
    licence_id, version_id = in_force(desk, admin)
    decide_term(desk, admin, version_id, "alumni_access", Choice(value="prohibited_explicit", internal_note="Read."))
    put_in_force(desk, admin, version_id)
    with desk.reading_only() as uow:
        before = len(uow.audit.changes(0, 100))
    import_file(desk, admin, book([["Code", "Alumni access"], ["L-1", "yes"]]), terms_as=TermsAs.DECISIONS)

    decision = terms_on(desk, licence_id)["alumni_access"].decision
    assert (decision.value, decision.sequence) == ("permitted_interpreted", 2)
    assert decision.reason == "Imported from list.xlsx, sheet Licences, row 2, 2026-11-21."
    with desk.reading_only() as uow:
        assert [change.kind for change in uow.audit.changes(0, 100)][before:] == ["terms"]


@pytest.mark.parametrize(
    "wrong",
    [
        (["L-1", "One", "", "31/01/2026"], "Licences, row 2, column D", "year-month-day"),
        (["L-1", "One", "", "", "maybe"], "Licences, row 2, column E", "no value of a permission"),
        (["L-1", "One", "", "", "silent", "On site."], "Licences, row 2, column E", "Clear the conditions"),
        (["L-1", "One", "", "", "", "On site."], "Licences, row 2, column F", "Give its value too"),
        (["L-1", ""], "Licences, row 2, column A", "no licence with this code"),
        (["L<1>", "One"], "Licences, row 2, column A", "letters, digits"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_nothing_is_written(
    desk: Services, reviewer: Actor, book: Make, wrong: tuple[list[str], str, str]
) -> None:
    row, place, message = wrong
    file = book([HEAD, row, ["L-2", "Two"]])
    with pytest.raises(Invalid) as refused:
        import_file(desk, reviewer, file)
    (error,) = refused.value.errors
    assert error.loc == place
    assert message in error.message
    assert number_of(desk) == 0


def test_codes_that_stand_twice_and_titles_of_several_licences_are_told(
    desk: Services, admin: Actor, book: Make
) -> None:
    twice = import_file(desk, admin, book([HEAD, ["L-1", "One"], ["l-1", "Two"]]), only_look=True).preview
    assert twice.rows[1]["errors"] == [[0, "Row 2 has the same code. Keep one of the two."]]
    add_licence(desk, admin, {"title": "Same"})
    add_licence(desk, admin, {"title": "Same"})
    alike = import_file(desk, admin, book([["Title", "Notes"], ["same", "x"]]), only_look=True).preview
    assert "Several licences have this title" in alike.rows[0]["errors"][0][1]


def test_unknown_headings_are_left_aside_and_a_sheet_without_a_licence_is_refused(
    desk: Services, editor: Actor, book: Make
) -> None:
    done = import_file(desk, editor, book([["Code", "Title", "Shoe size"], ["L-1", "One", "44"]]))
    assert done.mapping.targets == ("code", "title", "")
    with pytest.raises(Invalid, match="code or the title"):
        import_file(desk, editor, book([["Shoe size", "Colour"], ["44", "red"]]))
    with pytest.raises(Invalid, match="No column has the heading"):
        import_file(desk, editor, book([HEAD, ["L-2", "Two"]]), targets={"Nothing": "notes"})
    with pytest.raises(Invalid, match="nothing that a column can hold"):
        import_file(desk, editor, book([HEAD, ["L-2", "Two"]]), targets={"Licensor": "term:nothing"})


def kept(desk: Services, actor: Actor, rows: Sequence[Sequence[Any]]) -> str:
    return receive(desk, actor, "list.xlsx", io.BytesIO(workbook([Sheet(name="A", rows=rows)]))).id


def test_a_file_is_kept_for_its_owner_until_it_is_confirmed(desk: Services, editor: Actor, reviewer: Actor) -> None:
    import_id = kept(desk, editor, [["Kod", "Title", "Walk-in users"], ["L-1", "One", "perhaps"]])
    columns = columns_of(desk, editor, import_id)
    assert [(column.heading, column.target) for column in columns.columns] == [
        ("Kod", ""),
        ("Title", "title"),
        ("Walk-in users", "term:walk_in_access"),
    ]
    assert (columns.samples[0], columns.words) == (("L-1",), ("perhaps",))

    mapping = SheetMapping(sheet="A", targets=("code", "title", "term:walk_in_access"), words={"perhaps": "silent"})
    preview = look(desk, editor, import_id, mapping)
    assert number_of(desk) == 0
    with pytest.raises(NotFound):
        confirm(desk, reviewer, import_id, seen=preview.fingerprint)
    assert confirm(desk, editor, import_id, seen=preview.fingerprint) == {"licences_added": 1, "suggestions": 1}
    with pytest.raises(NotFound):
        pending_import(desk, editor, import_id)


def test_what_changed_since_the_preview_is_looked_at_again(desk: Services, admin: Actor) -> None:
    licence = add_licence(desk, admin, {"title": "One", "code": "L-1"})
    import_id = kept(desk, admin, [["Code", "Notes"], ["L-1", "New note"]])
    mapping = SheetMapping(sheet="A", targets=("code", "notes"))
    preview = look(desk, admin, import_id, mapping)
    change_licence(desk, admin, licence.id, {"notes": "Somebody else's"}, seen=1)
    with pytest.raises(Conflict, match="Look at it again"):
        confirm(desk, admin, import_id, seen=preview.fingerprint)
    assert confirm(desk, admin, import_id, seen=look(desk, admin, import_id, mapping).fingerprint)


def test_a_file_that_is_left_is_forgotten(desk: Services, editor: Actor) -> None:
    import_id = kept(desk, editor, [["Code", "Title"], ["L-1", "One"]])
    leave(desk, editor, import_id)
    with pytest.raises(NotFound):
        columns_of(desk, editor, import_id)
    assert number_of(desk) == 0


def test_many_new_licences_share_organisations_and_resources_as_if_entered_one_by_one(
    desk: Services, admin: Actor, book: Make
) -> None:
    add_licence(desk, admin, {"title": "Old", "organisations": [{"name": "Meridian", "role": "licensor"}],
                              "resources": [{"title": "Annals"}]})  # fmt: skip
    head = ["Code", "Title", "Licensor", "Resources", "Tags"]
    rows = [
        ["L-1", "One", "meridian", "Annals | https://annals.example/", "a; b"],
        ["L-2", "Two", "Pelham", "Annals | ISSN 1234-5678\nBulletin", "A"],
        ["L-3", "Three", "Pelham", "Annals | https://other.example/", ""],
    ]
    import_file(desk, admin, book([head, *rows]))

    with desk.reading_only() as uow:
        found = {one.code: one.fields for one in uow.exchange.every_licence()}
    assert found["L-1"].named(OrganisationRole.LICENSOR) == ("Meridian",)
    assert [(one.slug, one.url, one.issn) for one in found["L-2"].resources] == [
        ("annals", "https://annals.example/", "1234-5678"),
        ("bulletin", None, None),
    ]
    assert found["OLD"].resources == found["L-1"].resources
    assert found["L-3"].resources[0].slug == "annals-2"
    assert found["L-1"].tags == ("a", "b")


@material
def test_an_export_of_mondo_comes_in_as_suggestions_and_its_tags_as_codes(desk: Services, editor: Actor) -> None:
    with OURS.open("rb") as file:
        book = desk.sheets.read("mondo.csv", file)
    done = import_file(desk, editor, book)

    assert done.counts["licences_added"] == 228
    assert done.counts["suggestions"] > 2000
    with desk.reading_only() as uow:
        licence = uow.licences.by_code("Access_Medicine")
        assert licence is not None
        waiting = {one.term: one for one in uow.exchange.suggestions(licence_ids=[licence.id])}
        assert uow.queries.resource("access-medicine").title == "Access Medicine"
        assert uow.decisions.of_licence(licence.id) == {}
    assert waiting["course_reserves_electronic"].value == "prohibited_interpreted"
    assert waiting["text_data_mining"].value == "uninterpreted"
    assert waiting["text_data_mining"].raw == "Ask"


def test_the_role_that_the_trail_names_is_who_confirmed(desk: Services, editor: Actor, book: Make) -> None:
    import_file(desk, editor, book([HEAD, ["L-1", "One"]]))
    with desk.reading_only() as uow:
        (entry,) = uow.audit.entries(AuditFilter(limit=5, action=Action.IMPORT)).items
    assert (entry.actor_name, entry.after["name"], entry.after["licences_added"]) == ("Editor One", "list.xlsx", 1)
    assert editor.role is Role.EDITOR
