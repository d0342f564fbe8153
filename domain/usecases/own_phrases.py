"""A library's own phrases: added, changed, set aside, and used by the readings that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.audit import Action
from domain.clause import Clause
from domain.errors import Conflict, Invalid, NotFound, Stale
from domain.fields import Fields
from domain.identity import Actor, Role
from domain.own_phrases import OwnPhrase, Tried, meanings
from domain.ports import Services, UnitOfWork
from domain.reading.own_wordings import OwnWording, place_in, reading_of
from domain.reading.phrases import NotAPhrase
from domain.reading.rules import Rule, default_rules
from domain.reading.written_phrases import LONGEST, own_phrase
from domain.record import as_record
from domain.usecases.recording import record
from domain.usecases.trying_phrases import is_too_general, looked_at, tried
from domain.values import Value
from domain.vocabulary import TermDefinition

_FIELDS = ("phrase", "means", "example", "note", "active")
_LONGEST_EXAMPLE, _LONGEST_NOTE = 600, 1000
_MOST_OF_A_TERM = 60
_NO_EXAMPLE = "Copy a sentence here in which the phrase stands; it shows what the phrase is for."
_NOT_IN_EXAMPLE = "The phrase finds nothing in its example; correct one of the two."
_SAYS_NOTHING = (
    "The phrase stands in the example, but nothing there permits or forbids. Take a whole sentence, "
    "or choose what the phrase means by itself."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPhrases:
    """Everything that speaks of one term: the rules that ship, and the library's own phrases, oldest first."""

    definition: TermDefinition
    built_in: tuple[Rule, ...]
    own: tuple[OwnPhrase, ...]

    def one(self, phrase_id: str) -> OwnPhrase:
        """One of its own phrases; raises NotFound."""
        found = next((phrase for phrase in self.own if phrase.id == phrase_id), None)
        if found is None:
            raise NotFound("There is no such phrase for this term.")
        return found


def phrases_of(s: Services, actor: Actor, key: str) -> TermPhrases:
    """What speaks of a term; raises NotFound, NotPermitted."""
    actor.must_be(Role.REVIEWER)
    with s.reading_only() as uow:
        definition, own = uow.vocabulary.get(key), uow.phrases.of_term(key)
    built_in = tuple(rule for rule in default_rules().rules if key in rule.terms)
    return TermPhrases(definition=definition, built_in=built_in, own=own)


def add_phrase(s: Services, actor: Actor, key: str, raw: Mapping[str, Any]) -> OwnPhrase:
    """Add a phrase for a term. Raises NotFound, NotPermitted, Invalid (at `phrase`, `means`, `example`, `note`),
    Conflict (a retired term, too many phrases, or the same phrase again)."""
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        definition, others = uow.vocabulary.get(key), uow.phrases.of_term(key)
        if definition.retired_at is not None:
            raise Conflict("This term is retired; readings do not look for it any more.")
        if len(others) >= _MOST_OF_A_TERM:
            raise Conflict(f"A term takes {_MOST_OF_A_TERM} phrases at most; set one aside and change it instead.")
        new = OwnPhrase(
            id=s.new_id(), term=key, phrase="", means=meanings(definition)[0], example="", note="",
            added_by=actor.id, added_by_name=actor.name, added_at=s.now(), changed_by_name=actor.name,
            changed_at=s.now(),
        )  # fmt: skip
        new = _checked(s, uow, definition, new, raw)
        uow.phrases.add(new)
        record(s, uow, actor, Action.PHRASE_ADD, ("phrase", f"{key}/{new.id}"), after=_shown(new))
        uow.commit()
    return new


def one_phrase(s: Services, actor: Actor, phrase_id: str) -> OwnPhrase:
    """One phrase; raises NotFound, NotPermitted."""
    actor.must_be(Role.REVIEWER)
    with s.reading_only() as uow:
        return uow.phrases.get(phrase_id)


def change_phrase(s: Services, actor: Actor, phrase_id: str, raw: Mapping[str, Any], *, seen: int) -> OwnPhrase:
    """Change a phrase, set it aside (`active` false) or take it up again; raises as add_phrase, and Stale."""
    actor.must_be(Role.ADMIN)
    with s.unit_of_work() as uow:
        old = uow.phrases.get(phrase_id)
        definition = uow.vocabulary.get(old.term)
        if old.revision != seen:
            raise _stale(old, raw)
        changed = replace(old, changed_by_name=actor.name, changed_at=s.now(), revision=seen + 1)
        changed = _checked(s, uow, definition, changed, raw)
        uow.phrases.replace(changed, seen=seen)
        aside = old.is_active and not changed.is_active
        action = Action.PHRASE_SET_ASIDE if aside else Action.PHRASE_CHANGE
        record(s, uow, actor, action, ("phrase", f"{old.term}/{phrase_id}"), before=_shown(old), after=_shown(changed))
        uow.commit()
    return changed


