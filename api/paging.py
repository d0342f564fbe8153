"""Pages of lists that are short enough to be sorted here: a cursor holds the sort key of the last row shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from domain.errors import Invalid
from domain.queries import PageOf

Key = tuple[str | int, ...]
T = TypeVar("T")
_NOT_ONE = "This is not a cursor of this list. Ask for the list again from its beginning."


def page_of(rows: Sequence[T], key: Callable[[T], Key], *, limit: int, cursor: str | None, name: str) -> PageOf[T]:
    """At most `limit` rows after `cursor`, in the order of `key`, which no two rows share.

    Since a page begins after a key and not after a number of rows, nothing is skipped or shown twice when rows come
    or go. `name` tells the cursors of different lists apart. Raises Invalid for a cursor that is not one of this list.
    """
    ordered = sorted(rows, key=key)
    if cursor is not None:
        last = read_cursor(cursor, name, like=key(ordered[0]) if ordered else ())
        ordered = [row for row in ordered if key(row) > last]
    shown = tuple(ordered[:limit])
    more = len(ordered) > limit
    return PageOf(items=shown, next_cursor=write_cursor(name, key(shown[-1])) if more else None)


def write_cursor(name: str, key: Key) -> str:
    """A cursor after the row with this key, in the list of this name."""
    text = json.dumps([name, *key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, name: str, *, like: Key, field: str = "cursor") -> Key:
    """The key in a cursor; raises Invalid where it is not one of this list, with a key like `like`."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or found[:1] != [name] or not _alike(found[1:], like):
        raise Invalid.field(field, _NOT_ONE)
    return tuple(found[1:])


def _alike(found: list[object], like: Key) -> bool:
    """Whether the parts can be compared; a list that has become empty takes any key."""
    return not like or [type(part) for part in found] == [type(part) for part in like]
