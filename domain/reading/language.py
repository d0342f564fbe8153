"""In which language a document is written, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from domain.clause import Clause

SAMPLE = 20_000
"""Characters looked at."""
COMMON: dict[str, frozenset[str]] = {
    "en": frozenset({"the", "of", "and", "to", "in", "any", "or", "by", "this", "shall", "for", "be", "with", "is",
    "that"}),
    "fr": frozenset({"le", "la", "les", "et", "des", "du", "un", "une", "dans", "par", "pour", "que", "qui", "aux",
    "sur"}),
    "de": frozenset({"der", "die", "das", "und", "von", "den", "des", "zu", "mit", "für", "ist", "im", "nicht", "auf"}),
    "es": frozenset({"el", "los", "las", "de", "la", "y", "en", "que", "del", "por", "para", "con", "una", "un", "se"}),
    "nl": frozenset({"de", "het", "een", "van", "en", "in", "is", "dat", "op", "te", "voor", "met", "zijn", "aan"}),
}  # fmt: skip


def language_of(clauses: Sequence[Clause]) -> str:
    """An ISO 639-1 code; `en` where there is too little to tell."""
    text = " ".join(clause.text for clause in clauses)[:SAMPLE].lower()
    words = Counter(re.findall(r"[^\W\d_]+", text))
    scores = {code: sum(words[word] for word in common) for code, common in COMMON.items()}
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] >= 5 else "en"
