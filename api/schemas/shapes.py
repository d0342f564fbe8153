"""What the shapes share."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt
from pydantic_core import PydanticCustomError

from api import patterns
from domain.values import NUMBER_LIMIT, Unit

T = TypeVar("T")


class Sent(BaseModel):
    """A shape that is sent to us: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")

    def entered(self) -> dict[str, Any]:
        """What was sent, as the use cases read it; what was left out is left out."""
        return self.model_dump(exclude_unset=True)


class Given(BaseModel):
    """A shape that we give."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Page(Given, Generic[T]):
    """A page of a list."""

    items: list[T]
    next_cursor: Annotated[str | None, Field(description="Send it as `cursor` for the next page; null on the last.")]


def example(value: Any) -> ConfigDict:
    """Settings of a shape with an example for the description of the API."""
    return ConfigDict(json_schema_extra={"examples": [value]})


Moment = Annotated[dt.datetime, Field(description="UTC, RFC 3339.", examples=["2026-11-21T15:04:05Z"])]
Day = Annotated[dt.date, Field(examples=["2026-12-31"])]


def _in_the_calendar(day: str) -> str:
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        raise PydanticCustomError("date_parsing", "no such day") from None
    return day


DayText = Annotated[
    str,
    Field(
        pattern=patterns.DAY,
        json_schema_extra={"format": "date"},
        examples=["2026-12-31"],
    ),
    AfterValidator(_in_the_calendar),
]
"""A date as it is sent. It is looked up in the calendar here, so that it is told together with every other mistake."""

Id = Annotated[str, Field(examples=["01jd9k3v5x7q2m4n6p8r0s1t2u"])]
SentId = Annotated[str, Field(pattern=patterns.ID, examples=["01jd9k3v5x7q2m4n6p8r0s1t2u"])]
Revision = Annotated[int, Field(ge=0, description="Counts the edits.")]
Reason = Annotated[str, Field(max_length=500)]


class SentDuration(Sent):
    """A period to be kept, such as 60 calendar days."""

    number: Annotated[StrictInt, Field(ge=0, le=NUMBER_LIMIT)]
    unit: Unit

    model_config = example({"number": 60, "unit": "calendar_day"}) | ConfigDict(extra="forbid")


class Duration(Given):
    """A period such as 60 calendar days."""

    number: int
    unit: Unit

    model_config = example({"number": 60, "unit": "calendar_day"})


class Notes(Given):
    """Notes on a decision: the public one may be shown to readers, the internal one never is."""

    public: str | None
    internal: str | None
