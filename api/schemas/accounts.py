"""Shapes of accounts and tokens. No secret is in here, but the one of a token on the day it is made."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool

from api import patterns
from api.schemas.shapes import Given, Id, Moment, Page, Revision, Sent, example
from domain.identity import PASSWORD_LENGTH, ActorKind, Role
from domain.identity import Account as DomainAccount
from domain.identity import Actor as DomainActor
from domain.identity import Token as DomainToken

_PASSWORD = Annotated[str, Field(min_length=PASSWORD_LENGTH, max_length=200, json_schema_extra={"format": "password"})]
_NAME = Annotated[str, Field(default_factory=str, max_length=120)]


class Me(Given):
    """Who is calling."""

    id: Id
    name: str
    role: Role
    kind: ActorKind
    feed_only: Annotated[bool, Field(description="Whether the token reads the sync feed alone.")]

    @classmethod
    def of(cls, actor: DomainActor) -> Me:
        """The caller as shown."""
        return cls(id=actor.id, name=actor.name, role=actor.role, kind=actor.kind, feed_only=actor.feed_only)


class AccountNew(Sent):
    """An account for somebody."""

    email: Annotated[str, Field(max_length=254, pattern=patterns.EMAIL)]
    name: _NAME
    role: Annotated[Role, Field(default_factory=lambda: Role.VIEWER)]
    password: _PASSWORD

    model_config = example(
        {"email": "m.roy@library.example", "name": "M. Roy", "role": "editor", "password": "a sentence is easy to keep"}
    ) | ConfigDict(extra="forbid")


class AccountChange(Sent):
    """What to change of an account; what is left out stays."""

    name: Annotated[str, Field(default_factory=str, max_length=120, pattern=patterns.VISIBLE)]
    role: Annotated[Role, Field(default_factory=lambda: Role.VIEWER)]
    password: Annotated[_PASSWORD, Field(default_factory=str)]
    closed: Annotated[
        StrictBool,
        Field(default_factory=bool, description="A closed account cannot sign in; its name stays in the trail."),
    ]

    model_config = example({"role": "reviewer"}) | ConfigDict(extra="forbid")


class Account(Given):
    """A person's account."""

    id: Id
    email: str
    name: str
    role: Role
    created_at: Moment
    closed_at: Moment | None
    revision: Revision

    @classmethod
    def of(cls, account: DomainAccount) -> Account:
        """The account as it is shown."""
        return cls(
            id=account.id,
            email=account.email,
            name=account.name,
            role=account.role,
            created_at=account.created_at,
            closed_at=account.closed_at,
            revision=account.revision,
        )


class Accounts(Page[Account]):
    """A page of accounts, by name."""


class TokenNew(Sent):
    """A token for a program."""

    name: Annotated[str, Field(max_length=120, pattern=patterns.VISIBLE)]
    role: Annotated[Role, Field(default_factory=lambda: Role.VIEWER)]
    feed_only: Annotated[StrictBool, Field(default_factory=bool, description="Limits the token to the sync feed.")]

    model_config = example({"name": "Alma sync", "role": "viewer", "feed_only": True}) | ConfigDict(extra="forbid")


class Token(Given):
    """A token for a program, without its secret."""

    id: Id
    name: str
    role: Role
    feed_only: bool
    created_by: Id
    created_at: Moment
    revoked_at: Moment | None

    @classmethod
    def of(cls, token: DomainToken) -> Token:
        """The token as it is shown."""
        return cls(
            id=token.id,
            name=token.name,
            role=token.role,
            feed_only=token.feed_only,
            created_by=token.created_by,
            created_at=token.created_at,
            revoked_at=token.revoked_at,
        )


class TokenMade(Token):
    """A token on the day it is made."""

    secret: Annotated[
        str | None,
        Field(description="Shown this once. Null where the answer is repeated for an Idempotency-Key: it is not kept."),
    ]

    @classmethod
    def made(cls, token: DomainToken, secret: str) -> TokenMade:
        """The token with its secret."""
        return cls(**Token.of(token).model_dump(), secret=secret)


class Tokens(Page[Token]):
    """A page of tokens, newest first."""
