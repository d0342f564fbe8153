"""The form of a version: what is stored or was typed, as fields; and what was typed, as the domain reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.errors import FieldError, Invalid
from domain.version import Version, VersionKind
from web.contexts.rows import Cell, problems_at_rows
from web.forms import Choice, Field, Form, Kind
from web.sent import Values, first
from web.translation import Translator

SIGNATURE = ("name", "party", "signed_on")
_TEXTS = ("kind", "label", "effective_from", "effective_to", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFormPage:
    """Context of versions/form.html."""

    form: Form
    signatures: tuple[Form, ...]
    licence: tuple[str, str]
    version: tuple[str, str] | None
    action: str
    revision: int | None
    focus: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedVersion:
    """What was typed or is stored, as texts."""

    texts: Mapping[str, str]
    signatures: tuple[Mapping[str, str], ...] = ()


def typed_version(sent: Values) -> TypedVersion:
    """From a sent form."""
    columns = {name: sent.get(f"signature_{name}", ()) for name in SIGNATURE}
    rows = range(len(columns["name"]))
    return TypedVersion(
        texts={name: first(sent, name) for name in _TEXTS},
        signatures=tuple({n: column[at] if at < len(column) else "" for n, column in columns.items()} for at in rows),
    )


def stored_version(version: Version) -> TypedVersion:
    """From what is kept."""
    f = version.fields
    texts = {"kind": f.kind.value, "label": f.label, "note": f.note}
    days = {"effective_from": f.effective_from, "effective_to": f.effective_to}
    texts |= {name: day.isoformat() if day else "" for name, day in days.items()}
    signed = tuple(
        {"name": s.name, "party": s.party, "signed_on": s.signed_on.isoformat() if s.signed_on else ""}
        for s in f.signatures
    )
    return TypedVersion(texts=texts, signatures=signed)


def sendable_version(typed: TypedVersion) -> tuple[dict[str, Any], dict[str, str]]:
    """As `domain.licence_entry` reads it, and for each of its places the id of the control."""
    raw: dict[str, Any] = dict(typed.texts)
    kept = [(at, row) for at, row in enumerate(typed.signatures) if any(value.strip() for value in row.values())]
    raw["signatures"] = [dict(row) for _, row in kept]
    places = {f"signatures.{n}.{f}": f"signature-{at}-{f}" for n, (at, _) in enumerate(kept) for f in SIGNATURE}
    return raw, places


def with_row(typed: TypedVersion, order: str) -> tuple[TypedVersion, str | None]:
    """With a signature more (`add-signature`) or less (`remove-signature-N`), and the focus; else as it was."""
    rows = typed.signatures
    if order == "add-signature":
        return replace(typed, signatures=(*rows, dict.fromkeys(SIGNATURE, ""))), f"signature-{len(rows)}-name"
    if not order.startswith("remove-signature-"):
        return typed, None
    number = order.removeprefix("remove-signature-")
    at = int(number) if number.isdecimal() and len(number) < 6 else len(rows)
    return replace(typed, signatures=(*rows[:at], *rows[at + 1 :])), "add-signature"


def version_form_page(
    t: Translator,
    typed: TypedVersion,
    licence: tuple[str, str],
    *,
    version: Version | None = None,
    revision: int | None = None,
    errors: Invalid | None = None,
    places: Mapping[str, str] | None = None,
    focus: str | None = None,
) -> VersionFormPage:
    """The context of the form; `errors` are put at their controls by `places`."""
    form = _fields(t).filled(typed.texts)
    rows = tuple(_signature(t, at, row) for at, row in enumerate(typed.signatures or ({},)))
    if errors:
        located = [FieldError((places or {}).get(e.loc, e.loc), e.message) for e in errors.errors]
        form, rows = problems_at_rows(form, rows, Invalid(errors.message, located))
    there = f"/versions/{version.id}" if version else None
    return VersionFormPage(
        form=form,
        signatures=rows,
        licence=licence,
        version=(there, version.label) if version and there else None,
        action=f"{there}/edit" if there else f"{licence[0]}/versions/new",
        revision=revision,
        focus=focus,
    )


def _fields(t: Translator) -> Form:
    kinds = (
        Choice(VersionKind.AGREEMENT.value, t("Agreement"), t("A full text that replaces what was before")),
        Choice(VersionKind.AMENDMENT.value, t("Amendment"), t("Changes part of the text before it")),
    )
    such_as = t("Year-month-day, such as 2027-01-01")
    last = t("Left empty, it holds until it is replaced or ended.")
    return Form(
        (
            Field(name="kind", label=t("Kind"), kind=Kind.RADIOS, choices=kinds, required=True),
            Field(name="label", label=t("Label"), hint=t("Such as: Agreement 2027–2029, or Amendment 2")),
            Field(name="effective_from", label=t("First day"), kind=Kind.DATE, hint=such_as),
            Field(name="effective_to", label=t("Last day"), kind=Kind.DATE, hint=last),
            Field(name="note", label=t("Internal note"), kind=Kind.TEXTAREA),
        )
    )


def _signature(t: Translator, at: int, row: Mapping[str, str]) -> Form:
    def cell(name: str, label: str) -> Cell:
        return Cell(name=f"signature_{name}", label=label, quiet=True, prefix=f"signature-{at}-", autocomplete="off")

    cells = (cell("name", t("Who signed")), cell("party", t("For whom")), cell("signed_on", t("On (year-month-day)")))
    return Form(cells).filled({f"signature_{name}": value for name, value in row.items()})


def in_words(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as two people can compare them: signatures as one text, the rest as it is."""
    return {name: _words(value) for name, value in fields.items()}


def _words(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(", ".join(str(part) for part in one.values() if part) for one in value)
    return value
