"""What the databases refuse, in words of the library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from domain.errors import Conflict, DeskUnavailable, Invalid, LicenceError
from storage.engine import NOT_KEPT

_TAKEN = {
    "licence": "This reference code is taken by another licence. Choose another code.",
    "account": "There is an account with this e-mail address already.",
    "term_definition": "There is a term with this key already. Choose another key.",
    "decision": "Somebody else decided this term meanwhile. Look at their decision, then decide again.",
    "decision_approval": "Somebody has approved this decision already.",
    "deadline_decision": "Somebody else noted something at this deadline meanwhile. Look at what they noted first.",
    "idempotent_answer": "A request with this Idempotency-Key is being answered already. Send it again in a moment.",
    "document_set_aside": "This document has been set aside already.",
    "clause": "This reading has been kept already.",
    "suggestion": "This reading has been kept already.",
    "resource": "The address of this resource was taken meanwhile. Save again.",
    "sync_target": "There is a target of this name already. Choose another name.",
    "sync_link": "The record over there belongs to another licence of ours already.",
    "organisation": "This organisation was entered by somebody else meanwhile. Save again.",
}
_ALREADY = "This was saved by somebody else meanwhile. Look at it again before you save."
_ADD_ONLY = "This part of the record can be added to, but never changed or erased."
_REFERS = "This refers to something that is not there, or something else still refers to it."
_BUSY = "Somebody else is saving at the same moment. Try again in a few seconds."
_UNAVAILABLE = "The desk cannot reach its database just now, so nothing was saved. Try again in a minute."
_FULL = "The desk has no room left to save anything. Tell whoever runs it that the disk is full."
_DOES_NOT_FIT = "A value is outside what its field can hold."

ADD_ONLY_MARK = "append-only"
"""The word by which the triggers' refusals are known."""


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turns what the database refuses into Conflict or Invalid; anything else goes through as it is."""
    try:
        yield
    except UnicodeEncodeError:
        raise Invalid(NOT_KEPT) from None
    except OverflowError:
        raise Invalid(_DOES_NOT_FIT) from None
    except StatementError as error:
        told = in_words(error)
        if told is None:
            raise
        raise told from error
    except NoFreeConnection as error:
        raise DeskUnavailable(_UNAVAILABLE) from error


def in_words(error: StatementError) -> LicenceError | None:
    """The domain's error for what the database said; None where it is a fault of ours or of the machine."""
    if isinstance(error.orig, LicenceError):
        return error.orig
    said = str(error.orig)
    if ADD_ONLY_MARK in said:
        return Conflict(_ADD_ONLY)
    if isinstance(error, IntegrityError):
        return _integrity(error, said)
    if isinstance(error, OperationalError | InterfaceError):
        return _operational(error, said)
    if isinstance(error, DataError) or "NUL" in said or "\\u0000" in said:
        return Invalid(NOT_KEPT if "NUL" in said or "u0000" in said else _DOES_NOT_FIT)
    return None


def _operational(error: DBAPIError, said: str) -> LicenceError | None:
    if _is_busy(error, said):
        return Conflict(_BUSY)
    if _is_out_of_reach(error, said):
        return DeskUnavailable(_FULL if _is_full(error, said) else _UNAVAILABLE)
    return None


def _integrity(error: IntegrityError, said: str) -> LicenceError:
    if _sqlstate(error) == "23503" or "FOREIGN KEY" in said:
        return Conflict(_REFERS)
    if _sqlstate(error) == "23505" or "UNIQUE constraint" in said:
        return Conflict(_TAKEN.get(_table(error, said), _ALREADY))
    return Invalid(_DOES_NOT_FIT)


def _is_busy(error: DBAPIError, said: str) -> bool:
    # 40001 serialization failure, 40P01 deadlock, 55P03 lock timeout
    return "is locked" in said or _sqlstate(error) in ("40001", "40P01", "55P03")


def _is_full(error: DBAPIError, said: str) -> bool:
    return "disk is full" in said or _sqlstate(error) == "53100"


def _is_out_of_reach(error: DBAPIError, said: str) -> bool:
    """A server that is down, going down or full up (08, 53, 57P), or a file that cannot be opened or written."""
    if type(error.orig).__module__.startswith("sqlite3"):
        return any(words in said for words in ("unable to open", "disk I/O", "disk is full", "readonly database"))
    # psycopg gives no state where the server was not there to give one
    return (_sqlstate(error) or "08").startswith(("08", "53", "57P"))


def _sqlstate(error: DBAPIError) -> str | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state


def _table(error: IntegrityError, said: str) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.table_name)
    found = re.search(r"failed: (\w+)\.", said)
    return found.group(1) if found else ""
