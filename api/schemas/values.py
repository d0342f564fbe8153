"""Shapes of the values of terms."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr

from api import patterns
from api.schemas.shapes import Duration, Given, Sent, SentDuration


class Money(Given):
    """An amount in a currency."""

    amount: Annotated[str, Field(examples=["1200.5"])]
    currency: Annotated[str, Field(examples=["CAD"])]


class SentMoney(Sent):
    """An amount in a currency, to be kept."""

    amount: Annotated[str, Field(pattern=patterns.AMOUNT, examples=["1200.50"])]
    currency: Annotated[str, Field(pattern=patterns.CURRENCY, examples=["CAD"])]


TermValue = Annotated[
    str | int | Duration | Money | list[str],
    Field(
        description=(
            "By the type of the term. A permission is one of `permitted_explicit`, `permitted_interpreted`, "
            "`prohibited_explicit`, `prohibited_interpreted`, `silent`, `uninterpreted`, `not_applicable`; yes or no "
            "is `yes` or `no`; a date is ISO 8601; an integer may be `unlimited`. A value of any type may also be "
            "`silent`, `uninterpreted` or `not_applicable`."
        ),
        examples=["permitted_explicit"],
    ),
]
SentValue = Annotated[
    StrictBool | StrictInt | StrictFloat | StrictStr | SentDuration | SentMoney | list[StrictStr],
    Field(description="By the type of the term, as it is given back.", examples=["permitted_explicit"]),
]
