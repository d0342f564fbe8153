"""Where each person is in the review of a version."""

from __future__ import annotations

from sqlalchemy import select, update

from domain.review import Show
from domain.review_place import ReviewPlace
from storage.tables import review_place
from storage.transaction import Transaction


class SqlReviewPlaces:
    """domain.ports.ReviewPlaces on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, account_id: str, version_id: str) -> ReviewPlace | None:
        c = review_place.c
        row = self._tx.row(select(review_place).where(c.account_id == account_id, c.version_id == version_id))
        if row is None:
            return None
        return ReviewPlace(
            account_id=row.account_id, version_id=row.version_id, term=row.term, show=Show(row.show), at=row.at
        )

    def keep(self, place: ReviewPlace) -> None:
        c = review_place.c
        moved = {"term": place.term, "show": place.show.value, "at": place.at}
        mine = (c.account_id == place.account_id, c.version_id == place.version_id)
        if not self._tx.run(update(review_place).where(*mine).values(moved)):
            self._tx.add(review_place, moved | {"account_id": place.account_id, "version_id": place.version_id})
