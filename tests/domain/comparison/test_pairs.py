"""Real pairs of licences, against lists of what changed between them."""

from __future__ import annotations

import os

import pytest

from bench.licences import LICENCES, clauses_of_text, read_json
from bench.pairs import score
from domain.comparison import Comparison, compare

if not LICENCES.is_dir() and os.environ.get("CI") != "true":
    pytest.skip("The licences beside the project are not here.", allow_module_level=True)

ENTRIES = {entry["pair_id"]: entry for entry in read_json("pairs/index.json")}


@pytest.mark.parametrize("pair", ["nesli2-2011-2012", "muse-2005-2013", "liblicense-2008-2015"])
def test_the_changes_that_a_careful_reader_listed_are_reported(pair: str) -> None:
    found = score(ENTRIES[pair], clauses_of_text)
    assert found.recall >= 0.95, found.missed


@pytest.mark.parametrize("pair", ["nesli2-2011-2012", "muse-2005-2013", "liblicense-2008-2015"])
def test_clauses_find_their_counterparts(pair: str) -> None:
    found = score(ENTRIES[pair], clauses_of_text)
    assert found.alignment >= 0.97, found.wrong


@pytest.mark.parametrize("name", ["cdl-2009", "liblicense-2015", "muse-2005", "nesli2-model-2012"])
def test_a_licence_compared_with_itself_is_unchanged(name: str) -> None:
    summary = compare(clauses_of_text(name), clauses_of_text(name)).summary()
    assert {kind for kind, count in summary.items() if count} == {"unchanged"}


def renamed(comparison: Comparison) -> set[tuple[str, str]]:
    return {(one.old, one.new) for one in comparison.renames}


def test_the_terms_that_the_model_licence_renamed_are_found_and_no_others() -> None:
    found = score(ENTRIES["nesli2-2011-2012"], clauses_of_text).comparison
    assert renamed(found) == {("Licensee", "Institution"), ("Agreement", "Licence")}


@pytest.mark.parametrize("pair", sorted(set(ENTRIES) - {"nesli2-2011-2012"}))
def test_no_term_is_taken_for_renamed_where_none_was(pair: str) -> None:
    assert renamed(score(ENTRIES[pair], clauses_of_text).comparison) == set()
