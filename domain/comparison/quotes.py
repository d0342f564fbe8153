"""Where the words of a quote stand in the other text."""

from __future__ import annotations

from domain.comparison.model import Change


def same_words(change: Change, quote: str) -> str | None:
    """The words of the new clause that stand where `quote` stood in the old one; None where there are none.

    They run from the first to the last word of the quote that both texts have, so that numbers and defined terms with
    a new name are those of the new text. Only for a change of one clause into one clause.
    """
    if change.old is None or change.new is None or change.old_parts or change.new_parts:
        return None
    start = _letters(change.old.text).find(_letters(quote))
    if start < 0 or not quote.strip():
        return None
    places = _kept(change)
    inside = [new for old, new in places if start <= old < start + len(_letters(quote))]
    return _printed(change.new.text, inside[0], inside[-1]) if inside else None


def _letters(text: str) -> str:
    """Without white space, which the marks of a change leave open."""
    return "".join(text.split())


def _kept(change: Change) -> list[tuple[int, int]]:
    """For each letter that both texts have, its place in the old and in the new one, white space not counted."""
    places: list[tuple[int, int]] = []
    old = new = 0
    for mark in change.words:
        length = len(_letters(mark.text))
        if mark.op == "equal":
            places += zip(range(old, old + length), range(new, new + length), strict=True)
        old += length if mark.op != "insert" else 0
        new += length if mark.op != "delete" else 0
    return places


def _printed(text: str, first: int, last: int) -> str:
    """The text from one letter to another, as it is printed."""
    at = [place for place, letter in enumerate(text) if not letter.isspace()]
    return text[at[first] : at[last] + 1] if last < len(at) else text
