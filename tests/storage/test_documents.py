"""Signed documents on disk: whole or not there, once, never changed."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from domain.errors import DocumentTooLarge, NotFound
from storage.documents import OLD_SECONDS, UNFINISHED, LocalDocuments

LIMIT = 10 * 1024 * 1024
PDF = b"%PDF-1.7 signed " + bytes(range(256)) * 20_000
SHA = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def store(folder: Path) -> LocalDocuments:
    return LocalDocuments(folder)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def put(store: LocalDocuments, source: BinaryIO, limit: int = LIMIT) -> tuple[str, int]:
    with store.receive(source, limit) as received:
        received.keep()
    return received.sha256, received.bytes


class Halting(io.BytesIO):
    """A source that breaks off after some bytes, as a lost connection does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 0:
            raise ConnectionResetError
        return super().read(size)


def test_what_is_kept_comes_back_under_its_hash(store: LocalDocuments, folder: Path) -> None:
    assert put(store, io.BytesIO(PDF)) == (SHA, len(PDF))
    path = store.path(SHA)
    assert path.read_bytes() == PDF
    assert path == folder / SHA[:2] / SHA[2:4] / SHA
    assert store.check(SHA)


def test_a_kept_file_is_read_only(store: LocalDocuments) -> None:
    put(store, io.BytesIO(PDF))
    assert store.path(SHA).stat().st_mode & 0o777 == 0o444


def test_the_same_bytes_twice_are_kept_once(store: LocalDocuments, folder: Path) -> None:
    put(store, io.BytesIO(PDF))
    first = store.path(SHA).stat()
    assert put(store, io.BytesIO(PDF)) == (SHA, len(PDF))
    assert (store.path(SHA).stat().st_ino, store.path(SHA).stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert len(files(folder)) == 1


def test_a_file_exactly_at_the_limit_is_kept_and_a_byte_more_is_not(store: LocalDocuments, folder: Path) -> None:
    with pytest.raises(DocumentTooLarge, match="larger than"):
        put(store, io.BytesIO(PDF), len(PDF) - 1)
    assert files(folder) == []
    assert put(store, io.BytesIO(PDF), len(PDF))[0] == SHA


def test_a_file_that_is_looked_at_and_refused_leaves_nothing(store: LocalDocuments, folder: Path) -> None:
    with store.receive(io.BytesIO(PDF), LIMIT) as received:
        assert received.path.read_bytes() == PDF
        assert (received.sha256, received.bytes) == (SHA, len(PDF))
    assert files(folder) == []


def test_a_store_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    in_the_way = tmp_path / "documents"
    in_the_way.write_text("not a folder")
    with pytest.raises(OSError, match="documents"):
        LocalDocuments(in_the_way).probe()
    LocalDocuments(tmp_path / "other").probe()


def test_an_upload_that_breaks_off_leaves_nothing(store: LocalDocuments, folder: Path) -> None:
    with pytest.raises(ConnectionResetError):
        put(store, Halting(PDF))
    assert files(folder) == []


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "a/b", "", "A" * 64, SHA + "0", f"{SHA[:62]}/."])
def test_what_is_not_there_is_not_found_whatever_it_is_called(store: LocalDocuments, name: str) -> None:
    put(store, io.BytesIO(PDF))
    with pytest.raises(NotFound):
        store.path(name)
    assert not store.check(name)


def decay(path: Path) -> None:
    path.chmod(0o644)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")


def test_a_file_that_decayed_is_noticed_and_made_good_by_the_same_upload(store: LocalDocuments) -> None:
    put(store, io.BytesIO(PDF))
    decay(store.path(SHA))
    assert not store.check(SHA)
    put(store, io.BytesIO(PDF))
    assert store.check(SHA)


def test_many_uploads_of_the_same_file_at_once_agree(store: LocalDocuments, folder: Path) -> None:
    kept: list[tuple[str, int]] = []
    threads = [threading.Thread(target=lambda: kept.append(put(store, io.BytesIO(PDF)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept == [(SHA, len(PDF))] * 8
    assert len(files(folder)) == 1
    assert store.check(SHA)


def leave(folder: Path, name: str, age: float) -> Path:
    path = folder / UNFINISHED / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_only_old_leftovers_that_nobody_writes_are_discarded(store: LocalDocuments, folder: Path) -> None:
    assert store.discard_unfinished() == 0
    fresh, old = leave(folder, "fresh.part", 60), leave(folder, "old.part", OLD_SECONDS + 60)
    held = leave(folder, "held.part", OLD_SECONDS + 60)
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert store.discard_unfinished() == 1
    assert [fresh.exists(), old.exists(), held.exists()] == [True, False, True]
    assert store.discard_unfinished() == 1


UPLOAD_AND_STALL = """
import sys, time
from pathlib import Path
from storage.documents import LocalDocuments

class Stalling:
    def __init__(self):
        self.given = 0
    def read(self, size):
        self.given += 1
        if self.given == 3:
            print("halfway", flush=True)
            time.sleep(600)
        return b"x" * 1000

with LocalDocuments(Path(sys.argv[1])).receive(Stalling(), 10**9) as received:
    received.keep()
"""


def test_an_upload_killed_halfway_leaves_no_document_and_its_rest_goes_in_time(
    store: LocalDocuments, folder: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", UPLOAD_AND_STALL, str(folder)], stdout=subprocess.PIPE, text=True
    ) as upload:
        assert upload.stdout is not None
        assert upload.stdout.readline() == "halfway\n"
        upload.kill()
    left = files(folder)
    assert [path.parent.name for path in left] == [UNFINISHED]
    assert store.discard_unfinished() == 0
    os.utime(left[0], (0, 0))
    assert store.discard_unfinished() == 1
    put(store, io.BytesIO(PDF))
    assert store.check(SHA)
