"""Words of syncing: states, kinds of line, why something has no place there. The codes of other systems stay codes."""

from __future__ import annotations

from collections.abc import Mapping

from domain.sync.plan import ItemKind, ItemState, LineKind, PlanState
from domain.sync.records import LossKind

FIELDS: Mapping[str, str] = {
    "name": "Title",
    "status": "Status",
    "licensor": "Licensor",
    "start_date": "Start date",
    "end_date": "End date",
}
LOSSES: Mapping[LossKind, str] = {
    LossKind.NO_TERM: "{system} has no term for this.",
    LossKind.NO_SUCH_CODE: "{system} does not know the code {code}.",
    LossKind.NO_VALUE: "{code} takes no such value in {system}.",
    LossKind.NO_NOTE: "The conditions have no note in {system}.",
    LossKind.NO_UNIT: "{system} has no such unit of time.",
    LossKind.NO_VENDOR: "The code of this vendor in {system} is not known.",
    LossKind.FILE_TOO_LARGE: "The file is larger than {system} takes.",
    LossKind.ALTERED: "Read back from there it would be less exact than it is here.",
}
OUTCOMES: Mapping[LineKind, str] = {
    LineKind.SEND: "is sent",
    LineKind.CLEAR: "is emptied",
    LineKind.CONFLICT: "to be decided",
    LineKind.HELD: "stays until it is reviewed here",
    LineKind.FILE: "the file is sent",
    LineKind.NO_PLACE: "has no place there",
}
PLANS: Mapping[PlanState, str] = {
    PlanState.COMPARING: "Comparing",
    PlanState.READY: "Compared",
    PlanState.SENDING: "Sending",
    PlanState.PAUSED: "Paused",
    PlanState.STOPPED: "Stopped",
    PlanState.DONE: "Done",
    PlanState.FAILED: "Failed",
}
ITEMS: Mapping[ItemState, str] = {
    ItemState.WAITING: "Waiting",
    ItemState.WRITING: "Writing",
    ItemState.WRITTEN: "Written",
    ItemState.REFUSED: "Refused",
    ItemState.LEFT_OUT: "Left out",
}
KINDS: Mapping[ItemKind, str] = {
    ItemKind.CREATE: "New there",
    ItemKind.CHANGE: "",
    ItemKind.MATCH: "Is it the same?",
    ItemKind.GONE: "Erased here",
}
MARKS: Mapping[ItemState, str] = {
    ItemState.WAITING: "wait",
    ItemState.WRITING: "now",
    ItemState.WRITTEN: "ok",
    ItemState.REFUSED: "bad",
    ItemState.LEFT_OUT: "skip",
}
GLYPHS: Mapping[str, str] = {"wait": "clock", "now": "spin", "ok": "check", "bad": "warn", "skip": "minus"}
