"""Cursors: what was written is read, anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from storage.cursors import read_cursor, write_cursor

keys = st.text(st.characters(exclude_categories=["Cs"]))


@given(keys, keys, st.integers(0, 2**62))
def test_what_was_written_is_read(order: str, text: str, number: int) -> None:
    cursor = write_cursor(order, text, number)
    assert cursor.isascii()
    assert read_cursor(order, cursor, str, int) == [text, number]


@given(st.text())
def test_anything_else_is_refused_at_its_field(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cursor("title", cursor, str)
    assert refused.value.errors[0].loc == "cursor"


@given(keys, st.integers(0))
def test_a_changed_letter_is_noticed(text: str, place: int) -> None:
    cursor = write_cursor("title", text)
    place %= len(cursor)
    other = "A" if cursor[place] != "A" else "B"
    changed = cursor[:place] + other + cursor[place + 1 :]
    with pytest.raises(Invalid):
        read_cursor("title", changed, str)


def test_a_cursor_is_of_one_order_and_one_kind_of_key() -> None:
    cursor = write_cursor("title", "a", "id")
    for order, kinds in (("code", (str, str)), ("title", (str, int)), ("title", (str,))):
        with pytest.raises(Invalid):
            read_cursor(order, cursor, *kinds)
