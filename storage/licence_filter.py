"""The conditions of a licence list, each as SQL."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from domain.licence import OrganisationRole
from domain.queries import LicenceFilter, TermFilter
from domain.values import Permission
from storage.current import is_current
from storage.effective_cache import value_keys
from storage.folding import MOST_PIECES, fold, like, pieces_of, spaced, words_of
from storage.full_text import holds
from storage.licence_status import status_on
from storage.resources import book_key, serial_key
from storage.tables import (
    clause,
    document,
    effective_term_cache,
    licence,
    licence_organisation,
    licence_resource,
    licence_tag,
    organisation,
    resource,
    version,
)
from storage.transaction import Transaction

_BOTH_BASES = {
    "permitted": [Permission.PERMITTED_EXPLICIT.value, Permission.PERMITTED_INTERPRETED.value],
    "prohibited": [Permission.PROHIBITED_EXPLICIT.value, Permission.PROHIBITED_INTERPRETED.value],
}


def conditions(tx: Transaction, which: LicenceFilter) -> Iterator[ColumnElement[bool]]:
    """Everything that a licence has to meet to be listed."""
    if which.q.strip():
        yield _matches(tx, which.q)
    yield from _of_licence(which)
    yield from _of_others(which)
    yield from (_has_term(term, which.today) for term in which.terms)


def _of_licence(which: LicenceFilter) -> Iterator[ColumnElement[bool]]:
    if which.status:
        yield status_on(which.today).in_([status.value for status in which.status])
    if which.scope:
        yield licence.c.scope == which.scope
    if which.notice_before:
        yield licence.c.notice_by < which.notice_before
    if which.ends_before:
        yield licence.c.term_ends < which.ends_before


def _of_others(which: LicenceFilter) -> Iterator[ColumnElement[bool]]:
    if which.licensor:
        yield _has_organisation(OrganisationRole.LICENSOR, which.licensor)
    if which.consortium:
        yield _has_organisation(OrganisationRole.CONSORTIUM, which.consortium)
    if which.tag:
        tagged = exists().where(licence_tag.c.licence_id == licence.c.id, licence_tag.c.tag_key == spaced(which.tag))
        yield tagged.correlate(licence)
    if which.resource:
        yield _covers(which.resource)


def _matches(tx: Transaction, q: str) -> ColumnElement[bool]:
    """All of it in what was entered about the licence, or all its words in one clause."""
    entered = and_(*(licence.c.search_text.like(like(piece), escape="\\") for piece in pieces_of(q) or ['"']))
    words = words_of(q)
    return or_(entered, licence.c.id.in_(_with_clause(tx, words))) if words else entered


def _with_clause(tx: Transaction, words: list[str]) -> Select[str]:
    return (
        select(version.c.licence_id)
        .join(document, document.c.version_id == version.c.id)
        .join(clause, clause.c.document_id == document.c.id)
        .where(holds(tx, words), is_current(clause))
    )


def _has_organisation(role: OrganisationRole, name: str) -> ColumnElement[bool]:
    link = licence_organisation.c
    named = select(organisation.c.id).where(organisation.c.name_key == spaced(name))
    has = exists().where(link.licence_id == licence.c.id, link.role == role.value, link.organisation_id.in_(named))
    return has.correlate(licence)


def _covers(named: str) -> ColumnElement[bool]:
    """A resource by its address or an identifier, or by words of its title."""
    c, link = resource.c, licence_resource.c
    # An empty key is nobody's; None would ask for resources that have no such number.
    numbers = (c.issn_key == (serial_key(named) or ""), c.isbn_key == (book_key(named) or ""))
    whole = (c.slug == named, c.alma_collection == named, *numbers)
    title = and_(*(c.folded.like(like(word), escape="\\") for word in fold(named).split()[:MOST_PIECES] or [""]))
    found = select(c.id).where(or_(*whole, title))
    return exists().where(link.licence_id == licence.c.id, link.resource_id.in_(found)).correlate(licence)


def _has_term(wanted: TermFilter, today: dt.date) -> ColumnElement[bool]:
    c = effective_term_cache.c
    holds_today = (c.valid_from <= today, or_(c.valid_to.is_(None), c.valid_to >= today))
    decided = exists().where(c.licence_id == licence.c.id, c.term == wanted.term, *holds_today).correlate(licence)
    if wanted.value == "*":
        return decided
    if wanted.value == "-":
        return ~decided
    return decided.where(c.value_key.in_(_keys(wanted.value)))


def _keys(value: str) -> list[str]:
    if value in _BOTH_BASES:
        return _BOTH_BASES[value]
    if value.startswith("{"):
        try:
            return list(value_keys(json.loads(value)))
        except ValueError:
            return []
    return [value]
