"""How well each family of licences is read by rules that its own words did not shape.

    python -m tests.domain.reading.families

Every wording that finds nothing outside a family is taken away before that family is read: outside are the licences of
the others, the single clauses, and the licences of two more publishers whose ONIX-PL expressions carry their text. What
is left is what the rest of the material justifies. Harsher than the truth, because it also takes away terms of art that
any librarian knows and that only one family happens to use; so it is a lower bound.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from domain.clause import Clause
from domain.reading.phrases import plain
from domain.reading.rules import Rules, default_rules
from domain.reading.scope import units
from domain.reading.segments import segment
from domain.reading.suggest import suggest
from storage.pdf.reader import PdfReader
from tests.material import LICENCES, SHARED

OTHER_LICENCES = ("NPG", "Springer")
"""Expressions of licences that are not among the documents."""


@dataclass(frozen=True)
class Document:
    """One PDF of a licence, its clauses and its labels."""

    gold: Mapping[str, Any]
    clauses: tuple[Clause, ...]

    @property
    def family(self) -> str:
        return str(self.gold["family"])


def main() -> None:
    documents, scorer = list(_documents()), _scorer()
    rules = default_rules()
    met = _met(documents, rules)
    sys.stdout.write("family           wordings left out   recall  precision  value  silent  danger\n")
    for family in sorted({document.family for document in documents}):
        left, gone = _without(rules, family, met)
        tally: Counter[str] = Counter()
        for document in documents:
            if document.family == family:
                tally.update(_compared(document, left, scorer))
        shares = [("hit", "gold"), ("sound", "said"), ("valued", "hit"), ("quiet", "silent")]
        figures = "   ".join(f"{tally[part] / max(1, tally[whole]):.3f}" for part, whole in shares)
        sys.stdout.write(f"{family:16} {gone:17}   {figures}   {tally['danger']}\n")


def _documents() -> list[Document]:
    found = []
    for path in sorted(LICENCES.glob("gold/*.json")):
        if not path.name.endswith(".clauses.json"):
            gold = json.loads(path.read_text(encoding="utf-8"))
            pdfs = [LICENCES / listed["file"] for listed in gold["pdf_files"]]
            found += [Document(gold, segment(list(PdfReader().pages(pdf)))) for pdf in pdfs]
    return found


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools" / "score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _met(documents: Sequence[Document], rules: Rules) -> dict[int, set[str]]:
    """For each wording, the families in which it finds something; `clauses` for the single clauses."""
    texts = [(document.family, unit.text) for document in documents for unit in units(document.clauses)]
    single = (LICENCES / "clauses.jsonl").read_text(encoding="utf-8").splitlines()
    texts += [("clauses", plain(json.loads(line)["text"])) for line in single]
    texts += [("expressions", plain(text)) for text in _expressed()]
    met: dict[int, set[str]] = defaultdict(set)
    for family, text in texts:
        for _, phrases in rules.index.wordings_for(text):
            for phrase in phrases:
                if family not in met[id(phrase)] and next(phrase.find(text), None):
                    met[id(phrase)].add(family)
    return met


def _expressed() -> Iterator[str]:
    """The licence texts in ONIX-PL expressions of licences that none of the documents is."""
    for path in sorted((SHARED / "data" / "lsp" / "onix-pl").glob("*.onix-pl.xml")):
        if any(name in path.name for name in OTHER_LICENCES):
            for element in ElementTree.parse(path).iter():  # noqa: S314 - files of our own
                if element.tag.endswith("}Text") and element.text:
                    yield " ".join(element.text.split())


def _without(rules: Rules, family: str, met: Mapping[int, set[str]]) -> tuple[Rules, int]:
    """The rules without the wordings that only this family uses, and how many those are."""
    left, gone = [], 0
    for rule in rules.rules:
        kept = tuple(phrase for phrase in rule.find if met.get(id(phrase)) != {family})
        gone += len(rule.find) - len(kept)
        left += [replace(rule, find=kept)] if kept else []
    return replace(rules, rules=tuple(left)), gone


def _compared(document: Document, rules: Rules, scorer: ModuleType) -> Counter[str]:
    """Counts for one document, by the functions of the scoring script."""
    texts = {clause.id: {"text": clause.text} for clause in document.clauses}
    said = {
        suggestion.term: {
            "value": suggestion.value,
            "conditions": suggestion.conditions,
            "evidence": [{"clause": quote.clause, "quote": quote.quote} for quote in suggestion.evidence],
        }
        for suggestion in suggest(document.clauses, rules)
        if suggestion.value != "silent"
    }
    silent: dict[str, list[str]] = {
        entry["term_key"]: entry.get("also_acceptable", []) for entry in document.gold["silent"]
    }
    tally = Counter(silent=len(silent), quiet=sum(key not in said for key in silent))
    for key, suggestion in said.items():
        if key in silent or any(term["term_key"] == key for term in document.gold["terms"]):
            tally.update(said=1, sound=key not in silent or scorer.polarity(suggestion) in silent[key])
    for term in document.gold["terms"]:
        placed = said.get(term["term_key"])
        hit = placed is not None and scorer.right_place(term, placed, texts)
        tally.update(gold=1, hit=hit, valued=hit and scorer.acceptable(term, placed))
        forbidden = term["value"] == "prohibited" and not any(
            v.startswith("permitted") for v in term.get("also_acceptable", [])
        )
        tally["danger"] += forbidden and placed is not None and str(scorer.polarity(placed)).startswith("permitted")
    return tally


if __name__ == "__main__":
    main()
