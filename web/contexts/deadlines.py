"""Deadlines: as lines of the desk and of the record of a licence, and the form of what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.deadline import MOST_NOTE, DeadlineChoice, DeadlineState
from domain.licence import OrganisationRole
from domain.usecases.deadlines import DeadlineRecord
from domain.work_queue import Deadline, DeadlineAt, DeadlineKind
from web.contexts.places import clause_link
from web.forms import Choice, Field, Form, Kind
from web.translation import Translator
from web.words import duration_words

CHOICES: Mapping[DeadlineChoice, str] = {DeadlineChoice.KEEP: "Keep", DeadlineChoice.END: "End"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideView:
    """What can be said at a deadline, and what was: `choice` in words, or nothing while it is open.

    `revision` goes with every form, so that two people do not overrule each other unknowingly. `place` is the clause
    that the deadline comes from and its address; None where it was entered by hand.
    """

    href: str
    revision: int
    kind: str
    day: dt.date
    place: tuple[str, str] | None = None
    choice: str = ""
    note: str = ""
    by: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """A line of the table. `number` is also in the chart; `days` are left."""

    number: int
    kind: str
    day: dt.date
    days: int
    title: str
    href: str
    why: str
    decide: DecideView
    owner: str = ""

    @property
    def revision(self) -> int:
        """The revision of what is decided at it."""
        return self.decide.revision


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePage:
    """Context of deadlines/form.html. `waiting` is a task that is there already: what, who, by when, address."""

    form: Form
    action: str
    revision: int
    title: str
    licence_href: str
    sentence: str
    next_href: str
    waiting: tuple[str, str, dt.date | None, str] | None


def deadline_row(
    t: Translator, deadline: Deadline, state: DeadlineState, *, number: int, today: dt.date, people: Mapping[str, str]
) -> DeadlineRow:
    """The line of a deadline; `people` are names by the ids of accounts."""
    return DeadlineRow(
        number=number,
        kind=deadline.kind.value,
        day=deadline.day,
        days=(deadline.day - today).days,
        title=deadline.title,
        href=f"/licences/{deadline.licence_id}",
        why=_why(t, deadline),
        owner=people.get(deadline.owner_id or "", ""),
        decide=decide_view(t, state),
    )


def _why(t: Translator, deadline: Deadline) -> str:
    if deadline.kind is DeadlineKind.END:
        return t("The term ends")
    if deadline.term_ends and deadline.notice_period:
        period = duration_words(t, deadline.notice_period)
        return t("Last day to give notice: {period} before {day}", period=period, day=t.date_iso(deadline.term_ends))
    return t("Last day to give notice")


def decide_view(t: Translator, state: DeadlineState) -> DecideView:
    """The state of a deadline for a page."""
    held = state.decided
    return DecideView(
        href=deadline_href(state.at),
        revision=state.revision,
        kind=state.at.kind.value,
        day=state.at.day,
        place=clause_link(t, state.place),
        choice=t(CHOICES[held.choice]) if held and held.choice else "",
        note=held.note if held else "",
        by=held.decided_by_name if held else "",
        on=held.decided_at.date() if held else None,
    )


def deadline_href(at: DeadlineAt) -> str:
    """The page of a deadline."""
    return f"/licences/{at.licence_id}/deadlines/{at.kind.value}/{at.day.isoformat()}"


def deadline_form(t: Translator, found: DeadlineRecord, people: Sequence[tuple[str, str]], me: str) -> Form:
    """Fields `choice`, `note`, `give`, `task`, `owner`, `due`; the task is proposed where none waits yet."""
    at, fields = found.state.at, found.licence.fields
    choices = (
        Choice(DeadlineChoice.KEEP.value, t("Keep it"), t("It is renewed, or renews itself.")),
        Choice(DeadlineChoice.END.value, t("End it"), t("Notice is given, or it runs out.")),
    )
    owners = (Choice("", t("Nobody")), *(Choice(key, name) for key, name in people))
    give = t("Where it is ended, give somebody this task")
    task = _task_words(t, at, fields.named(OrganisationRole.LICENSOR))
    known = {key for key, _ in people}
    owner = fields.owner if fields.owner in known else me
    return Form(
        (
            Field(name="choice", label=t("What the library decided"), kind=Kind.RADIOS, choices=choices, required=True),
            Field(name="note", label=t("Note for staff"), kind=Kind.TEXTAREA, maximum=MOST_NOTE),
            Field(name="give", label=give, kind=Kind.CHECK, values=() if found.waiting else ("yes",)),
            Field(name="task", label=t("What is to be done"), quiet=True, values=(task,), maximum=2000),
            Field(
                name="owner", label=t("Who is to do it"), kind=Kind.SELECT, choices=owners, values=(owner,), quiet=True
            ),
            Field(name="due", label=t("By when"), kind=Kind.DATE, values=(at.day.isoformat(),), quiet=True),
        )
    )


def _task_words(t: Translator, at: DeadlineAt, licensors: Sequence[str]) -> str:
    day = t.date_iso(at.day)
    if at.kind is DeadlineKind.END:
        return t("See to the end of the licence on {day}: tell readers, close access.", day=day)
    if licensors:
        return t("Give notice to {licensor} by {day}.", licensor=", ".join(licensors), day=day)
    return t("Give notice by {day}.", day=day)


def deadline_sentence(t: Translator, at: DeadlineAt) -> str:
    """Which deadline it is."""
    if at.kind is DeadlineKind.END:
        return t("The term ends on {day}.", day=t.date_long(at.day))
    return t("Notice has to be given by {day}.", day=t.date_long(at.day))
