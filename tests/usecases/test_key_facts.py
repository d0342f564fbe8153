"""Key facts are offered from the newest agreement, each with its words, and only for what the record lacks."""

from __future__ import annotations

from domain.identity import Actor
from domain.ports import Services
from domain.usecases.documents import set_document_aside
from domain.usecases.key_facts import facts_for
from domain.usecases.licences import change_licence
from tests.usecases.test_silence import version_with


def test_each_fact_comes_with_the_words_that_say_it(services: Services, editor: Actor) -> None:
    version = version_with(services, editor, "agreement", "meridian-2026.pdf")

    found = {fact.key: fact for fact in facts_for(services, version.licence_id).found}

    assert found["start_date"].value == "2026-01-01"
    assert found["end_date"].value == "2028-12-31"
    assert (found["end_date"].number, found["end_date"].page) == ("14.1", 6)
    assert "31 December 2028" in found["end_date"].quote
    assert found["renewal"].value == "automatic"
    assert found["notice_period"].value == {"number": 60, "unit": "calendar_day"}
    assert found["licensor"].value == "Meridian Science Press Ltd."
    with services.reading_only() as uow:
        for fact in found.values():
            assert fact.quote in uow.readings.clause(fact.clause_id).clause.text


def test_what_the_record_says_already_is_not_open(services: Services, editor: Actor) -> None:
    licence = version_with(services, editor, "agreement", "meridian-2026.pdf").licence_id
    assert {"start_date", "renewal", "licensor"} <= facts_for(services, licence).open_keys

    entered = {"start_date": "2025-01-01", "renewal": "explicit"}
    change_licence(services, editor, licence, entered, seen=1)

    facts = facts_for(services, licence)
    assert not {"start_date", "renewal"} & facts.open_keys
    assert "licensor" in facts.open_keys
    assert str(facts.licence.fields.start_date) == "2025-01-01"


def test_an_amendment_names_no_parties_and_a_document_set_aside_says_nothing(services: Services, editor: Actor) -> None:
    amendment = version_with(services, editor, "amendment", "meridian-amendment-1.pdf")
    assert {fact.key for fact in facts_for(services, amendment.licence_id).found} <= {"end_date", "notice_period"}

    agreement = version_with(services, editor, "agreement", "meridian-2026.pdf")
    with services.reading_only() as uow:
        (document,) = uow.documents.of_version(agreement.id)
    set_document_aside(services, editor, document.id, "The wrong file.")
    assert facts_for(services, agreement.licence_id).found == ()
