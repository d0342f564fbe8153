"""`licence-desk compare` with files that are hard to compare: an answer, and a sentence that says what it is worth."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.api.test_compare import BASE, FRENCH
from tests.pdfs import pdf


def compared(folder: Path, old: bytes, new: bytes) -> Any:
    names = [folder / "old.pdf", folder / "new.pdf"]
    for name, content in zip(names, (old, new), strict=True):
        name.write_bytes(content)
    command = [sys.executable, "-m", "api", "compare", *map(str, names), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def blank() -> bytes:
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_file_beside_itself_is_called_that(tmp_path: Path) -> None:
    found = compared(tmp_path, pdf(*BASE), pdf(*BASE))

    assert found["notes"] == ["Both sides are the same text, “old.pdf”, so nothing differs."]
    assert {change["kind"] for change in found["changes"]} == {"unchanged"}


def test_a_file_without_words_is_told_of(tmp_path: Path) -> None:
    found = compared(tmp_path, pdf(*BASE), blank())

    assert found["notes"][0].startswith("“new.pdf” has no text that was read.")
    assert found["summary"]["removed"] == len(found["changes"])


def test_two_languages_are_told_of(tmp_path: Path) -> None:
    found = compared(tmp_path, pdf(*BASE), pdf(*FRENCH, title="Contrat de licence"))

    assert found["notes"] == [
        "“old.pdf” and “new.pdf” are in different languages, so that hardly a clause finds its counterpart."
    ]
