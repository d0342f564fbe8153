"""What a sentence calls the parties by: “Springer may …” is read as “the licensor may …” where the beginning of the
agreement says who that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from domain.clause import Clause
from domain.reading.parties import LICENSEE_WORDS, LICENSOR_WORDS, called

STAND_INS = {"licensor": ("licensor", "vendor", "owner", "we"), "licensee": ("licensee", "library", "client", "you")}
"""Words of the rules for each party, the longest first: a name gives way to one that is no longer than itself."""
SHORTEST = 3
_FORMS = re.compile(
    r",?\s+(?:inc|ltd|limited|llc|corp|corporation|company|co|plc|s\.a|n\.v|b\.v|gmbh|ag|llp|kg)\b.*$", re.IGNORECASE
)


def without_names(clauses: Sequence[Clause]) -> Callable[[str], str]:
    """Puts licensor or licensee for their names in a text and keeps its length, so that every place in it stays."""
    stand_ins = {
        name: role
        for role, names in called(clauses).items()
        for full in names
        for name in (full, _FORMS.sub("", full))
        if _tells(name)
    }
    if not stand_ins:
        return lambda text: text
    longest_first = sorted(stand_ins, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in longest_first)})\b")

    def put(match: re.Match[str]) -> str:
        name = match.group(0)
        word = next((word for word in STAND_INS[stand_ins[name]] if len(word) <= len(name)), name)
        return word.ljust(len(name))

    return lambda text: pattern.sub(put, text)


def _tells(name: str) -> bool:
    """Whether a name is one that the rules do not know: no very short one, and no single word that says by itself
    which party it is."""
    known = LICENSOR_WORDS.search(name) or LICENSEE_WORDS.search(name)
    return len(name) >= SHORTEST and not (known and " " not in name)
