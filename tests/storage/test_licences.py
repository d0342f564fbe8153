"""Licences with their organisations and resources, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import Conflict, Invalid, NotFound, Stale
from domain.licence import Licence, LicenceStatus, Organisation, OrganisationRole, RenewalKind, Resource, Scope
from domain.queries import LicenceFilter
from domain.values import Duration, Unit
from domain.version import Transition, VersionState
from storage.unit_of_work import Database
from tests.storage.making import NOW, TODAY, a_decision, a_document, a_licence, a_version, keep_licence, new_id

LICENSOR, CONSORTIUM = OrganisationRole.LICENSOR, OrganisationRole.CONSORTIUM


def fetched(database: Database, licence: Licence) -> Licence:
    with database.reading_only() as uow:
        return uow.licences.get(licence.id)


def replaced(database: Database, licence: Licence, **fields: Any) -> Licence:
    new = replace(licence, fields=replace(licence.fields, **fields), revision=licence.revision + 1)
    with database.unit_of_work() as uow:
        uow.licences.replace(new, seen=licence.revision)
        uow.commit()
    return new


def test_a_licence_comes_back_as_it_was_entered(database: Database) -> None:
    entered = a_licence(
        "Périodiques & “Journals” — complete",
        alternative_titles=("JC", "Journals, complete"),
        stated_status=LicenceStatus.IN_NEGOTIATION,
        scope=Scope.CONSORTIAL,
        organisations=(Organisation(name="Meridian", role=LICENSOR), Organisation(name="Shores", role=CONSORTIUM)),
        start_date=dt.date(2024, 1, 1),
        end_date=dt.date(2026, 12, 31),
        renewal=RenewalKind.AUTOMATIC,
        renewal_period=Duration(1, Unit.YEAR),
        notice_period=Duration(60, Unit.CALENDAR_DAY),
        resources=(Resource(title="Journals", slug="journals", url="https://x.example/j", issn="1234-5678"),),
        contacts="A. Person",
        tags=("science", "Big deal"),
        notes="kept in the safe",
        paper_location="Cabinet 3",
    )
    keep_licence(database, entered)
    assert fetched(database, entered) == entered


def test_a_licence_that_is_not_there_is_not_found(database: Database) -> None:
    with database.reading_only() as uow, pytest.raises(NotFound):
        uow.licences.get("nowhere")


def test_a_code_is_found_and_taken_whatever_its_capitals(database: Database) -> None:
    licence = keep_licence(database, a_licence(code="Jrn-24"))
    with database.reading_only() as uow:
        assert uow.licences.by_code(" JRN-24 ") == licence
        assert uow.licences.by_code("JRN-2") is None
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="code is taken"):
        uow.licences.add(a_licence(code="jrn-24"))


def test_saving_over_an_older_revision_is_refused_and_keeps_the_newer(database: Database) -> None:
    first = keep_licence(database, a_licence(notes="one"))
    second = replaced(database, first, notes="two")
    with database.unit_of_work() as uow, pytest.raises(Stale) as refused:
        uow.licences.replace(replace(first, fields=replace(first.fields, notes="three"), revision=2), seen=1)
    assert refused.value.revision == 2
    assert fetched(database, first) == second


def test_saving_a_licence_that_is_gone_says_so(database: Database) -> None:
    with database.unit_of_work() as uow, pytest.raises(NotFound):
        uow.licences.replace(a_licence(), seen=1)


def test_an_organisation_is_one_entry_whatever_its_capitals_and_spaces(database: Database) -> None:
    keep_licence(database, a_licence("One", organisations=(Organisation(name="Meridian  Press", role=LICENSOR),)))
    keep_licence(database, a_licence("Two", organisations=(Organisation(name="meridian press ", role=LICENSOR),)))
    with database.reading_only() as uow:
        assert uow.queries.organisations("mer", 10) == ("Meridian Press",)


def test_the_spelling_of_an_organisation_can_be_corrected_by_its_only_licence(database: Database) -> None:
    licence = keep_licence(database, a_licence(organisations=(Organisation(name="meridian", role=LICENSOR),)))
    replaced(database, licence, organisations=(Organisation(name="Meridian", role=LICENSOR),))
    assert fetched(database, licence).fields.named(LICENSOR) == ("Meridian",)


def test_organisations_that_begin_with_the_words_come_first(database: Database) -> None:
    for name in ("Presses de l’Écluse", "Éditions Press", "100% Press", "Other"):
        keep_licence(database, a_licence(organisations=(Organisation(name=name, role=LICENSOR),)))
    with database.reading_only() as uow:
        assert uow.queries.organisations("press", 10) == ("Presses de l’Écluse", "100% Press", "Éditions Press")
        assert uow.queries.organisations("editions", 10) == ("Éditions Press",)
        assert uow.queries.organisations("%", 10) == ("100% Press",)
        assert len(uow.queries.organisations("", 3)) == 3


def test_resources_of_one_title_get_addresses_of_their_own_unless_they_are_the_same(database: Database) -> None:
    journals = Resource(title="Journals", issn="1111-1111")
    one = keep_licence(database, a_licence(resources=(journals,)))
    same = keep_licence(database, a_licence(resources=(Resource(title="journals", url="https://j.example"),)))
    other = keep_licence(database, a_licence(resources=(Resource(title="Journals", issn="2222-2222"),)))
    assert fetched(database, one).fields.resources[0].slug == "journals"
    assert fetched(database, same).fields.resources == fetched(database, one).fields.resources
    assert fetched(database, same).fields.resources[0].url == "https://j.example"
    assert fetched(database, other).fields.resources[0].slug == "journals-2"


def test_a_resource_keeps_its_address_when_its_licence_renames_it(database: Database) -> None:
    licence = keep_licence(database, a_licence(resources=(Resource(title="Journals"),)))
    replaced(database, licence, resources=(Resource(title="Journals Online", slug="journals"),))
    assert fetched(database, licence).fields.resources == (Resource(title="Journals Online", slug="journals"),)


def test_the_address_of_another_resource_is_refused(database: Database) -> None:
    keep_licence(database, a_licence(resources=(Resource(title="Journals"),)))
    with database.unit_of_work() as uow, pytest.raises(Invalid) as refused:
        uow.licences.add(a_licence(resources=(Resource(title="Books", slug="journals"),)))
    assert refused.value.errors[0].loc == "resources.0.slug"


def test_tags_stay_in_order_and_come_once_whatever_their_capitals(database: Database) -> None:
    licence = keep_licence(database, a_licence(tags=("b", "A", "B", "a")))
    assert fetched(database, licence).fields.tags == ("b", "A")


def test_a_draft_licence_can_be_erased_with_its_drafts(database: Database) -> None:
    licence = a_licence(
        organisations=(Organisation(name="Meridian", role=LICENSOR),), tags=("x",), resources=(Resource(title="R"),)
    )
    keep_licence(database, licence, a_version(licence, state=VersionState.DRAFT))
    with database.unit_of_work() as uow:
        uow.licences.delete(licence.id)
        uow.commit()
    with database.reading_only() as uow, pytest.raises(NotFound):
        uow.licences.get(licence.id)


@pytest.mark.parametrize("kept", ["document", "decision", "transition"])
def test_a_licence_with_something_on_record_is_not_erased(database: Database, kept: str) -> None:
    licence = a_licence()
    version = a_version(licence, state=VersionState.DRAFT)
    keep_licence(database, licence, version)
    step = Transition(
        id=new_id(), version_id=version.id, old=VersionState.DRAFT, new=VersionState.IN_REVIEW, reason="", by="x",
        by_name="X", at=NOW,
    )  # fmt: skip
    with database.unit_of_work() as uow:
        if kept == "document":
            uow.documents.add(a_document(version))
        elif kept == "decision":
            uow.decisions.add(a_decision(version, "remote_access", "permitted_explicit"))
        else:
            uow.versions.add_transition(step)
        uow.commit()
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="Retire it instead"):
        uow.licences.delete(licence.id)


def test_a_master_is_not_erased_while_others_inherit_from_it(database: Database) -> None:
    master = keep_licence(database, a_licence("Master", scope=Scope.CONSORTIAL))
    keep_licence(database, a_licence("Heir", master_id=master.id))
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="inherit"):
        uow.licences.delete(master.id)


def test_a_master_that_does_not_exist_is_refused(database: Database) -> None:
    with database.unit_of_work() as uow, pytest.raises(Conflict):
        uow.licences.add(a_licence(master_id="nowhere"))


def test_renewal_dates_roll_on_with_the_turn_of_the_day(database_url: str) -> None:
    database = Database(database_url, today=lambda: TODAY)
    ends, after = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=2)
    rolling = a_licence("Rolls", renewal=RenewalKind.AUTOMATIC, end_date=ends, renewal_period=Duration(1, Unit.YEAR))
    keep_licence(database, rolling)
    keep_licence(database, a_licence("Stays", renewal=RenewalKind.EXPLICIT, end_date=ends))

    def ending_soon() -> list[str]:
        with database.reading_only() as uow:
            found = uow.queries.licences(LicenceFilter(today=after, ends_before=after))
        return [row.fields.title for row in found.items]

    assert ending_soon() == ["Rolls", "Stays"]
    with database.unit_of_work() as uow:
        assert uow.licences.refresh_dates(TODAY) == 0
        assert uow.licences.refresh_dates(after) == 1
        uow.commit()
    assert ending_soon() == ["Stays"]
    database.dispose()


@pytest.mark.parametrize("text", ["lone \ud800 surrogate", "null \0 character"])
def test_letters_that_cannot_be_kept_are_refused_in_words(database: Database, text: str) -> None:
    with database.unit_of_work() as uow, pytest.raises(Invalid, match="character"):
        uow.licences.add(a_licence(notes=text))
    with database.unit_of_work() as uow, pytest.raises(Invalid, match="character"):
        uow.licences.add(a_licence(alternative_titles=(text,)))
    with database.reading_only() as uow, pytest.raises(Invalid, match="character"):
        uow.queries.licences(LicenceFilter(today=TODAY, q=text))


def test_a_backslash_before_u0000_is_only_text(database: Database) -> None:
    licence = keep_licence(database, a_licence(alternative_titles=("C:\\u0000",)))
    assert fetched(database, licence) == licence


def test_a_number_that_fits_no_database_is_refused_in_words(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.reading_only() as uow, pytest.raises(Invalid):
        uow.audit.changes(10**30, 5)
    database.dispose()
