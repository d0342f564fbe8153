"""What can go wrong, in words of the library. Nothing here knows of HTTP.

Every message is one sentence or two for a person: what went wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `loc` is its path in the input, such as `evidence.0.quote`."""

    loc: str
    message: str


class LicenceError(Exception):
    """The root of every error that a person is told of."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(LicenceError):
    """What was asked for does not exist, or is not for this person to know of."""


class Invalid(LicenceError):
    """The input cannot be read or breaks a rule of its field; `errors` names the fields."""

    def __init__(self, message: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(message)
        self.errors = tuple(errors)

    @classmethod
    def field(cls, loc: str, message: str) -> Invalid:
        """An error at one field."""
        return cls(message, [FieldError(loc, message)])


class Conflict(LicenceError):
    """A rule or somebody else's newer edit stands in the way; `reasons` are sentences."""

    def __init__(self, message: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons) or (message,)


class Stale(Conflict):
    """Somebody else saved first. `mine` is what was sent, `theirs` what is there now, both by field."""

    def __init__(self, message: str, *, mine: Mapping[str, Any], theirs: Mapping[str, Any], revision: int) -> None:
        super().__init__(message)
        self.mine = dict(mine)
        self.theirs = dict(theirs)
        self.revision = revision


class NotPermitted(LicenceError):
    """This person's role does not allow it."""


class NotSignedIn(LicenceError):
    """Nobody is signed in, or the token is not valid."""


class TooManyAttempts(LicenceError):
    """Too many attempts; `retry_after` says in how many seconds to try again."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DocumentRejected(LicenceError):
    """A file is not a PDF that can be kept or read; the message says why and what to do."""


class DocumentTooLarge(DocumentRejected):
    """A file is larger than this desk accepts."""


class DeskUnavailable(LicenceError):
    """The desk cannot get at its own record just now; nothing was saved, and it mends itself once the database runs."""


class RemoteUnavailable(LicenceError):
    """Another system did not answer as it should."""
