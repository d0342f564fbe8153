"""Which licences' lines in the list were changed, in the order of commits; what storage.licence_index catches up by."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from storage.tables import list_change
from storage.transaction import Transaction


def append_list_changes(tx: Transaction) -> None:
    """Note what this transaction changed; whoever calls holds the lock of the commit."""
    if not tx.listed:
        return
    concerned = sorted(tx.listed)
    last = tx.value(select(func.max(list_change.c.seq))) or 0
    for first in range(0, len(concerned), 500):
        tx.run(delete(list_change).where(list_change.c.licence_id.in_(concerned[first : first + 500])))
    tx.add(list_change, *({"licence_id": each, "seq": last + n} for n, each in enumerate(concerned, start=1)))
    tx.listed.clear()
