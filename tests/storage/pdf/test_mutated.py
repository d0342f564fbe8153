"""PDFs damaged at random: each gives a reading or one sentence. Longer runs were made by hand; these keep the kinds."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import DocumentRejected
from storage.pdf.reader import FullReading, PdfReader
from tests.pdfs import CLAUSES, pdf


def _bytes_changed(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 60)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut_short(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(200, len(data)) :]


def _piece_doubled(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randint(1, 2000)]


def _piece_gone(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randint(1, 1000)]


def _numbers_exchanged(data: bytearray, chance: random.Random) -> None:
    numbers = list(re.finditer(rb"\d+", bytes(data)))
    for number in chance.sample(numbers, 5):
        other = str(chance.choice([0, -1, 7, 2**31, 10**9])).encode()
        size = number.end() - number.start()
        data[number.start() : number.end()] = other[:size].ljust(size)


def read(path: Path) -> FullReading | str:
    """The reading, or the sentence that refuses the file."""
    try:
        return PdfReader().read(path)
    except DocumentRejected as refused:
        return refused.message


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("damage", [_bytes_changed, _cut_short, _piece_doubled, _piece_gone, _numbers_exchanged])
def test_a_damaged_file_gives_a_reading_or_one_sentence(
    tmp_path: Path, damage: Callable[[bytearray, random.Random], None], seed: int
) -> None:
    data = bytearray(pdf(*CLAUSES, pages=2))
    damage(data, random.Random(seed))
    path = tmp_path / "damaged.pdf"
    path.write_bytes(bytes(data))
    reading = read(path)
    if isinstance(reading, str):
        assert re.fullmatch(r"[A-Z][^\n]*\.", reading)
        return
    texts = {clause.id: clause.text for clause in reading.analysis.clauses}
    for suggestion in reading.analysis.suggestions:
        assert all(quote.quote in texts[quote.clause] for quote in suggestion.evidence)
