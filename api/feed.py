"""How the change feed is written: its items and its cursors, the same when it is read and when it is posted."""

from __future__ import annotations

from collections.abc import Sequence

from api.paging import read_cursor, write_cursor
from api.schemas.changes import Change, ChangesPosted
from domain.errors import Invalid
from domain.queries import Change as DomainChange

FEED = "changes"
MOST_CHANGES = 2**62


def cursor_after(seq: int) -> str:
    """The cursor to go on after this change."""
    return write_cursor(FEED, (seq,))


def position_of(cursor: str, field: str = "after") -> int:
    """The sequence in a cursor; raises Invalid at `field`."""
    (seq,) = read_cursor(cursor, FEED, like=(0,), field=field)
    if not isinstance(seq, int) or not 0 <= seq < MOST_CHANGES:
        raise Invalid.field(field, "This is not a cursor of the feed. Read it from the beginning.")
    return seq


def items_of(changes: Sequence[DomainChange]) -> list[Change]:
    """Changes as they are shown, each with the cursor after it."""
    return [Change.of(change, cursor_after(change.seq)) for change in changes]


class Feed:
    """storage.remote.posting.FeedWriter."""

    def body(self, changes: Sequence[DomainChange]) -> bytes:
        """Changes as a delivery."""
        sent = ChangesPosted(type="changes", items=items_of(changes), next_cursor=cursor_after(changes[-1].seq))
        return sent.model_dump_json().encode()

    def test_body(self) -> bytes:
        """A delivery without changes."""
        return ChangesPosted(type="test", items=[], next_cursor=None).model_dump_json().encode()

    def position(self, cursor: str) -> int:
        """Where a cursor stands; raises Invalid at `start`."""
        return position_of(cursor, "start")
