"""Reading a document in the background: page by page, resumed where it was cut off, finished once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.audit import Action
from domain.errors import DocumentRejected
from domain.identity import SYSTEM
from domain.page import Page, PageSource
from domain.ports import Services
from domain.readings import Reading, ReadingState
from domain.usecases.own_phrases import own_wordings
from domain.usecases.recording import record
from domain.usecases.rereading import carry_over
from domain.version import Document

Beat = Callable[[], bool]
"""Prolongs the lease of the job; False where another worker has taken it over."""

_FINAL = (ReadingState.DONE, ReadingState.FAILED)


class TakenOver(Exception):
    """Another worker does this job now; stop without a trace."""


def read_document(s: Services, reading_id: str, beat: Beat) -> None:
    """Do or go on with a reading. Doing it twice changes nothing; raises TakenOver.

    Each page is kept as soon as it is read, so that a killed worker costs one page and the progress can be shown.
    """
    with s.reading_only() as uow:
        reading = uow.readings.get(reading_id)
        document = uow.documents.get(reading.document_id)
    if reading.state in _FINAL:
        return
    try:
        _finish(s, _read_pages(s, reading, document, beat), document)
    except DocumentRejected as error:
        fail_reading(s, reading_id, error.message)


def _read_pages(s: Services, reading: Reading, document: Document, beat: Beat) -> Reading:
    path = s.documents.path(document.sha256)
    total = reading.pages or s.reader.inspect(path)
    reading = replace(reading, state=ReadingState.RUNNING, pages=total, engine=s.reader.name)
    _save(s, reading)
    if reading.pages_done < total:
        for page in s.reader.pages(path, first=reading.pages_done + 1):
            if not beat():
                raise TakenOver
            reading = _with_page(reading, page)
            _save(s, reading, page)
    return reading


def _with_page(reading: Reading, page: Page) -> Reading:
    ocr = (*reading.ocr_pages, page.number) if page.source is PageSource.OCR else reading.ocr_pages
    return replace(reading, pages_done=page.number, ocr_pages=ocr, warnings=(*reading.warnings, *page.warnings))


def _save(s: Services, reading: Reading, page: Page | None = None) -> None:
    with s.unit_of_work() as uow:
        if uow.readings.get(reading.id).state in _FINAL:
            raise TakenOver
        if page is not None:
            uow.readings.add_page(reading.id, page)
        uow.readings.save(reading)
        uow.commit()


def _finish(s: Services, reading: Reading, document: Document) -> None:
    with s.reading_only() as uow:
        analysis = s.reader.analyse(uow.readings.pages(reading.id), own_wordings(uow))
    done = replace(
        reading,
        state=ReadingState.DONE,
        language=analysis.language,
        engine=f"{s.reader.name}; {analysis.engine}",
        facts=analysis.facts,
        warnings=(*reading.warnings, *analysis.warnings),
        finished_at=s.now(),
    )
    with s.unit_of_work() as uow:
        if uow.readings.get(reading.id).state in _FINAL:
            return
        uow.versions.hold(document.version_id)
        uow.readings.add_analysis(done, document.version_id, analysis, s.new_id)
        uow.readings.save(done)
        carry_over(s, uow, done, document)
        found = {"clauses": len(analysis.clauses), "suggestions": len(analysis.suggestions), "engine": done.engine}
        licence_id = uow.versions.get(document.version_id).licence_id
        subject = ("document", document.id)
        record(s, uow, SYSTEM, Action.READING_FINISH, subject, licence_id=licence_id, after=found)
        uow.commit()


def fail_reading(s: Services, reading_id: str, sentence: str) -> None:
    """A reading that cannot be done: the sentence says why; the document stays, for a person to read."""
    with s.unit_of_work() as uow:
        reading = uow.readings.get(reading_id)
        if reading.state in _FINAL:
            return
        uow.readings.save(replace(reading, state=ReadingState.FAILED, error=sentence, finished_at=s.now()))
        document = uow.documents.get(reading.document_id)
        licence_id = uow.versions.get(document.version_id).licence_id
        subject, after = ("document", document.id), {"error": sentence}
        record(s, uow, SYSTEM, Action.READING_FAIL, subject, licence_id=licence_id, after=after)
        uow.commit()
