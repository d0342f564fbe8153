"""Which value of a term is which value over there: by its label, or as an administrator says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.errors import FieldError, Invalid, NotFound
from domain.identity import Actor
from domain.ports import Services
from domain.record import as_record
from domain.sync.mapping import TableRow, TermMapping
from domain.sync.target import Target
from domain.usecases.sync.targets import change_mapping, one_target
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCodes:
    """A term's values: `usual` what each is written as by its label, `rows` what may be chosen over there."""

    target: Target
    definition: TermDefinition
    mapping: TermMapping
    usual: Mapping[str, str]
    rows: tuple[TableRow, ...]


def value_codes(s: Services, target_id: str, term: str) -> ValueCodes:
    """The values of a term that has some to choose from; raises NotFound."""
    target = one_target(s, target_id)
    with s.reading_only() as uow:
        definition = next((one for one in uow.vocabulary.all() if one.key == term), None)
    mapping = next((one for one in target.mapping if one.term == term), None)
    if definition is None or mapping is None or not definition.every_value():
        raise NotFound("There is no such term, or its values are free words.")
    form = s.remotes.format(target.system)
    usual = {value: form.usual_code(mapping, definition, value, target) for value in definition.every_value()}
    rows = tuple(row for row in target.rows_of(mapping.code) if row.enabled)
    return ValueCodes(target=target, definition=definition, mapping=mapping, usual=usual, rows=rows)


def change_values(
    s: Services, actor: Actor, target_id: str, term: str, values: Mapping[str, str], *, seen: int
) -> Target:
    """Save what single values of a term are written as; the others go by their label. Over revision `seen`.

    Raises NotFound, NotPermitted, Invalid (at `values.VALUE`), Stale.
    """
    now = value_codes(s, target_id, term)
    said = {value: code.strip() for value, code in values.items() if code.strip()}
    mapping = [replace(one, values=said) if one.term == term else one for one in now.target.mapping]
    place = [one.term for one in mapping].index(term)
    try:
        return change_mapping(s, actor, target_id, [as_record(one) for one in mapping], seen=seen)
    except Invalid as error:
        own = f"terms.{place}."
        raise Invalid(error.message, [_renamed(one, own) for one in error.errors]) from None


def _renamed(error: FieldError, own: str) -> FieldError:
    return FieldError(error.loc.removeprefix(own), error.message)
