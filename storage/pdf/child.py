"""The process that touches PDFs. It is started for one document and one task, bound by limits, and may be killed.

    python -m storage.pdf.child < request

The request is one line of JSON: `{"task": str, "path": str, "limits": {...}, ...}`; for the task `analyse` a line for
each page follows. Answers are lines of JSON on standard output; the last one has the key `done` or `rejected`.
What this process says on standard error is for the log.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from domain.errors import DocumentRejected
from domain.page import Page
from storage.pdf import sentences, wire
from storage.pdf.limits import Limits, allow_cpu, confine

if TYPE_CHECKING:
    from storage.pdf.document import Document

Answer = Callable[[dict[str, Any]], None]
Request = dict[str, Any]


def main() -> None:
    """Read the request, do it, and say how it went."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for library in ("playa", "pdfminer", "pypdfium2"):  # they report every oddity of a file, which most files have
        logging.getLogger(library).setLevel(logging.ERROR)
    answer = _answers(_private_output())
    request: Request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    confine(limits)
    allow_cpu(limits.cpu_seconds_per_page)
    try:
        _TASKS[request["task"]](request, limits, answer)
        answer({"done": True})
    except DocumentRejected as error:
        answer({"rejected": error.message})
    except MemoryError:
        answer({"rejected": sentences.TOO_HEAVY})


def _private_output() -> BinaryIO:
    """Standard output for answers alone; whatever a library prints there goes to the log instead."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "wb")


def _answers(output: BinaryIO) -> Answer:
    def answer(message: dict[str, Any]) -> None:
        output.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())
        output.write(b"\n")
        output.flush()

    return answer


def _inspect(request: Request, limits: Limits, answer: Answer) -> None:
    with _open(request, limits) as document:
        answer({"pages": document.count})


def _pages(request: Request, limits: Limits, answer: Answer) -> None:
    with _open(request, limits) as document:
        answer({"of": document.count})
        for number in range(request["first"], document.count + 1):
            allow_cpu(limits.cpu_seconds_per_page)
            answer({"page": wire.page_to_json(document.page(number))})


def _read(request: Request, limits: Limits, answer: Answer) -> None:
    """All pages and their analysis, without sending the pages."""
    pages = []
    with _open(request, limits) as document:
        for number in range(1, document.count + 1):
            allow_cpu(limits.cpu_seconds_per_page)
            page = document.page(number)
            pages.append(page)
            answer({"read": number, "source": page.source.value, "warnings": page.warnings})
    _answer_analysis(pages, limits, answer)


def _analyse(request: Request, limits: Limits, answer: Answer) -> None:
    pages = [wire.page_from_json(json.loads(line)) for line in sys.stdin.buffer]
    _answer_analysis(pages, limits, answer, request["own"])


def _answer_analysis(pages: Iterable[Page], limits: Limits, answer: Answer, own: Sequence[dict[str, Any]] = ()) -> None:
    # Here, since the rules take time to load and only two tasks need them.
    from domain.reading.engine import analyse  # noqa: PLC0415
    from domain.reading.own_wordings import rules_with  # noqa: PLC0415

    known = tuple(pages)
    allow_cpu(limits.cpu_seconds_per_page + len(known))
    rules, warnings = rules_with([wire.wording_from_json(each) for each in own])
    found = analyse(known, rules)
    answer({"analysis": wire.analysis_to_json(replace(found, warnings=(*found.warnings, *warnings)))})


def _picture(request: Request, limits: Limits, answer: Answer) -> None:
    from storage.pdf.rendering import Renderer  # noqa: PLC0415 - quicker without the text interpreters

    renderer = Renderer(Path(request["path"]), limits.max_pixels)
    if not 1 <= request["page"] <= renderer.count:
        answer({"missing": request["page"]})
        return
    png = renderer.png(request["page"], request["dpi"], request["turned"])
    answer({"png": base64.b64encode(png).decode()})


def _open(request: Request, limits: Limits) -> Document:
    from storage.pdf.document import Document  # noqa: PLC0415 - after the limits are set; pictures need none of it

    return Document(Path(request["path"]), limits)


_TASKS: dict[str, Callable[[Request, Limits, Answer], None]] = {
    "inspect": _inspect,
    "pages": _pages,
    "read": _read,
    "analyse": _analyse,
    "picture": _picture,
}


if __name__ == "__main__":
    main()
