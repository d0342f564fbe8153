"""How far a document is read, and the page on which files come in and their reading is watched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.readings import Reading, ReadingState
from domain.usecases.key_facts import is_empty
from domain.usecases.looking_up import ReadDocument
from domain.usecases.watching import VersionReading
from domain.version import VersionKind, VersionState
from web.contexts.documents_of import size_words
from web.contexts.version import upload_form
from web.forms import Form
from web.translation import Translator
from web.upload import MEGABYTE

QUARTERS = (25, 50, 75)
MOST_SQUARES = 400
"""Pages shown as squares; a longer document shows its bar alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A page of the grid: done, ocr (read from a picture), now or next."""

    number: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A document's newest reading. `pages` is None until the file has been opened; `poll_href` asks again."""

    id: str
    filename: str
    size: str
    received_at: dt.datetime
    state: str
    pages: int | None
    pages_done: int
    ocr_pages: tuple[int, ...]
    suggestions: int
    error: str | None
    warnings: tuple[str, ...]
    squares: tuple[Square, ...]
    poll_href: str
    full_href: str
    refresh_href: str
    view_href: str
    again_href: str | None
    review_href: str
    readings_href: str
    facts: int
    facts_href: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in (ReadingState.DONE, ReadingState.FAILED)

    @property
    def is_found_next(self) -> bool:
        """Whether all pages are read and the clauses are being found."""
        return not self.is_over and self.pages is not None and self.pages_done >= self.pages

    @property
    def percent(self) -> int:
        """How much of it is read."""
        return 100 * self.pages_done // self.pages if self.pages else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage:
    """Context of documents/progress.html."""

    progress: Progress
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPage:
    """Context of documents/upload.html. `upload` is None where this person, or this version, takes no files."""

    id: str
    licence: tuple[str, str]
    label: str
    documents: tuple[Progress, ...]
    suggestions: int
    review_href: str
    upload: Form | None
    upload_limit: str


def progress_of(
    t: Translator, read: ReadDocument, around: VersionReading, *, may_edit: bool, said: int = 0
) -> Progress:
    """The progress of one document of a version; `said` is the last quarter that was spoken."""
    document, reading = read.document, read.reading
    here = f"/documents/{document.id}"
    said = max(said, *(quarter for quarter in (0, *QUARTERS) if quarter <= _percent(reading)))
    state = reading.state if reading else ReadingState.QUEUED
    return Progress(
        id=document.id,
        filename=document.filename,
        size=size_words(t, document.bytes),
        received_at=document.uploaded_at,
        state=state.value,
        pages=reading.pages if reading else None,
        pages_done=reading.pages_done if reading else 0,
        ocr_pages=reading.ocr_pages if reading else (),
        suggestions=around.found.get(document.id, 0),
        error=reading.error if reading else None,
        warnings=reading.warnings if reading and state is ReadingState.DONE else (),
        squares=_squares(reading) if reading else (),
        poll_href=f"{here}/progress?said={said}",
        full_href=f"{here}/progress?view=full&said={said}",
        refresh_href=f"{here}/progress",
        view_href=f"{here}/view",
        again_href=f"{here}/readings" if may_edit else None,
        review_href=f"/versions/{document.version_id}/review",
        readings_href=f"{here}/readings",
        facts=_open_facts(reading, around) if may_edit else 0,
        facts_href=f"/licences/{around.licence.id}/edit#offers",
    )


def upload_page(
    t: Translator, found: VersionReading, actor: Actor, limit: int, *, errors: Invalid | None = None, role: str = ""
) -> UploadPage:
    """The page for `actor`, with what was wrong with a file."""
    version, may_edit = found.version, actor.role.includes(Role.EDITOR)
    form = upload_form(t, version)
    form = form.filled({"role": role}) if role else form
    takes_files = may_edit and version.state is not VersionState.WITHDRAWN
    return UploadPage(
        id=version.id,
        licence=(f"/licences/{found.licence.id}", found.licence.title),
        label=version.label,
        documents=tuple(progress_of(t, read, found, may_edit=may_edit) for read in found.documents),
        suggestions=found.to_review,
        review_href=f"/versions/{version.id}/review",
        upload=(form.with_errors(errors) if errors else form) if takes_files else None,
        upload_limit=limit_words(t, limit),
    )


def limit_words(t: Translator, limit: int) -> str:
    """How large a file may be, in the megabytes of 1024 times 1024 bytes that the setting counts."""
    return t("PDF, up to {size}.", size=t("{number} MB", number=limit // MEGABYTE))


def spoken(t: Translator, progress: Progress, said: int) -> str | None:
    """What screen readers are told: at a quarter, a half, three quarters and the end, each once."""
    if progress.state == ReadingState.DONE:
        found = t.plural("{count} suggestion", "{count} suggestions", progress.suggestions)
        return t("{file} is read. {found}.", file=progress.filename, found=found)
    if progress.state == ReadingState.FAILED:
        return t("{file} could not be read.", file=progress.filename)
    reached = max((quarter for quarter in QUARTERS if quarter <= progress.percent), default=0)
    if reached <= said:
        return None
    sentence = "{file}: {done} of {total} pages read"
    return t(sentence, file=progress.filename, done=progress.pages_done, total=progress.pages)


def _open_facts(reading: Reading | None, around: VersionReading) -> int:
    """How many facts of an agreement belong into fields of the licence that are empty."""
    if reading is None or reading.state is not ReadingState.DONE or around.version.kind is not VersionKind.AGREEMENT:
        return 0
    return sum(fact.key != "title" and is_empty(around.licence, fact.key) for fact in reading.facts)


def _percent(reading: Reading | None) -> int:
    return 100 * reading.pages_done // reading.pages if reading and reading.pages else 0


def _squares(reading: Reading) -> tuple[Square, ...]:
    if reading.pages is None or reading.pages > MOST_SQUARES:
        return ()
    ocr = set(reading.ocr_pages)

    def state(number: int) -> str:
        if number <= reading.pages_done:
            return "ocr" if number in ocr else "done"
        return "now" if number == reading.pages_done + 1 and reading.state is ReadingState.RUNNING else "next"

    return tuple(Square(number=number, state=state(number)) for number in range(1, reading.pages + 1))
