"""A desk on which every field that is not made for readers holds one word, so that it can be looked for outside.

`spread(desk)` goes the ways that people go. What nobody can write by hand there is put into its table as it is, and
`columns_without(url)` tells which columns of the database were forgotten.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from domain.decision import Choice
from domain.usecases.accounts import add_account, create_token
from domain.usecases.decisions import decide_term
from domain.usecases.documents import Upload, add_document, set_document_aside
from domain.usecases.drafts import keep_draft
from domain.usecases.own_phrases import add_phrase
from domain.usecases.saved_views import save_view
from domain.usecases.taking_back import reopen_term
from domain.usecases.tasks import add_task, finish_task
from domain.usecases.versions import move_version
from domain.usecases.vocabulary import add_definition
from domain.usecases.work import work_one
from domain.version import VersionState
from storage.tables import metadata
from storage.tables.base import UtcTime
from tests.pdfs import pdf
from tests.web.library import TestDesk

WORD, ECHO = "Zugzwang", "zugzwang"
"""What stands in internal fields, and the same word as it is asked for: pages may show again what somebody asked."""
SAYS = f"{WORD} internal"
SLUG, ISSN, TOLD = "alpha", "1234-5679", "For readers."
"""What readers may know: the resource, and the public note."""
# Columns that hold no words of a person: names of things made by the desk, and words out of fixed lists.
MADE = re.compile(
    r".*(^|_)(id|ids|hash|sha256|state|kind|status|role|scope|action|value_type|renewal|currency|unit|token|csrf|etag)$"
    r"|.*(^|_)by|.*_(key|cells)"
)
# Numbers, keys of the vocabulary, places on a page, and what the desk counts with.
NO_WORDS = {
    "audit_entry.subject", "effective_term_cache.term", "suggestion.term", "term_definition.key",
    "own_phrase.means", "job.key", "job.payload", "job.worker", "form_draft.form", "licence.renewal_period",
    "licence.notice_period", "reading.ocr_pages", "reading.language", "reading.engine", "clause.number",
    "clause.parent", "clause.boxes", "clause.fragments", "evidence.clause_number", "evidence.boxes",
    "evidence.reader", "suggestion.value", "suggestion.source",
}  # fmt: skip
FOR_READERS = {
    "resource.host", "resource.issn_key", "resource.alma_collection", "resource.folded", "resource.title",
    "resource.slug", "resource.url", "resource.issn", "resource.isbn", "decision.public_note",
    "decision.conditions", "term_definition.question_en", "term_definition.question_fr",
}  # fmt: skip


# What a reading, a job or its end may say beside what those of this desk happen to say.
ALSO = {
    "job": ("error", "key"),
    "reading": ("error", "warnings"),
    "suggestion": ("conditions", "cues"),
}


def spread(desk: TestDesk, url: str) -> dict[str, str]:
    """Fill a fresh desk, whose database is at `url`; gives where things are, as values for the gaps in addresses."""
    s, admin = desk.services, replace(desk.actor(), name=SAYS)
    desk = replace(desk, admin=replace(desk.admin, actor=admin))
    raw = {"email": f"{ECHO}@x.example", "name": SAYS, "role": "editor", "password": f"{SAYS} word", "unit": SAYS}
    person = add_account(s, admin, raw)
    licence = desk.licence(
        SAYS,
        code=f"{WORD}-1",
        alternative_titles=[f"{SAYS} two"],
        organisations=[{"name": f"{SAYS} press", "role": "licensor"}, {"name": f"{SAYS} union", "role": "consortium"}],
        notes=SAYS,
        contacts=SAYS,
        paper_location=SAYS,
        unit=SAYS,
        owner=person.id,
        tags=[SAYS],
        resources=[{"title": "Alpha", "issn": ISSN, "url": "https://alpha.example/a", "alma_collection": "61520"}],
    )
    version = desk.version(licence, label=SAYS, note=SAYS, signatures=[{"name": SAYS, "party": SAYS}])
    draft = desk.version(licence, kind="amendment", label=f"{SAYS} draft", effective_from="", note=SAYS)
    signed = pdf(
        f"The Licensee may allow {SAYS} use. Alumni may use it. {SAYS} remote access is permitted.", title=SAYS
    )
    document = add_document(s, admin, version, Upload(filename=f"{WORD}.pdf", content=io.BytesIO(signed)))[0].id
    while work_one(s, "test"):
        pass
    desk.decide_on(document, "commercial_use", "permitted_explicit", WORD)
    desk.decide(version, "alumni_access", "permitted_explicit", internal_note=SAYS, public_note=TOLD)
    desk.decide(version, "remote_access", "silent", searched=(SAYS,), internal_note=SAYS)
    desk.decide(version, "authorized_users", SAYS)
    desk.decide(version, "walk_in_access", "permitted_explicit", internal_note=SAYS)
    reopen_term(s, admin, version, "walk_in_access", SAYS)
    for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
        move_version(s, admin, version, state, SAYS)
    decide_term(
        s, admin, version, "alumni_access",
        Choice(value="permitted_explicit", internal_note=SAYS, public_note=TOLD, reason=SAYS, origin=SAYS),
    )  # fmt: skip
    task = add_task(s, admin, licence, {"kind": "task", "text": SAYS})
    finish_task(s, admin, add_task(s, admin, licence, {"kind": "task", "text": SAYS}).id, seen=1)
    view = save_view(s, admin, {"name": SAYS, "page": "list", "query": f"q={SAYS}", "shared": True})
    keep_draft(s, admin, "licence:new", {"title": [SAYS]})
    create_token(s, admin, {"name": SAYS, "role": "viewer"})
    add_definition(s, admin, {"key": "own", "label_en": SAYS, "label_fr": SAYS, "category": "legal",
                              "value_type": "picklist", "definition": SAYS, "codes": {"alma": WORD.upper()},
                              "choices": [{"key": "one", "label_en": SAYS, "label_fr": SAYS}]})  # fmt: skip
    phrase = {"phrase": f"{ECHO} alumni", "means": "permitted_explicit", "note": SAYS}
    add_phrase(s, admin, "alumni_access", {**phrase, "example": f"{SAYS}: {ECHO} alumni may use it."})
    other = desk.document(draft, pdf(SAYS, title=f"{SAYS} other"))
    set_document_aside(s, admin, other, SAYS)
    gaps = {"licence_id": licence, "version_id": version, "document_id": document, "task_id": task.id,
            "view_id": view.id, "account_id": person.id, "key": "alumni_access", "slug": SLUG, "tag": SLUG,
            "instance": "any", "number": "1", "kind": "csv", "name": "invalid", "path": "redoc.js"}  # fmt: skip
    _fill_what_is_empty(url)
    return gaps


def _fill_what_is_empty(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            first = connection.execute(sa.select(table)).mappings().first()
            if first is None:
                connection.execute(table.insert().values({c.name: _some(c) for c in table.columns}))
            elif table.name in ALSO:
                more = {name: [SAYS] if isinstance(table.c[name].type, sa.JSON) else SAYS for name in ALSO[table.name]}
                connection.execute(table.insert().values({**first, **more, **_another(table)}))
    engine.dispose()


def _another(table: sa.Table) -> dict[str, object]:
    """A place of its own in a table: what counts the rows, their id and their order."""
    own = [column for column in table.columns if column.primary_key or column.name in {"id", "position"}]
    return {column.name: 999_999 if column.type.python_type is int else "another" for column in own}


def _some(column: sa.Column[Any]) -> object:
    if isinstance(column.type, UtcTime):
        return dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    if isinstance(column.type, sa.JSON):
        return {"said": SAYS}
    made = {int: 1, float: 1.0, bool: False, dt.date: dt.date(2026, 1, 1), bytes: b"x"}
    return made.get(column.type.python_type, _listed(column) or SAYS)


def _listed(column: sa.Column[Any]) -> str | None:
    """The first word that a column may hold, where it holds one of a list."""
    rules = [str(rule.sqltext) for rule in column.table.constraints if isinstance(rule, sa.CheckConstraint)]
    found = (re.search(rf"\b{column.name} IN \('(\w+)'", rule) for rule in rules)
    return next((match[1] for match in found if match), None)


def columns_without(url: str) -> list[str]:
    """Columns of words that do not hold the word in any row, and are not made for readers."""
    engine, without = sa.create_engine(url), set[str]()
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(sa.select(table)).mappings().all()
            words = {c.name: any(ECHO in str(row[c.name]).lower() for row in rows) for c in table.columns}
            without |= {f"{table.name}.{c.name}" for c in table.columns if _may_hold_words(c) and not words[c.name]}
    engine.dispose()
    return sorted(without - FOR_READERS - NO_WORDS)


def _may_hold_words(column: sa.Column[Any]) -> bool:
    return (
        isinstance(column.type, (sa.String, sa.JSON))
        and not column.foreign_keys
        and not MADE.fullmatch(column.name)
        and _listed(column) is None
    )
