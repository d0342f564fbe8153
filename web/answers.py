"""How each family of LicenceError is answered, and the contexts of the pages that say so.

`ANSWERS` says for each family its status, its heading, its template and the kind of problem that programs are told.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain import errors as domain_errors
from domain.errors import LicenceError, Stale

AGAIN_AFTER = 30
"""Seconds after which somebody who found the desk without its database may try again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one family is answered: the heading is English until translated, `kind` names the problem for programs."""

    status: int
    heading: str
    template: str = "errors/error.html"
    kind: str = ""


ANSWERS: dict[type[LicenceError], Answer] = {
    domain_errors.NotFound: Answer(404, "We cannot find that", "errors/not_found.html", kind="not-found"),
    domain_errors.Invalid: Answer(422, "Not saved: something needs a change", "errors/invalid.html", kind="invalid"),
    domain_errors.Conflict: Answer(
        409, "Not saved: something stands in the way", "errors/conflict.html", kind="conflict"
    ),
    domain_errors.Stale: Answer(409, "Not saved: somebody else was first", "errors/stale.html", kind="stale"),
    domain_errors.NotPermitted: Answer(403, "That is not open to you", kind="not-permitted"),
    domain_errors.NotSignedIn: Answer(401, "Please sign in", kind="not-signed-in"),
    domain_errors.TooManyAttempts: Answer(429, "Too many tries", kind="too-many-requests"),
    domain_errors.DocumentRejected: Answer(422, "That file was not taken", kind="document-rejected"),
    domain_errors.DocumentTooLarge: Answer(413, "That file is too large", kind="too-large"),
    domain_errors.DeskUnavailable: Answer(503, "The desk is out of reach just now", kind="unavailable"),
    domain_errors.RemoteUnavailable: Answer(502, "The other system did not answer", kind="remote-unavailable"),
}


def answer_for(error: type[LicenceError]) -> Answer:
    """The answer of the nearest family; raises KeyError for one that `ANSWERS` forgot."""
    for family in error.__mro__:
        if family in ANSWERS:
            return ANSWERS[family]
    raise KeyError(error.__name__)


def retry_headers(error: LicenceError) -> dict[str, str]:
    """When to try again, where waiting helps."""
    if isinstance(error, domain_errors.TooManyAttempts):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": str(AGAIN_AFTER)} if isinstance(error, domain_errors.DeskUnavailable) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """The context of the error templates. `details` are sentences; `back` is the page the person came from."""

    code: int
    heading: str
    sentence: str
    back: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that somebody changed; `touched` is False where only the other did, so that theirs stays."""

    field: str
    theirs: object
    mine: object
    touched: bool = True

    @property
    def label(self) -> str:
        """`internal_note` as "Internal note"."""
        return self.field.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class StalePage(ErrorPage):
    """Both versions, and what can be sent again over the newer revision; `in_form` where a form can show it first."""

    differences: tuple[Difference, ...]
    action: str
    resend: tuple[tuple[str, str], ...]
    in_form: bool = False


def differences(error: Stale) -> tuple[Difference, ...]:
    """What the sender changed first, then what only the other did."""
    mine = [Difference(field=n, theirs=error.theirs.get(n), mine=value) for n, value in error.mine.items()]
    others = [n for n in error.theirs if n not in error.mine]
    theirs = [Difference(field=n, theirs=error.theirs[n], mine=None, touched=False) for n in others]
    return (*mine, *theirs)
