"""Accounts, signing in, and tokens for programs."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from domain.audit import Action
from domain.errors import Conflict, Invalid, LicenceError, NotSignedIn, TooManyAttempts
from domain.fields import Fields
from domain.identity import SYSTEM, Account, Actor, Role, Session, Token, email_address, name_from_email, new_password
from domain.ports import Services, UnitOfWork
from domain.usecases.recording import record

FIRST_LINK_HOURS = 24
WINDOW = dt.timedelta(minutes=15)
USE_NOTED_EVERY = dt.timedelta(hours=1)
MOST_FOR_ACCOUNT, MOST_FROM_ADDRESS = 8, 40
_WRONG = "This e-mail address and password do not go together. Check both and try again."


def hash_secret(secret: str) -> str:
    """SHA-256 of a random secret; slow hashing is for passwords, which people choose."""
    return hashlib.sha256(secret.encode()).hexdigest()


def first_link(s: Services) -> str | None:
    """A secret for the one-time link that creates the first account; None where there is an account already."""
    secret = secrets.token_urlsafe(24)
    with s.unit_of_work() as uow:
        if uow.accounts.any():
            return None
        uow.accounts.set_first_link(hash_secret(secret), s.now() + dt.timedelta(hours=FIRST_LINK_HOURS))
        uow.commit()
    return secret


def first_link_is_good(s: Services, secret: str) -> bool:
    """Whether the link may still be used."""
    with s.reading_only() as uow:
        return not uow.accounts.any() and uow.accounts.first_link_is_good(hash_secret(secret), s.now())


def create_first_account(s: Services, secret: str, raw: Mapping[str, Any]) -> Account:
    """Use the one-time link up for an administrator's account; raises Invalid, NotSignedIn (a link that is no good)."""
    account = _new_account(s, {**raw, "role": Role.ADMIN})
    with s.unit_of_work() as uow:
        if uow.accounts.any() or not uow.accounts.take_first_link(hash_secret(secret), s.now()):
            raise NotSignedIn("This link has been used or is too old. Start the service again to get a new one.")
        _add(s, uow, SYSTEM, account)
        uow.commit()
    return account


def add_account(s: Services, actor: Actor, raw: Mapping[str, Any]) -> Account:
    """An account for somebody; raises NotPermitted, Invalid, Conflict (the address has an account)."""
    actor.must_be(Role.ADMIN)
    account = _new_account(s, raw)
    with s.unit_of_work() as uow:
        _add(s, uow, actor, account)
        uow.commit()
    return account


def _add(s: Services, uow: UnitOfWork, actor: Actor, account: Account) -> None:
    uow.accounts.add(account)
    record(s, uow, actor, Action.ACCOUNT_ADD, ("account", account.id), after=_shown(account))


def _new_account(s: Services, raw: Mapping[str, Any]) -> Account:
    f = Fields(raw, ("email", "name", "role", "password", "unit"))
    email = f.text("email", needed="Give an e-mail address such as name@library.example.")
    password = f.secret("password")
    name = f.text("name", limit=120)
    role, unit = f.choice("role", Role, Role.VIEWER), f.text("unit", limit=60)
    f.finish()
    address = email_address(email)
    return Account(
        id=s.new_id(),
        email=address,
        name=name or name_from_email(address),
        role=role,
        password_hash=s.passwords.hash(new_password(password)),
        created_at=s.now(),
        unit=unit,
    )


def _shown(account: Account) -> dict[str, Any]:
    """What the trail keeps of an account: never the password's hash."""
    closed = account.closed_at.isoformat() if account.closed_at else None
    shown = {"email": account.email, "name": account.name, "role": account.role.value, "closed_at": closed}
    return shown | ({"unit": account.unit} if account.unit else {})


def change_account(s: Services, actor: Actor, account_id: str, raw: Mapping[str, Any], *, seen: int) -> Account:
    """Change a role, a name or a password, or close an account; the last administrator stays one."""
    actor.must_be(Role.ADMIN)
    f = Fields(raw, ("name", "role", "password", "closed", "unit"))
    password = f.secret("password")
    # Before the transaction: hashing takes its time, and nobody else should wait for it.
    hashed = s.passwords.hash(new_password(password)) if password and not f.errors else None
    with s.unit_of_work() as uow:
        old = uow.accounts.get(account_id)
        name, unit = f.text("name", old.name, limit=120), f.text("unit", old.unit, limit=60)
        new = replace(old, name=name, role=f.choice("role", Role, old.role), unit=unit)
        if "closed" in raw:
            new = replace(new, closed_at=(old.closed_at or s.now()) if raw["closed"] else None)
        f.finish()
        new = replace(new, password_hash=hashed or old.password_hash)
        _keep_an_administrator(uow, new)
        uow.accounts.replace(replace(new, revision=seen + 1), seen=seen)
        if hashed or new.closed_at or new.role is not old.role:
            uow.accounts.end_sessions_of(account_id)
        record(s, uow, actor, Action.ACCOUNT_CHANGE, ("account", account_id), before=_shown(old), after=_shown(new))
        uow.commit()
    return replace(new, revision=seen + 1)


def _keep_an_administrator(uow: UnitOfWork, changed: Account) -> None:
    everybody = [changed if account.id == changed.id else account for account in uow.accounts.all()]
    if not any(account.role is Role.ADMIN and account.closed_at is None for account in everybody):
        raise Conflict("This is the last administrator. Make somebody else an administrator first.")


