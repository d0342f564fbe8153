"""Changing the same thing on several licences: each wholly or not at all, and told which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.errors import Invalid, LicenceError, Stale
from domain.identity import Actor, Role
from domain.licence import Licence, LicenceFields, LicenceStatus
from domain.ports import Services
from domain.usecases.licences import change_licence

MOST = 500
"""Licences that are changed in one go."""


class ManyChange(StrEnum):
    """What can be changed on several licences at once."""

    ADD_TAG = "add_tag"
    REMOVE_TAG = "remove_tag"
    OWNER = "owner"
    UNIT = "unit"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one licence: `problem` says why it stayed as it was; `unchanged`, that it was so already."""

    licence_id: str
    title: str
    problem: str | None = None
    unchanged: bool = False


def change_many(
    s: Services, actor: Actor, chosen: Sequence[tuple[str, int]], change: ManyChange, value: str
) -> tuple[Outcome, ...]:
    """Change licences over the revisions at which they were looked at; raises NotPermitted and Invalid before any.

    Each is a change of its own, with its own entry in the trail: one that is refused holds up none of the others.
    """
    actor.must_be(Role.EDITOR)
    if not chosen or len(chosen) > MOST:
        raise Invalid.field("id", f"Choose from 1 to {MOST} licences.")
    _check(s, change, value.strip())
    return tuple(_change_one(s, actor, one, change, value.strip()) for one in chosen)


def _check(s: Services, change: ManyChange, value: str) -> None:
    if change in (ManyChange.ADD_TAG, ManyChange.REMOVE_TAG) and not value:
        raise Invalid.field("value", "Give the tag.")
    if len(value) > 60:
        raise Invalid.field("value", f"Shorten this to 60 characters; it has {len(value)}.")
    if change is ManyChange.STATUS and value and value not in set(LicenceStatus):
        raise Invalid.field("value", "Choose a status from the list.")
    if change is ManyChange.OWNER and value:
        with s.reading_only() as uow:
            uow.accounts.get(value)


def _change_one(s: Services, actor: Actor, one: tuple[str, int], change: ManyChange, value: str) -> Outcome:
    licence_id, seen = one
    title = licence_id
    try:
        licence = _current(s, licence_id)
        title, raw = licence.title, _changed(licence.fields, change, value)
        if raw is None:
            return Outcome(licence_id=licence_id, title=title, unchanged=True)
        if licence.revision != seen:
            message = "Somebody changed it since you chose it. Look at it, then choose it again."
            raise Stale(message, mine={}, theirs={}, revision=licence.revision)
        change_licence(s, actor, licence_id, raw, seen=seen)
    except LicenceError as error:
        return Outcome(licence_id=licence_id, title=title, problem=error.message)
    return Outcome(licence_id=licence_id, title=title)


def _current(s: Services, licence_id: str) -> Licence:
    with s.reading_only() as uow:
        return uow.licences.get(licence_id)


def _changed(fields: LicenceFields, change: ManyChange, value: str) -> Mapping[str, Any] | None:
    """What to enter, or None where it is so already."""
    tags = [tag for tag in fields.tags if tag.casefold() != value.casefold()]
    if change is ManyChange.ADD_TAG:
        return {"tags": [*fields.tags, value]} if len(tags) == len(fields.tags) else None
    if change is ManyChange.REMOVE_TAG:
        return {"tags": tags} if len(tags) < len(fields.tags) else None
    now = {ManyChange.OWNER: fields.owner, ManyChange.UNIT: fields.unit, ManyChange.STATUS: fields.stated_status}
    return {change.value: value or None} if (now[change] or "") != value else None
