"""What holds for a licence on a date, what a term has been, and what readers are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.decision import Decision
from domain.effective_terms import (
    DecidedVersion,
    EffectiveTerm,
    RecordConflict,
    effective_terms,
    layers_on,
    record_conflicts,
)
from domain.errors import NotFound
from domain.licence import slug
from domain.ports import Services, UnitOfWork
from domain.public_answers import Answer, answers
from domain.queries import PageOf, ResourceRow
from domain.version import DocumentRole
from domain.vocabulary import TermDefinition

MOST_LETTERS = 2000
"""Of a search or an identifier from outside; what follows is left out."""

_MOST_ALIKE = 20


def decided_versions(uow: UnitOfWork, licence_id: str) -> tuple[DecidedVersion, ...]:
    """The versions of a licence with every decision made on them."""
    decisions, documents = uow.decisions.of_licence(licence_id), uow.documents.of_licence(licence_id)
    return tuple(
        DecidedVersion(
            version=version,
            decisions=decisions.get(version.id, ()),
            has_signed_document=any(
                d.set_aside is None and d.role is not DocumentRole.DRAFT for d in documents.get(version.id, ())
            ),
        )
        for version in uow.versions.of_licence(licence_id)
    )


def terms_on(
    s: Services, licence_id: str, on: dt.date | None = None, known_at: dt.datetime | None = None
) -> dict[str, EffectiveTerm]:
    """The effective terms of a licence on a date (today), by term key; raises NotFound."""
    with s.reading_only() as uow:
        return terms_in(uow, licence_id, on or s.today(), known_at)


def terms_in(
    uow: UnitOfWork, licence_id: str, on: dt.date, known_at: dt.datetime | None = None
) -> dict[str, EffectiveTerm]:
    """The same within a transaction."""
    master_id = uow.licences.get(licence_id).fields.master_id
    master = decided_versions(uow, master_id) if master_id else ()
    return effective_terms(decided_versions(uow, licence_id), on, master=master, known_at=known_at)


def conflicts_of(s: Services, licence_id: str) -> list[RecordConflict]:
    """The conflicts of the record, to be shown with a way out."""
    with s.reading_only() as uow:
        labels = {definition.key: definition.label_en for definition in uow.vocabulary.all()}
        return record_conflicts(decided_versions(uow, licence_id), labels)


def term_history(s: Services, licence_id: str, key: str) -> tuple[tuple[DecidedVersion, Decision], ...]:
    """Every decision on a term in any version of a licence, newest first."""
    with s.reading_only() as uow:
        found = [(v, d) for v in decided_versions(uow, licence_id) for d in v.decisions if d.term == key]
    return tuple(sorted(found, key=lambda pair: (pair[1].decided_at, pair[1].sequence), reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicResource:
    """A resource and what readers are told of it; nothing internal is in here.

    `also` are further resources that the same identifier names: the answers are then those that hold for all of them.
    `checked` is the latest day one was decided; `in_force` is false where no licence that covers it holds on that day.
    """

    resource: ResourceRow
    answers: tuple[Answer, ...]
    checked: dt.date | None
    in_force: bool = True
    also: tuple[ResourceRow, ...] = ()


def public_search(s: Services, words: str, limit: int, after: str | None = None) -> PageOf[ResourceRow]:
    """Resources whose title holds the words, in any order; else the one whose ISSN or ISBN they are.

    `after` is the cursor of the page before; raises Invalid for one that is none.
    """
    words = words.strip()[:MOST_LETTERS]
    with s.reading_only() as uow:
        found = uow.queries.resources(words, limit + 1, after)
        if not found and after is None:
            found = uow.queries.lookup("issn", words) or uow.queries.lookup("isbn", words)
    cursor = found[limit - 1].slug if len(found) > limit else None
    return PageOf(items=found[:limit], next_cursor=cursor)


def public_resource(s: Services, slug: str, on: dt.date | None = None) -> PublicResource:
    """What readers are told of a resource on a date (today); raises NotFound."""
    with s.reading_only() as uow:
        return _public(uow, (uow.queries.resource(slug),), on or s.today())


def public_lookup(s: Services, field: str, value: str) -> PublicResource:
    """The same for what an address, ISSN, ISBN, licence code or Alma collection names; raises NotFound, Invalid."""
    with s.reading_only() as uow:
        resources = uow.queries.lookup(field, value.strip()[:MOST_LETTERS])
        if not resources:
            raise NotFound("The library has no resource of this name on record. Search for it by its title.")
        return _public(uow, resources, s.today())


def public_named(s: Services, name: str) -> PublicResource:
    """The same for what somebody else calls by a code of ours, an address or a title; raises NotFound."""
    name = name.strip()[:MOST_LETTERS]
    with s.reading_only() as uow:
        found = uow.queries.lookup("code", name) or _of_address_or_title(uow, name)
        if not found:
            raise NotFound("The library has no record of this name.")
        return _public(uow, found, s.today())


def _of_address_or_title(uow: UnitOfWork, name: str) -> tuple[ResourceRow, ...]:
    try:
        return (uow.queries.resource(slug(name)),)
    except NotFound:
        wanted = " ".join(name.casefold().split())
        alike = uow.queries.resources(name, _MOST_ALIKE)
        return tuple(one for one in alike if " ".join(one.title.casefold().split()) == wanted)[:1]


def _public(uow: UnitOfWork, resources: Sequence[ResourceRow], on: dt.date) -> PublicResource:
    covering = dict.fromkeys(licence_id for resource in resources for licence_id in resource.licence_ids)
    each = _layers_of_many(uow, tuple(covering))
    held = [terms for own, master in each if (terms := effective_terms(own, on, master=master))]
    found = answers(_public_definitions(uow), held)
    return PublicResource(
        resource=resources[0],
        also=tuple(resources[1:]),
        answers=found,
        checked=max((answer.checked for answer in found if answer.checked), default=None),
        in_force=any(layers_on((*own, *master), on) for own, master in each),
    )


_Layers = tuple[DecidedVersion, ...]


def _layers_of_many(uow: UnitOfWork, licence_ids: Sequence[str]) -> list[tuple[_Layers, _Layers]]:
    """The versions of each and those of its consortial master, in as many statements for many licences as for one."""
    masters = uow.licences.masters_of(licence_ids)
    layers = uow.exchange.layers([*licence_ids, *masters.values()])
    return [(layers.get(each, ()), layers.get(masters.get(each, ""), ())) for each in licence_ids]


def _public_definitions(uow: UnitOfWork) -> tuple[TermDefinition, ...]:
    return tuple(definition for definition in uow.vocabulary.all() if definition.public)
