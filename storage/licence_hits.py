"""Why a licence is in the list, where its title or code do not show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, select

from domain.licence import LicenceFields
from domain.queries import ClausePlace, LicenceRow
from storage.current import is_current
from storage.folding import around, fold, like, pieces_of, stem_of, words_of
from storage.tables import clause, document, version
from storage.transaction import AnyRow, Transaction

Hit = tuple[str, ClausePlace | None]
"""The text around the words that were met, and where it stands if that is a clause."""


def hits_of(tx: Transaction, q: str, licences: Sequence[LicenceRow]) -> dict[str, Hit]:
    """The hit of each licence that was found by more than its title or code."""
    pieces, words = pieces_of(q), words_of(q)
    unexplained = [one for one in licences if not _plain(one.fields, pieces)]
    entered = {one.id: _entered(one.fields, pieces) for one in unexplained}
    hits: dict[str, Hit] = {licence_id: (text, None) for licence_id, text in entered.items() if text}
    left = [licence_id for licence_id, text in entered.items() if not text]
    return hits | (_in_clauses(tx, words, left) if left and words else {})


def _plain(fields: LicenceFields, pieces: list[str]) -> bool:
    shown = f"{fold(fields.title)}\n{fold(fields.code)}"
    return all(piece in shown for piece in pieces)


def _entered(fields: LicenceFields, pieces: list[str]) -> str | None:
    """Where all pieces were met in what was entered: around the first of them that is not in the title or code."""
    names = [organisation.name for organisation in fields.organisations]
    texts = [*fields.alternative_titles, *names, fields.notes]
    everything = "\n".join(map(fold, [fields.title, fields.code, *texts]))
    if not all(piece in everything for piece in pieces):
        return None
    hidden = [piece for piece in pieces if not _plain(fields, [piece])]
    return next(_shown(texts, hidden), None)


def _in_clauses(tx: Transaction, words: list[str], licence_ids: Sequence[str]) -> dict[str, Hit]:
    """The first clause of each licence that holds the words.

    Only the clauses of these few licences are looked at, by the beginnings of the words as the searched text has them:
    the full-text index would first gather what all licences hold.
    """
    rank = func.row_number().over(partition_by=version.c.licence_id, order_by=(document.c.seq, clause.c.position))
    stems = (clause.c.search_text.like(like(stem_of(word)), escape="\\") for word in words)
    met = (
        select(version.c.licence_id, *_SHOWN, rank.label("rank"))
        .select_from(version)
        .join(document, document.c.version_id == version.c.id)
        .join(clause, clause.c.document_id == document.c.id)
        .where(version.c.licence_id.in_(licence_ids), is_current(clause), *stems)
        .subquery("met")
    )
    rows = tx.rows(select(met).where(met.c.rank == 1))
    return {row.licence_id: (next(_shown([row.text], words), row.text[:140]), _place(row)) for row in rows}


_SHOWN = (clause.c.id, clause.c.document_id, clause.c.number, clause.c.page_start, clause.c.text)


def _place(row: AnyRow) -> ClausePlace:
    return ClausePlace(document_id=row.document_id, clause_id=row.id, number=row.number, page=row.page_start)


def _shown(texts: Iterable[str], words: list[str]) -> Iterator[str]:
    return ("".join(found) for text in texts if (found := around(text, words)))
