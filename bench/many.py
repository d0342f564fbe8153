"""A desk with as many licences as wanted, invented, straight into the tables: `python -m bench.many URL NUMBER`.

Each licence has organisations, tags, two resources, an agreement in force with a document, its reading with clauses and
suggestions, decisions with evidence and their layout by date; every third has an amendment too. The same number gives
the same licences each time. Nothing may serve the database meanwhile: it writes past the use cases, for speed.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table

from domain.audit import Action, Happening
from domain.licence import LicenceFields, Organisation, OrganisationRole, RenewalKind, Resource, Scope
from domain.renewal import renewal_dates
from domain.values import Duration, Unit, ValueType
from domain.vocabulary import default_vocabulary
from storage import migrate, tables
from storage.audit import append_happenings
from storage.folding import bare_words, fold, spaced
from storage.resources import serial_key
from storage.transaction import Transaction
from storage.unit_of_work import Database

AT_A_TIME = 500
CLAUSES, DECISIONS, SUGGESTIONS = 12, 14, 5
_NOUNS = (
    "Journals",
    "Archive",
    "Database",
    "Monographs",
    "Standards",
    "Newspapers",
    "Reports",
    "Images",
    "Films",
    "Maps",
)
_FIELDS = ("Science", "Law", "Medicine", "History", "Music", "Engineering", "Theology", "Economics", "Botany", "Design")
_NAMES = ("Meridian", "Harrow", "Northern", "Kestrel", "Thornbury", "Pelham", "Statwell", "Brightwater", "Asterion")
_KINDS = ["Press", "Academic", "Society", "Online", "Institute", "Publishing", "Library", "Group"]
_SENTENCES = (
    "Authorised Users may view, download and print a reasonable number of pages for private study.",
    "The Licensee may supply a single copy of an individual article for the purposes of interlibrary loan.",
    "Partial copies may be included in printed and electronic course packs for students of the institution.",
    "Text and data mining is permitted for research that is not commercial.",
    "The Licensee shall not sell, rent or otherwise distribute the Licensed Materials to third parties.",
    "Walk-in users may use the materials on the premises of the Licensee.",
    "Notice of termination shall be given in writing no later than sixty days before the end of the term.",
    "The Licensor shall provide usage statistics that follow the current release of COUNTER.",
    "This Agreement is governed by the laws of the Province of Ontario.",
    "The Licensee retains perpetual access to the content published during the term.",
)
_BY = {"decided_by": "bench", "decided_by_name": "B. Ench"}
Rows = dict[Table, list[dict[str, Any]]]


class Maker:
    """Makes rows for one licence after the other; `today` is the day around which their dates lie."""

    def __init__(self, number: int, today: dt.date) -> None:
        self._chance = random.Random(number)  # noqa: S311 - no secret, and the same each time
        self._today = today
        self._at = dt.datetime.combine(today, dt.time(8), dt.UTC)
        self._terms = [d for d in default_vocabulary() if d.value_type is ValueType.PERMISSION]
        self.organisations = [f"{name} {field} {kind}" for name in _NAMES for field in _FIELDS for kind in _KINDS][:900]
        self.resources = max(50, number)

    def shared(self) -> Rows:
        """What licences have in common: organisations and resources."""
        named = [
            {"id": n, "name": name, "name_key": spaced(name), "folded": fold(name)}
            for n, name in enumerate([*self.organisations, "Northern Shores Consortium"], start=1)
        ]
        titles = (f"{self._pick(_NOUNS)} of {self._pick(_FIELDS)} {n}" for n in range(1, self.resources + 1))
        covered = [
            _resource(n, Resource(title=title, slug=f"r-{n}", issn=_issn(n))) for n, title in enumerate(titles, 1)
        ]
        return {tables.organisation: named, tables.resource: covered}

    def licence(self, n: int) -> Iterator[tuple[Table, dict[str, Any]]]:
        """Everything of one licence."""
        licence_id, fields = f"bench-{n}", self._fields(n)
        yield tables.licence, self._licence_row(licence_id, n, fields)
        yield from self._lists(licence_id, n, fields)
        versions = [(f"{licence_id}-v1", "agreement", self._today - dt.timedelta(days=400))]
        versions += [(f"{licence_id}-v2", "amendment", self._today - dt.timedelta(days=30))] if n % 3 == 0 else []
        for version_id, kind, start in versions:
            yield from self._version(licence_id, version_id, kind, start, draft=n % 11 == 0)
        yield from self._read(licence_id, f"{licence_id}-v1", draft=n % 11 == 0)
        yield (
            tables.change,
            {"seq": n, "licence_id": licence_id, "code": fields.code, "kind": "licence", "at": self._at},
        )

    def happening(self, n: int) -> Happening:
        """The entry of the trail for one licence."""
        made = {"actor_id": "bench", "actor_name": "B. Ench", "actor_kind": "system", "subject": "licence"}
        after = {"title": f"Licence {n}"}
        return Happening(
            **made, at=self._at, action=Action.LICENCE_ADD, subject_id=f"bench-{n}", licence_id=f"bench-{n}",
            before={}, after=after,
        )  # fmt: skip

    def _pick(self, among: Any) -> Any:
        return self._chance.choice(among)

    def _fields(self, n: int) -> LicenceFields:
        licensor = Organisation(name=self._pick(self.organisations), role=OrganisationRole.LICENSOR)
        shores = Organisation(name="Northern Shores Consortium", role=OrganisationRole.CONSORTIUM)
        consortial = n % 4 == 0
        return LicenceFields(
            title=f"{licensor.name.split()[0]} {self._pick(_FIELDS)} {self._pick(_NOUNS)} {n}",
            code=f"B-{n:06}",
            scope=Scope.CONSORTIAL if consortial else Scope.LOCAL,
            organisations=(licensor, shores) if consortial else (licensor,),
            start_date=self._today - dt.timedelta(days=400),
            end_date=self._today + dt.timedelta(days=self._chance.randrange(-200, 1200)),
            renewal=self._pick([RenewalKind.AUTOMATIC, RenewalKind.EXPLICIT, RenewalKind.PERPETUAL]),
            renewal_period=Duration(1, Unit.YEAR),
            notice_period=Duration(self._pick([30, 60, 90]), Unit.CALENDAR_DAY),
            tags=tuple(sorted({fold(self._pick(_FIELDS)), fold(self._pick(_NOUNS))})),
            notes=f"Ask {self._pick(_NAMES)} about the price of {self._pick(_FIELDS)}.",
        )

    def _licence_row(self, licence_id: str, n: int, fields: LicenceFields) -> dict[str, Any]:
        dates = renewal_dates(fields, self._today)
        names = [organisation.name for organisation in fields.organisations]
        period = {"number": 1, "unit": "year"}
        notice = fields.notice_period
        return {
            "id": licence_id, "title": fields.title, "sort_title": fold(fields.title), "code": fields.code,
            "code_key": spaced(fields.code), "alternative_titles": [], "stated_status": None,
            "scope": fields.scope.value, "start_date": fields.start_date, "end_date": fields.end_date,
            "renewal": fields.renewal.value, "renewal_period": period,
            "notice_period": {"number": notice.number, "unit": notice.unit.value} if notice else None,
            "contacts": "", "notes": fields.notes, "paper_location": "", "master_id": None, "owner_id": None,
            "unit": f"Team {n % 5}", "term_ends": dates.term_ends, "notice_by": dates.notice_by,
            "dates_worked_out": self._today, "created_at": self._at, "updated_at": self._at + dt.timedelta(seconds=n),
            "search_text": "\n".join(map(fold, [fields.title, fields.code, *names, fields.notes])), "revision": 1,
        }  # fmt: skip

    def _lists(self, licence_id: str, n: int, fields: LicenceFields) -> Iterator[tuple[Table, dict[str, Any]]]:
        places = {name: n for n, name in enumerate([*self.organisations, "Northern Shores Consortium"], start=1)}
        for position, one in enumerate(fields.organisations, start=1):
            link = {"licence_id": licence_id, "position": position, "organisation_id": places[one.name]}
            yield tables.licence_organisation, {**link, "role": one.role.value}
        for position, tag in enumerate(fields.tags, start=1):
            row = {"licence_id": licence_id, "position": position, "tag": tag, "tag_key": spaced(tag)}
            yield tables.licence_tag, row
        for position, resource in enumerate(dict.fromkeys((n, n * 7 % self.resources + 1)), start=1):
            yield tables.licence_resource, {"licence_id": licence_id, "position": position, "resource_id": resource}

    def _version(
        self, licence_id: str, version_id: str, kind: str, start: dt.date, *, draft: bool
    ) -> Iterator[tuple[Table, dict[str, Any]]]:
        yield tables.version, {
            "id": version_id, "licence_id": licence_id, "kind": kind, "label": kind.capitalize(),
            "effective_from": start, "effective_to": None, "signatures": [], "note": "",
            "state": "draft" if draft else "in_force", "created_at": self._at, "updated_at": self._at, "revision": 1,
        }  # fmt: skip
        terms = self._terms[:1] if kind == "amendment" else self._chance.sample(self._terms[1:], DECISIONS)
        for definition in terms:
            value = self._pick(["permitted_explicit"] * 3 + ["prohibited_explicit", "silent", "permitted_interpreted"])
            decision_id = f"{version_id}-{definition.key}"
            yield tables.decision, {
                "id": decision_id, "version_id": version_id, "term": definition.key, "sequence": 1, "value": value,
                "conditions": "For the institution’s own members." if self._chance.random() < 0.3 else None,
                "public_note": None, "internal_note": None, "provenance": "entered", "searched": [], "origin": None,
                "suggestion_id": None, "reason": None, "decided_at": self._at, **_BY,
            }  # fmt: skip
            if not draft:
                yield tables.effective_term_cache, {
                    "licence_id": licence_id, "term": definition.key, "valid_from": start, "value_key": value,
                    "valid_to": None, "decision_id": decision_id,
                }  # fmt: skip
            if kind == "agreement" and value != "silent":
                yield tables.evidence, self._evidence(decision_id, version_id)

    def _evidence(self, decision_id: str, version_id: str) -> dict[str, Any]:
        sentence = self._chance.randrange(CLAUSES)
        text = _SENTENCES[sentence % len(_SENTENCES)]
        return {
            "decision_id": decision_id, "position": 1, "document_id": f"{version_id}-d", "sha256": "0" * 64,
            "clause_id": f"{version_id}-r.c{sentence}", "clause_number": f"{sentence + 1}", "page": 1 + sentence // 5,
            "span_start": 0, "span_end": len(text), "quote": text, "boxes": [[1, 72.0, 100.0, 540.0, 112.0]],
            "reader": "bench",
        }  # fmt: skip

    def _read(self, licence_id: str, version_id: str, *, draft: bool) -> Iterator[tuple[Table, dict[str, Any]]]:
        document_id, reading_id = f"{version_id}-d", f"{version_id}-r"
        yield tables.document, {
            "id": document_id, "version_id": version_id, "sha256": "0" * 64, "filename": f"{licence_id}.pdf",
            "bytes": 1000, "role": "draft" if draft else "agreement", "uploaded_by": "bench",
            "uploaded_by_name": "B. Ench", "uploaded_at": self._at,
        }  # fmt: skip
        yield tables.reading, {
            "id": reading_id, "document_id": document_id, "state": "done", "requested_at": self._at, "pages": 3,
            "pages_done": 3, "ocr_pages": [], "language": "en", "engine": "bench", "error": None, "warnings": [],
            "facts": [], "finished_at": self._at,
        }  # fmt: skip
        for n in range(CLAUSES):
            text = _SENTENCES[n % len(_SENTENCES)] if n else f"{_SENTENCES[0]} {self._pick(_NAMES)} agrees."
            box = [1 + n // 5, 72.0, 100.0 + 20 * (n % 5), 540.0, 112.0 + 20 * (n % 5)]
            yield tables.clause, {
                "id": f"{reading_id}.c{n}", "reading_id": reading_id, "document_id": document_id, "position": n + 1,
                "number": f"{n + 1}", "heading": None, "text": text, "page_start": box[0], "page_end": box[0],
                "boxes": [box], "parent": None, "level": 0, "fragments": [[0, len(text), *box]], "confidence": 0.9,
                "search_text": bare_words(f"{n + 1} {text}"),
            }  # fmt: skip
        for n, definition in enumerate(self._chance.sample(self._terms, SUGGESTIONS)):
            yield tables.suggestion, {
                "id": f"{reading_id}-s{n}", "reading_id": reading_id, "document_id": document_id,
                "version_id": version_id, "position": n + 1, "term": definition.key, "value": "permitted_explicit",
                "conditions": None, "confidence": 0.8, "evidence": [], "cues": [], "searched": [], "source": "rules",
            }  # fmt: skip


def _issn(n: int) -> str:
    return f"{n // 1000 % 10000:04}-{n % 1000:03}0"


def _resource(n: int, one: Resource) -> dict[str, Any]:
    return {
        "id": n, "slug": one.slug, "title": one.title, "folded": fold(one.title), "url": None, "host": None,
        "issn": one.issn, "issn_key": serial_key(one.issn), "isbn": None, "isbn_key": None, "alma_collection": None,
    }  # fmt: skip


def fill(url: str, number: int, today: dt.date) -> None:
    """Migrate a database and put so many licences into it; it must hold none of them yet."""
    migrate.upgrade(url)
    database, maker = Database(url), Maker(number, today)
    try:
        _insert(database, maker.shared())
        for first in range(1, number + 1, AT_A_TIME):
            numbers = range(first, min(first + AT_A_TIME, number + 1))
            rows: Rows = {}
            for n in numbers:
                for table, row in maker.licence(n):
                    rows.setdefault(table, []).append(row)
            _insert(database, rows, [maker.happening(n) for n in numbers])
        _as_after_some_nights(database)
    finally:
        database.dispose()


def _as_after_some_nights(database: Database) -> None:
    """PostgreSQL tidies its tables by itself, sooner or later; while it does, nothing can be measured."""
    postgresql = database.engine.dialect.name == "postgresql"
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if postgresql else "ANALYZE")


def _insert(database: Database, rows: Rows, happenings: Iterable[Happening] = ()) -> None:
    """In the order in which tables refer to each other."""
    with database.engine.connect() as connection:
        connection.begin()
        tx = Transaction(connection)
        for table in tables.metadata.sorted_tables:
            tx.add(table, *rows.get(table, ()))
        append_happenings(tx, list(happenings))
        connection.commit()


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]), dt.datetime.now(dt.UTC).date())
