"""Licences by terms as a table that can be imported again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.effective_terms import EffectiveTerm, effective_terms
from domain.identity import Actor, Role
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.spreadsheets.columns import FIELD_LABELS, Part, field_heading, term_heading
from domain.spreadsheets.fields import cells_of
from domain.spreadsheets.values import spoken
from domain.vocabulary import TermDefinition

_FIELDS = tuple(name for name in FIELD_LABELS if name != "our_tag")
_AT_A_TIME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A licence with its effective terms."""

    licence: Licence
    terms: Mapping[str, EffectiveTerm]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What ids are called: accounts by their addresses, consortial licences by their codes."""

    people: Mapping[str, str]
    codes: Mapping[str, str]


def licences_by_terms(s: Services, actor: Actor, *, on: dt.date | None = None) -> Iterator[Sequence[str]]:
    """The head, then a row for each licence by code, with its effective terms on a day (today).

    Every term in use has a column; conditions and notes have one where some licence says something in it. Internal
    notes are in it: it is for the library. Raises NotPermitted.
    """
    actor.must_be(Role.VIEWER)
    day = on or s.today()
    with s.reading_only() as uow:
        definitions = [one for one in uow.vocabulary.all() if one.retired_at is None]
        names = _Names(
            people={one.id: one.email for one in uow.accounts.all()},
            codes={key: code for code, key in uow.exchange.masters().items()},
        )
        used = {(part, key) for line in _lines(uow, day) for part, key in _said(line)}
        columns = [(part, one) for one in definitions for part in Part if part is Part.TERM or (part, one.key) in used]
        yield [*map(field_heading, _FIELDS), *(term_heading(one, part) for part, one in columns)]
        for line in _lines(uow, day):
            yield [*_fields(line.licence, names), *(_cell(line, part, one) for part, one in columns)]


def _lines(uow: UnitOfWork, day: dt.date) -> Iterator[_Line]:
    """Some licences at a time, so that memory stays flat."""
    for some in _batches(uow.exchange.every_licence()):
        masters = [one.fields.master_id for one in some if one.fields.master_id]
        layers = uow.exchange.layers([*(one.id for one in some), *masters])
        for one in some:
            master = layers.get(one.fields.master_id or "", ())
            yield _Line(licence=one, terms=effective_terms(layers.get(one.id, ()), day, master=master))


def _batches(licences: Iterable[Licence]) -> Iterator[list[Licence]]:
    batch: list[Licence] = []
    for one in licences:
        batch.append(one)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    yield batch


def _said(line: _Line) -> Iterator[tuple[Part, str]]:
    """Which conditions and notes a licence has."""
    for key, term in line.terms.items():
        yield from ((part, key) for part in Part if part is not Part.TERM and getattr(term.decision, part.value))


def _fields(licence: Licence, names: _Names) -> Iterator[str]:
    cells = cells_of(licence.fields) | {
        "owner": names.people.get(licence.fields.owner or "", ""),
        "master": names.codes.get(licence.fields.master_id or "", ""),
    }
    yield from (cells[name] for name in _FIELDS)


def _cell(line: _Line, part: Part, definition: TermDefinition) -> str:
    term = line.terms.get(definition.key)
    if term is None or term.decision.value is None:
        return ""
    if part is Part.TERM:
        return spoken(definition, term.decision.value)
    return getattr(term.decision, part.value) or ""
