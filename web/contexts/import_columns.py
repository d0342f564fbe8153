"""What the columns of a spreadsheet hold, and what the words in them mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.spreadsheets.columns import FIELD_LABELS, Part, term_target
from domain.spreadsheets.effect import SheetMapping, TermsAs
from domain.spreadsheets.table import letters, same_name
from domain.spreadsheets.values import GUESSES
from domain.usecases.spreadsheets.importing import Columns
from domain.values import Permission
from domain.vocabulary import TermDefinition
from web.forms import Choice, Field, Form, Kind
from web.sent import Values, first
from web.translation import Translator

_PARTS = {
    Part.TERM: "{term}",
    Part.CONDITIONS: "{term}: conditions",
    Part.PUBLIC_NOTE: "{term}: public note",
    Part.INTERNAL_NOTE: "{term}: internal note",
}
MEANINGS = {
    Permission.PERMITTED_EXPLICIT: "Permitted, the words say so",
    Permission.PERMITTED_INTERPRETED: "Permitted, our reading",
    Permission.PROHIBITED_EXPLICIT: "Prohibited, the words say so",
    Permission.PROHIBITED_INTERPRETED: "Prohibited, our reading",
    Permission.SILENT: "Silent",
    Permission.UNINTERPRETED: "Unclear",
    Permission.NOT_APPLICABLE: "Not applicable",
}
"""What a permission can be taken for, with what it rests on."""
_AS_THEY_STAND = "Decide them as they stand; each keeps the file, sheet and row it comes from."


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """A column as somebody is asked about it: its letter, its heading, some of its cells, and what it is taken for."""

    letter: str
    heading: str
    samples: tuple[str, ...]
    target: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsPage:
    """Context of imports/columns.html. `targets` are what a column can hold, in groups; `words` need a meaning."""

    id: str
    filename: str
    sheet: str
    sheets: tuple[str, ...]
    rows: tuple[ColumnRow, ...]
    targets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: tuple[tuple[str, str, str], ...]
    meanings: tuple[tuple[str, str], ...]
    form: Form


def columns_page(t: Translator, actor: Actor, found: Columns, problem: Invalid | None = None) -> ColumnsPage:
    """What each column is taken for, and what words mean."""
    mapping = found.pending.mapping
    return ColumnsPage(
        id=found.pending.id,
        filename=found.pending.filename,
        sheet=mapping.sheet,
        sheets=found.pending.sheets,
        rows=tuple(
            ColumnRow(
                letter=letters(column.index),
                heading=column.heading,
                samples=found.samples[column.index],
                target=column.target,
                name=f"column-{column.index}",
            )
            for column in found.columns
        ),
        targets=_targets(t, found.definitions),
        words=tuple((word, _word_field(word), _meaning(mapping, word)) for word in found.words),
        meanings=tuple((value.value, t(said)) for value, said in MEANINGS.items()),
        form=_terms_form(t, actor, mapping, problem),
    )


def _terms_form(t: Translator, actor: Actor, mapping: SheetMapping, problem: Invalid | None) -> Form:
    choices = [Choice(TermsAs.SUGGESTIONS.value, t("As suggestions"), t("A reviewer decides each of them."))]
    if actor.role.includes(Role.REVIEWER):
        choices.append(Choice(TermsAs.DECISIONS.value, t("As decisions"), t(_AS_THEY_STAND)))
    field = Field(
        name="terms_as",
        label=t("Terms come in"),
        kind=Kind.RADIOS,
        choices=tuple(choices),
        values=(mapping.terms_as.value,),
        required=True,
    )
    form = Form((field,))
    return form.with_errors(problem) if problem else form


def _targets(
    t: Translator, definitions: Sequence[TermDefinition]
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    fields = tuple((key, t(label)) for key, label in FIELD_LABELS.items())
    terms = tuple(
        (term_target(part, one.key), t(said, term=one.label(t.language)))
        for one in definitions
        for part, said in _PARTS.items()
    )
    return ((t("The licence"), fields), (t("Terms"), terms))


def _word_field(word: str) -> str:
    return f"word-{same_name(word)}"


def _meaning(mapping: SheetMapping, word: str) -> str:
    return mapping.words.get(same_name(word), GUESSES.get(same_name(word), ""))


def mapping_sent(found: Columns, sheet: str, sent: Values) -> SheetMapping:
    """What the form says; a column or a word that it does not name stays as it was taken."""
    terms_as = first(sent, "terms_as")
    meant = {same_name(word): first(sent, _word_field(word)) or _meaning(found.pending.mapping, word)
             for word in found.words}  # fmt: skip
    return SheetMapping(
        sheet=sheet,
        targets=tuple(
            first(sent, f"column-{one.index}") if f"column-{one.index}" in sent else one.target for one in found.columns
        ),
        words={**GUESSES, **{word: value for word, value in meant.items() if value}},
        terms_as=TermsAs(terms_as) if terms_as in set(TermsAs) else TermsAs.SUGGESTIONS,
    )
