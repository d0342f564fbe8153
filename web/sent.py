"""What a form sent, for routes whose fields are not known one by one.

def save(sent: Sent) -> Response: ...      # sent["title"] is a list of texts, in the order of the page
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeAlias

from fastapi import Depends, Request
from starlette.datastructures import FormData

from web.forms import values_of

MOST_FIELDS = 20_000
"""A licence may cover two thousand resources, with five fields each."""

Values: TypeAlias = Mapping[str, Sequence[str]]


async def sent_form(request: Request) -> FormData:
    """The form of a request; reading it again gives the same one. Raises HTTPException (400) for one it cannot read."""
    return await request.form(max_fields=MOST_FIELDS)


async def _values(request: Request) -> Values:
    return values_of(await sent_form(request))


Sent = Annotated[Values, Depends(_values)]


def first(values: Values, name: str) -> str:
    """The first text of a field, or nothing."""
    return next(iter(values.get(name, ())), "")


def whole(values: Values, name: str) -> int:
    """A whole number that a form carries along; 0 for one that cannot be read."""
    number = first(values, name)
    return int(number) if number.isdecimal() and len(number) < 10 else 0
