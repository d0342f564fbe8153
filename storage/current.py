"""Which readings count: the newest done one of each document that was not set aside."""

from __future__ import annotations

from sqlalchemy import Select, exists, select

from domain.readings import ReadingState
from storage.tables import document_set_aside, reading


def current_readings() -> Select[str]:
    """Ids of the newest done reading of each document, those set aside left out."""
    newer = reading.alias("newer")
    done = ReadingState.DONE.value
    replaced = exists().where(
        newer.c.document_id == reading.c.document_id, newer.c.state == done, newer.c.seq > reading.c.seq
    )
    aside = exists().where(document_set_aside.c.document_id == reading.c.document_id)
    return select(reading.c.id).where(reading.c.state == done, ~replaced, ~aside)
