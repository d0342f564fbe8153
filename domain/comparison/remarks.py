"""What to know of a comparison before relying on it: that it says little, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.comparison.model import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to know of a comparison: a sentence, with `{names}` for which `words` stand. `weak`: it says little."""

    sentence: str
    words: Mapping[str, str] = field(default_factory=dict)
    weak: bool = False

    def __str__(self) -> str:
        return self.sentence.format(**self.words) if self.words else self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What is known of a text that is compared: how many clauses it has, its languages, whether it was a picture."""

    name: str
    clauses: int
    languages: frozenset[str] = frozenset()
    is_scanned: bool = False


SAME = "Both sides are the same text, “{name}”, so nothing differs."
EMPTY = "“{name}” has no text that was read. Choose another document, or add one that has."
LANGUAGES = "“{old}” and “{new}” are in different languages, so that hardly a clause finds its counterpart."
STRANGERS = "Hardly a clause of “{old}” has its counterpart in “{new}”: they may be agreements of different kinds."
SCANNED = "“{name}” was read from a scan: where a difference may be a slip of the reading, it is marked so."
_FEW = 0.2  # of the clauses of the shorter text that have a counterpart


def same_text(text: TextFacts) -> Remark:
    """For a text beside itself."""
    return Remark(sentence=SAME, words={"name": text.name})


def remarks_on(old: TextFacts, new: TextFacts, comparison: Comparison) -> Iterator[Remark]:
    """What makes the comparison of two texts weak, or its differences unsure."""
    for text in dict.fromkeys((old, new)):
        if not text.clauses:
            yield Remark(sentence=EMPTY, words={"name": text.name}, weak=True)
        elif text.is_scanned:
            yield Remark(sentence=SCANNED, words={"name": text.name})
    if not old.clauses or not new.clauses:
        return
    names = {"old": old.name, "new": new.name}
    paired = sum(change.old is not None and change.new is not None for change in comparison.changes)
    if old.languages and new.languages and not old.languages & new.languages:
        yield Remark(sentence=LANGUAGES, words=names, weak=True)
    elif paired < _FEW * min(old.clauses, new.clauses):
        yield Remark(sentence=STRANGERS, words=names, weak=True)