def sign_in(s: Services, email: str, password: str, address: str) -> tuple[str, Session]:
    """Start a session: the cookie's value and the session; raises NotSignedIn, TooManyAttempts.

    `address` is the network address asking; attempts are limited for it and for the account.
    """
    email = email.strip().lower()[:254]
    with s.reading_only() as uow:
        _limit(uow, s, email, address)
        account = uow.accounts.by_email(email)
    known = account if account and account.closed_at is None else None
    fits = s.passwords.verify(password[:200], known.password_hash if known else None)
    with s.unit_of_work() as uow:
        if not fits or known is None:
            uow.accounts.add_attempt(email, address, s.now())
            uow.commit()
            raise NotSignedIn(_WRONG)
        uow.accounts.clear_attempts(email)
        secret, session = _session(s, known)
        uow.accounts.add_session(session)
        record(s, uow, known.actor(), Action.SIGN_IN, ("account", known.id))
        uow.commit()
    return secret, session


def _limit(uow: UnitOfWork, s: Services, email: str, address: str) -> None:
    for_account, from_address = uow.accounts.attempts(email, address, s.now() - WINDOW)
    if for_account >= MOST_FOR_ACCOUNT or from_address >= MOST_FROM_ADDRESS:
        wait = int(WINDOW.total_seconds())
        raise TooManyAttempts("Too many attempts to sign in. Wait a quarter of an hour and try again.", wait)


def _session(s: Services, account: Account) -> tuple[str, Session]:
    secret = secrets.token_urlsafe(32)
    now = s.now()
    session = Session(
        id_hash=hash_secret(secret),
        account_id=account.id,
        csrf=secrets.token_urlsafe(24),
        created_at=now,
        expires_at=now + dt.timedelta(hours=s.settings.session_hours),
    )
    return secret, session


def who_is_signed_in(s: Services, cookie: str | None) -> tuple[Account, Session] | None:
    """Whose session a cookie names; None where there is none, or it is over, or the account is closed."""
    if not cookie:
        return None
    with s.glance() as uow:
        found = uow.accounts.signed_in(hash_secret(cookie))
    if found is None:
        return None
    account, session = found
    return None if account.closed_at or session.expires_at <= s.now() else found


def sign_out(s: Services, cookie: str | None) -> None:
    """End a session."""
    signed_in = who_is_signed_in(s, cookie)
    if signed_in is None:
        return
    account, session = signed_in
    with s.unit_of_work() as uow:
        uow.accounts.end_session(session.id_hash)
        record(s, uow, account.actor(), Action.SIGN_OUT, ("account", account.id))
        uow.commit()


TOKEN_PREFIX = "ld_"  # noqa: S105 - what every token begins with, so that leak scanners know one


def create_token(s: Services, actor: Actor, raw: Mapping[str, Any]) -> tuple[str, Token]:
    """A token for a program: the secret, which is shown this once, and what is kept of it."""
    actor.must_be(Role.ADMIN)
    f = Fields(raw, ("name", "role", "feed_only"))
    name = f.text("name", limit=120, needed="Give the token a name that says what it is for.")
    role = f.choice("role", Role, Role.VIEWER)
    f.finish()
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = Token(
        id=s.new_id(),
        name=name,
        role=role,
        secret_hash=hash_secret(secret),
        feed_only=bool(raw.get("feed_only")),
        created_by=actor.id,
        created_at=s.now(),
    )
    with s.unit_of_work() as uow:
        uow.accounts.add_token(token)
        shown = {"name": name, "role": role.value, "feed_only": token.feed_only}
        record(s, uow, actor, Action.TOKEN_CREATE, ("token", token.id), after=shown)
        uow.commit()
    return secret, token


def revoke_token(s: Services, actor: Actor, token_id: str) -> None:
    """From now on the token opens nothing; raises NotFound."""
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        uow.accounts.revoke_token(token_id, s.now())
        record(s, uow, actor, Action.TOKEN_REVOKE, ("token", token_id))
        uow.commit()


def who_has_token(s: Services, secret: str) -> Actor:
    """Who a program is; raises NotSignedIn."""
    with s.glance() as uow:
        token = uow.accounts.token(hash_secret(secret))
    if token is None or token.revoked_at is not None:
        raise NotSignedIn("This token is not known here or has been revoked. Ask an administrator for a new one.")
    _note_use(s, token)
    return token.actor()


def is_worth_noting(last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a use should be kept: not where the last one is of the same hour."""
    return last is None or now - last >= USE_NOTED_EVERY


def _note_use(s: Services, token: Token) -> None:
    """That somebody else is saving just now is no reason to turn a program away."""
    if not is_worth_noting(token.last_used_at, s.now()):
        return
    with suppress(LicenceError), s.unit_of_work() as uow:
        uow.accounts.note_token_use(token.id, s.now())
        uow.commit()


def accounts(s: Services, actor: Actor) -> tuple[Account, ...]:
    """Everybody's account."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        return uow.accounts.all()


def tokens(s: Services, actor: Actor) -> tuple[Token, ...]:
    """Every token."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        return uow.accounts.tokens()


def check_new_password(password: str, again: str) -> None:
    """Raises Invalid where the two differ."""
    if password != again:
        raise Invalid.field("password_again", "The two passwords differ; type the same one twice.")
