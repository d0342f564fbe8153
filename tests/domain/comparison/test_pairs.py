"""Real pairs of licences, against lists of what changed between them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bench.licences import clauses_of_text, read_json
from bench.pairs import score
from domain.comparison import Comparison, compare
from tests.material import material

pytestmark = material


@cache
def entries() -> dict[str, Any]:
    return {entry["pair_id"]: entry for entry in read_json("pairs/index.json")}


@pytest.mark.parametrize("pair", ["nesli2-2011-2012", "muse-2005-2013", "liblicense-2008-2015"])
def test_the_changes_that_a_careful_reader_listed_are_reported(pair: str) -> None:
    found = score(entries()[pair], clauses_of_text)
    assert found.recall >= 0.95, found.missed


@pytest.mark.parametrize("pair", ["nesli2-2011-2012", "muse-2005-2013", "liblicense-2008-2015"])
def test_clauses_find_their_counterparts(pair: str) -> None:
    found = score(entries()[pair], clauses_of_text)
    assert found.alignment >= 0.97, found.wrong


@pytest.mark.parametrize("name", ["cdl-2009", "liblicense-2015", "muse-2005", "nesli2-model-2012"])
def test_a_licence_compared_with_itself_is_unchanged(name: str) -> None:
    summary = compare(clauses_of_text(name), clauses_of_text(name)).summary()
    assert {kind for kind, count in summary.items() if count} == {"unchanged"}


def renamed(comparison: Comparison) -> set[tuple[str, str]]:
    return {(one.old, one.new) for one in comparison.renames}


def test_the_terms_that_the_model_licence_renamed_are_found_and_no_others() -> None:
    found = score(entries()["nesli2-2011-2012"], clauses_of_text).comparison
    assert renamed(found) == {("Licensee", "Institution"), ("Agreement", "Licence")}


def test_no_term_is_taken_for_renamed_where_none_was() -> None:
    for pair in set(entries()) - {"nesli2-2011-2012"}:
        assert renamed(score(entries()[pair], clauses_of_text).comparison) == set(), pair
