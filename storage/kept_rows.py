"""Rows of the list as they were read last, so that going back to a list does not ask for all its licences anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.queries import LicenceRow

MOST_ROWS = 4_000
"""Rows that are kept; the one that was not shown for longest goes first."""


class KeptRows:
    """Rows by the licence's id, without what a search met in them. Who changes a licence has to drop its row."""

    def __init__(self) -> None:
        self._kept: dict[str, LicenceRow] = {}

    def forget(self) -> None:
        """Begin again."""
        self._kept = {}

    def drop(self, licence_ids: Iterable[str]) -> None:
        """These changed."""
        for licence_id in licence_ids:
            self._kept.pop(licence_id, None)

    def of(self, licence_ids: Sequence[str]) -> dict[str, LicenceRow]:
        """Those of these that are kept; from now on they count as shown last."""
        found = {each: self._kept.pop(each) for each in licence_ids if each in self._kept}
        self._kept |= found
        return found

    def keep(self, rows: Iterable[LicenceRow]) -> None:
        """Keep what was read just now."""
        self._kept |= {row.id: row for row in rows}
        for oldest in list(self._kept)[: max(0, len(self._kept) - MOST_ROWS)]:
            del self._kept[oldest]
