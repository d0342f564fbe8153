"""What counts of what was read and dealt with: the newest reading of a document, the last word on a suggestion.

Each is asked row by row with the help of an index, which stays quick however much the desk holds.
Tables go by names of their own here, so that the conditions mean the same inside any statement; each is put together
once, for that takes longer than asking.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Select, Text, and_, cast, exists, func, or_, select

from domain.readings import ReadingState
from domain.version import VersionKind
from storage.tables import document_set_aside, reading, suggestion, suggestion_disposition, version


@cache
def is_current(table: FromClause) -> ColumnElement[bool]:
    """Whether a row of `table` belongs to the newest done reading of its document, which was not set aside."""
    kept = reading.alias("kept")
    return exists().where(kept.c.id == table.c.reading_id, is_newest(kept)).correlate(table)


def current_readings() -> Select[tuple[str]]:
    """The ids of the readings that count, for a statement over all of them: the database works them out once."""
    kept = reading.alias("kept")
    return select(kept.c.id).where(is_newest(kept))


@cache
def is_newest(kept: FromClause) -> ColumnElement[bool]:
    """Whether a reading is the newest done one of its document, which was not set aside."""
    newer, aside = reading.alias("newer"), document_set_aside.alias("aside")
    done = ReadingState.DONE.value
    replaced = exists().where(
        newer.c.document_id == kept.c.document_id, newer.c.state == done, newer.c.seq > kept.c.seq
    )
    wrong = exists().where(aside.c.document_id == kept.c.document_id)
    return and_(kept.c.state == done, ~replaced.correlate(kept), ~wrong.correlate(kept))


@cache
def is_offered() -> ColumnElement[bool]:
    """Whether a row of `suggestion` is for a person to look at: it counts, and a silence only where it says something.

    What an amendment is silent about stays as the agreement has it. Of several documents of one version the silence of
    each means nothing where another one speaks of the term, and needs to be confirmed only once where none does.
    """
    other, its_version = suggestion.alias("other"), version.alias("its_version")
    amendment = exists().where(
        its_version.c.id == suggestion.c.version_id, its_version.c.kind == VersionKind.AMENDMENT.value
    )
    says_more = exists().where(
        other.c.version_id == suggestion.c.version_id,
        other.c.term == suggestion.c.term,
        or_(~_is_silent(other), other.c.seq < suggestion.c.seq),
        other.c.seq != suggestion.c.seq,
        is_current(other),
    )
    nobody_elses = and_(~amendment.correlate(suggestion), ~says_more.correlate(suggestion))
    return and_(is_current(suggestion), or_(~_is_silent(suggestion), nobody_elses))


def _is_silent(table: FromClause) -> ColumnElement[bool]:
    return cast(table.c.value, Text) == '"silent"'


@cache
def last_word() -> ScalarSelect[int]:
    """For a row of `suggestion`: the number of the disposition that holds; NULL where nobody dealt with it."""
    dealt = suggestion_disposition.alias("dealt")
    last = select(func.max(dealt.c.seq)).where(dealt.c.suggestion_id == suggestion.c.id)
    return last.correlate(suggestion).scalar_subquery()
