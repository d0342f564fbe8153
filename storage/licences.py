"""Licences with their organisations, resources and tags."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, exists, insert, or_, select, update

from domain.errors import Conflict
from domain.licence import Licence, LicenceFields, LicenceStatus, RenewalKind, Scope
from domain.renewal import renewal_dates
from domain.version import HELD
from storage.folding import fold, spaced
from storage.licence_parts import Parts, parts_of
from storage.new_licences import keep_lists
from storage.organisations import keep_organisations, rename, written_name
from storage.resources import keep_resources
from storage.shapes import duration_from_json, duration_to_json
from storage.tables import (
    deadline_decision,
    decision,
    document,
    effective_term_cache,
    imported_suggestion,
    licence,
    licence_organisation,
    licence_resource,
    licence_tag,
    review_place,
    sync_proposal,
    task,
    version,
    version_transition,
)
from storage.transaction import AnyRow, Transaction, Values

_KEEPS_RECORD = "This licence has documents, decisions or recorded steps, which are kept for good. Retire it instead."
_IS_MASTER = "Other licences inherit from this one. Give them another master, or retire this licence."


_DAY = dt.timedelta(days=1)


class SqlLicences:
    """domain.ports.Licences on a database. `today` tells the day for which renewal dates are worked out on saving."""

    def __init__(self, tx: Transaction, today: Callable[[], dt.date]) -> None:
        self._tx = tx
        self._today = today

    def get(self, licence_id: str) -> Licence:
        def ask() -> Licence:
            return self._whole(self._tx.get(licence, "id", licence_id, "There is no such licence."))

        return self._tx.once(("licence", licence_id), ask)

    def by_code(self, code: str) -> Licence | None:
        row = self._tx.row(select(licence).where(licence.c.code_key == spaced(code)))
        return self._whole(row) if row else None

    def masters_of(self, licence_ids: Sequence[str]) -> dict[str, str]:
        c = licence.c
        heirs = select(c.id, c.master_id).where(c.id.in_(licence_ids), c.master_id.is_not(None))
        return {row.id: row.master_id for row in self._tx.rows(heirs)}

    def add(self, new: Licence) -> None:
        self._tx.run(insert(licence).values(_row(new, self._today())))
        self._keep_lists(new)

    def add_all(self, new: Sequence[Licence]) -> None:
        self._tx.add(licence, *(_row(one, self._today()) for one in new))
        keep_lists(self._tx, new)
        self._tx.touched.update(one.id for one in new)

    def replace(self, new: Licence, *, seen: int) -> None:
        self._tx.replace(licence, new.id, _row(new, self._today()), seen=seen)
        self._keep_lists(new)

    def organisation_named(self, name: str) -> str:
        return written_name(self._tx, name)

    def rename_organisation(self, old: str, new: str) -> None:
        rename(self._tx, old, new)

    def delete(self, licence_id: str) -> None:
        self._check_erasable(licence_id)
        drafts = select(version.c.id).where(version.c.licence_id == licence_id)
        self._tx.run(delete(review_place).where(review_place.c.version_id.in_(drafts)))
        for table in (
            task,
            imported_suggestion,
            sync_proposal,
            licence_tag,
            licence_resource,
            licence_organisation,
            effective_term_cache,
            version,
        ):
            self._tx.run(delete(table).where(table.c.licence_id == licence_id))
        self._tx.run(delete(licence).where(licence.c.id == licence_id))
        self._tx.touched.discard(licence_id)
        self._tx.listed.add(licence_id)

    def refresh_dates(self, today: dt.date) -> int:
        """Work the renewal dates out for a new day; how many licences had others before. For the turn of the day."""
        moving = select(licence).where(licence.c.dates_worked_out != today)
        changed = 0
        for row in self._tx.rows(moving.where(licence.c.renewal == RenewalKind.AUTOMATIC.value)):
            values = _dates(to_fields(row, (), (), ()), today)
            changed += (row.term_ends, row.notice_by) != (values["term_ends"], values["notice_by"])
            self._tx.run(update(licence).where(licence.c.id == row.id).values(values))
            self._tx.listed.add(row.id)
        return changed

    def turning(self, after: dt.date, until: dt.date) -> tuple[str, ...]:
        """Licences for which the calendar changes something after one day, up to and with another.

        A version begins or ended the day before, their own or their master's, or their end date has passed.
        """
        c = version.c
        begins, over = c.effective_from.between(after + _DAY, until), c.effective_to.between(after, until - _DAY)
        owners = select(c.licence_id).where(c.state.in_([state.value for state in HELD]), or_(begins, over))
        ended = licence.c.end_date.between(after, until - _DAY)
        concerned = or_(licence.c.id.in_(owners), licence.c.master_id.in_(owners), ended)
        return tuple(row.id for row in self._tx.rows(select(licence.c.id).where(concerned).order_by(licence.c.id)))

    def _whole(self, row: AnyRow) -> Licence:
        return to_licences(self._tx, [row])[0]

    def _keep_lists(self, kept: Licence) -> None:
        keep_organisations(self._tx, kept.id, kept.fields.organisations)
        keep_resources(self._tx, kept.id, kept.fields.resources)
        self._tx.run(delete(licence_tag).where(licence_tag.c.licence_id == kept.id))
        tags = {spaced(tag): tag for tag in reversed(kept.fields.tags)}
        rows = enumerate(reversed(tags.items()), start=1)
        self._tx.add(
            licence_tag, *({"licence_id": kept.id, "position": n, "tag": tag, "tag_key": key} for n, (key, tag) in rows)
        )
        self._tx.touched.add(kept.id)

    def _check_erasable(self, licence_id: str) -> None:
        self.get(licence_id)
        theirs = select(version.c.id).where(version.c.licence_id == licence_id)
        on_record = or_(*(exists().where(t.c.version_id.in_(theirs)) for t in (document, decision, version_transition)))
        noted = exists().where(deadline_decision.c.licence_id == licence_id)
        if self._tx.value(select(or_(on_record, noted))):
            raise Conflict(_KEEPS_RECORD)
        if self._tx.value(select(exists().where(licence.c.master_id == licence_id))):
            raise Conflict(_IS_MASTER)


def to_licences(tx: Transaction, rows: Sequence[AnyRow]) -> list[Licence]:
    """Whole licences from rows of `licence`, with one more statement however many they are."""
    parts = parts_of(tx, [row.id for row in rows])
    return [_to_licence(row, parts[row.id]) for row in rows]


def _to_licence(row: AnyRow, parts: Parts) -> Licence:
    return Licence(
        id=row.id,
        fields=to_fields(row, parts.organisations, parts.resources, parts.tags),
        created_at=row.created_at,
        updated_at=row.updated_at,
        revision=row.revision,
    )


def to_fields(
    row: AnyRow, organisations: Iterable[Any], resources: Iterable[Any], tags: Iterable[str]
) -> LicenceFields:
    """What a person entered, from a row of `licence` and what hangs on it."""
    return LicenceFields(
        title=row.title,
        code=row.code,
        alternative_titles=tuple(row.alternative_titles),
        stated_status=LicenceStatus(row.stated_status) if row.stated_status else None,
        scope=Scope(row.scope),
        organisations=tuple(organisations),
        start_date=row.start_date,
        end_date=row.end_date,
        renewal=RenewalKind(row.renewal),
        renewal_period=duration_from_json(row.renewal_period),
        notice_period=duration_from_json(row.notice_period),
        resources=tuple(resources),
        contacts=row.contacts,
        tags=tuple(tags),
        notes=row.notes,
        paper_location=row.paper_location,
        master_id=row.master_id,
        owner=row.owner_id,
        unit=row.unit or "",
    )


def _row(kept: Licence, today: dt.date) -> dict[str, Any]:
    fields = kept.fields
    return {
        "id": kept.id,
        "title": fields.title,
        "sort_title": fold(fields.title),
        "code": fields.code,
        "code_key": spaced(fields.code),
        "alternative_titles": list(fields.alternative_titles),
        "stated_status": fields.stated_status.value if fields.stated_status else None,
        "scope": fields.scope.value,
        "start_date": fields.start_date,
        "end_date": fields.end_date,
        "renewal": fields.renewal.value,
        "renewal_period": duration_to_json(fields.renewal_period),
        "notice_period": duration_to_json(fields.notice_period),
        "contacts": fields.contacts,
        "notes": fields.notes,
        "paper_location": fields.paper_location,
        "master_id": fields.master_id,
        "owner_id": fields.owner,
        "unit": fields.unit or None,
        "search_text": _search_text(fields),
        "created_at": kept.created_at,
        "updated_at": kept.updated_at,
        "revision": kept.revision,
        **_dates(fields, today),
    }


def _dates(fields: LicenceFields, today: dt.date) -> Values:
    dates = renewal_dates(fields, today)
    return {"term_ends": dates.term_ends, "notice_by": dates.notice_by, "dates_worked_out": today}


def _search_text(fields: LicenceFields) -> str:
    """A line for each thing that is searched, so that no word is made of the end of one and the start of the next."""
    names = [organisation.name for organisation in fields.organisations]
    return "\n".join(map(fold, [fields.title, fields.code, *fields.alternative_titles, *names, fields.notes]))
