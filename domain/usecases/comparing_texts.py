"""Comparing as the page of a licence offers it: which texts there are to choose, and the two that were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.comparison.remarks import Remark
from domain.errors import Conflict, NotFound
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.queries import LicenceFilter
from domain.usecases.comparing import TextComparison, compare_texts
from domain.usecases.whole_texts import drafts_of, in_order, whole_text
from domain.version import Document, Version

_FEWER = Remark(sentence="There is nothing to compare yet: this licence has fewer than two versions.")
MOST_FOUND = 20
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOption:
    """A text that can be chosen: a version as it was signed, or a draft that it has beside the signed document."""

    version: Version
    document: Document | None = None

    @property
    def id(self) -> str:
        """What names it in an address."""
        return self.document.id if self.document else self.version.id


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceTexts:
    """The texts of one licence, the oldest first."""

    licence: Licence
    options: tuple[TextOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceComparison:
    """What the page of a licence compares. `problem` says why there is no comparison, where there is none.

    `texts` are those to choose from: of the licence, then of another one that is compared with it.
    """

    licence: Licence
    texts: tuple[LicenceTexts, ...]
    old: TextOption | None = None
    new: TextOption | None = None
    problem: Remark | None = None
    found: TextComparison | None = None


def compare_in_licence(
    s: Services, licence_id: str, old_id: str | None = None, new_id: str | None = None
) -> LicenceComparison:
    """Compare two texts, by default the newest version of a licence with the one before it; raises NotFound."""
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        own = _texts(uow, licence)
        named = [_option(uow, one) if one else None for one in (old_id, new_id)]
        texts = (own, *_others(uow, licence, named))
        old, new = _chosen(own.options, *named)
        if old is None or new is None:
            return LicenceComparison(licence=licence, texts=texts, old=old, new=new, problem=_FEWER)
        try:
            found = compare_texts(uow, whole_text(uow, old.id), whole_text(uow, new.id))
        except Conflict as error:
            problem = Remark(sentence=error.message)
            return LicenceComparison(licence=licence, texts=texts, old=old, new=new, problem=problem)
    empty = next((one for one in found.remarks if not (found.old.clauses and found.new.clauses)), None)
    shown = found if empty is None else None
    return LicenceComparison(licence=licence, texts=texts, old=old, new=new, problem=empty, found=shown)


def texts_elsewhere(s: Services, licence_id: str, words: str) -> tuple[Licence, tuple[LicenceTexts, ...]]:
    """A licence, and the texts of other licences that match the words, to compare it with; raises NotFound."""
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        which = LicenceFilter(today=s.today(), q=words.strip()[:MOST_LETTERS], limit=MOST_FOUND + 1)
        others = (uow.licences.get(row.id) for row in uow.queries.licences(which).items if row.id != licence_id)
        found = tuple(texts for one in others if (texts := _texts(uow, one)).options)
    return licence, found[:MOST_FOUND]


def _texts(uow: UnitOfWork, licence: Licence) -> LicenceTexts:
    return LicenceTexts(licence=licence, options=tuple(_options(uow, uow.versions.of_licence(licence.id))))


def _options(uow: UnitOfWork, versions: Iterable[Version]) -> Iterator[TextOption]:
    """A draft comes just before the signed text that it became."""
    for version in in_order(versions):
        for document in drafts_of(uow, version):
            yield TextOption(version=version, document=document)
        yield TextOption(version=version)


def _option(uow: UnitOfWork, named: str) -> TextOption:
    try:
        return TextOption(version=uow.versions.get(named))
    except NotFound:
        pass
    try:
        document = uow.documents.get(named)
    except NotFound:
        raise NotFound("There is no such version or document. Choose one from the list.") from None
    return TextOption(version=uow.versions.get(document.version_id), document=document)


def _others(uow: UnitOfWork, licence: Licence, named: Iterable[TextOption | None]) -> Iterator[LicenceTexts]:
    elsewhere = (one.version.licence_id for one in named if one is not None)
    for licence_id in dict.fromkeys(elsewhere):
        if licence_id != licence.id:
            yield _texts(uow, uow.licences.get(licence_id))


def _chosen(
    options: tuple[TextOption, ...], old: TextOption | None, new: TextOption | None
) -> tuple[TextOption | None, TextOption | None]:
    """What was asked for; for the rest versions of the licence: the newest, and the one before it."""
    versions = [one for one in options if one.document is None]
    if new is None:
        new = next((one for one in reversed(versions) if old is None or one.id != old.id), None)
    if old is None and new is not None:
        place = next((at for at, one in enumerate(versions) if one.id == new.id), len(versions))
        old = next(iter(reversed(versions[:place])), None) or next((one for one in versions if one.id != new.id), None)
    return old, new
