"""The rules are tested by their own examples, and by sentences of many kinds."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from domain.reading.engine import analyse
from domain.reading.phrases import NotAPhrase, compile_phrase, plain
from domain.reading.rules import BadRule, Rule, default_rules, rule_of, rules_of
from domain.reading.suggest import suggest
from domain.suggestion import Suggestion
from domain.values import Value, ValueType
from domain.vocabulary import default_vocabulary
from tests.domain.reading.typewriter import clause, page

RULES = default_rules()
WORDINGS: list[dict[str, Any]] = [
    wording
    for file in sorted(Path(__file__).parent.glob("wordings*.toml"))
    for wording in tomllib.loads(file.read_text(encoding="utf-8"))["wording"]
]


def read(text: str, *above: str, rule: Rule | None = None) -> dict[str, Suggestion]:
    """Suggestions for a sentence under the lines `above`, by one rule or by all."""
    clauses, parent = [], None
    for place, line in enumerate(above):
        heading = None if line.endswith(":") else line
        clauses.append(clause(line, id=f"a{place}", heading=heading, parent=parent))
        parent = f"a{place}"
    clauses.append(clause(text, id="t", parent=parent))
    rules = replace(RULES, rules=(rule,)) if rule else RULES
    return {suggestion.term: suggestion for suggestion in suggest(clauses, rules)}


def short(value: Value) -> str:
    if isinstance(value, dict):
        return f"{value['number']} {value['unit']}"
    text = str(value)
    return text.split("_", maxsplit=1)[0] if text.startswith(("permitted_", "prohibited_")) else text


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: f"{rule.terms[0]}: {rule.says}")
def test_a_rule_finds_its_example_and_not_its_counterexample(rule: Rule) -> None:
    above = [rule.context] if rule.context else []
    found = read(rule.example, *above, rule=rule)
    for term in rule.terms:
        assert found[term].value != "silent"
        assert rule.result == "text" or found[term].value == rule.result
    for counter in rule.counter:
        assert all(read(counter, rule=rule)[term].value == "silent" for term in rule.terms)


def read_wording(wording: dict[str, Any]) -> dict[str, Suggestion]:
    """Suggestions for a wording of the files: a sentence under what governs it, or a whole printed page."""
    if "page" in wording:
        return {one.term: one for one in analyse([page(wording["page"].strip("\n"))]).suggestions}
    above = [line for line in (wording.get("heading"), wording.get("stem")) if line]
    return read(wording["text"], *above)


@pytest.mark.parametrize(
    "wording", WORDINGS, ids=lambda one: " ".join(one.get("text", one.get("page", "")).split())[:60]
)
def test_it_reads_wordings_of_many_kinds(wording: dict[str, Any]) -> None:
    found = read_wording(wording)
    for term, value in wording["expect"].items():
        said = short(found[term].value)
        assert said != "silent" if value == "*" else said == value
    assert [term for term in wording.get("silent", ()) if found[term].value != "silent"] == []


@pytest.mark.parametrize("name", ["operators.toml", "conditions.toml"])
def test_operators_and_conditions_find_their_examples(name: str) -> None:
    folder = resources.files("domain.reading").joinpath("rules")
    words = tomllib.loads(folder.joinpath("words.toml").read_text(encoding="utf-8"))
    table = tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
    for entry in table["operator" if name == "operators.toml" else "condition"]:
        phrases = [compile_phrase(text, words) for text in entry["find"]]
        assert any(True for phrase in phrases for _ in phrase.find(plain(entry["example"]))), entry["example"]


def test_every_term_of_the_vocabulary_is_looked_for() -> None:
    assert [term.key for term in default_vocabulary() if not RULES.searched(term.key)] == []


def test_no_rule_knows_a_publisher_or_a_document() -> None:
    folder = resources.files("domain.reading").joinpath("rules")
    text = " ".join(entry.read_text(encoding="utf-8").lower() for entry in folder.iterdir())
    names = ["elsevier", "wiley", "springer", "jhup", "project muse", "nesli", "jisc", "liblicense", "crkn", "ocul"]
    assert [name for name in names if name in text] == []


def test_a_word_list_can_be_named_and_a_gap_is_bounded() -> None:
    phrase = compile_phrase("{user} ...2 print*", {"user": ["authori(s|z)ed users?", "you"]})
    assert list(phrase.find(plain("Authorised Users may also print it")))
    assert not list(phrase.find(plain("You may read and then perhaps print it")))


@pytest.mark.parametrize("written", ["", "(open", "closed)", "{nobody} may", "x" * 500])
def test_a_phrase_that_cannot_be_read_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(NotAPhrase, match=r"\w.*\."):
        compile_phrase(written, {})


def test_a_rule_for_a_term_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadRule, match="vocabulary does not have: jam"):
        rule_of({"term": "jam", "says": "names jam", "find": ["jam"]}, {}, {"tea": ValueType.TEXT})


def test_a_library_can_add_its_own_phrases_for_its_own_terms() -> None:
    types = {"quiet_room": ValueType.YES_NO}
    rule = rule_of({"term": "quiet_room", "says": "names a quiet room", "find": ["quiet (room|space)*"]}, {}, types)
    rules = replace(RULES, rules=(rule,), types=types)
    (found,) = suggest([clause("The Publisher shall provide a quiet room.")], rules)
    assert (found.term, found.value, found.evidence[0].quote) == (
        "quiet_room",
        "yes",
        "The Publisher shall provide a quiet room.",
    )


def test_the_version_changes_with_the_rules() -> None:
    folder = resources.files("domain.reading").joinpath("rules")
    files = {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()}
    changed = rules_of({**files, "sharing.toml": files["sharing.toml"] + "\n# a remark\n"})
    assert rules_of(files).version == RULES.version != changed.version
