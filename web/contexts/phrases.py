"""The phrases of one term: those that ship, in plain words; the library's own; and what one finds, as it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.identity import Actor, Role
from domain.own_phrases import Hit, OwnPhrase, Tried, meanings
from domain.reading.rules import Rule
from domain.reading.written_phrases import LONGEST
from domain.usecases.own_phrases import TermPhrases
from domain.values import Value, ValueType
from domain.vocabulary import TermDefinition
from web.contexts.terms import choice_labels
from web.contexts.wordings import plain_wordings
from web.forms import Choice, Field, Form, Kind
from web.sent import Values, first
from web.translation import Translator
from web.words import place_words

MOST_WORDINGS = 8
FIELDS = ("phrase", "means", "example", "note")
_MEANS: Mapping[str, str] = {
    "permitted_explicit": "It permits, in so many words",
    "permitted_interpreted": "It permits, as we read it",
    "prohibited_explicit": "It forbids, in so many words",
    "prohibited_interpreted": "It forbids, as we read it",
    "yes": "Yes",
    "no": "No",
}
_AS_THE_SENTENCE: Mapping[ValueType, str] = {
    ValueType.PERMISSION: "What its sentence says: permits or forbids",
    ValueType.TEXT: "The sentence is the value",
    ValueType.DURATION: "The length of time beside it",
    ValueType.INTEGER: "The number beside it",
    ValueType.DECIMAL: "The percentage beside it",
}
_PLACE_ONLY = "It shows the place; a person reads the value"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIn:
    """A rule that ships: what it looks for, in plain words, and a sentence in which it does."""

    says: str
    wordings: tuple[str, ...]
    more: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """A phrase of the library's own."""

    id: str
    phrase: str
    means: str
    example: str
    note: str
    by: str
    at: dt.datetime
    active: bool
    revision: int
    edit_href: str
    save_action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A place where the phrase stands; `says_nothing` where nothing around it permits or forbids."""

    licence: str
    licence_href: str
    version: str
    cite: str
    href: str
    before: str
    match: str
    after: str
    value: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedView:
    """What a phrase finds; `error` is the sentence for one that cannot be read."""

    clauses: int = 0
    licences: int = 0
    stored: int = 0
    is_all: bool = True
    too_general: bool = False
    hits: tuple[HitView, ...] = ()
    has_example: bool = False
    example: Value | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasesPage:
    """Context of vocabulary/phrases.html. `editing` is the phrase whose form it is, None for a new one."""

    key: str
    label: str
    definition: str
    term_href: str
    here: str
    retired: bool
    built_in: tuple[BuiltIn, ...]
    own: tuple[OwnRow, ...]
    labels: Mapping[str, str]
    form: Form
    action: str
    try_action: str
    editing: OwnRow | None
    tried: TriedView | None
    may_change: bool


def phrases_page(
    t: Translator,
    found: TermPhrases,
    actor: Actor,
    *,
    form: Form | None = None,
    editing: OwnPhrase | None = None,
    tried: TriedView | None = None,
) -> PhrasesPage:
    """The context, with what was typed in `form` where something was."""
    definition = found.definition
    here = f"/vocabulary/terms/{definition.key}/phrases"
    return PhrasesPage(
        key=definition.key,
        label=definition.label(t.language),
        definition=definition.definition,
        term_href=f"/vocabulary/terms/{definition.key}",
        here=here,
        retired=definition.retired_at is not None,
        built_in=tuple(_built_in(t, rule) for rule in found.built_in),
        own=tuple(_own(t, definition, one, here) for one in sorted(found.own, key=lambda one: not one.is_active)),
        labels=choice_labels(t, definition),
        form=form or phrase_form(t, definition, editing),
        action=f"{here}/{editing.id}" if editing else here,
        try_action=f"{here}/try",
        editing=_own(t, definition, editing, here) if editing else None,
        tried=tried,
        may_change=actor.role.includes(Role.ADMIN),
    )


def phrase_form(t: Translator, definition: TermDefinition, phrase: OwnPhrase | None = None) -> Form:
    """The form of a phrase, filled with what is kept."""
    choices = tuple(Choice(means, meaning_words(t, definition, means)) for means in meanings(definition))
    phrase_hint = t("A few words as licences write them, such as: guest lecture* … record*")
    example_hint = t("A sentence in which it stands. It shows colleagues what the phrase is for, and proves it.")
    form = Form(
        (
            Field(name="phrase", label=t("Phrase"), required=True, hint=phrase_hint, maximum=LONGEST),
            Field(
                name="means",
                label=t("What it means"),
                kind=Kind.SELECT,
                required=True,
                choices=choices,
                values=(choices[0].value,),
            ),
            Field(name="example", label=t("Example"), kind=Kind.TEXTAREA, required=True, hint=example_hint),
            Field(name="note", label=t("Note"), kind=Kind.TEXTAREA, rows=2, hint=t("Why it is here. Staff only.")),
        )
    )
    return form.filled({name: getattr(phrase, name) for name in FIELDS}) if phrase else form


def meaning_words(t: Translator, definition: TermDefinition, means: str) -> str:
    """What a phrase means, in words; `means` empty: what its sentence says."""
    if not means:
        return t(_AS_THE_SENTENCE.get(definition.value_type, _PLACE_ONLY))
    return t(_MEANS[means]) if means in _MEANS else choice_labels(t, definition).get(means, means)


def entered_phrase(sent: Values) -> dict[str, Any]:
    """What a form says of a phrase, as the use cases read it. Three dots may have been typed as one sign."""
    raw = {name: first(sent, name) for name in FIELDS}
    return raw | {"phrase": raw["phrase"].replace("…", "...")}


def tried_view(t: Translator, found: Tried, *, has_example: bool) -> TriedView:
    """What a phrase finds, as it is shown."""
    return TriedView(
        clauses=found.clauses,
        licences=found.licences,
        stored=found.stored,
        is_all=found.is_all,
        too_general=found.too_general,
        hits=tuple(_hit(t, hit) for hit in found.hits),
        has_example=has_example,
        example=found.example,
    )


def _hit(t: Translator, hit: Hit) -> HitView:
    return HitView(
        licence=hit.licence,
        licence_href=f"/licences/{hit.licence_id}",
        version=hit.version,
        cite=place_words(t, hit.number, hit.page),
        href=f"/documents/{hit.document_id}/view?page={hit.page}&clause={hit.clause_id}",
        before=hit.before,
        match=hit.match,
        after=hit.after,
        value=hit.value,
    )


def _built_in(t: Translator, rule: Rule) -> BuiltIn:
    wordings = plain_wordings([phrase.written for phrase in rule.find])
    return BuiltIn(
        says=t(rule.says),
        wordings=wordings[:MOST_WORDINGS],
        more=max(0, len(wordings) - MOST_WORDINGS),
        example=rule.example,
    )


def _own(t: Translator, definition: TermDefinition, phrase: OwnPhrase, here: str) -> OwnRow:
    return OwnRow(
        id=phrase.id,
        phrase=phrase.phrase,
        means=meaning_words(t, definition, phrase.means),
        example=phrase.example,
        note=phrase.note,
        by=phrase.changed_by_name,
        at=phrase.changed_at,
        active=phrase.is_active,
        revision=phrase.revision,
        edit_href=f"{here}/{phrase.id}",
        save_action=f"{here}/{phrase.id}/active",
    )
