"""What can go wrong with another system, in words of the library."""

from __future__ import annotations

import datetime as dt

from domain.errors import RemoteUnavailable


class KeyRefused(RemoteUnavailable):
    """The other system does not take our key, or not for this."""


class RemoteRefused(RemoteUnavailable):
    """The other system understood and said no. `fields` are the fields it names, as far as that can be told."""

    def __init__(self, message: str, *, code: str = "", fields: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.fields = fields


class QuotaSpent(RemoteUnavailable):
    """No more requests today; `again_at` says from when on there are."""

    def __init__(self, message: str, again_at: dt.datetime) -> None:
        super().__init__(message)
        self.again_at = again_at


class Unsure(RemoteUnavailable):
    """A request that writes got no answer: it may have been done. Look before trying again."""


class AnswerTooStrange(RemoteUnavailable):
    """The answer is too large, or cannot be read."""
