"""A page is drawn once, and a picture that cannot be kept is shown all the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from domain.errors import NotFound
from storage.kept_pictures import KeptPictures
from storage.pdf.limits import Limits
from storage.pdf.reader import PdfReader
from tests.pdfs import pdf


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A PDF named by its hash, as the store names it."""
    path = tmp_path / hashlib.sha256(pdf()).hexdigest()
    path.write_bytes(pdf())
    return path


def test_a_picture_is_drawn_once_for_each_page_size_and_turn(tmp_path: Path, document: Path) -> None:
    reader = KeptPictures(PdfReader(Limits()), tmp_path / "pictures")
    first = reader.picture(document, 1)
    turned = reader.picture(document, 1, turned=90.0)
    small = reader.picture(document, 1, dpi=30)
    assert len({first, turned, small}) == 3
    document.write_bytes(b"unreadable")
    assert (reader.picture(document, 1), reader.picture(document, 1, turned=90.0)) == (first, turned)
    assert sorted(path.suffix for path in tmp_path.glob("pictures/*/*/*")) == [".png"] * 3


def test_a_page_that_is_not_there_leaves_nothing(tmp_path: Path, document: Path) -> None:
    reader = KeptPictures(PdfReader(Limits()), tmp_path / "pictures")
    with pytest.raises(NotFound):
        reader.picture(document, 2)
    assert not (tmp_path / "pictures").exists()


def test_a_file_without_a_hash_for_a_name_is_drawn_anew(tmp_path: Path) -> None:
    path = tmp_path / "loose.pdf"
    path.write_bytes(pdf())
    assert KeptPictures(PdfReader(Limits()), tmp_path / "pictures").picture(path, 1).startswith(b"\x89PNG")
    assert not (tmp_path / "pictures").exists()


def test_a_picture_is_shown_though_it_cannot_be_kept(tmp_path: Path, document: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    assert KeptPictures(PdfReader(Limits()), tmp_path / "pictures").picture(document, 1).startswith(b"\x89PNG")
