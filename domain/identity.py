"""Who acts, and what their role allows."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Invalid, NotPermitted


class Role(StrEnum):
    """Each role may do what the ones before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Whether this role may do what `other` may."""
        return _ORDER.index(self) >= _ORDER.index(other)


_ORDER = list(Role)
_DOES = {
    Role.VIEWER: "signs in",
    Role.EDITOR: "enters licences and uploads documents",
    Role.REVIEWER: "decides terms and puts versions in force",
    Role.ADMIN: "looks after accounts, the vocabulary and settings",
}


class ActorKind(StrEnum):
    """What acts: a person, a program with a token, or the desk itself (jobs, the command line)."""

    PERSON = "person"
    TOKEN = "token"  # noqa: S105 - a kind of actor, not a secret
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something; the name is kept in the trail as it was at the time."""

    id: str
    name: str
    role: Role
    kind: ActorKind = ActorKind.PERSON
    feed_only: bool = False

    def must_be(self, role: Role) -> None:
        """Raises NotPermitted unless this actor may do what `role` does."""
        if self.feed_only or not self.role.includes(role):
            raise NotPermitted(f"Your account may not do this: it needs the role “{role}”, which {_DOES[role]}.")


SYSTEM = Actor(id="system", name="Licence Desk", role=Role.ADMIN, kind=ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account. `password_hash` is argon2; a closed account keeps its name in the trail.

    `unit` is the team that this person works in, as licences name it too.
    """

    id: str
    email: str
    name: str
    role: Role
    password_hash: str
    created_at: dt.datetime
    closed_at: dt.datetime | None = None
    unit: str = ""
    revision: int = 1

    def actor(self) -> Actor:
        """This person as the one who acts."""
        return Actor(id=self.id, name=self.name, role=self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An API token. Only `secret_hash` (SHA-256 of the secret) is kept; `feed_only` limits it to the sync feed.

    `last_used_at` is told to the hour: a program that asks all the time would write all the time.
    """

    id: str
    name: str
    role: Role
    secret_hash: str
    feed_only: bool
    created_by: str
    created_at: dt.datetime
    revoked_at: dt.datetime | None = None
    last_used_at: dt.datetime | None = None

    def actor(self) -> Actor:
        """This token as the one who acts."""
        return Actor(id=self.id, name=self.name, role=self.role, kind=ActorKind.TOKEN, feed_only=self.feed_only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser. `id_hash` is the SHA-256 of the cookie's value; `csrf` is the token its forms carry."""

    id_hash: str
    account_id: str
    csrf: str
    created_at: dt.datetime
    expires_at: dt.datetime


PASSWORD_LENGTH = 12


def email_address(raw: str) -> str:
    """An e-mail address in lower case; raises Invalid."""
    address = raw.strip().lower()
    if len(address) > 254 or not re.fullmatch(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}", address):
        raise Invalid.field("email", "Give an e-mail address such as name@library.example.")
    return address


def new_password(raw: str) -> str:
    """A password long enough to keep; raises Invalid. The length rule follows NIST SP 800-63B."""
    if not PASSWORD_LENGTH <= len(raw) <= 200:
        raise Invalid.field(
            "password", f"Choose a password of at least {PASSWORD_LENGTH} characters; a sentence is fine."
        )
    return raw


def name_from_email(address: str) -> str:
    """A first display name: `m.roy@library.example` gives `M Roy`."""
    return re.sub(r"[._+-]+", " ", address.split("@", maxsplit=1)[0]).strip().title() or address
