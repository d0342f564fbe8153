"""Saying at a deadline whether a licence is kept or ended.

It alters no date and no status: those follow from what is then done, which may be given to somebody as a task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.audit import Action
from domain.deadline import MOST_NOTE, DeadlineChoice, DeadlineDecision, DeadlineState, deadlines_in
from domain.errors import Conflict, FieldError, Invalid, NotFound, Stale
from domain.fields import Fields
from domain.identity import Actor, Role
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.renewal import renewal_dates
from domain.task import Task, TaskKind
from domain.usecases.deadline_places import Entered, places_behind
from domain.usecases.recording import record
from domain.usecases.tasks import entered_task, keep_new_task
from domain.work_queue import DeadlineAt

_FIELDS = ("choice", "note", "task", "owner", "due")
_MOVED = "This licence has no such deadline any more: its dates have moved on or were changed. Look at its record."
_OTHER = "Somebody else noted something at this deadline meanwhile. Look at what they noted, then decide again."
_NOTHING = "Nothing is noted at this deadline that could be taken back."


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRecord:
    """A deadline and its licence. `waiting` is a task of the licence that is due by that day, if there is one."""

    licence: Licence
    state: DeadlineState
    waiting: Task | None


def deadlines_of(s: Services, licence_id: str) -> tuple[DeadlineState, ...]:
    """The deadlines of a licence as its dates stand today; raises NotFound."""
    with s.reading_only() as uow:
        return states_of(s, uow, uow.licences.get(licence_id))


def states_of(s: Services, uow: UnitOfWork, licence: Licence) -> tuple[DeadlineState, ...]:
    """The deadlines of a licence as its dates stand today, each with the last word said on it and its clause."""
    words = uow.deadlines.last_words([licence.id])
    there = deadlines_in(licence.id, renewal_dates(licence.fields, s.today()))
    entered = Entered(end_date=licence.fields.end_date, notice_period=licence.fields.notice_period)
    places = places_behind(uow, s.today(), there, {licence.id: entered})
    return tuple(DeadlineState(at=at, word=words.get(at), place=places.get(at)) for at in there)


def one_deadline(s: Services, at: DeadlineAt) -> DeadlineRecord:
    """Raises NotFound, also where the licence has no such deadline now."""
    with s.reading_only() as uow:
        licence = uow.licences.get(at.licence_id)
        due = (task for task in uow.tasks.of_licence(licence.id) if task.is_due_by(at.day))
        return DeadlineRecord(licence=licence, state=_state(s, uow, licence, at), waiting=next(due, None))


def decide_deadline(s: Services, actor: Actor, at: DeadlineAt, raw: Mapping[str, Any], *, seen: int) -> DeadlineState:
    """Note what was decided: `choice` and `note`; and where `task` says what is to be done, for `owner`, by `due`, that
    task with it, both or neither.

    `seen` is the revision at which the person saw it. Raises NotFound (also where the licence has no such deadline
    now), NotPermitted, Invalid, Stale (somebody else was there first).
    """
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        state = _state_seen(s, uow, at, raw, seen)
        f = Fields(raw, _FIELDS)
        choice = f.choice("choice", DeadlineChoice, DeadlineChoice.KEEP)
        if not raw.get("choice"):
            f.wrong("choice", "Say whether the licence is kept or ended.")
        note = f.text("note", limit=MOST_NOTE)
        task, mistakes = _task(s, uow, actor, at, raw)
        f.errors.extend(mistakes)
        f.finish()
        word = _word(s, actor, state, choice, note)
        _say(s, uow, actor, state, word)
        if task:
            keep_new_task(s, uow, actor, task)
        uow.commit()
    return replace(state, word=word)


def reopen_deadline(s: Services, actor: Actor, at: DeadlineAt, *, seen: int) -> DeadlineState:
    """Take the last word back, so that the deadline is asked about again; raises as `decide_deadline`."""
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        state = _state_seen(s, uow, at, {}, seen)
        if state.decided is None:
            raise Conflict(_NOTHING)
        word = _word(s, actor, state, None, "")
        _say(s, uow, actor, state, word)
        uow.commit()
    return replace(state, word=word)


def _state_seen(s: Services, uow: UnitOfWork, at: DeadlineAt, raw: Mapping[str, Any], seen: int) -> DeadlineState:
    state = _state(s, uow, uow.licences.get(at.licence_id), at)
    if state.revision != seen:
        mine = {name: raw[name] for name in ("choice", "note") if raw.get(name)}
        held = _shown(state.decided) if state.decided else {}
        theirs = {name: held.get(name) for name in ("choice", "note")}
        raise Stale(_OTHER, mine=mine, theirs=theirs, revision=state.revision)
    return state


def _state(s: Services, uow: UnitOfWork, licence: Licence, at: DeadlineAt) -> DeadlineState:
    found = next((state for state in states_of(s, uow, licence) if state.at == at), None)
    if found is None:
        raise NotFound(_MOVED)
    return found


def _task(
    s: Services, uow: UnitOfWork, actor: Actor, at: DeadlineAt, raw: Mapping[str, Any]
) -> tuple[Task | None, list[FieldError]]:
    """The task that was asked for, or its mistakes, to be told with the others."""
    if raw.get("task") is None:
        return None, []
    entered = {"kind": TaskKind.TASK.value, "text": raw["task"], "owner": raw.get("owner"), "due": raw.get("due")}
    try:
        return entered_task(s, uow, actor, at.licence_id, entered), []
    except Invalid as error:
        return None, [FieldError("task" if one.loc == "text" else one.loc, one.message) for one in error.errors]


def _word(
    s: Services, actor: Actor, state: DeadlineState, choice: DeadlineChoice | None, note: str
) -> DeadlineDecision:
    return DeadlineDecision(
        at=state.at, number=state.revision, choice=choice, note=note,
        decided_by=actor.id, decided_by_name=actor.name, decided_at=s.now(),
    )  # fmt: skip


def _say(s: Services, uow: UnitOfWork, actor: Actor, state: DeadlineState, word: DeadlineDecision) -> None:
    uow.deadlines.add(word)
    action = Action.DEADLINE_DECIDE if word.choice else Action.DEADLINE_REOPEN
    before = _shown(state.decided) if state.decided else None
    subject, licence_id = ("deadline", word.at.name), word.at.licence_id
    record(s, uow, actor, action, subject, licence_id=licence_id, before=before, after=_shown(word))


def _shown(word: DeadlineDecision) -> dict[str, Any]:
    """What the trail keeps of a word; which deadline it is about is in the subject of the entry."""
    choice = word.choice.value if word.choice else None
    return {"number": word.number, "choice": choice, "note": word.note}
