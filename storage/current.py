"""Which readings count: the newest done one of each document that was not set aside."""

from __future__ import annotations

from sqlalchemy import Select, exists, select

from domain.readings import ReadingState
from storage.tables import document_set_aside, reading


def current_readings() -> Select[str]:
    """Ids of the newest done reading of each document, those set aside left out.

    All tables go by names of their own here, so that it means the same inside any other statement.
    """
    kept, newer, aside = reading.alias("kept"), reading.alias("newer"), document_set_aside.alias("aside")
    done = ReadingState.DONE.value
    replaced = exists().where(
        newer.c.document_id == kept.c.document_id, newer.c.state == done, newer.c.seq > kept.c.seq
    )
    wrong = exists().where(aside.c.document_id == kept.c.document_id)
    return select(kept.c.id).where(kept.c.state == done, ~replaced, ~wrong)
