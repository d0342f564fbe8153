"""Lists and matrices that somebody keeps under a name."""

from __future__ import annotations

from sqlalchemy import delete, func, or_, select

from domain.saved_view import SavedView, ViewPage
from storage.tables import saved_view
from storage.transaction import AnyRow, Transaction

MOST = 60
"""Views that are offered at a time."""


class SqlSavedViews:
    """domain.ports.SavedViews on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, new: SavedView) -> None:
        row = {"id": new.id, "name": new.name, "page": new.page.value, "query": new.query, "owner_id": new.owner_id}
        more = {"owner_name": new.owner_name, "shared": new.shared, "created_at": new.created_at}
        self._tx.add(saved_view, row | more)

    def get(self, view_id: str) -> SavedView:
        return _to_view(self._tx.get(saved_view, "id", view_id, "There is no such view; it may have been removed."))

    def offered_to(self, account_id: str, page: ViewPage) -> tuple[SavedView, ...]:
        c = saved_view.c
        theirs = select(saved_view).where(c.page == page.value, or_(c.owner_id == account_id, c.shared))
        return tuple(map(_to_view, self._tx.rows(theirs.order_by(func.lower(c.name), c.id).limit(MOST))))

    def remove(self, view_id: str) -> None:
        self._tx.run(delete(saved_view).where(saved_view.c.id == view_id))


def _to_view(row: AnyRow) -> SavedView:
    return SavedView(
        id=row.id,
        name=row.name,
        page=ViewPage(row.page),
        query=row.query,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        shared=row.shared,
        created_at=row.created_at,
    )
