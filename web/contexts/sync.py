"""The plan of a sync as it is looked at, and its sending as it goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.identity import Actor, Role
from domain.sync.comparison import FILE
from domain.sync.plan import Counts, Item, ItemKind, ItemState, Line, LineKind, Plan, PlanState, Purpose, Stands
from domain.sync.records import TERM
from domain.sync.target import Target
from domain.usecases.sync.looking import PlanNow
from domain.values import Value
from domain.vocabulary import TermDefinition
from web.contexts.sync_words import FIELDS, GLYPHS, ITEMS, KINDS, LOSSES, MARKS, PLANS
from web.contexts.terms import choice_labels
from web.table_file import exports_of
from web.translation import Translator

_GOING_ON = (PlanState.COMPARING, PlanState.SENDING)
_MAY_SEND = (PlanState.READY, PlanState.STOPPED, PlanState.PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A row: ours, theirs, what is after sending. `field` names it in forms; `decides` shows the three choices."""

    field: str
    label: str
    code: str
    kind: str
    ours: Value | None
    ours_text: str
    conditions: str | None
    labels: Mapping[str, str]
    theirs: str
    theirs_label: str
    before: str
    after: str
    note: str
    loss: str
    decides: bool
    stands: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A record of the plan with its counts, and its rows where they are open."""

    id: str
    title: str
    code: str
    kind: str
    is_match: bool
    alike: tuple[str, ...]
    chosen: bool
    open: bool
    may_change: bool
    to_send: int
    to_decide: int
    no_place: int
    state: str
    mark: str
    glyph: str
    state_words: str
    message: str
    revision: int
    record_href: str
    rows_href: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPage:
    """Context of sync/plan.html. `plan_id` is empty where nothing was compared yet."""

    system: str
    target_id: str
    home: str
    exports: tuple[tuple[str, str], ...]
    plan_id: str
    plan_state: str
    state_words: str
    going_on: bool
    sending: bool
    is_report: bool
    compared_at: dt.datetime | None
    began_at: dt.datetime | None
    by: str
    problem: str | None
    doubts: tuple[str, ...]
    counts: Counts
    items: tuple[ItemView, ...]
    total: int
    next_href: str
    shows: tuple[tuple[str, str, bool], ...]
    may_send: bool
    may_act: bool
    may_manage: bool
    done: int
    looked: int
    expected: int
    last: tuple[ItemView, ...]
    last_at: dt.datetime | None
    only_there: tuple[tuple[str, str], ...]
    poll_href: str
    progress: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Speaking:
    """What the views need to put things in words."""

    t: Translator
    target: Target
    definitions: Mapping[str, TermDefinition]
    may_change: bool


def line_view(said: Speaking, line: Line) -> LineView:
    """One field of a record."""
    definition = said.definitions.get(line.term or "")
    label, code = _names(said, line, definition)
    return LineView(
        field=line.field,
        label=label,
        code=code,
        kind=line.kind.value,
        ours=line.ours,
        ours_text=line.send if line.ours is None and line.kind is not LineKind.CLEAR else "",
        conditions=line.conditions,
        labels=choice_labels(said.t, definition) if definition else {},
        theirs=line.theirs,
        theirs_label=line.theirs_label,
        before=line.theirs if line.goes else "",
        after=line.send,
        note=_note(said.t, line),
        loss=_loss(said, line),
        decides=line.kind is LineKind.CONFLICT and said.may_change,
        stands=(line.stands or Stands.SKIP).value,
    )


def _note(t: Translator, line: Line) -> str:
    if line.basis_lost:
        return t("Whether the words say so or we read them so is not kept there.")
    return t("Read back from there it would be less exact than it is here.") if line.altered else ""


def _names(said: Speaking, line: Line, definition: TermDefinition | None) -> tuple[str, str]:
    t = said.t
    if line.field.startswith(FILE):
        return t("Signed file"), line.label
    code = line.field.removeprefix(TERM) if line.field.startswith(TERM) else ""
    if definition is not None:
        return definition.label(t.language), code
    if code:
        known = said.target.vocabulary.terms.get(code)
        return t("Note"), f"{code} {known.name if known else ''}".strip()
    return t(FIELDS.get(line.field, FIELDS.get(line.label, line.label or line.field))), ""


def _loss(said: Speaking, line: Line) -> str:
    if line.loss is None:
        return ""
    return said.t(LOSSES[line.loss.kind], system=said.target.name, code=line.loss.detail)


def item_view(said: Speaking, item: Item, *, is_open: bool) -> ItemView:
    """One record; its rows only where it is open."""
    mark = MARKS[item.state]
    return ItemView(
        id=item.id,
        title=item.title,
        code=item.remote_code,
        kind=said.t(KINDS[item.kind]) if KINDS[item.kind] else "",
        is_match=item.kind is ItemKind.MATCH,
        alike=item.alike,
        chosen=item.chosen,
        open=is_open,
        may_change=said.may_change and item.state is ItemState.WAITING,
        to_send=item.to_send,
        to_decide=item.to_decide,
        no_place=item.no_place,
        state=item.state.value,
        mark=mark,
        glyph=GLYPHS[mark],
        state_words=_state_words(said.t, item),
        message=item.message,
        revision=item.revision,
        record_href="" if item.kind is ItemKind.GONE else f"/licences/{item.licence_id}",
        rows_href=f"/sync/items/{item.id}",
        lines=tuple(line_view(said, line) for line in _in_order(item.lines)) if is_open else (),
    )


_FIRST = (LineKind.CONFLICT, LineKind.HELD, LineKind.CLEAR, LineKind.SEND, LineKind.FILE, LineKind.NO_PLACE)


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """What is to be decided first, what has no place last; else as the record has it."""
    return sorted(lines, key=lambda line: _FIRST.index(line.kind))


def _state_words(t: Translator, item: Item) -> str:
    if item.state is ItemState.WRITTEN:
        return t.plural("Written: {count} value", "Written: {count} values", item.written)
    if item.kind is ItemKind.MATCH and item.state is ItemState.WAITING:
        return t("Left as it is: nobody said which record it is")
    if item.state is ItemState.WAITING:
        return t.plural("Waiting: {count} value", "Waiting: {count} values", item.to_send)
    return t(ITEMS[item.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown of a plan: which records, from after which, and which one is open."""

    show: str = "differ"
    opened: str = ""
    items: Sequence[Item] = ()
    total: int = 0
    after: str | None = None
    last: Sequence[Item] = ()
    last_at: dt.datetime | None = None
    only_there: tuple[tuple[str, str], ...] = ()
    done: int = 0


