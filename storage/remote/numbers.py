"""Numbers that other systems write as text: small ones, or none."""

from __future__ import annotations

from typing import TypeVar

MOST_DIGITS = 10
Otherwise = TypeVar("Otherwise")


def small_number(text: str, *, otherwise: Otherwise) -> int | Otherwise:
    """The number that a text is, if it is nothing but up to ten plain digits; `otherwise` for anything else.

    What `str.isdigit` takes, such as ², `int` may refuse.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else otherwise
