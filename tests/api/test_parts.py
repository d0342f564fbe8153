"""Pages, tags, ranges and sentences, apart from any desk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.etags import etag_of, is_current, is_known
from api.files import satisfiable
from api.paging import page_of, read_cursor, write_cursor
from api.validation import field_errors
from domain.errors import Invalid

ROWS = st.lists(st.tuples(st.text(max_size=3), st.integers()), unique=True, max_size=20)


def _paged(rows: list[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    cursor = None
    while True:
        page = page_of(rows, lambda row: row, limit=limit, cursor=cursor, name="rows")
        found.extend(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return found


@given(rows=ROWS, limit=st.integers(1, 5))
def test_pages_give_every_row_once_in_order(rows: list[tuple[str, int]], limit: int) -> None:
    assert _paged(rows, limit) == sorted(rows)


@given(rows=ROWS, limit=st.integers(1, 5), gone=st.integers(0, 19))
def test_what_stays_is_given_once_though_another_row_goes_between_two_pages(
    rows: list[tuple[str, int]], limit: int, gone: int
) -> None:
    first = page_of(rows, lambda row: row, limit=limit, cursor=None, name="rows")
    left = [row for number, row in enumerate(sorted(rows)) if number != gone]
    if first.next_cursor is not None:
        rest = page_of(left, lambda row: row, limit=len(rows), cursor=first.next_cursor, name="rows")
        assert [*first.items, *rest.items] == [row for row in sorted(rows) if row in left or row in first.items]


@given(cursor=st.text(max_size=40))
def test_a_cursor_that_was_made_up_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(cursor, "rows", like=("", 0))


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Invalid):
        read_cursor(write_cursor("others", ("a", 1)), "rows", like=("a", 1))
    assert read_cursor(write_cursor("rows", ("é", 1)), "rows", like=("a", 1)) == ("é", 1)


def test_deeply_nested_cursors_are_refused() -> None:
    nested = "W" * 2000
    with pytest.raises(Invalid):
        read_cursor(nested, "rows", like=(0,))


@pytest.mark.parametrize(
    ("header", "known", "current"),
    [
        ("*", True, True),
        ("{tag}", True, True),
        ("W/{tag}", True, False),
        ('"other", {tag}', True, True),
        ('"other"', False, False),
        ("", False, False),
        ("garbage {", False, False),
    ],
)
def test_tags_compare_weakly_for_reading_and_strongly_for_writing(header: str, known: bool, current: bool) -> None:
    tag = etag_of("body", 3)
    sent = header.replace("{tag}", tag)
    assert (is_known(sent, tag), is_current(sent, tag)) == (known, current)


@given(content=st.binary(min_size=1, max_size=50), start=st.integers(0, 60), length=st.integers(1, 60))
def test_a_range_lies_in_the_file_and_begins_where_it_was_asked_to(content: bytes, start: int, length: int) -> None:
    found = satisfiable(f"bytes={start}-{start + length - 1}", len(content))
    given_bytes = [content[first : last + 1] for first, last in found or ()]
    assert b"".join(given_bytes) == content[start : start + length]


def test_an_error_that_is_not_known_by_name_is_told_in_a_sentence_all_the_same() -> None:
    (error,) = field_errors([{"type": "brand_new", "loc": ("body", "title"), "msg": "x"}])
    assert (error.loc, error.message) == ("title", "This cannot be read; see the description of the field.")
