"""What is exported can be imported again, and the dump holds everything."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.approval import Approval
from domain.decision import Choice
from domain.errors import NotPermitted
from domain.identity import Actor
from domain.licence import Licence
from domain.ports import Services
from domain.spreadsheets.effect import TermsAs
from domain.usecases.decisions import decide_term
from domain.usecases.documents import Upload, add_document
from domain.usecases.licences import add_licence
from domain.usecases.own_phrases import add_phrase
from domain.usecases.spreadsheets.dumping import dump
from domain.usecases.spreadsheets.exporting import licences_by_terms
from domain.usecases.spreadsheets.importing import import_file
from domain.usecases.tasks import add_task
from domain.usecases.versions import add_version
from domain.usecases.work import work_one
from domain.version import VersionState
from storage.unit_of_work import Database
from tests.sayings import say
from tests.usecases.spreadsheets.test_importing import put_in_force
from tests.usecases.test_own_phrases import PHRASE
from web.spreadsheet import csv_answer
from web.workbook import Sheet, workbook

FIELDS = {
    "title": "=Journals; “Complete” – été",
    "code": "L-1",
    "alternative_titles": ["A; B", 'The "Big" Deal', "Plain"],
    "status": "terminated",
    "scope": "consortial",
    "organisations": [
        {"name": "Meridian; Press", "role": "licensor"},
        {"name": "Northern Shores", "role": "consortium"},
    ],
    "start_date": "2026-01-01",
    "end_date": "2028-12-31",
    "renewal": "open_ended",
    "notice_period": {"number": 1, "unit": "business_day"},
    "resources": [
        {"title": "Annals | Old", "url": "https://a.example/x", "issn": "1234-567X", "slug": "annals-of-old"},
        {"title": "Bulletin", "isbn": "9780306406157", "alma_collection": "61"},
    ],
    "tags": ["journals", "été"],
    "notes": "One line\nand another; with a semicolon.",
    "paper_location": "-Cabinet",
}
TERMS: dict[str, Choice] = {
    "walk_in_access": Choice(value="permitted_explicit", conditions="On site;\nby day.", public_note="Ask us."),
    "alumni_access": Choice(value="prohibited_interpreted"),
    "text_data_mining": Choice(value="silent"),
    "concurrent_users": Choice(value="unlimited"),
    "cure_period": Choice(value={"number": 30, "unit": "calendar_day"}),
    "perpetual_access": Choice(value="yes"),
    "usage_statistics": Choice(value="not_applicable"),
    "governing_law": Choice(value="The laws of  Ontario"),
    "price_cap": Choice(value="3.5"),
}


def filled(desk: Services, admin: Actor) -> Licence:
    licence = add_licence(desk, admin, FIELDS)
    version = add_version(desk, admin, licence.id, {"label": "2026", "effective_from": "2026-01-01"})
    for key, choice in TERMS.items():
        note = Choice(**{**_plain(choice), "internal_note": "As read."})
        decide_term(desk, admin, version.id, key, note)
    put_in_force(desk, admin, version.id)
    heir = {"title": "Heir", "code": "L-2", "master": licence.id}
    add_licence(desk, admin, heir)
    with desk.reading_only() as uow:
        return uow.licences.get(licence.id)


def _plain(choice: Choice) -> dict[str, object]:
    return {name: getattr(choice, name) for name in ("value", "conditions", "public_note")}


def as_files(rows: Sequence[Sequence[str]]) -> dict[str, bytes]:
    return {
        "list.csv": bytes(csv_answer("list.csv", rows).body),
        "list.xlsx": workbook([Sheet(name="Licences", rows=rows)]),
    }


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_what_was_exported_changes_nothing_when_it_is_imported(desk: Services, admin: Actor, name: str) -> None:
    filled(desk, admin)
    file = as_files(list(licences_by_terms(desk, admin)))[name]
    book = desk.sheets.read(name, io.BytesIO(file))
    preview = import_file(desk, admin, book, terms_as=TermsAs.DECISIONS, only_look=True).preview
    assert [row["cells"] for row in preview.rows] == []
    assert (preview.counts["same"], preview.counts["wrong"]) == (2, 0)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_an_export_fills_another_desk_with_the_same_licences_and_terms(
    desk: Services, admin: Actor, tmp_path: Path, migrated_file: Path, name: str
) -> None:
    before = filled(desk, admin)
    file = as_files([row for row in licences_by_terms(desk, admin) if row[0] != "L-2"])[name]
    (tmp_path / "other.db").write_bytes(migrated_file.read_bytes())
    database = Database(f"sqlite:///{tmp_path / 'other.db'}", now=desk.now, today=desk.today)
    other = Services(
        **{
            **{field: getattr(desk, field) for field in Services.__dataclass_fields__},
            "unit_of_work": database.unit_of_work,
            "reading_only": database.reading_only,
            "glance": database.glance,
        }
    )
    import_file(other, admin, other.sheets.read(name, io.BytesIO(file)), terms_as=TermsAs.DECISIONS)

    with other.reading_only() as uow:
        (after,) = uow.exchange.every_licence()
        (version,) = uow.versions.of_licence(after.id)
        decided = {one.term: one for one in uow.decisions.of_version(version.id)}
    database.dispose()
    assert after.fields == before.fields
    assert version.state is VersionState.DRAFT
    assert {key: (one.value, one.conditions, one.public_note) for key, one in decided.items()} == {
        key: (choice.value, choice.conditions, choice.public_note) for key, choice in TERMS.items()
    }


def test_internal_notes_are_in_the_table_that_staff_export(desk: Services, admin: Actor, viewer: Actor) -> None:
    filled(desk, admin)
    head, first, _ = licences_by_terms(desk, viewer)
    assert first[list(head).index("Walk-in users: internal note")] == "As read."


def test_the_dump_has_everything_on_lines_of_their_own(desk: Services, admin: Actor, amendment_pdf: Path) -> None:
    licence = filled(desk, admin)
    with desk.reading_only() as uow:
        version = uow.versions.of_licence(licence.id)[0]
    with amendment_pdf.open("rb") as file:
        add_document(desk, admin, version.id, Upload(filename="signed.pdf", content=file))
    while work_one(desk, "test"):
        pass
    lines = [json.loads(json.dumps(line)) for line in dump(desk, admin)]

    kinds = [line["record"] for line in lines]
    assert kinds[0] == "dump"
    assert set(kinds) == {"dump", "term_definition", "licence", "version", "document", "clause", "decision", "trail"}
    decision = next(line for line in lines if line["record"] == "decision" and line["term"] == "walk_in_access")
    assert (decision["value"], decision["provenance"]) == ("permitted_explicit", "entered")
    assert next(line for line in lines if line["record"] == "version")["kind"] == "agreement"
    with desk.reading_only() as uow:
        assert kinds.count("trail") == len(tuple(uow.exchange.trail()))


def test_the_dump_has_what_the_library_notes_beside_the_record(desk: Services, admin: Actor) -> None:
    licence = filled(desk, admin)
    add_task(desk, admin, licence.id, {"text": "Ask the licensor."})
    add_phrase(desk, admin, "ill_electronic", PHRASE)
    with desk.unit_of_work() as uow:
        version = uow.versions.of_licence(licence.id)[0]
        made = uow.decisions.of_version(version.id)[0]
        uow.decisions.approve(Approval(decision_id=made.id, by="y", by_name="Yves", at=desk.now()))
        uow.commit()
    say(desk, version.id, "alumni_access", "silent")
    lines = {line["record"]: line for line in dump(desk, admin)}
    assert lines["task"]["text"] == "Ask the licensor."
    assert lines["phrase"]["phrase"] == PHRASE["phrase"]
    assert (lines["approval"]["decision_id"], lines["approval"]["by_name"]) == (made.id, "Yves")
    assert lines["imported_suggestion"]["term"] == "alumni_access"


def test_only_administrators_get_the_dump(desk: Services, reviewer: Actor) -> None:
    with pytest.raises(NotPermitted):
        next(dump(desk, reviewer))
