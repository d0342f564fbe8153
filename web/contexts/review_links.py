"""The addresses of a review: each keeps what is shown, how the page is looked at and what was searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from domain.review import Show
from domain.usecases.reviewing import Wish
from web.contexts.pane import ZOOMS, Link, Look

LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAddress:
    """Where somebody is in the review of a version."""

    version_id: str
    show: Show = Show.TODO
    key: str | None = None
    after: str | None = None
    last: str | None = None
    document: str | None = None
    page: int | None = None
    clause: str | None = None
    as_text: bool = False
    zoom: int = 100
    words: str = ""

    @classmethod
    def of(cls, version_id: str, query: QueryParams, key: str | None = None) -> ReviewAddress:
        """From an address; what cannot be read is as if it were not there."""
        show = query.get("show", "")
        return cls(
            version_id=version_id,
            show=Show(show) if show in set(Show) else Show.TODO,
            key=key or query.get("key") or None,
            document=query.get("doc") or None,
            page=whole(query.get("page", "")),
            clause=query.get("clause") or None,
            as_text=query.get("view") == "text",
            zoom=zoom if (zoom := whole(query.get("zoom", "")) or 100) in ZOOMS else 100,
            words=query.get("q", "").strip()[:LONGEST_SEARCH],
        )

    @property
    def base(self) -> str:
        """The review itself."""
        return f"/versions/{self.version_id}/review"

    @property
    def wish(self) -> Wish:
        """What the use case is asked for."""
        return Wish(
            show=self.show,
            key=self.key,
            after=self.after,
            last=self.last,
            document_id=self.document,
            page=self.page,
            clause_id=self.clause,
            as_text=self.as_text,
        )

    @property
    def look(self) -> Look:
        """How the page is looked at."""
        return Look(as_text=self.as_text, zoom=self.zoom, words=self.words)

    def item(self, key: str, step: str = "") -> str:
        """The page with this term open; the document follows it. `step` is `/change` where its value is chosen."""
        return f"{self.base}/items/{key}{step}{self._query()}"

    def change(self, key: str, said: str = "") -> str:
        """The form in which another value is chosen; `said` is the id of what somebody says, to begin with."""
        return f"{self.base}/items/{key}/change{self._query({'said': said})}"

    def home(self, show: Show) -> str:
        """The queue with another choice of terms."""
        return f"{self.base}{replace(self, show=show)._query()}"  # noqa: SLF001 - its own kind

    def news(self, since: int) -> str:
        """What was done after an entry of the trail; the open term is named by whoever asks."""
        return f"{self.base}/news{self._query({'since': str(since)})}"

    def words_of(self, document: str, page: int, clause: str | None) -> str:
        """The words of a page, to be pointed at."""
        return f"{self.base}/words{self._query({'doc': document, 'page': page, 'clause': clause})}"

    def action(self, name: str) -> str:
        """Something that is done to the whole review."""
        return f"{self.base}/{name}{self._query()}"

    def __call__(
        self,
        *,
        document: str | None = None,
        page: int | None = None,
        clause: str | None = None,
        as_text: bool | None = None,
        zoom: int | None = None,
    ) -> Link:
        """Another page, clause or way of looking, with the same term open."""
        there = replace(
            self,
            as_text=self.as_text if as_text is None else as_text,
            zoom=zoom or self.zoom,
        )
        query = there._query({"doc": document, "page": page, "clause": clause, "q": self.words})  # noqa: SLF001
        at = f"{self.base}/items/{self.key}" if self.key else self.base
        return Link(href=f"{at}{query}", hx=f"{self.base}/page{query}")

    def _query(self, more: dict[str, object] | None = None) -> str:
        kept = {
            "show": self.show.value if self.show is not Show.TODO else None,
            "view": "text" if self.as_text else None,
            "zoom": self.zoom if self.zoom != 100 else None,
        }
        said = {name: value for name, value in {**kept, **(more or {})}.items() if value}
        return f"?{urlencode(said)}" if said else ""


def whole(text: str) -> int | None:
    """A page number of an address; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) else None
