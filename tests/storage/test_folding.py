"""Texts as they are searched, and the text around what was met."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.folding import around, bare_words, fold, like, pieces_of, spaced, words_of


def test_accents_capitals_and_spaces_are_put_aside() -> None:
    assert fold("  Bibliothèque \n NATIONALE ﬁlm Straße ") == "bibliotheque nationale film strasse"
    assert spaced("  Éditions\tX ") == "éditions x"
    assert bare_words("Clause 3.2(f): inter-library") == "clause 3 2 f inter library"


def test_quotation_marks_keep_words_together() -> None:
    assert pieces_of('Text "Data  mining" “à la carte” x-y "') == ["text", "data mining", "a la carte", "x-y"]
    assert words_of('"x-y" % z') == ["x y", "z"]


def test_a_pattern_takes_wildcards_by_their_letter() -> None:
    assert like(r"100%_\x") == r"%100\%\_\\x%"


@pytest.mark.parametrize(
    ("text", "words", "match"),
    [
        ("The library may lend.", ["may"], "may"),
        ("Dismay, but it may lend.", ["may"], "may"),
        ("Prêt entre bibliothèques permis.", ["bibliotheque"], "bibliothèques"),
        ("Inter-library loan", ["inter library"], "Inter-library"),
        ("Streaming is allowed", ["streamed"], "Streaming"),
        ("The ﬁlm is here", ["film"], "ﬁlm"),
    ],
)
def test_the_match_is_whole_words_of_the_original(text: str, words: list[str], match: str) -> None:
    found = around(text, words)
    assert found is not None
    assert found[1] == match
    assert "".join(found) == text


def test_long_texts_are_cut_at_words() -> None:
    text = "word " * 50 + "needle " + "word " * 50
    found = around(text, ["needle"])
    assert found is not None
    before, match, after = found
    assert before.startswith("…word")
    assert match == "needle"
    assert after.endswith("word…")
    assert len("".join(found)) < 170


def test_what_is_not_there_has_nothing_around_it() -> None:
    assert around("The library", ["elephant"]) is None


@given(st.text(max_size=80), st.text(max_size=10))
def test_any_text_and_words_can_be_searched(text: str, words: str) -> None:
    found = around(text, words_of(words))
    assert found is None or found[1] in text
