"""The pages of licences are there in French, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.library import Library, text_of
from tests.web.test_translation import ALL, _is_known, _said, _said_in_python
from web import words
from web.contexts import happenings
from web.environment import TEMPLATES

FOLDERS = ("desk/", "licences/", "entry/", "record/", "versions/", "organisations/", "sign_in/")
WEB = TEMPLATES.parent
MODULES = [
    *(WEB / "contexts" / f"{name}.py" for name in ("desk", "documents_of", "entry_fields", "happenings", "licences")),
    *(WEB / "contexts" / f"{name}.py" for name in ("list_filters", "record", "term_sheet", "terms", "version")),
    WEB / "contexts" / "version_form.py",
    *(WEB / "pages" / f"{name}.py" for name in ("entry", "record", "versions")),
]
TABLES = (words.CATEGORIES, words.SCOPES, words.RENEWALS, words.ROLES, words.KINDS, words.DOCUMENT_ROLES, words.UNITS)


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith(FOLDERS)])
def test_a_template_says_nothing_that_has_no_french(name: str) -> None:
    assert [text for text in _said(name) if not _is_known(text)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_context_says_nothing_that_has_no_french(path: Path) -> None:
    assert [text for text in _said_in_python(path) if not _is_known(text)] == []


def test_words_kept_in_tables_have_their_french() -> None:
    said = [word for table in (*TABLES, words.STEPS) for word in table.values()]
    said += [*happenings._SENTENCES.values(), *happenings._FIELDS.values()]

    assert [word for word in said if not _is_known(word)] == []


def test_a_record_speaks_french_throughout(library: Library) -> None:
    said = text_of(library.desk.viewer.get(f"/licences/{library.journals}?lang=fr").text)

    assert "En vigueur" in said
    assert "Préavis au plus tard le" in said
    assert "Prêt entre bibliothèques" in said
    assert "Ada Min a mis Amendment 1 de cette licence en vigueur" in said
