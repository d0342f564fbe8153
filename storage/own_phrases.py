"""A library's own phrases as rows."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import select

from domain.own_phrases import OwnPhrase
from storage.tables import own_phrase
from storage.transaction import AnyRow, Transaction

_COLUMNS = tuple(field.name for field in fields(OwnPhrase))


class SqlOwnPhrases:
    """domain.ports.OwnPhrases on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def all(self) -> tuple[OwnPhrase, ...]:
        return tuple(map(_to_phrase, self._tx.rows(select(own_phrase).order_by(own_phrase.c.seq))))

    def of_term(self, key: str) -> tuple[OwnPhrase, ...]:
        theirs = select(own_phrase).where(own_phrase.c.term == key).order_by(own_phrase.c.seq)
        return tuple(map(_to_phrase, self._tx.rows(theirs)))

    def get(self, phrase_id: str) -> OwnPhrase:
        return _to_phrase(self._tx.get(own_phrase, "id", phrase_id, "There is no such phrase."))

    def add(self, phrase: OwnPhrase) -> None:
        self._tx.add(own_phrase, asdict(phrase))

    def replace(self, phrase: OwnPhrase, *, seen: int) -> None:
        self._tx.replace(own_phrase, phrase.id, asdict(phrase), seen=seen)


def _to_phrase(row: AnyRow) -> OwnPhrase:
    return OwnPhrase(**{name: getattr(row, name) for name in _COLUMNS})
