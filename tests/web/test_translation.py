"""Every visible string passes through the translator, which speaks each language as it is spoken."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from html.parser import HTMLParser

import pytest
from markupsafe import Markup
from starlette.testclient import TestClient

from web.environment import TEMPLATES, environment
from web.translation import preferred, translator

ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
SHOWN_ATTRIBUTES = {"aria-label", "alt", "placeholder", "title", "aria-description", "aria-roledescription"}


class _Visible(HTMLParser):
    """Collects the texts that a person sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style", "kbd"}
        self.texts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "kbd"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


def _untranslated(source: str) -> list[str]:
    """Words that stand in a template as they are, outside every `{{ … }}`; blocks of classes and attributes aside."""
    classes, attributes = r"{% block \w+_class %}.*?{% endblock %}", r"{% macro _\w+_attributes\(.*?{%-? endmacro %}"
    shown = re.sub(f"{classes}|{attributes}", "", source, flags=re.DOTALL)
    visible = _Visible()
    visible.feed("".join(text for _, kind, text in environment("en").lex(shown) if kind == "data"))
    visible.close()
    return [text.strip() for text in visible.texts if re.search(r"[^\W\d_]", text)]


@pytest.mark.parametrize("name", ALL)
def test_a_template_has_no_words_that_pass_by_the_translator(name: str) -> None:
    assert _untranslated((TEMPLATES / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<a href="x" title="Go there">{{ t("Go") }}</a>', ["Go there"]),
        ('<a class="btn" href="/licences">{{ t("Go") }}</a> – 12 {# a comment #}<kbd>a</kbd>', []),
    ],
)
def test_the_check_itself_finds_such_words(source: str, found: list[str]) -> None:
    assert _untranslated(source) == found


def test_french_fills_in_the_same_names_as_english() -> None:
    french = translator("fr")
    pairs = [*french.texts.items(), *((one, form) for one, forms in french.plurals.items() for form in forms)]

    def names(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text)) - {"count"}

    assert [english for english, said in pairs if names(english) != names(said)] == []


def test_no_sentence_has_its_french_in_two_places() -> None:
    folder = TEMPLATES.parent / "translations"
    parts = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.toml"))]
    counted = Counter(sentence for part in parts for sentence in part.get("text", {}))

    assert [sentence for sentence, times in counted.items() if times > 1] == []


def test_what_is_not_translated_yet_stays_english() -> None:
    assert translator("fr")("A sentence of tomorrow") == "A sentence of tomorrow"
    assert translator("de")("Permitted") == "Permitted"


def test_values_that_are_markup_stay_so_and_the_rest_is_escaped() -> None:
    said = translator("en")("In {title}, {who}.", title=Markup("<i>Nature</i>"), who="A & B")

    assert said == Markup("In <i>Nature</i>, A &amp; B.")
    assert translator("en")("In {title}.", title="<i>") == "In <i>."


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "0 licences"),
        ("en", 1, "1 licence"),
        ("en", 2213, "2,213 licences"),
        ("fr", 0, "0 licence"),
        ("fr", 1, "1 licence"),
        ("fr", 2213, "2\u202f213 licences"),
    ],
)
def test_each_language_counts_in_its_own_way(language: str, count: int, said: str) -> None:
    assert translator(language).plural("{count} licence", "{count} licences", count) == said


def test_dates_are_the_same_in_tables_and_written_out_in_sentences() -> None:
    day, first = dt.date(2026, 10, 2), dt.date(2026, 1, 1)

    assert translator("en").date_iso(day) == translator("fr").date_iso(day) == "2026-10-02"
    assert translator("en").date_long(day) == "2 October 2026"
    assert translator("fr").date_long(day) == "2 octobre 2026"
    assert translator("fr").date_long(first) == "1er janvier 2026"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de,fr;q=0.5,en;q=0.3", "fr"),
        ("en;q=0.2, fr;q=0.7", "fr"),
        ("fr;q=0", "en"),
        ("de", "en"),
        ("", "en"),
        (";;;q=x,fr;q=nonsense", "en"),
    ],
)
def test_the_browser_says_which_language_it_prefers(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_reader_chooses_the_language_once(anyone: TestClient) -> None:
    assert "Puis-je…?" in anyone.get("/public/answers", headers={"Accept-Language": "fr"}).text

    english = anyone.get("/public/answers?lang=en", headers={"Accept-Language": "fr"})

    assert "Can I…?" in english.text
    assert "Can I…?" in anyone.get("/public/answers", headers={"Accept-Language": "fr"}).text


def test_staff_pages_are_english_unless_french_is_chosen(marie: TestClient) -> None:
    assert '<html lang="en-CA">' in marie.get("/list", headers={"Accept-Language": "fr"}).text
    assert '<html lang="fr-CA">' in marie.get("/list?lang=fr").text
    assert '<html lang="fr-CA">' in marie.get("/list").text


def test_an_unknown_language_is_ignored(anyone: TestClient) -> None:
    answer = anyone.get("/public/answers?lang=xx")

    assert '<html lang="en-CA">' in answer.text
    assert "set-cookie" not in answer.headers


def test_the_switch_leads_to_the_same_page_in_the_other_language(marie: TestClient) -> None:
    text = marie.get("/list?done=3").text

    assert 'href="/list?done=3&amp;lang=fr"' in text
