"""Another name for an organisation, on all its licences at once, and two that become one."""

from __future__ import annotations

import pytest

from domain.errors import Conflict, Invalid, NotFound, NotPermitted
from domain.identity import Actor, Role
from domain.licence import Organisation, OrganisationRole
from domain.ports import Services
from domain.queries import AuditFilter, LicenceFilter
from domain.usecases.licence_list import MOST_NAMES, MOST_OF_ORGANISATION
from domain.usecases.licences import add_licence
from domain.usecases.looking_up import organisation_names
from domain.usecases.organisations import rename_organisation, renaming
from tests.storage.making import a_licence
from tests.usecases.test_desk import ADMIN


def licence(s: Services, title: str, *named: tuple[str, str]) -> str:
    parties = [{"name": name, "role": role} for name, role in named]
    return add_licence(s, ADMIN, {"title": title, "organisations": parties}).id


def parties(s: Services, licence_id: str) -> list[tuple[str, str]]:
    with s.reading_only() as uow:
        return [(one.name, one.role.value) for one in uow.licences.get(licence_id).fields.organisations]


def found(s: Services, words: str) -> list[str]:
    with s.reading_only() as uow:
        return [row.fields.title for row in uow.queries.licences(LicenceFilter(today=s.today(), q=words)).items]


def test_a_new_name_shows_and_is_found_on_every_licence_and_each_has_its_entry(services: Services) -> None:
    first = licence(services, "First", ("Old Press", "licensor"), ("Us", "licensee"))
    second = licence(services, "Second", ("Old Press", "agent"))
    other = licence(services, "Other", ("Another", "licensor"))

    assert rename_organisation(services, ADMIN, "old  press", "New Press", expected=2) == 2

    assert parties(services, first) == [("New Press", "licensor"), ("Us", "licensee")]
    assert parties(services, second) == [("New Press", "agent")]
    assert parties(services, other) == [("Another", "licensor")]
    assert found(services, "new press") == ["First", "Second"]
    assert found(services, "old press") == []
    assert "Old Press" not in organisation_names(services, "press", MOST_NAMES)
    with services.reading_only() as uow:
        entries = uow.audit.entries(AuditFilter(licence_id=first)).items
        assert uow.licences.get(first).revision == 2
    assert [e.action for e in entries] == ["licence.change", "licence.add"]
    assert entries[0].before["organisations"][0]["name"] == "Old Press"


def test_capitals_alone_may_be_mended(services: Services) -> None:
    first = licence(services, "First", ("OLD PRESS", "licensor"))
    second = licence(services, "Second", ("OLD PRESS", "licensor"))

    rename_organisation(services, ADMIN, "OLD PRESS", "Old Press", expected=2)

    assert parties(services, first) == parties(services, second) == [("Old Press", "licensor")]


def test_the_name_of_another_makes_one_of_the_two_and_says_so_before(services: Services) -> None:
    both = licence(services, "Both", ("Old Press", "licensor"), ("New Press", "licensor"), ("New Press", "agent"))
    mine = licence(services, "Mine", ("Old Press", "licensor"))
    theirs = licence(services, "Theirs", ("New Press", "licensor"))

    plan = renaming(services, ADMIN, "Old Press", "new press")
    assert plan.other is not None
    assert [row.fields.title for row, _ in plan.old.licences] == ["Both", "Mine"]
    rename_organisation(services, ADMIN, "Old Press", "new press", expected=2)

    assert parties(services, both) == [("New Press", "licensor"), ("New Press", "agent")]
    assert parties(services, mine) == parties(services, theirs) == [("New Press", "licensor")]
    assert organisation_names(services, "press", MOST_NAMES) == ("New Press",)


def test_what_was_not_shown_is_not_changed(services: Services) -> None:
    first = licence(services, "First", ("Old Press", "licensor"))
    licence(services, "Meanwhile", ("Old Press", "licensor"))

    with pytest.raises(Conflict, match="than when you looked"):
        rename_organisation(services, ADMIN, "Old Press", "New Press", expected=1)

    assert parties(services, first) == [("Old Press", "licensor")]


def many_licences(s: Services, number: int, name: str) -> None:
    """So many licences of an organisation, put into the database as they are."""
    press = Organisation(name=name, role=OrganisationRole.LICENSOR)
    with s.unit_of_work() as uow:
        for n in range(number):
            uow.licences.add(a_licence(f"Title {n:04}", code=f"C{n:04}", id=f"many-{n}", organisations=(press,)))
        uow.commit()


def test_an_organisation_with_more_licences_than_are_shown_is_counted_whole_and_renamed(services: Services) -> None:
    many_licences(services, MOST_OF_ORGANISATION + 1, "Old Press")

    plan = renaming(services, ADMIN, "Old Press", "New Press")
    changed = rename_organisation(services, ADMIN, "Old Press", "New Press", expected=plan.old.number)

    assert len(plan.old.licences) == MOST_OF_ORGANISATION
    assert changed == plan.old.number == MOST_OF_ORGANISATION + 1
    assert parties(services, f"many-{MOST_OF_ORGANISATION}") == [("New Press", "licensor")]


def test_an_organisation_with_too_many_licences_is_told_of_when_looking(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.usecases.organisations.MOST_RENAMED", 2)
    many_licences(services, 3, "Old Press")

    with pytest.raises(Invalid, match="too many for one go"):
        renaming(services, ADMIN, "Old Press", "New Press")
    with pytest.raises(Conflict, match="too many for one go"):
        rename_organisation(services, ADMIN, "Old Press", "New Press", expected=3)


def test_a_name_that_is_none_is_refused(services: Services) -> None:
    licence(services, "First", ("Old Press", "licensor"))

    for new, said in ((" ", "Give the new name"), ("x" * 301, "Shorten this"), ("Old Press", "its name already")):
        with pytest.raises(Invalid, match=said):
            renaming(services, ADMIN, "Old Press", new)
        with pytest.raises(Invalid, match=said):
            rename_organisation(services, ADMIN, "Old Press", new, expected=1)
    with pytest.raises(NotFound):
        renaming(services, ADMIN, "Nobody", "New Press")
    with pytest.raises(NotPermitted):
        rename_organisation(services, Actor(id="r", name="R", role=Role.REVIEWER), "Old Press", "New", expected=1)
