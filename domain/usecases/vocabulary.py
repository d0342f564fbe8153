"""Term definitions: adding a library's own, changing labels, retiring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.audit import Action
from domain.errors import FieldError, Stale
from domain.fields import Fields
from domain.identity import Actor, Role
from domain.ports import Services
from domain.record import as_record
from domain.usecases.recording import record
from domain.values import ValueType
from domain.vocabulary import Category, PickListItem, SilentAnswer, TermDefinition

_FIELDS = (
    "key", "label_en", "label_fr", "category", "value_type", "definition", "question_en", "question_fr", "choices",
    "codes", "silent_answer", "retired",
)  # fmt: skip
_PICK_LISTS = (ValueType.PICKLIST, ValueType.PICKLIST_MANY)
_NEW = TermDefinition(
    key="", label_en="", label_fr="", category=Category.LEGAL, value_type=ValueType.PERMISSION, definition=""
)


def vocabulary_in_use(s: Services, actor: Actor) -> tuple[tuple[TermDefinition, ...], dict[str, int]]:
    """The vocabulary in its order, retired terms included, and on how many versions each term was decided."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        return uow.vocabulary.all(), uow.decisions.versions_by_term()


def add_definition(s: Services, actor: Actor, raw: Mapping[str, Any]) -> TermDefinition:
    """Add a term of the library's own; raises NotPermitted, Invalid, Conflict (the key is taken)."""
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        last = max((definition.position for definition in uow.vocabulary.all()), default=0)
        definition = replace(_read(s, raw, _NEW), position=last + 1)
        uow.vocabulary.add(definition)
        record(s, uow, actor, Action.VOCABULARY_ADD, ("term definition", definition.key), after=definition)
        uow.commit()
    return definition


def change_definition(s: Services, actor: Actor, key: str, raw: Mapping[str, Any], *, seen: int) -> TermDefinition:
    """Change labels, questions or answers, or retire; key and type stay. Raises NotFound, Invalid, Stale."""
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        old = uow.vocabulary.get(key)
        new = _read(s, raw, old)
        if old.revision != seen:
            raise _stale(old, new, raw)
        new = replace(new, revision=seen + 1)
        uow.vocabulary.replace(new, seen=seen)
        record(s, uow, actor, Action.VOCABULARY_CHANGE, ("term definition", key), before=old, after=new)
        uow.commit()
    return new


def _stale(old: TermDefinition, new: TermDefinition, raw: Mapping[str, Any]) -> Stale:
    mine, theirs = as_record(new), as_record(old)
    return Stale(
        "Somebody changed this term while you were editing it. Look at the differences, then save again.",
        mine={name: mine.get(name) for name in raw},
        theirs={name: theirs.get(name) for name in raw},
        revision=old.revision,
    )


def _read(s: Services, raw: Mapping[str, Any], old: TermDefinition) -> TermDefinition:
    f = Fields(raw, _FIELDS)
    new = replace(
        old,
        key=f.text("key", old.key, limit=60, needed="Give the term a key, such as guest_access."),
        label_en=f.text("label_en", old.label_en, limit=120, needed="Give the term an English label."),
        label_fr=f.text("label_fr", old.label_fr, limit=120),
        category=f.choice("category", Category, old.category),
        value_type=f.choice("value_type", ValueType, old.value_type),
        definition=f.text("definition", old.definition, limit=2000),
        question_en=f.text("question_en", old.question_en or "") or None,
        question_fr=f.text("question_fr", old.question_fr or "") or None,
        choices=f.each("choices", old.choices, _choice),
        silent_answer=f.choice("silent_answer", SilentAnswer, old.silent_answer),
        codes=_codes(f, raw, old.codes),
    )
    if "retired" in raw:
        new = replace(new, retired_at=(old.retired_at or s.now()) if raw["retired"] else None)
    _check(f, old, new)
    f.finish()
    return new


def _check(f: Fields, old: TermDefinition, new: TermDefinition) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,59}", new.key):
        f.wrong("key", "Use small letters, digits and _ in the key, a letter first.")
    if old.key and new.key != old.key:
        f.wrong("key", "The key of a term cannot change; add a new term instead.")
    if old.key and new.value_type is not old.value_type:
        f.wrong("value_type", "The type of a term cannot change; retire it and add a new one.")
    if new.value_type in _PICK_LISTS and not new.choices:
        f.wrong("choices", "A pick list needs its choices.")
    if {c.key for c in old.choices} - {c.key for c in new.choices}:
        f.wrong("choices", "A choice that may have been used cannot be taken out.")


def _choice(raw: Any, prefix: str) -> tuple[PickListItem | None, list[FieldError]]:
    if not isinstance(raw, Mapping):
        return None, [FieldError(prefix.rstrip("."), "Give a key and a label.")]
    f = Fields(raw, ("key", "label_en", "label_fr"), prefix)
    key = f.text("key", limit=60, needed="Give the choice a key.")
    label = f.text("label_en", limit=120) or key
    return PickListItem(key=key, label_en=label, label_fr=f.text("label_fr", limit=120) or label), f.errors


def _codes(f: Fields, raw: Mapping[str, Any], kept: Mapping[str, str]) -> Mapping[str, str]:
    codes = raw.get("codes", kept) or {}
    if not isinstance(codes, Mapping) or not all(isinstance(v, str) and len(v) <= 200 for v in codes.values()):
        f.wrong("codes", "Give the codes as system and code, such as alma and ILLELEC.")
        return kept
    return {str(system)[:40]: code.strip() for system, code in codes.items() if code.strip()}
