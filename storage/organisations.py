"""The desk's one list of organisations, and which of them belong to a licence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import delete, distinct, exists, func, insert, select, update

from domain.licence import Organisation, OrganisationRole
from domain.queries import OrganisationUse
from storage.folding import LONGEST_PIECE, fold, like, spaced
from storage.tables import licence_organisation, organisation
from storage.transaction import Transaction

_UNKNOWN = "No licence names this organisation."


def uses_of(tx: Transaction, words: str, most: int) -> tuple[OrganisationUse, ...]:
    """Organisations whose names hold these words, by name, with their numbers of licences."""
    c, link = organisation.c, licence_organisation.c
    held = c.folded.like(like(fold(words)[:LONGEST_PIECE]), escape="\\")
    found = tx.rows(select(c.id, c.name).where(held).order_by(c.folded, c.id).limit(most))
    named = organisation.join(licence_organisation, link.organisation_id == c.id)
    by_role: dict[int, dict[OrganisationRole, int]] = defaultdict(dict)
    counted = select(c.id, link.role, func.count().label("number")).select_from(named).where(held)
    for row in tx.rows(counted.group_by(c.id, link.role)):
        by_role[row.id][OrganisationRole(row.role)] = row.number
    licences = select(c.id, func.count(distinct(link.licence_id)).label("licences")).select_from(named).where(held)
    total = {row.id: row.licences for row in tx.rows(licences.group_by(c.id))}
    return tuple(
        OrganisationUse(name=row.name, licences=total.get(row.id, 0), roles=by_role.get(row.id, {})) for row in found
    )


def keep_organisations(tx: Transaction, licence_id: str, wanted: Sequence[Organisation]) -> None:
    """Make these, in this order, the organisations of a licence."""
    tx.run(delete(licence_organisation).where(licence_organisation.c.licence_id == licence_id))
    ids = {one.name: _id_of(tx, one.name) for one in wanted}
    links = list(dict.fromkeys((ids[one.name], one.role.value) for one in wanted))
    tx.add(
        licence_organisation,
        *(
            {"licence_id": licence_id, "position": n, "organisation_id": key, "role": role}
            for n, (key, role) in enumerate(links, start=1)
        ),
    )


def _id_of(tx: Transaction, name: str) -> int:
    """The entry for a name, capitals and spaces aside; made where there is none."""
    row = tx.row(select(organisation).where(organisation.c.name_key == spaced(name)))
    if row is None:
        shown = " ".join(name.split())
        new = {"name": shown, "name_key": spaced(name), "folded": fold(name)}
        tx.run(insert(organisation).values(new))
        row = tx.row(select(organisation).where(organisation.c.name_key == spaced(name)))
    elif row.name != name:
        _correct_spelling(tx, row.id, name)
    return int(row.id) if row else 0


def _correct_spelling(tx: Transaction, organisation_id: int, name: str) -> None:
    """Write an organisation as it was typed last, unless another licence shows it as it is."""
    shown_elsewhere = exists().where(licence_organisation.c.organisation_id == organisation.c.id)
    mine = organisation.c.id == organisation_id
    tx.run(update(organisation).where(mine, ~shown_elsewhere).values(name=" ".join(name.split())))


def written_name(tx: Transaction, name: str) -> str:
    """The name as the desk writes it; raises NotFound."""
    return str(tx.get(organisation, "name_key", spaced(name), _UNKNOWN).name)


def rename(tx: Transaction, old: str, new: str) -> None:
    """Give an organisation another name; where another one has it already, its licences go over to that one.

    The licences themselves have to be saved again by whoever asks: what they are searched by holds the name.
    """
    mine = tx.get(organisation, "name_key", spaced(old), _UNKNOWN)
    other = tx.row(select(organisation).where(organisation.c.name_key == spaced(new)))
    if other is None or other.id == mine.id:
        written = {"name": " ".join(new.split()), "name_key": spaced(new), "folded": fold(new)}
        tx.run(update(organisation).where(organisation.c.id == mine.id).values(**written))
        return
    link = licence_organisation.c.organisation_id
    tx.run(update(licence_organisation).where(link == mine.id).values(organisation_id=other.id))
    tx.run(delete(organisation).where(organisation.c.id == mine.id))
