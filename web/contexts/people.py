"""Accounts and tokens, as administrators see them: never a password, and a token's secret once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.identity import PASSWORD_LENGTH, Account, Role, Token
from web.contexts.affected import Affects
from web.forms import Choice, Field, Form, Kind
from web.translation import Translator

ROLES: Mapping[Role, tuple[str, str]] = {
    Role.VIEWER: ("Viewer", "Sees everything, changes nothing."),
    Role.EDITOR: ("Editor", "Also enters licences and uploads documents."),
    Role.REVIEWER: ("Reviewer", "Also decides terms and puts versions in force."),
    Role.ADMIN: ("Administrator", "Also looks after accounts, tokens and the vocabulary."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody with an account."""

    name: str
    email: str
    role: str
    href: str
    since: dt.datetime
    closed: dt.datetime | None
    is_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Context of people/list.html."""

    people: tuple[PersonRow, ...]
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Context of people/form.html. `email` is that of the account being changed; None for a new one."""

    form: Form
    action: str
    email: str | None = None
    name: str = ""
    affected: tuple[Affects, ...] = ()
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token; `by` made it."""

    id: str
    name: str
    role: str
    feed_only: bool
    by: str
    made: dt.datetime
    revoked: dt.datetime | None
    used: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensPage:
    """Context of tokens/list.html. `secret` is shown this once, just after the token `made` was created."""

    tokens: tuple[TokenRow, ...]
    form: Form
    secret: str | None = None
    made: str = ""


def people_page(t: Translator, accounts: Sequence[Account], me: str) -> PeoplePage:
    """The context of the list, closed accounts last."""
    ordered = sorted(accounts, key=lambda account: (account.closed_at is not None, account.name.casefold()))
    rows = tuple(
        PersonRow(
            name=account.name,
            email=account.email,
            role=t(ROLES[account.role][0]),
            href=f"/people/{account.id}",
            since=account.created_at,
            closed=account.closed_at,
            is_me=account.id == me,
        )
        for account in ordered
    )
    return PeoplePage(people=rows, closed=sum(row.closed is not None for row in rows))


def new_person_form(t: Translator) -> Form:
    """Fields `name`, `email`, `unit`, `role`, `password`."""
    return Form(
        (
            Field(name="name", label=t("Name"), required=True, autocomplete="off", maximum=120),
            Field(name="email", label=t("Work e-mail"), kind=Kind.EMAIL, required=True, autocomplete="off"),
            _unit_field(t),
            _role_field(t),
            _password_field(t, t("First password"), required=True),
        )
    )


def _unit_field(t: Translator) -> Field:
    hint = t("As licences name it too, so that the desk can show what belongs to the team.")
    return Field(name="unit", label=t("Team or unit"), hint=hint, autocomplete="off", maximum=60)


def person_form(t: Translator, account: Account) -> Form:
    """Fields `name`, `unit`, `role`, `password`, `closed`, filled with what is stored."""
    name = Field(name="name", label=t("Name"), required=True, autocomplete="off", maximum=120)
    hint = t("Nobody can sign in with it any more. The trail keeps the name; it can be opened again.")
    closed = Field(name="closed", label=t("This account is closed"), kind=Kind.CHECK, hint=hint)
    form = Form((name, _unit_field(t), _role_field(t), _password_field(t, t("New password"), required=False), closed))
    is_closed = "yes" if account.closed_at else None
    return form.filled({"name": account.name, "unit": account.unit, "role": account.role.value, "closed": is_closed})


def tokens_page(
    t: Translator,
    tokens: Sequence[Token],
    accounts: Sequence[Account],
    form: Form | None = None,
    new: tuple[str, Token] | None = None,
) -> TokensPage:
    """The context of the list, with the secret where a token was made just now."""
    names = {account.id: account.name for account in accounts}
    rows = tuple(
        TokenRow(
            id=token.id,
            name=token.name,
            role=t(ROLES[token.role][0]),
            feed_only=token.feed_only,
            by=names.get(token.created_by, t("the command line")),
            made=token.created_at,
            revoked=token.revoked_at,
            used=token.last_used_at,
        )
        for token in tokens
    )
    secret, made = (new[0], new[1].name) if new else (None, "")
    return TokensPage(tokens=rows, form=form or token_form(t), secret=secret, made=made)


def token_form(t: Translator) -> Form:
    """Fields `name`, `role`, `feed_only`."""
    name_hint, feed_hint = t("What it is for, such as “Alma sync”."), t("For a program that only follows changes.")
    return Form(
        (
            Field(name="name", label=t("Name"), hint=name_hint, required=True, maximum=120, autocomplete="off"),
            _role_field(t),
            Field(
                name="feed_only", label=t("May read the sync feed and nothing else"), kind=Kind.CHECK, hint=feed_hint
            ),
        )
    )


def _role_field(t: Translator) -> Field:
    choices = tuple(Choice(role.value, t(label), t(does)) for role, (label, does) in ROLES.items())
    return Field(
        name="role", label=t("Role"), kind=Kind.RADIOS, required=True, choices=choices, values=(Role.VIEWER.value,)
    )


def _password_field(t: Translator, label: str, *, required: bool) -> Field:
    hint = t("At least {length} characters; a sentence is fine.", length=PASSWORD_LENGTH)
    if not required:
        hint += " " + t("Leave it empty to keep the one there is. A new one signs the person out everywhere.")
    return Field(
        name="password", label=label, kind=Kind.PASSWORD, hint=hint, required=required, autocomplete="new-password"
    )
