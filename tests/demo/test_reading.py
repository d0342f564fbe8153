"""What the desk itself reads in the demo PDFs, the scan included: enough to hang every decision on its clause."""

from __future__ import annotations

from typing import Any

import pytest

from domain.page import PageSource
from domain.reading.engine import analyse
from storage.pdf.reader import PdfReader
from tests.demo.test_library import DEMO, SCANNED, VERSIONS, document, named


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_every_quote_is_found_in_one_clause_of_the_reading(version: dict[str, Any]) -> None:
    pages = tuple(PdfReader().pages(DEMO / "pdf" / document(version)))
    texts = [" ".join(clause.text.split()) for clause in analyse(pages).clauses]
    quotes = [decision["quote"] for decision in version["decisions"] if "quote" in decision]
    assert {quote: len([text for text in texts if quote in text]) for quote in quotes} == dict.fromkeys(quotes, 1)
    source = PageSource.OCR if document(version) == SCANNED else PageSource.TEXT
    assert {page.source for page in pages} == {source}
