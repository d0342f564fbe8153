"""What spreadsheets say of terms, to be decided one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.identity import Actor, Role
from domain.usecases.spreadsheets.deciding import WaitingTerm
from domain.values import Value, ValueType
from domain.vocabulary import TermDefinition
from web.contexts.import_columns import MEANINGS
from web.contexts.terms import choice_labels
from web.translation import Translator

AT_A_TIME = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A value that waits for a decision. `labels` are those of a pick list; `choices` may be taken in its place."""

    id: str
    title: str
    href: str
    label: str
    raw: str
    value: Value | None
    conditions: str | None
    note: str | None
    now: Value | None
    now_conditions: str | None
    labels: Mapping[str, str]
    origin: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """Context of imports/waiting.html."""

    id: str
    rows: tuple[WaitingRow, ...]
    may_decide: bool
    next_href: str | None


def waiting_page(t: Translator, actor: Actor, import_id: str, found: Sequence[WaitingTerm]) -> WaitingPage:
    """What waits of one import."""
    more = found[-1].suggestion.id if len(found) == AT_A_TIME else None
    return WaitingPage(
        id=import_id,
        rows=tuple(_waiting_row(t, one) for one in found),
        may_decide=actor.role.includes(Role.REVIEWER),
        next_href=f"/import/{import_id}/waiting?after={more}" if more else None,
    )


def _waiting_row(t: Translator, one: WaitingTerm) -> WaitingRow:
    said = one.suggestion
    return WaitingRow(
        id=said.id,
        title=one.licence.title,
        href=f"/versions/{said.version_id}/review/items/{said.term}#q-{said.term}",
        label=one.definition.label(t.language),
        raw=said.raw,
        value=said.value,
        conditions=said.conditions,
        note=said.internal_note,
        now=one.now.value if one.now else None,
        now_conditions=one.now.conditions if one.now else None,
        labels=choice_labels(t, one.definition),
        origin=said.origin,
        choices=_choices(t, one.definition),
    )


def _choices(t: Translator, definition: TermDefinition) -> tuple[tuple[str, str], ...]:
    if definition.value_type is ValueType.PERMISSION:
        return tuple((value.value, t(said)) for value, said in MEANINGS.items())
    if definition.value_type is ValueType.YES_NO:
        return (("yes", t("Yes")), ("no", t("No")), ("silent", t("Silent")))
    return tuple(choice_labels(t, definition).items())
