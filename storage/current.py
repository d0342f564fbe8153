"""What counts of what was read and dealt with: the newest reading of a document, the last word on a suggestion.

Each is asked row by row with the help of an index, which stays quick however much the desk holds.
Tables go by names of their own here, so that the conditions mean the same inside any statement.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, exists, func, select

from domain.readings import ReadingState
from storage.tables import document_set_aside, reading, suggestion, suggestion_disposition


def is_current(table: FromClause) -> ColumnElement[bool]:
    """Whether a row of `table` belongs to the newest done reading of its document, which was not set aside."""
    kept, newer, aside = reading.alias("kept"), reading.alias("newer"), document_set_aside.alias("aside")
    done = ReadingState.DONE.value
    replaced = exists().where(
        newer.c.document_id == kept.c.document_id, newer.c.state == done, newer.c.seq > kept.c.seq
    )
    wrong = exists().where(aside.c.document_id == kept.c.document_id)
    its_own = kept.c.id == table.c.reading_id
    current = exists().where(its_own, kept.c.state == done, ~replaced.correlate(kept), ~wrong.correlate(kept))
    return current.correlate(table)


def last_word() -> ScalarSelect[int]:
    """For a row of `suggestion`: the number of the disposition that holds; NULL where nobody dealt with it."""
    dealt = suggestion_disposition.alias("dealt")
    last = select(func.max(dealt.c.seq)).where(dealt.c.suggestion_id == suggestion.c.id)
    return last.correlate(suggestion).scalar_subquery()
