"""A calendar as a file that other programs subscribe to (RFC 5545): one event for each day, lasting the day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event, vText

from domain.calendar import CalendarDay
from domain.work_queue import DeadlineKind
from web.translation import Translator

TYPE = "text/calendar; charset=utf-8"
ASKED_EVERY = dt.timedelta(hours=6)
"""How often calendars are told to look again; most have their own mind."""
_DAY = dt.timedelta(days=1)
_SAID = {DeadlineKind.NOTICE: "Last day to give notice: {title}", DeadlineKind.END: "Licence ends: {title}"}
_TASK = "Task due: {title}"
_MADE_BY = 1
"""Goes up when the same days are written otherwise, so that nobody keeps the old file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the days are written: the name of the calendar, where the desk is, days before which to remind (0: never)."""

    name: str
    origin: str
    remind: int = 0


def tag_of(t: Translator, days: Sequence[CalendarDay], look: Look) -> str:
    """The tag of the file, without writing it."""
    said = repr((_MADE_BY, t.language, days, look))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def calendar_file(t: Translator, days: Sequence[CalendarDay], look: Look) -> bytes:
    """The file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Licence Desk//Licence Desk//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(look.name))
    calendar.add("refresh-interval", ASKED_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for day in days:
        calendar.add_component(_event(t, day, look))
    return bytes(calendar.to_ical())


def _event(t: Translator, day: CalendarDay, look: Look) -> Event:
    summary = t(_SAID[day.kind] if day.kind else _TASK, title=day.title)
    event = Event()
    event.add("uid", f"{day.uid}@licence-desk")
    event.add("dtstamp", day.since)
    event.add("dtstart", day.day)
    event.add("dtend", day.day + _DAY)
    event.add("summary", summary)
    event.add("description", t("Licence {code}", code=day.code))
    event.add("url", f"{look.origin}/licences/{day.licence_id}{'' if day.kind else '#tasks'}")
    event.add("transp", "TRANSPARENT")
    if look.remind:
        event.add_component(_alarm(summary, look.remind))
    return event


def _alarm(summary: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", dt.timedelta(days=-days))
    alarm.add("description", summary)
    return alarm
