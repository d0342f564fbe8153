"""Forms keep what was typed and say at each field what is wrong."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from domain.errors import FieldError, Invalid
from web.environment import environment
from web.forms import Choice, Field, Form, Kind, values_of

CHOICES = (Choice("a", "First"), Choice("b", "Second", "with a hint"))


def _show(field: Field) -> str:
    return str(environment("en").globals["form_field"](field))  # type: ignore[operator]


def _form() -> Form:
    return Form(
        (
            Field(name="title", label="Title", required=True),
            Field(name="password", label="Password", kind=Kind.PASSWORD),
            Field(name="tags", label="Tags", kind=Kind.CHECKS, choices=CHOICES),
        )
    )


def test_what_was_typed_is_kept_but_a_password_is_not() -> None:
    sent = FormData([("title", "Nature"), ("password", "a secret"), ("tags", "a"), ("tags", "b")])

    form = _form().filled(values_of(sent))

    assert form["title"].value == "Nature"
    assert form["password"].value == ""
    assert form["tags"].values == ("a", "b")


def test_each_error_stands_at_its_field_and_in_the_summary() -> None:
    invalid = Invalid("Not saved.", [FieldError("title", "Give a title."), FieldError("tags.0", "Unknown tag.")])

    form = _form().with_errors(invalid)

    assert form["title"].error == "Give a title."
    assert form["tags"].error == "Unknown tag."
    assert [(problem.label, problem.text, problem.href) for problem in form.problems] == [
        ("Title", "Give a title.", "#title"),
        ("Tags", "Unknown tag.", "#tags"),
    ]


def test_an_error_of_no_field_is_in_the_summary_all_the_same() -> None:
    form = _form().with_errors(Invalid("", [FieldError("title", "Give a title."), FieldError("dates", "Not both.")]))

    said = [(problem.label, problem.text) for problem in form.problems]
    assert said == [("Title", "Give a title."), ("", "Not both.")]


def test_an_error_without_fields_is_the_summary() -> None:
    assert [problem.text for problem in _form().with_errors(Invalid("The dates run backwards.")).problems] == [
        "The dates run backwards."
    ]


def test_hint_and_error_are_tied_to_the_control() -> None:
    html = _show(Field(name="start", label="Start", kind=Kind.DATE, hint="Year-month-day", error="No such day."))

    assert 'aria-describedby="start-hint start-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="hint" id="start-hint">Year-month-day</p>' in html
    assert 'id="start-error"' in html
    assert 'type="text"' in html


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.HIDDEN])
def test_every_kind_of_field_has_a_label_and_its_error(kind: Kind) -> None:
    html = _show(Field(name="x", label="The <label>", kind=kind, choices=CHOICES, error="Wrong & so on."))

    assert "The &lt;label&gt;" in html
    assert "Wrong &amp; so on." in html
    assert 'id="x-error"' in html


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (Kind.TEXTAREA, "rows="),
        (Kind.SELECT, '<option value="a" selected>'),
        (Kind.RADIOS, 'value="a" id="x" checked'),
        (Kind.CHECKS, 'value="a" id="x" checked'),
    ],
)
def test_the_value_is_shown_as_its_kind_of_field_shows_it(kind: Kind, shown: str) -> None:
    assert shown in _show(Field(name="x", label="X", kind=kind, choices=CHOICES, values=("a",)))


def test_a_text_that_begins_with_an_empty_line_is_shown_whole() -> None:
    assert ">\n\nsecond line</textarea>" in _show(
        Field(name="x", label="X", kind=Kind.TEXTAREA, values=("\nsecond line",))
    )


def test_a_field_that_may_be_left_empty_says_so() -> None:
    assert "optional" in _show(Field(name="x", label="X"))
    assert "optional" not in _show(Field(name="x", label="X", required=True))
