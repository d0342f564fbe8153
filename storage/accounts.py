"""Accounts, sessions, tokens, sign-in attempts and one-time links."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update

from domain.calendar import CalendarAddress
from domain.identity import Account, Role, Session, Token
from storage.tables import account, api_token, calendar_address, first_link, session, sign_in_attempt
from storage.transaction import AnyRow, Transaction

ATTEMPTS_KEPT = dt.timedelta(days=2)
"""How long failed sign-ins are kept; limits look back over much less."""

_BEGAN = session.c.created_at.label("began")


class SqlAccounts:
    """domain.ports.Accounts on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, account_id: str) -> Account:
        return _to_account(self._tx.get(account, "id", account_id, "There is no such account."))

    def by_email(self, email: str) -> Account | None:
        row = self._tx.row(select(account).where(account.c.email == email.strip().lower()))
        return _to_account(row) if row else None

    def all(self) -> tuple[Account, ...]:
        everybody = select(account).order_by(func.lower(account.c.name), account.c.id)
        return tuple(map(_to_account, self._tx.rows(everybody)))

    def any(self) -> bool:
        return self._tx.row(select(account.c.id).limit(1)) is not None

    def add(self, new: Account) -> None:
        self._tx.add(account, _account_row(new))

    def replace(self, new: Account, *, seen: int) -> None:
        self._tx.replace(account, new.id, _account_row(new), seen=seen)

    def add_session(self, new: Session) -> None:
        self._tx.run(delete(session).where(session.c.expires_at < new.created_at))
        row = {
            "id_hash": new.id_hash,
            "account_id": new.account_id,
            "csrf": new.csrf,
            "created_at": new.created_at,
            "expires_at": new.expires_at,
        }
        self._tx.add(session, row)

    def signed_in(self, id_hash: str) -> tuple[Account, Session] | None:
        # One statement, because every page begins with it.
        whose = select(account, session.c.id_hash, session.c.csrf, _BEGAN, session.c.expires_at)
        whose = whose.join(session, session.c.account_id == account.c.id)
        row = self._tx.row(whose.where(session.c.id_hash == id_hash))
        return (_to_account(row), _to_session(row)) if row else None

    def end_session(self, id_hash: str) -> None:
        self._tx.run(delete(session).where(session.c.id_hash == id_hash))

    def end_sessions_of(self, account_id: str) -> None:
        self._tx.run(delete(session).where(session.c.account_id == account_id))

    def add_token(self, new: Token) -> None:
        row = {
            "id": new.id,
            "name": new.name,
            "role": new.role.value,
            "secret_hash": new.secret_hash,
            "feed_only": new.feed_only,
            "created_by": new.created_by,
            "created_at": new.created_at,
            "revoked_at": new.revoked_at,
            "last_used_at": new.last_used_at,
        }
        self._tx.add(api_token, row)

    def token(self, secret_hash: str) -> Token | None:
        row = self._tx.row(select(api_token).where(api_token.c.secret_hash == secret_hash))
        return _to_token(row) if row else None

    def tokens(self) -> tuple[Token, ...]:
        return tuple(map(_to_token, self._tx.rows(select(api_token).order_by(api_token.c.seq.desc()))))

    def revoke_token(self, token_id: str, at: dt.datetime) -> None:
        self._tx.get(api_token, "id", token_id, "There is no such token.")
        # The first revocation is the one that counts.
        held = api_token.c.revoked_at.is_(None)
        self._tx.run(update(api_token).where(api_token.c.id == token_id, held).values(revoked_at=at))

    def note_token_use(self, token_id: str, at: dt.datetime) -> None:
        self._tx.run(update(api_token).where(api_token.c.id == token_id).values(last_used_at=at))

    def calendar_of(self, account_id: str) -> CalendarAddress | None:
        return self._calendar(calendar_address.c.account_id == account_id)

    def calendar(self, secret_hash: str) -> CalendarAddress | None:
        return self._calendar(calendar_address.c.secret_hash == secret_hash)

    def _calendar(self, which: ColumnElement[bool]) -> CalendarAddress | None:
        row = self._tx.row(select(calendar_address).where(which))
        if row is None:
            return None
        return CalendarAddress(
            account_id=row.account_id,
            secret_hash=row.secret_hash,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )

    def set_calendar(self, address: CalendarAddress) -> None:
        self.drop_calendar(address.account_id)
        self._tx.add(calendar_address, asdict(address))

    def drop_calendar(self, account_id: str) -> None:
        self._tx.run(delete(calendar_address).where(calendar_address.c.account_id == account_id))

    def note_calendar_use(self, account_id: str, at: dt.datetime) -> None:
        c = calendar_address.c
        self._tx.run(update(calendar_address).where(c.account_id == account_id).values(last_used_at=at))

    def add_attempt(self, email: str, address: str, at: dt.datetime) -> None:
        self._tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.at < at - ATTEMPTS_KEPT))
        self._tx.add(sign_in_attempt, {"email": email, "address": address, "at": at})

    def attempts(self, email: str, address: str, since: dt.datetime) -> tuple[int, int]:
        c = sign_in_attempt.c
        for_account = func.count().filter(c.email == email)
        from_address = func.count().filter(c.address == address)
        either = or_(c.email == email, c.address == address)
        row = self._tx.row(select(for_account, from_address).where(c.at >= since, either))
        return (row[0], row[1]) if row else (0, 0)

    def clear_attempts(self, email: str) -> None:
        self._tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.email == email))

    def set_first_link(self, secret_hash: str, expires_at: dt.datetime) -> None:
        self._tx.run(delete(first_link))
        self._tx.run(insert(first_link).values(secret_hash=secret_hash, expires_at=expires_at))

    def take_first_link(self, secret_hash: str, now: dt.datetime) -> bool:
        c = first_link.c
        return self._tx.run(delete(first_link).where(c.secret_hash == secret_hash, c.expires_at > now)) == 1

    def first_link_is_good(self, secret_hash: str, now: dt.datetime) -> bool:
        c = first_link.c
        return self._tx.row(select(first_link).where(c.secret_hash == secret_hash, c.expires_at > now)) is not None


def _account_row(kept: Account) -> dict[str, Any]:
    return {
        "id": kept.id,
        "email": kept.email,
        "name": kept.name,
        "role": kept.role.value,
        "password_hash": kept.password_hash,
        "created_at": kept.created_at,
        "closed_at": kept.closed_at,
        "unit": kept.unit or None,
        "revision": kept.revision,
    }


def _to_account(row: AnyRow) -> Account:
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        password_hash=row.password_hash,
        created_at=row.created_at,
        unit=row.unit or "",
        closed_at=row.closed_at,
        revision=row.revision,
    )


def _to_session(row: AnyRow) -> Session:
    return Session(
        id_hash=row.id_hash,
        account_id=row.id,
        csrf=row.csrf,
        created_at=row.began,
        expires_at=row.expires_at,
    )


def _to_token(row: AnyRow) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        secret_hash=row.secret_hash,
        feed_only=row.feed_only,
        created_by=row.created_by,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
