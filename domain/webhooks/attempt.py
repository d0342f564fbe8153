"""What came of one attempt to deliver, in words of the library, and how long to wait for the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WAITS = tuple(dt.timedelta(seconds=seconds) for seconds in (10, 30, 60, 300, 900, 1800, 3600, 2 * 3600, 4 * 3600))
"""After the first failure in a row, the second, and so on; the last one holds for all that follow."""
LOG_KEPT = dt.timedelta(days=30)


class Outcome(StrEnum):
    """What became of a delivery."""

    TAKEN = "taken"
    GONE = "gone"
    REDIRECTED = "redirected"
    BUSY = "busy"
    REFUSED = "refused"
    BROKEN = "broken"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    CUT_OFF = "cut_off"
    NOT_TRUSTED = "not_trusted"
    NOT_ALLOWED = "not_allowed"
    NO_SECRET = "no_secret"  # noqa: S105 - an outcome, not a secret
    INTERRUPTED = "interrupted"


SENTENCES: Mapping[Outcome, str] = {
    Outcome.TAKEN: "",
    Outcome.GONE: "The receiver answered {status}: it does not want these any more. Resume when it does.",
    Outcome.REDIRECTED: "The receiver answered {status} and pointed elsewhere; enter that address instead.",
    Outcome.BUSY: "The receiver answered {status}: it asks for fewer requests.",
    Outcome.REFUSED: "The receiver refused it with {status}. Check the address and the secret over there.",
    Outcome.BROKEN: "The receiver answered {status}: something is wrong over there.",
    Outcome.TIMED_OUT: "The receiver did not answer in time; it may have taken the changes.",
    Outcome.UNREACHABLE: "The receiver cannot be reached. Check the address.",
    Outcome.CUT_OFF: "The connection broke before there was an answer; the receiver may have taken the changes.",
    Outcome.NOT_TRUSTED: "The certificate of the receiver cannot be trusted. Its operator has to renew it.",
    Outcome.NOT_ALLOWED: "The operator no longer allows this host; see LICENCE_DESK_WEBHOOK_HOSTS.",
    Outcome.NO_SECRET: "The secret of this subscription cannot be decrypted here any more. Make a new one.",
    Outcome.INTERRUPTED: "The desk was interrupted while it delivered this. The operator finds the reason in the log.",
}
"""For a person; `{status}` is the status of the answer. The pages put them in the reader's language."""
GIVEN_UP = "Every attempt of the last three days failed. Nothing is lost: resume it, and it goes on from where it was."


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came back. `status` is None where no answer came; `retry_after`, in seconds, is what the receiver asks."""

    outcome: Outcome
    milliseconds: int
    status: int | None = None
    retry_after: int | None = None

    @property
    def taken(self) -> bool:
        """Whether the receiver has the changes for sure."""
        return self.outcome is Outcome.TAKEN

    @property
    def sentence(self) -> str:
        """What went wrong and what to do; empty where nothing did."""
        return sentence(self.outcome, self.status)


def sentence(outcome: Outcome, status: int | None) -> str:
    """What went wrong and what to do; empty where nothing did."""
    return SENTENCES[outcome].format(status=status)


class DeliveryKind(StrEnum):
    """Why something was sent."""

    CHANGES = "changes"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One line of the log: never the secret, nor what was sent or answered. `first` and `last` are of the feed."""

    webhook_id: str
    message_id: str
    kind: DeliveryKind
    at: dt.datetime
    receipt: Receipt
    changes: int = 0
    first: int | None = None
    last: int | None = None


def outcome_of(status: int) -> Outcome:
    """What an answer with this status means."""
    if 200 <= status < 300:
        return Outcome.TAKEN
    if 300 <= status < 400:
        return Outcome.REDIRECTED
    known = {410: Outcome.GONE, 429: Outcome.BUSY, 503: Outcome.BUSY}
    return known.get(status, Outcome.REFUSED if 400 <= status < 500 else Outcome.BROKEN)


def next_wait(failures: int, retry_after: int | None) -> dt.timedelta:
    """How long to wait after so many failures in a row; longer where the receiver asks for it, up to the longest."""
    wait = WAITS[min(failures, len(WAITS)) - 1]
    asked = dt.timedelta(seconds=min(retry_after or 0, int(WAITS[-1].total_seconds())))
    return max(wait, asked)
