"""Rows of a form: fields that share their names, each with an id and an error of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.errors import Invalid
from web.forms import Field, Form, Problem


class Cell(Field):
    """A field of a row: its name is that of the column (`resource_title`), its id that of the cell."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """`resource-0-title` for the title of the first resource."""
        return f"{self.prefix}{self.name.split('_', maxsplit=1)[1]}"


def problems_at_rows(form: Form, rows: Sequence[Form], errors: Invalid) -> tuple[Form, tuple[Form, ...]]:
    """The form with all errors in its summary, and the rows with theirs; `errors` name controls by their ids."""
    found = {error.loc: error.message for error in reversed(errors.errors)}
    marked = tuple(_marked(row, found) for row in rows)
    at_rows = [field for row in marked for field in row.fields if field.error]
    of_rows = {field.error for field in at_rows}
    form = form.with_errors(errors)
    # `with_errors` knows nothing of rows and lists what it cannot place without a link.
    problems = [problem for problem in form.problems if problem.href or problem.text not in of_rows]
    problems += [Problem(field.error, f"#{field.id}", field.label) for field in at_rows if field.error]
    return replace(form, problems=tuple(problems)), marked


def _marked(row: Form, found: Mapping[str, str]) -> Form:
    return replace(row, fields=tuple(replace(field, error=found.get(field.id)) for field in row.fields))
