"""Sessions, tokens, attempts and the one-time link, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from domain.errors import NotFound, Stale
from domain.identity import Account, Role, Session, Token
from storage.unit_of_work import Database
from tests.storage.making import NOW, an_account

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def person(database: Database) -> Account:
    account = an_account("a@x.example", name="Zoë")
    with database.unit_of_work() as uow:
        uow.accounts.add(account)
        uow.accounts.add(an_account("b@x.example", name="adam"))
        uow.commit()
    return account


def a_session(account: Account, id_hash: str, ends: dt.datetime = LATER) -> Session:
    return Session(id_hash=id_hash, account_id=account.id, csrf="c", created_at=NOW, expires_at=ends)


def test_accounts_come_by_name_and_are_saved_in_turn(database: Database, person: Account) -> None:
    with database.unit_of_work() as uow:
        assert [account.name for account in uow.accounts.all()] == ["adam", "Zoë"]
        closed = replace(person, closed_at=NOW, role=Role.VIEWER, revision=2)
        uow.accounts.replace(closed, seen=1)
        assert uow.accounts.get(person.id) == closed
        with pytest.raises(Stale):
            uow.accounts.replace(closed, seen=1)
        with pytest.raises(NotFound):
            uow.accounts.get("nobody")


def test_sessions_end_one_by_one_or_all_together(database: Database, person: Account) -> None:
    with database.unit_of_work() as uow:
        for name in ("1", "2", "3"):
            uow.accounts.add_session(a_session(person, name))
        uow.accounts.end_session("1")
        assert uow.accounts.signed_in("1") is None
        assert uow.accounts.signed_in("2") == (person, a_session(person, "2"))
        uow.accounts.end_sessions_of(person.id)
        assert uow.accounts.signed_in("2") is None
        assert uow.accounts.signed_in("3") is None


def test_sessions_that_are_over_are_cleared_away(database: Database, person: Account) -> None:
    with database.unit_of_work() as uow:
        uow.accounts.add_session(a_session(person, "old", NOW - dt.timedelta(seconds=1)))
        uow.accounts.add_session(a_session(person, "new"))
        assert uow.accounts.signed_in("old") is None


def test_a_token_is_found_by_the_hash_of_its_secret_and_revoked_once(database: Database) -> None:
    token = Token(
        id="t", name="sync", role=Role.VIEWER, secret_hash="h", feed_only=True, created_by="x", created_at=NOW
    )
    with database.unit_of_work() as uow:
        uow.accounts.add_token(token)
        uow.accounts.add_token(replace(token, id="t2", secret_hash="h2"))
        assert uow.accounts.token("h") == token
        assert uow.accounts.token("x") is None
        uow.accounts.revoke_token("t", NOW)
        uow.accounts.revoke_token("t", LATER)
        assert uow.accounts.token("h") == replace(token, revoked_at=NOW)
        assert [kept.id for kept in uow.accounts.tokens()] == ["t2", "t"]
        with pytest.raises(NotFound):
            uow.accounts.revoke_token("nowhere", NOW)


def test_failed_sign_ins_are_counted_by_account_and_by_address(database: Database) -> None:
    with database.unit_of_work() as uow:
        for n, (email, address) in enumerate([("a", "1"), ("a", "2"), ("b", "1"), ("c", "3")]):
            uow.accounts.add_attempt(email, address, NOW + dt.timedelta(minutes=n))
        assert uow.accounts.attempts("a", "1", NOW) == (2, 2)
        assert uow.accounts.attempts("a", "1", NOW + dt.timedelta(minutes=1)) == (1, 1)
        uow.accounts.clear_attempts("a")
        assert uow.accounts.attempts("a", "1", NOW) == (0, 1)
        uow.accounts.add_attempt("d", "4", NOW + dt.timedelta(days=3))
        assert uow.accounts.attempts("b", "1", NOW) == (0, 0)


def test_the_one_time_link_works_once_and_in_time(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.accounts.set_first_link("old", LATER)
        uow.accounts.set_first_link("new", LATER)
        assert not uow.accounts.first_link_is_good("old", NOW)
        assert uow.accounts.first_link_is_good("new", NOW)
        assert not uow.accounts.first_link_is_good("new", LATER)
        assert not uow.accounts.take_first_link("new", LATER)
        assert uow.accounts.take_first_link("new", NOW)
        assert not uow.accounts.take_first_link("new", NOW)
