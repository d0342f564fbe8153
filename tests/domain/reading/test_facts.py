"""Key facts for the licence form, on our own sentences and on contracts that lawyers labelled."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

from domain.page import Page
from domain.reading.analysis import KeyFact
from domain.reading.engine import analyse
from tests.domain.reading.typewriter import page, pages
from tests.material import CONTRACTS, material

LICENCE = """\
**LICENCE AGREEMENT FOR ELECTRONIC JOURNALS

This Agreement is made on 3 March 2024 between Northern Press Ltd., a company registered
in Leeds ("the Publisher") and the University of Eastmoor, 1 College Road ("the Licensee").

**1. TERM
1.1 This Agreement shall commence on 1 January 2024 and continue for a period of two (2) years.
1.2 It shall be automatically renewed for successive one-year terms unless either party gives
sixty (60) days' notice before the end of the current term that it does not intend to renew.

**2. LAW
2.1 This Agreement is governed by the laws of the Province of Ontario, excluding its conflict rules.
"""
LINES_A_PAGE, WIDTH = 55, 95
KEYS = {
    "start_date": ("Effective Date", "Agreement Date"),
    "end_date": ("Expiration Date",),
    "renewal": ("Renewal Term",),
    "notice_period": ("Notice Period To Terminate Renewal",),
    "governing_law": ("Governing Law",),
}
"""Our keys and the labels of the contracts."""


def facts(*made: Page) -> dict[str, KeyFact]:
    return {fact.key: fact for fact in analyse(made).facts}


def test_it_offers_every_fact_that_a_licence_states() -> None:
    found = {key: fact.value for key, fact in facts(page(LICENCE)).items()}
    assert found == {
        "title": "LICENCE AGREEMENT FOR ELECTRONIC JOURNALS",
        "licensor": "Northern Press Ltd.",
        "licensee": "University of Eastmoor",
        "start_date": "2024-01-01",
        "end_date": "2025-12-31",
        "renewal": "automatic",
        "notice_period": {"number": 60, "unit": "calendar_day"},
        "governing_law": "Province of Ontario",
    }


def test_blanks_of_a_model_agreement_give_no_facts() -> None:
    text = """\
**MODEL LICENCE

This Agreement is made effective as of [enter date] between [enter publisher] ("Licensor") and [enter
licensee] ("Licensee"). It is governed by the laws of [enter state].
"""
    assert set(facts(page(text))) == {"title"}


def test_the_evidence_is_an_exact_piece_of_its_clause() -> None:
    analysis = analyse([page(LICENCE)])
    texts = {clause.id: clause.text for clause in analysis.clauses}
    for fact in analysis.facts:
        quote = fact.evidence
        assert texts[quote.clause][quote.span.start : quote.span.end] == quote.quote


def test_the_date_of_another_paper_is_not_taken_for_the_start() -> None:
    text = """\
**AMENDMENT TO THE LICENCE AGREEMENT

WHEREAS the parties entered into that certain Subscription Agreement dated May 8, 2008 (the "Original Agreement");
"""
    assert "start_date" not in facts(page(text))


def test_a_term_ends_after_its_length_unless_it_runs_from_a_day_that_is_not_named() -> None:
    made = "This Agreement takes effect on 1 March 2020 (the “Effective Date”).\n\n"
    until = "The initial term of this Agreement shall continue until five (5) years following the Effective Date."
    event = "This Agreement shall remain in effect for two years following the first publication of the Index."
    assert facts(page(made + until))["end_date"].value == "2025-02-28"
    assert "end_date" not in facts(page(made + event))


@material
def test_facts_of_labelled_contracts_are_found_and_right() -> None:
    found: Counter[str] = Counter()
    for labels in sorted(CONTRACTS.glob("labels/*.json")):
        contract = json.loads(labels.read_text(encoding="utf-8"))
        offered = facts(*_pages(CONTRACTS / contract["text_file"]))
        for key, names in KEYS.items():
            found.update(_compared(key, offered.get(key), [contract["labels"][name] for name in names]))
    for key in KEYS:
        right, wrong, missed = found[f"{key} right"], found[f"{key} wrong"], found[f"{key} missed"]
        assert right / (right + wrong) >= 0.85, f"{key}: {wrong} of {right + wrong} are wrong"
        assert right / (right + missed) >= 0.85, f"{key}: {missed} of {right + missed} are missed"


def _pages(text_file: Path) -> list[Page]:
    lines = [
        part
        for line in text_file.read_text(encoding="utf-8").split("\n")
        for part in textwrap.wrap(line.strip(), WIDTH) or [""]
    ]
    return pages(*("\n".join(lines[start : start + LINES_A_PAGE]) for start in range(0, len(lines), LINES_A_PAGE)))


def _compared(key: str, fact: KeyFact | None, labels: list[dict[str, Any]]) -> list[str]:
    """`right`, `wrong` and `missed` for one key of one contract; nothing where neither side names it."""
    dated = key in {"start_date", "end_date"}
    labelled = [label for label in labels if label["present"] and (not dated or _date(label["answer"]))]
    if fact is not None and key == "renewal" and not labelled and fact.value != "automatic":
        return []  # the labels name only agreements that are renewed, ours also those that are not
    if fact is not None and any(_agree(key, fact, label["answer"] or "") for label in labelled):
        return [f"{key} right"]
    return [f"{key} wrong"] * (fact is not None) + [f"{key} missed"] * bool(labelled)


def _agree(key: str, fact: KeyFact, answer: str) -> bool:
    if key in {"start_date", "end_date"}:
        # The labels end a term on its anniversary, we on the day before.
        labelled = _date(answer)
        return labelled is not None and abs((labelled - dt.date.fromisoformat(str(fact.value))).days) <= 1
    if key == "governing_law":
        said = set(re.findall(r"[a-z]+", answer.lower())) - {"of", "the", "state", "republic"}
        return bool(said & set(re.findall(r"[a-z]+", str(fact.value).lower()))) or "PRC" in str(fact.value)
    if key == "notice_period":
        numbers = re.findall(r"\d+", answer)
        return not numbers or (isinstance(fact.value, dict) and str(fact.value["number"]) in numbers)
    return True


def _date(answer: str | None) -> dt.date | None:
    match = re.fullmatch(r"(\d+)/(\d+)/(\d+)", answer or "")
    if match is None:
        return None
    month, day, year = map(int, match.groups())
    return dt.date(year + (1900 if 50 < year < 100 else 2000 if year < 100 else 0), month, day)
