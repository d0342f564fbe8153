"""Values, states and answers are always a glyph and a word together, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from domain.licence import LicenceStatus
from domain.public_answers import AnswerKind
from domain.values import Permission
from domain.version import VersionState
from web.environment import environment, symbols
from web.marking import marked

VALUES = [
    (Permission.PERMITTED_EXPLICIT, None, "permitted", "Permitted", "Permis"),
    (Permission.PERMITTED_EXPLICIT, "If the request is kept.", "conditions", "With conditions", "Sous conditions"),
    (Permission.PERMITTED_INTERPRETED, "", "permitted", "Permitted", "Permis"),
    (Permission.PROHIBITED_INTERPRETED, None, "prohibited", "Prohibited", "Interdit"),
    (
        Permission.PROHIBITED_EXPLICIT,
        "Conditions of a prohibition change nothing.",
        "prohibited",
        "Prohibited",
        "Interdit",
    ),
    (Permission.SILENT, None, "silent", "Silent", "Muet"),
    (Permission.UNINTERPRETED, None, "unclear", "Unclear", "Ambigu"),
    (Permission.NOT_APPLICABLE, None, "na", "Not applicable", "Sans objet"),
    (None, None, "unreviewed", "Not reviewed", "Non examiné"),
]


def _macro(name: str, *arguments: object, language: str = "en", **named: object) -> str:
    macro: Any = environment(language).globals[name]
    return str(macro(*arguments, **named))


@pytest.mark.parametrize(("value", "conditions", "kind", "english", "french"), VALUES)
def test_a_value_is_a_glyph_and_a_word(
    value: str | None, conditions: str | None, kind: str, english: str, french: str
) -> None:
    badge = _macro("value_badge", value, conditions)

    assert f'data-value="{kind}"' in badge
    assert f'href="#v-{kind}"' in badge
    assert english in badge
    assert french in _macro("value_badge", value, conditions, language="fr")


def test_an_interpretation_says_that_it_is_our_reading() -> None:
    assert "our reading" in _macro("value_badge", Permission.PERMITTED_INTERPRETED)
    assert 'data-basis="interpreted"' in _macro("value_badge", Permission.PROHIBITED_INTERPRETED)
    assert "our reading" not in _macro("value_badge", Permission.PERMITTED_EXPLICIT)


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ({"number": 60, "unit": "calendar_day"}, "60 calendar days", "60 jours civils"),
        ({"number": 1, "unit": "year"}, "1 year", "1 an"),
        ({"amount": "1200", "currency": "CAD"}, "1200 CAD", "1200 CAD"),
        (2213, "2,213", "2\u202f213"),
        ("unlimited", "Unlimited", "Illimité"),
        ("yes", "Yes", "Oui"),
        ("Ontario <law>", "Ontario &lt;law&gt;", "Ontario &lt;law&gt;"),
        (["on", "qc"], "Ontario, qc", "Ontario, qc"),
    ],
)
def test_other_values_are_shown_in_words(value: object, english: str, french: str) -> None:
    labels = {"on": "Ontario"}

    assert f">{english}<" in _macro("value_badge", value, labels=labels)
    assert f">{french}<" in _macro("value_badge", value, labels=labels, language="fr")


@pytest.mark.parametrize("status", [*LicenceStatus, *VersionState])
def test_every_status_has_a_dot_and_a_word(status: str) -> None:
    badge = _macro("status_badge", status)

    assert 'href="#s-' in badge
    assert badge != _macro("status_badge", status, language="fr")


@pytest.mark.parametrize("kind", AnswerKind)
def test_every_public_answer_has_a_glyph_and_a_word(kind: AnswerKind) -> None:
    badge = _macro("answer_badge", kind)

    assert 'href="#v-' in badge
    assert badge != _macro("answer_badge", kind, language="fr")


@pytest.mark.parametrize(
    ("days", "near", "words"),
    [
        (2, "now", "2 days left"),
        (1, "now", "1 day left"),
        (0, "now", "today"),
        (-3, "now", "3 days ago"),
        (18, "soon", "18 days left"),
    ],
)
def test_a_deadline_says_in_words_how_near_it_is(days: int, near: str, words: str) -> None:
    shown = _macro("due_date", dt.date(2026, 9, 16), days)

    assert f'data-near="{near}"' in shown
    assert words in shown
    assert '<time datetime="2026-09-16">2026-09-16</time>' in shown


def test_a_far_deadline_is_not_pressing_and_an_unknown_one_says_so() -> None:
    assert "data-near" not in _macro("due_date", dt.date(2026, 12, 1), 78)
    assert "Not known" in _macro("due_date", None)


@pytest.mark.parametrize(
    ("level", "bars", "word"), [(0.94, 5, "High"), (0.6, 3, "Medium"), (0.3, 2, "Low"), (0.0, 1, "Low")]
)
def test_confidence_is_bars_and_a_word(level: float, bars: int, word: str) -> None:
    shown = _macro("confidence_bars", level)

    assert shown.count('class="on"') == bars
    assert word in shown


def test_the_redline_says_in_words_what_was_added_and_removed() -> None:
    shown = _macro("redlined", [("equal", "may "), ("delete", "<not>"), ("insert", "lend")])

    assert "[removed: </span>&lt;not&gt;" in shown
    assert "[added: </span>lend" in shown


def test_quotes_are_marked_where_they_stand_and_overlaps_become_one() -> None:
    assert marked("shall not supply <any> part", ["not supply", "supply <any>"]) == (
        "shall <mark>not supply &lt;any&gt;</mark> part"
    )
    assert marked("a & b", ["", "missing"]) == "a &amp; b"


def test_the_sprite_has_every_glyph_that_badges_use() -> None:
    assert {"v-permitted", "v-conditions", "s-in-force", "s-ended", "brand", "i-search"} <= symbols()
