"""From the address of a record to what part of its terms is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from domain.values import NotAValue, ValueType, canonical
from web.contexts.terms import TermsAsked
from web.translation import Translator


def asked_of(t: Translator, query: Mapping[str, str], today: dt.date, key: str | None = None) -> TermsAsked:
    """A day that cannot be read is told in `problem`, and today is shown."""
    typed = query.get("on", "").strip()[:20]
    on, problem = read_day(typed)
    return TermsAsked(
        on=on or today,
        typed=typed,
        gaps=query.get("gaps") == "yes",
        everything=query.get("all") == "yes",
        open_key=key,
        problem=t(problem) if problem else None,
    )


def read_day(typed: str) -> tuple[dt.date | None, str | None]:
    """The day that somebody typed; none where it is empty, and none with a sentence in English where it is no day."""
    if not typed:
        return None, None
    try:
        return dt.date.fromisoformat(str(canonical(ValueType.DATE, typed))), None
    except NotAValue as error:
        return None, str(error)
