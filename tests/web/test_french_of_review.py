"""The pages of the review are there in French, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.test_translation import ALL, _is_known, _said, _said_in_python
from web.contexts import review_news, sure
from web.environment import TEMPLATES

WEB = TEMPLATES.parent
MODULES = [
    *(WEB / "contexts" / f"{name}.py" for name in ("review", "open_item", "queue", "pane", "offer", "silent", "sure")),
    *(WEB / "contexts" / f"{name}.py" for name in ("approvals", "review_news", "pointing")),
    *(WEB / "pages" / f"{name}.py" for name in ("review", "review_together")),
]


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith(("review/", "viewer/"))])
def test_a_template_says_nothing_that_has_no_french(name: str) -> None:
    assert [text for text in _said(name) if not _is_known(text)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_context_says_nothing_that_has_no_french(path: Path) -> None:
    assert [text for text in _said_in_python(path) if not _is_known(text)] == []


def test_the_reasons_why_a_term_is_left_have_their_french() -> None:
    said = [*sure.REASONS.values(), *review_news._SENTENCES.values()]
    assert [sentence for sentence in said if not _is_known(sentence)] == []
