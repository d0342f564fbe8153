"""From the address of a record to what part of its terms is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from domain.values import NotAValue, ValueType, canonical
from web.contexts.terms import TermsAsked
from web.translation import Translator


def asked_of(t: Translator, query: Mapping[str, str], today: dt.date, key: str | None = None) -> TermsAsked:
    """A day that cannot be read is told in `problem`, and today is shown."""
    problem, typed = None, query.get("on", "").strip()[:20]
    try:
        on = dt.date.fromisoformat(str(canonical(ValueType.DATE, typed))) if typed else today
    except NotAValue as error:
        on, problem = today, t(str(error))
    return TermsAsked(
        on=on,
        typed=typed,
        gaps=query.get("gaps") == "yes",
        everything=query.get("all") == "yes",
        open_key=key,
        problem=problem,
    )
