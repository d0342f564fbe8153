"""The page of a person's calendar address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.calendar import CalendarAddress
from domain.usecases.desk import WhoseWork
from web.forms import Choice, Field, Form, Kind
from web.translation import Translator

REMINDERS = (0, 1, 7, 14, 30)
_WHOSE = ((WhoseWork.MINE, "Mine"), (WhoseWork.UNIT, "My team"), (WhoseWork.ALL, "All"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """Context of calendar/calendar.html. `address` is shown this once, just after it was made."""

    form: Form
    since: dt.datetime | None
    used: dt.datetime | None
    address: str | None


def calendar_page(t: Translator, there: CalendarAddress | None, address: str | None = None) -> CalendarPage:
    """With the address that is there, and its words where it was made just now."""
    return CalendarPage(
        form=calendar_form(t),
        since=there.created_at if there else None,
        used=there.last_used_at if there else None,
        address=address,
    )


def calendar_form(t: Translator) -> Form:
    """Fields `work` and `remind`."""
    whose = tuple(Choice(work.value, t(label)) for work, label in _WHOSE)
    reminders = tuple(Choice(str(days), _before(t, days)) for days in REMINDERS)
    return Form(
        (
            Field(
                name="work",
                label=t("Whose work"),
                kind=Kind.RADIOS,
                choices=whose,
                values=(WhoseWork.MINE.value,),
                quiet=True,
            ),
            Field(
                name="remind",
                label=t("Reminder"),
                kind=Kind.SELECT,
                choices=reminders,
                values=("0",),
                quiet=True,
                hint=t("Some calendars set their own reminders instead."),
            ),
        )
    )


def _before(t: Translator, days: int) -> str:
    return t.plural("{count} day before", "{count} days before", days) if days else t("None")


def address_of(origin: str, secret: str, *, work: WhoseWork, remind: int, language: str) -> str:
    """The address to subscribe to."""
    asked = {"work": work.value, **({"remind": str(remind)} if remind else {})}
    asked |= {"lang": language} if language != "en" else {}
    return f"{origin}/calendar/{secret}.ics?{urlencode(asked)}"
