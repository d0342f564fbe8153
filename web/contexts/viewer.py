"""The viewer of a document: one page as picture or text, the pages, the clauses, and what a search found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from domain.queries import ClauseHit
from domain.readings import Reading, StoredClause
from domain.usecases.reviewing import Shown
from domain.usecases.viewing import Viewed, ViewWish
from web.contexts.documents_of import size_words
from web.contexts.pane import ZOOMS, Link, Look, Mark, MarkWords, Pane, mark_of, pane_of
from web.contexts.review_links import LONGEST_SEARCH, whole
from web.translation import Translator
from web.words import DOCUMENT_ROLES, place_words

LONGEST_LINE = 70
DEEPEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewAddress:
    """Where somebody is in a document."""

    document: str
    page: int | None = None
    clause: str | None = None
    as_text: bool = False
    zoom: int = 100
    words: str = ""

    @classmethod
    def of(cls, document_id: str, query: QueryParams) -> ViewAddress:
        """From an address; what cannot be read is as if it were not there."""
        return cls(
            document=document_id,
            page=whole(query.get("page", "")),
            clause=query.get("clause") or None,
            as_text=query.get("view") == "text",
            zoom=zoom if (zoom := whole(query.get("zoom", "")) or 100) in ZOOMS else 100,
            words=query.get("q", "").strip()[:LONGEST_SEARCH],
        )

    @property
    def wish(self) -> ViewWish:
        """What the use case is asked for."""
        return ViewWish(page=self.page, clause_id=self.clause, words=self.words, as_text=self.as_text)

    def __call__(
        self,
        *,
        document: str | None = None,
        page: int | None = None,
        clause: str | None = None,
        as_text: bool | None = None,
        zoom: int | None = None,
    ) -> Link:
        """Another page, clause, document or way of looking; a search goes along."""
        there = replace(
            self,
            document=document or self.document,
            page=page,
            clause=clause,
            as_text=self.as_text if as_text is None else as_text,
            zoom=zoom or self.zoom,
        )
        return Link(href=there.href, hx=there.href)

    @property
    def href(self) -> str:
        """The address."""
        said = {
            "page": self.page,
            "clause": self.clause,
            "q": self.words,
            "view": "text" if self.as_text else None,
            "zoom": self.zoom if self.zoom != 100 else None,
        }
        kept = {name: value for name, value in said.items() if value}
        return f"/documents/{self.document}/view{f'?{urlencode(kept)}' if kept else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    """A clause in the list at the side."""

    number: str
    text: str
    page: int
    level: int
    link: Link
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitLine:
    """A place where the searched words stand."""

    where: str
    text: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewerPage:
    """Context of viewer/viewer.html. `hits` is None where nothing was searched."""

    id: str
    title: str
    role: str
    size: str
    sha256: str
    set_aside: str | None
    licence: tuple[str, str]
    version: tuple[str, str]
    file_href: str
    readings_href: str
    skipped: tuple[str, ...]
    search_action: str
    words: str
    pane: Pane
    clauses: tuple[ClauseLine, ...]
    hits: tuple[HitLine, ...] | None


def viewer_page(t: Translator, found: Viewed, at: ViewAddress) -> ViewerPage:
    """The context for an address."""
    document, version = found.document, found.version
    here = f"/documents/{document.id}"
    focus = found.shown.clause
    return ViewerPage(
        id=document.id,
        title=document.filename,
        role=t(DOCUMENT_ROLES[document.role]),
        size=size_words(t, document.bytes),
        sha256=document.sha256,
        set_aside=document.set_aside,
        licence=(f"/licences/{found.licence.id}", found.licence.fields.title),
        version=(f"/versions/{version.id}", version.label),
        file_href=f"{here}/file",
        readings_href=f"{here}/readings",
        skipped=skipped_in(t, [found.shown.reading]),
        search_action=f"{here}/view",
        words=at.words,
        pane=pane_of(
            t,
            found.shown,
            found.documents,
            Look(as_text=at.as_text, zoom=at.zoom, words=at.words),
            at,
            marks=lambda shown: _marks(t, shown),
        ),
        clauses=tuple(_line(one, at, focus) for one in found.clauses),
        hits=None if found.hits is None else tuple(_hit(t, hit, at) for hit in found.hits),
    )


def skipped_in(t: Translator, readings: Iterable[Reading | None]) -> tuple[str, ...]:
    """What the readings had to leave out or are not sure of, each thing once."""
    return tuple(dict.fromkeys(t(warning) for one in readings if one is not None for warning in one.warnings))


def _marks(t: Translator, shown: Shown) -> Iterator[Mark]:
    if shown.clause is None:
        return
    number = shown.clause.clause.number
    label = t("Clause {number}", number=number) if number else t("The clause in question")
    made = mark_of(shown.clause, shown.number, MarkWords(label=label, state="active"))
    if made is not None:
        yield made


def _line(stored: StoredClause, at: ViewAddress, focus: StoredClause | None) -> ClauseLine:
    clause = stored.clause
    text = clause.heading or clause.text
    return ClauseLine(
        number=clause.number or "",
        text=text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE].rsplit(' ', 1)[0]}…",
        page=clause.page_start,
        level=min(clause.level, DEEPEST),
        link=at(page=clause.page_start, clause=clause.id),
        here=focus is not None and focus.clause.id == clause.id,
    )


def _hit(t: Translator, hit: ClauseHit, at: ViewAddress) -> HitLine:
    return HitLine(
        where=place_words(t, hit.number, hit.page),
        text=f"{hit.before}{hit.match}{hit.after}",
        link=at(page=hit.page, clause=hit.clause_id),
    )
