"""Accounts: passwords are kept as typed, and trying many is slowed down. On both databases."""

from __future__ import annotations

import pytest

from domain.errors import Conflict, Invalid, NotSignedIn, TooManyAttempts
from domain.identity import SYSTEM, Role
from domain.ports import Services
from domain.usecases.accounts import (
    MOST_FOR_ACCOUNT,
    add_account,
    change_account,
    create_first_account,
    first_link,
    first_link_is_good,
    sign_in,
    who_is_signed_in,
)

PERSON = {"email": "M.Roy@library.example", "role": "admin", "password": "correct horse battery"}


@pytest.mark.parametrize("password", ["  blanks at both ends  ", "tab\tand more\t", "ключ от библиотеки 🗝"])
def test_a_password_is_kept_just_as_it_was_typed(services: Services, password: str) -> None:
    add_account(services, SYSTEM, {**PERSON, "password": password})
    cookie, _session = sign_in(services, "m.roy@library.example", password, "192.0.2.1")
    assert who_is_signed_in(services, cookie) is not None
    with pytest.raises(NotSignedIn):
        sign_in(services, "m.roy@library.example", f"{password} ", "192.0.2.1")


def test_a_short_password_is_refused_and_nothing_is_added(services: Services) -> None:
    with pytest.raises(Invalid) as refused:
        add_account(services, SYSTEM, {**PERSON, "password": "too short"})
    assert refused.value.errors[0].loc == "password"
    with services.reading_only() as uow:
        assert not uow.accounts.any()


def test_trying_many_passwords_is_stopped_for_the_account_and_told_alike_for_unknown_ones(services: Services) -> None:
    add_account(services, SYSTEM, PERSON)
    for email in ("m.roy@library.example", "nobody@library.example"):
        told = set()
        for _attempt in range(MOST_FOR_ACCOUNT):
            with pytest.raises(NotSignedIn) as refused:
                sign_in(services, email, "a wrong password", "192.0.2.1")
            told.add(refused.value.message)
        assert len(told) == 1
        with pytest.raises(TooManyAttempts):
            sign_in(services, email, PERSON["password"], "192.0.2.1")


def test_the_first_link_works_once(services: Services) -> None:
    secret = first_link(services)
    assert secret is not None
    assert first_link_is_good(services, secret)
    account = create_first_account(
        services, secret, {"email": "m.roy@library.example", "password": "correct horse battery"}
    )
    assert account.role is Role.ADMIN
    assert not first_link_is_good(services, secret)
    assert first_link(services) is None
    with pytest.raises(NotSignedIn):
        create_first_account(services, secret, {"email": "x@library.example", "password": "correct horse battery"})


def test_a_closed_account_is_signed_out_at_once_and_the_last_administrator_stays(services: Services) -> None:
    first = add_account(services, SYSTEM, PERSON)
    with pytest.raises(Conflict, match="last administrator"):
        change_account(services, SYSTEM, first.id, {"closed": True}, seen=first.revision)
    second = add_account(services, SYSTEM, {**PERSON, "email": "second@library.example"})
    cookie, _session = sign_in(services, "second@library.example", PERSON["password"], "192.0.2.1")
    change_account(services, SYSTEM, second.id, {"closed": True}, seen=second.revision)
    assert who_is_signed_in(services, cookie) is None
    with pytest.raises(NotSignedIn):
        sign_in(services, "second@library.example", PERSON["password"], "192.0.2.1")
