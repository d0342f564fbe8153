"""Accounts, sessions, tokens and passwords."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from domain.calendar import CalendarAddress
from domain.identity import Account, Session, Token


class Accounts(Protocol):
    """Accounts, sessions, tokens, sign-in attempts and one-time links."""

    def get(self, account_id: str) -> Account:
        """One account; raises NotFound."""

    def by_email(self, email: str) -> Account | None:
        """The account with this address."""

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""

    def any(self) -> bool:
        """Whether there is an account at all."""

    def add(self, account: Account) -> None:
        """Raises Conflict where the address is taken."""

    def replace(self, account: Account, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict."""

    def add_session(self, session: Session) -> None:
        """A new session."""

    def signed_in(self, id_hash: str) -> tuple[Account, Session] | None:
        """A session by the hash of its cookie, and whose it is."""

    def end_session(self, id_hash: str) -> None:
        """Sign out."""

    def end_sessions_of(self, account_id: str) -> None:
        """Sign a person out everywhere."""

    def calendar_of(self, account_id: str) -> CalendarAddress | None:
        """The calendar address of an account."""

    def calendar(self, secret_hash: str) -> CalendarAddress | None:
        """A calendar address by the hash of its secret."""

    def set_calendar(self, address: CalendarAddress) -> None:
        """Keep it in place of the one before."""

    def drop_calendar(self, account_id: str) -> None:
        """Forget the calendar address of an account."""

    def note_calendar_use(self, account_id: str, at: dt.datetime) -> None:
        """The calendar was asked for then."""

    def note_token_use(self, token_id: str, at: dt.datetime) -> None:
        """The token was shown then."""

    def add_token(self, token: Token) -> None:
        """A new API token."""

    def token(self, secret_hash: str) -> Token | None:
        """A token by the hash of its secret."""

    def tokens(self) -> tuple[Token, ...]:
        """Every token, revoked ones included, newest first."""

    def revoke_token(self, token_id: str, at: dt.datetime) -> None:
        """Raises NotFound."""

    def add_attempt(self, email: str, address: str, at: dt.datetime) -> None:
        """Record a failed sign-in."""

    def attempts(self, email: str, address: str, since: dt.datetime) -> tuple[int, int]:
        """Failed sign-ins since then: for this account, and from this network address."""

    def clear_attempts(self, email: str) -> None:
        """Forget the failed sign-ins of an account after a good one."""

    def set_first_link(self, secret_hash: str, expires_at: dt.datetime) -> None:
        """Keep the hash of the one-time link for the first account, in place of any before it."""

    def take_first_link(self, secret_hash: str, now: dt.datetime) -> bool:
        """Use the link up; False where it is unknown, used or too old."""

    def first_link_is_good(self, secret_hash: str, now: dt.datetime) -> bool:
        """Whether the link could be used, without using it."""


class Passwords(Protocol):
    """Slow hashing of passwords."""

    def hash(self, password: str) -> str:
        """An argon2 hash with its own salt."""

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether it fits. With None it works as long and says no, so that nobody learns which accounts exist."""
