"""The pages of the door: signing in, and the first account."""

from __future__ import annotations

from dataclasses import dataclass

from domain.identity import PASSWORD_LENGTH
from web.forms import Field, Form, Kind
from web.translation import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """Context of sign_in/sign_in.html. `then` is where to go afterwards; `refused` says why it did not work.

    `carried` is a form that was sent without a session (web.carrying), to be kept once somebody has signed in.
    """

    form: Form
    then: str = "/"
    refused: str | None = None
    sso_href: str | None = None
    carried: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAccountPage:
    """Context of sign_in/first_account.html. `action` is the one-time link itself."""

    form: Form
    action: str


def sign_in_form(t: Translator) -> Form:
    """Fields `email` and `password`."""
    return Form(
        (
            Field(name="email", label=t("Work e-mail"), kind=Kind.EMAIL, required=True, autocomplete="username"),
            _password(t, "current-password"),
        )
    )


def first_account_form(t: Translator) -> Form:
    """Fields `name`, `email` and `password`."""
    hint = t("At least {length} characters; a sentence is fine.", length=PASSWORD_LENGTH)
    return Form(
        (
            Field(name="name", label=t("Your name"), required=True, autocomplete="name", maximum=200),
            Field(name="email", label=t("Work e-mail"), kind=Kind.EMAIL, required=True, autocomplete="username"),
            _password(t, "new-password", hint),
        )
    )


def _password(t: Translator, autocomplete: str, hint: str | None = None) -> Field:
    return Field(
        name="password", label=t("Password"), kind=Kind.PASSWORD, required=True, autocomplete=autocomplete, hint=hint
    )