def own_wordings(uow: UnitOfWork) -> tuple[OwnWording, ...]:
    """The phrases that readings use now: the active ones, of terms that are not retired."""
    types = {one.key: one.value_type for one in uow.vocabulary.all() if one.retired_at is None}
    return tuple(p.wording(types[p.term]) for p in uow.phrases.all() if p.is_active and p.term in types)


def example_reads(definition: TermDefinition, phrase: str, means: str, example: str) -> Value | None:
    """What a reading makes of the example; None where it finds nothing. Raises NotAPhrase."""
    own = OwnWording(term=definition.key, value_type=definition.value_type, phrase=phrase, means=means)
    clause = Clause(
        id="example", number="1", heading=None, text=example, page_start=1, page_end=1, boxes=(), parent=None
    )
    found = reading_of(own, [clause], clause.id)
    return found.value if found else None


def _checked(
    s: Services, uow: UnitOfWork, definition: TermDefinition, old: OwnPhrase, raw: Mapping[str, Any]
) -> OwnPhrase:
    f = Fields(raw, _FIELDS)
    new = replace(
        old,
        phrase=" ".join(f.text("phrase", old.phrase, limit=LONGEST).split()),
        means=f.text("means", old.means, limit=60),
        example=" ".join(f.text("example", old.example, limit=_LONGEST_EXAMPLE, needed=_NO_EXAMPLE).split()),
        note=f.text("note", old.note, limit=_LONGEST_NOTE),
        set_aside_at=_aside(s, old, raw.get("active", old.is_active)),
    )
    if new.means not in meanings(definition):
        f.wrong("means", "Choose what the phrase means.")
    if new.is_active:
        _check_phrase(uow, f, definition, new)
    f.finish()
    return new


def _aside(s: Services, old: OwnPhrase, active: object) -> Any:
    return None if active else (old.set_aside_at or s.now())


def _check_phrase(uow: UnitOfWork, f: Fields, definition: TermDefinition, new: OwnPhrase) -> None:
    """Whether it can be read, stands in its example, is not there yet, and does not speak of everything."""
    try:
        phrase = own_phrase(new.phrase)
    except NotAPhrase as error:
        f.wrong("phrase", str(error))
        return
    others = [one for one in uow.phrases.of_term(new.term) if one.id != new.id and one.is_active]
    if any(one.phrase.casefold() == new.phrase.casefold() for one in others):
        f.wrong("phrase", "This term has that phrase already.")
    if new.example and not f.errors:
        if place_in(phrase, new.example) is None:
            f.wrong("example", _NOT_IN_EXAMPLE)
        elif example_reads(definition, new.phrase, new.means, new.example) is None:
            f.wrong("example", _SAYS_NOTHING)
    seen = looked_at(uow, phrase)
    if is_too_general(seen):
        f.wrong("phrase", _too_general(seen.clauses, seen.stored))


def _too_general(clauses: int, stored: int) -> str:
    return f"This finds {clauses} of {stored} clauses, too many to tell anything; add words that only this term uses."


def _shown(phrase: OwnPhrase) -> dict[str, Any]:
    names = ("term", "phrase", "means", "example", "note", "set_aside_at")
    return {name: as_record(getattr(phrase, name)) for name in names}


def _stale(old: OwnPhrase, raw: Mapping[str, Any]) -> Stale:
    theirs = {name: getattr(old, name) for name in raw if hasattr(old, name)}
    return Stale(
        "Somebody changed this phrase while you were editing it. Look at the differences, then save again.",
        mine={name: value for name, value in raw.items() if name in theirs},
        theirs=theirs,
        revision=old.revision,
    )


def try_phrase(s: Services, actor: Actor, key: str, raw: Mapping[str, Any]) -> Tried:
    """What a phrase would find on the stored clauses, as it is being written; nothing is kept.

    Raises NotFound, NotPermitted, Invalid (at `phrase` and `means`).
    """
    actor.must_be(Role.REVIEWER)
    with s.reading_only() as uow:
        definition = uow.vocabulary.get(key)
        own = _as_written(definition, raw)
        example = " ".join(str(raw.get("example") or "").split())[:_LONGEST_EXAMPLE]
        return tried(uow, own, example_reads(definition, own.phrase, own.means, example) if example else None)


def _as_written(definition: TermDefinition, raw: Mapping[str, Any]) -> OwnWording:
    f = Fields(raw, _FIELDS)
    text, means = f.text("phrase"), f.text("means", meanings(definition)[0], limit=60)
    if means not in meanings(definition):
        f.wrong("means", "Choose what the phrase means.")
    try:
        own_phrase(text)
    except NotAPhrase as error:
        raise Invalid.field("phrase", str(error)) from None
    f.finish()
    return OwnWording(term=definition.key, value_type=definition.value_type, phrase=text, means=means)
