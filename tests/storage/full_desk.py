"""A desk with something of everything, for copying it and for checking it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from domain.approval import Approval
from domain.audit import Action
from domain.calendar import CalendarAddress
from domain.licence import Organisation, OrganisationRole, Resource
from domain.record import as_record
from domain.review import Show
from domain.review_place import ReviewPlace
from domain.spreadsheets.waiting import ImportedSuggestion, Source
from domain.suggestion import SuggestionState
from storage.copy_form import LEFT_OUT
from storage.documents import LocalDocuments
from storage.tables import metadata
from storage.unit_of_work import Database, SqlUnitOfWork
from tests.storage.making import (
    NOW,
    a_clause,
    a_decision,
    a_disposition,
    a_fact,
    a_happening,
    a_job,
    a_licence,
    a_page,
    a_quote,
    a_suggestion,
    a_version,
    a_word,
    an_account,
    an_analysis,
    evidence_for,
    keep_licence,
    keep_read,
)

CLAUSE = a_clause("1", "Remote access is permitted — “anywhere”, même ici 🙂.")

AT = dt.datetime(2026, 11, 21, 15, 0, tzinfo=dt.UTC)

ENTRIES = 9
"""Entries of the trail that `fill` leaves."""


def fill(database: Database, files: Path) -> None:
    """Put something into every table; a licence that comes before the master it names."""
    with LocalDocuments(files).receive(io.BytesIO(b"%PDF-1.7 signed"), 1000) as received:
        received.keep()
    master = a_licence("Master", id="z-master")
    version = a_version(master)
    keep_licence(database, master, version)
    heir = a_licence(
        "Heir",
        id="a-heir",
        master_id=master.id,
        tags=("x",),
        organisations=(Organisation(name="M", role=OrganisationRole.LICENSOR),),
        resources=(Resource(title="R", url="https://r.example"),),
    )
    keep_licence(database, heir)
    suggestion = a_suggestion("remote_access", "permitted_explicit", a_quote(CLAUSE, "permitted"))
    with database.unit_of_work() as uow:
        document, reading = keep_read(uow, version, an_analysis([CLAUSE], [suggestion]), sha256=received.sha256)
        uow.readings.save(replace(reading, facts=(a_fact(CLAUSE, "Remote access"),)))
        uow.readings.add_page(reading.id, a_page(1))
        others = (
            a_decision(version, "cure_period", {"number": 30, "unit": "calendar_day"}),
            a_decision(version, "walk_in_access", None),
        )
        evidence = evidence_for(document, f"{reading.id}.c1", CLAUSE, "“anywhere”, même ici 🙂")
        made = a_decision(version, "remote_access", "permitted_explicit", evidence=(evidence,))
        uow.decisions.add(made)
        uow.decisions.approve(Approval(decision_id=made.id, by="y", by_name="Y", at=NOW))
        for other in others:
            uow.decisions.add(other)
        stored = uow.readings.suggestions(version.id)[0]
        uow.readings.dispose(a_disposition(stored.id, SuggestionState.ACCEPTED, decision_id=made.id))
        person = an_account("a@x.example")
        uow.accounts.add(person)
        uow.places.keep(ReviewPlace(account_id=person.id, version_id=version.id, term="x", show=Show.ALL, at=NOW))
        uow.deadlines.add(a_word(master))
        uow.accounts.set_calendar(CalendarAddress(account_id=person.id, secret_hash="hash", created_at=NOW))
        uow.jobs.add(a_job("job"))
        uow.exchange.add_suggestions([an_imported(master.id, version.id)])
        uow.record(a_happening(after={"n": 1.5, "x": "é"}))
        tell(uow, Action.LICENCE_ADD, master.id, master.fields)
        tell(uow, Action.LICENCE_ADD, heir.id, heir.fields)
        tell(uow, Action.VERSION_ADD, version.id, version.fields, licence_id=master.id)
        tell(uow, Action.VERSION_PUT_IN_FORCE, version.id, {"state": version.state}, licence_id=master.id)
        tell(uow, Action.DOCUMENT_ADD, document.id, document, licence_id=master.id)
        for decision in (made, *others):
            subject = f"{version.id}/{decision.term}"
            tell(uow, Action.TERM_DECIDE, subject, decision.for_the_trail(), licence_id=master.id)
        uow.announce(master.id, master.code, "terms")
        uow.commit()


def an_imported(licence_id: str, version_id: str) -> ImportedSuggestion:
    """A value from a spreadsheet that nobody decided yet."""
    return ImportedSuggestion(
        id="imported-1",
        import_id="import-1",
        licence_id=licence_id,
        version_id=version_id,
        term="alumni_access",
        value="permitted_interpreted",
        conditions=None,
        public_note=None,
        internal_note=None,
        raw="Yes",
        source=Source.SPREADSHEET,
        origin="list.csv, row 2",
        made_at=AT,
        made_by_name="Editor One",
    )


def tell(uow: SqlUnitOfWork, action: Action, subject_id: str, after: object, *, licence_id: str | None = None) -> None:
    """An entry of the trail for something that was put straight into its table."""
    said = as_record(after)
    uow.record(a_happening(subject_id, action=action, licence_id=licence_id or subject_id, before={}, after=said))


def contents(database: Database) -> dict[str, list[dict[str, object]]]:
    """Every row of every table that is copied."""
    with database.engine.connect() as connection:
        return {
            table.name: [dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table not in LEFT_OUT
        }