def sync_page(
    t: Translator, actor: Actor, now: PlanNow | None, about: tuple[Target, Mapping[str, TermDefinition]], shown: Shown
) -> SyncPage:
    """The page of a target, with its newest plan or with none."""
    target, definitions = about
    plan = now.plan if now else None
    acts = actor.role.includes(Role.REVIEWER)
    open_now = plan is not None and plan.purpose is Purpose.SEND and plan.state in _MAY_SEND
    said = Speaking(t, target, definitions, acts and open_now)
    home, first = f"/sync/{target.id}", shown.opened or (shown.items[0].id if shown.items else "")
    return SyncPage(
        system=target.name,
        target_id=target.id,
        home=home,
        exports=exports_of(f"{home}/plan"),
        plan_id=plan.id if plan else "",
        plan_state=plan.state.value if plan else "",
        state_words=t(PLANS[plan.state]) if plan else "",
        going_on=plan is not None and plan.state in _GOING_ON,
        sending=plan is not None and plan.sending_at is not None and plan.state is not PlanState.READY,
        is_report=plan is not None and plan.purpose is Purpose.DRIFT,
        compared_at=plan.compared_at if plan else None,
        began_at=(plan.sending_at or plan.asked_at) if plan else None,
        by=(plan.sent_by_name or plan.asked_by_name) if plan else "",
        problem=plan.error if plan else None,
        doubts=plan.doubts if plan else target.vocabulary.doubts,
        counts=now.counts if now else Counts(),
        items=tuple(item_view(said, item, is_open=item.id == first) for item in shown.items),
        total=shown.total,
        next_href=f"{home}?show={shown.show}&after={shown.after}" if shown.after else "",
        shows=_shows(t, home, now.counts if now else Counts(), shown.show),
        may_send=acts and open_now,
        may_act=acts,
        may_manage=actor.role.includes(Role.ADMIN),
        done=shown.done,
        looked=plan.looked if plan else 0,
        expected=plan.of if plan else 0,
        last=tuple(item_view(said, item, is_open=False) for item in shown.last),
        last_at=shown.last_at,
        only_there=shown.only_there,
        poll_href=f"{home}/run",
        progress=_progress(t, plan),
    )


def _shows(t: Translator, home: str, counts: Counts, show: str) -> tuple[tuple[str, str, bool], ...]:
    labels = (
        ("differ", t("All {n}", n=t.number(counts.items))),
        ("to_decide", t("To decide {n}", n=t.number(counts.to_decide))),
        ("no_place", t("No place {n}", n=t.number(counts.no_place))),
    )
    return tuple((label, f"{home}?show={name}", name == show) for name, label in labels)


_PULLED = {
    "added": "licences added",
    "amendments": "amendments added",
    "decided": "terms decided as they stand",
    "proposed": "values to be decided",
    "same": "values that agree",
    "unchanged": "licences unchanged since the last time",
    "left_out": "licences left out",
}


def _progress(t: Translator, plan: Plan | None) -> tuple[tuple[str, int], ...]:
    found = plan.progress if plan else {}
    return tuple((t(words), found[name]) for name, words in _PULLED.items() if found.get(name))
