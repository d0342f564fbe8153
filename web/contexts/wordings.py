"""The wordings that a reading searched for, in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache


def plain_wordings(patterns: Sequence[str]) -> tuple[str, ...]:
    """The wordings that were searched, in words: of alternatives the first, without the marks of the rules."""
    return tuple(dict.fromkeys(plain for pattern in patterns if (plain := _plain(pattern))))


@lru_cache(maxsize=4096)
def _plain(pattern: str) -> str:
    text = pattern
    while (shorter := re.sub(r"\(([^()|]*)(?:\|[^()]*)?\)", r"\1", text)) != text:
        text = shorter
    text = re.sub(r"\.\.\.\d*", "…", text.replace("~", "-"))
    text = re.sub(r"\w\?\*?", "", text).replace("*", "…").replace('"', "")
    return " ".join(text.split())
