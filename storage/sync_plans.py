"""Plans and the records in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, select, true, update

from domain.queries import PageOf
from domain.record import as_record
from domain.sync.link import LinkKind
from domain.sync.plan import Counts, Item, ItemKind, ItemState, LineKind, Plan, PlanState, Purpose
from storage.sync_shapes import lines_from_json, lines_to_json
from storage.tables.sync import sync_item, sync_plan, sync_request
from storage.transaction import AnyRow, Transaction

_NONE = "There is no such plan."
_TIMES = ("asked_at", "compared_at", "sending_at", "ended_at")


class SyncPlans:
    """The part of domain.ports.remote.SyncBooks that is about plans."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def plans(self, target_id: str, limit: int) -> tuple[Plan, ...]:
        theirs = select(sync_plan).where(sync_plan.c.target_id == target_id)
        return tuple(map(_to_plan, self._tx.rows(theirs.order_by(sync_plan.c.seq.desc()).limit(limit))))

    def plan(self, plan_id: str) -> Plan:
        return _to_plan(self._tx.get(sync_plan, "id", plan_id, _NONE))

    def hold_plan(self, plan_id: str) -> Plan:
        # On SQLite who may write is alone already, and FOR UPDATE is left out.
        self._tx.row(select(sync_plan.c.id).where(sync_plan.c.id == plan_id).with_for_update())
        return self.plan(plan_id)

    def add_plan(self, plan: Plan) -> None:
        self._tx.add(sync_plan, _plan_row(plan))

    def save_plan(self, plan: Plan) -> None:
        self._tx.run(update(sync_plan).where(sync_plan.c.id == plan.id).values(_plan_row(plan)))

    def add_items(self, items: Iterable[Item]) -> None:
        self._tx.add(sync_item, *map(_item_row, items))

    def drop_items(self, plan_id: str) -> None:
        self._tx.run(delete(sync_item).where(sync_item.c.plan_id == plan_id))

    def tidy_plans(self, target_id: str, keep: int, before: dt.datetime) -> None:
        c = sync_plan.c
        newest = select(c.id).where(c.target_id == target_id).order_by(c.seq.desc()).limit(keep)
        kept = [row.id for row in self._tx.rows(newest)]
        old = select(c.id).where(c.target_id == target_id, c.id.not_in(kept))
        self._tx.run(delete(sync_item).where(sync_item.c.plan_id.in_(old)))
        theirs = (sync_request.c.target_id == target_id, sync_request.c.at < before)
        self._tx.run(delete(sync_request).where(*theirs))

    def items(self, plan_id: str, show: str, after: int, limit: int) -> PageOf[Item]:
        c = sync_item.c
        shown = (c.plan_id == plan_id, _shown(show))
        rows = self._tx.rows(select(sync_item).where(*shown, c.position > after).order_by(c.position).limit(limit + 1))
        more = str(rows[limit - 1].position) if len(rows) > limit else None
        total = self._tx.value(select(func.count()).select_from(sync_item).where(*shown))
        return PageOf(items=tuple(map(_to_item, rows[:limit])), next_cursor=more, total=total)

    def item(self, item_id: str) -> Item:
        return _to_item(self._tx.get(sync_item, "id", item_id, "There is no such record in a plan."))

    def save_item(self, item: Item, *, seen: int) -> None:
        self._tx.replace(sync_item, item.id, _item_row(item), seen=seen)

    def next_item(self, plan_id: str) -> Item | None:
        c = sync_item.c
        begun = c.state == ItemState.WRITING.value
        waiting = c.state == ItemState.WAITING.value
        ready = select(sync_item).where(c.plan_id == plan_id, begun | (waiting & c.chosen & c.has_work))
        row = self._tx.row(ready.order_by(case((begun, 0), else_=1), c.position).limit(1))
        return _to_item(row) if row else None

    def counts(self, plan_id: str) -> Counts:
        c = sync_item.c
        chosen = case((c.chosen, 1), else_=0)
        names = ("to_send", "to_decide", "no_place", "cleared", "held")
        sums = [func.sum(c[name] * chosen if name in ("to_send", "cleared") else c[name]).label(name) for name in names]
        created = func.sum(case((c.chosen & (c.kind == ItemKind.CREATE.value), 1), else_=0)).label("created")
        differ = func.sum(case((_differs(), 1), else_=0)).label("items")
        row = self._tx.row(select(differ, created, *sums).where(c.plan_id == plan_id))
        plan = self.plan(plan_id)
        found: dict[str, Any] = dict(row._mapping) if row else {}  # noqa: SLF001 - SQLAlchemy's public name
        return Counts(
            **{name: int(value or 0) for name, value in found.items()}, agree=plan.agree, only_there=plan.only_there
        )


def _differs() -> ColumnElement[bool]:
    """Whether a record has more to it than facts without a place."""
    c = sync_item.c
    return (c.to_send + c.to_decide + c.held > 0) | (c.state != ItemState.WAITING.value)


def _shown(show: str) -> ColumnElement[bool]:
    c = sync_item.c
    if show in ("to_decide", "no_place"):
        return c[show] > 0
    if show in set(ItemState):
        return c.state == show
    return _differs() if show == "differ" else true()


def _plan_row(plan: Plan) -> dict[str, Any]:
    plain: dict[str, Any] = as_record(plan)
    return plain | {name: getattr(plan, name) for name in _TIMES}


def _to_plan(row: AnyRow) -> Plan:
    data = {column.name: getattr(row, column.name) for column in sync_plan.c if column.name != "seq"}
    return Plan(
        **data
        | {
            "purpose": Purpose(row.purpose),
            "state": PlanState(row.state),
            "doubts": tuple(row.doubts),
        }
    )


def _item_row(item: Item) -> dict[str, Any]:
    kinds = [line.kind for line in item.lines if line.goes or line.kind is LineKind.HELD]
    return {
        "id": item.id,
        "plan_id": item.plan_id,
        "position": item.position,
        "link_kind": item.link_kind.value,
        "our_id": item.our_id,
        "licence_id": item.licence_id,
        "kind": item.kind.value,
        "title": item.title,
        "remote_code": item.remote_code,
        "parent_code": item.parent_code,
        "lines": lines_to_json(item.lines),
        "alike": list(item.alike),
        "chosen": item.chosen,
        "state": item.state.value,
        "message": item.message,
        "written": item.written,
        "to_send": item.to_send,
        "to_decide": item.to_decide,
        "no_place": item.no_place,
        "cleared": sum(kind is LineKind.CLEAR for kind in kinds),
        "held": sum(kind is LineKind.HELD for kind in kinds),
        "has_work": item.has_work,
        "revision": item.revision,
    }


def _to_item(row: AnyRow) -> Item:
    return Item(
        id=row.id,
        plan_id=row.plan_id,
        position=row.position,
        link_kind=LinkKind(row.link_kind),
        our_id=row.our_id,
        licence_id=row.licence_id,
        kind=ItemKind(row.kind),
        title=row.title,
        remote_code=row.remote_code,
        parent_code=row.parent_code,
        lines=lines_from_json(row.lines),
        alike=tuple(row.alike),
        chosen=row.chosen,
        state=ItemState(row.state),
        message=row.message,
        written=row.written,
        revision=row.revision,
    )
