"""The list of resources goes on where it stopped, and nonsense finds nothing, on both databases."""

from __future__ import annotations

import pytest

from domain.errors import Invalid
from domain.licence import Resource
from storage.unit_of_work import Database
from tests.storage.making import a_licence, keep_licence

TITLES = ("Journal b", "journal A", "Écrits du journal", "The journal", "Journal B", "Élan: journal")


def test_the_list_goes_on_after_the_last_one_seen(database: Database) -> None:
    keep_licence(database, a_licence(resources=tuple(Resource(title=f"{title} {n}") for n, title in enumerate(TITLES))))
    with database.reading_only() as uow:
        whole = uow.queries.resources("journal", 50)
        seen = list(uow.queries.resources("journal", 2))
        while found := uow.queries.resources("journal", 2, seen[-1].slug):
            seen += found

        assert tuple(seen) == whole
        assert len(whole) == len(TITLES)
        with pytest.raises(Invalid, match="not a cursor"):
            uow.queries.resources("journal", 2, "nowhere")


def test_an_identifier_without_a_digit_finds_nothing(database: Database) -> None:
    keep_licence(database, a_licence(resources=(Resource(title="Without any number"),)))
    with database.reading_only() as uow:
        assert uow.queries.lookup("issn", "nothing") == ()
        assert uow.queries.lookup("isbn", "-") == ()


def test_a_term_that_nobody_decided_is_not_counted(database: Database) -> None:
    with database.reading_only() as uow:
        assert uow.decisions.versions_by_term() == {}
