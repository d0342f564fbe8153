"""The words of the pages in English and French.

Every visible string passes through a translator: `t("New licence")`, `t("Page {n} of {total}", n=4, total=12)`,
`t.plural("{count} licence", "{count} licences", 21)`. The English sentence is the key; `translations/fr.toml` holds the
French one, `translations/fr/SUBJECT.toml` those of one subject, and what they lack stays English. Sentences of the
domain, which come with their values filled in, are known by the words around them (web.recognition). A value that is
already markup makes the result markup, with everything else escaped: `t("In {title}.", title=Markup("<i>Nature</i>"))`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from markupsafe import Markup, escape
from starlette.requests import Request

from web.cookies import Cookie, read_cookie
from web.recognition import Known, known_sentences, said_anew

LANGUAGES = ("en", "fr")
LOCALES = {"en": "en-CA", "fr": "fr-CA"}
NARROW_SPACE = "\u202f"  # what French puts between thousands


@dataclass(frozen=True, slots=True)
class Translator:
    """Says things in one language. `texts` and `plurals` are keyed by the English (singular) sentence; `filled` are
    sentences that come with their values in them."""

    language: str
    dates: Mapping[str, Sequence[str]]
    texts: Mapping[str, str]
    plurals: Mapping[str, Sequence[str]]
    filled: Sequence[Known] = ()

    def __call__(self, text: str, /, **values: object) -> str:
        """`text` in this language, with `{name}` replaced by the values."""
        said = self.texts.get(text)
        if said is None and not values:
            return said_anew(text, self.filled, self.texts)
        return _filled(said or text, values)

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """`one` or `many` by the count, which is also `{count}`. French counts 0 as one, English as many."""
        forms = self.plurals.get(one, (one, many))
        single = count in {0, 1} if self.language == "fr" else count == 1
        return _filled(forms[0] if single else forms[1], {"count": self.number(count), **values})

    def number(self, number: int) -> str:
        """`2213` as 2,213 or 2 213."""
        return f"{number:,}".replace(",", NARROW_SPACE) if self.language == "fr" else f"{number:,}"

    def date_iso(self, day: dt.date) -> str:
        """Year-month-day, as in tables and inputs; the same in both languages."""
        return _day(day).isoformat()

    def date_long(self, day: dt.date) -> str:
        """The day in a sentence: 2 October 2026, 2 octobre 2026, 1er octobre 2026."""
        day = _day(day)
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{number} {self.dates['months'][day.month - 1]} {day.year}"

    def date_full(self, day: dt.date) -> str:
        """The day as a heading, with the day of the week: Friday 2 October 2026, Vendredi 2 octobre 2026."""
        weekday = self.dates["weekdays"][_day(day).weekday()]
        return f"{weekday.capitalize()} {self.date_long(day)}"

    def date_short(self, day: dt.date) -> str:
        """The day where there is little room: 2 Oct, 2 oct., 1er oct."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{number} {self.dates['short_months'][day.month - 1]}"

    def moment(self, at: dt.datetime) -> str:
        """A point in time to the minute, in UTC, as the trail keeps it."""
        return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def _filled(text: str, values: Mapping[str, Any]) -> str:
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(text).format(**values)
    return text.format(**values) if values else text


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


@cache
def translator(language: str) -> Translator:
    """The translator for one of LANGUAGES; English for any other."""
    known = language if language in LANGUAGES else "en"
    folder = resources.files("web").joinpath("translations")
    catalogue = tomllib.loads(folder.joinpath(f"{known}.toml").read_text(encoding="utf-8"))
    texts, plurals = catalogue.get("text", {}), catalogue.get("plural", {})
    filled: dict[str, str] = {}
    for part in _parts(folder.joinpath(known)):
        texts, plurals = texts | part.get("text", {}), plurals | part.get("plural", {})
        filled |= part.get("filled", {})
    return Translator(known, catalogue["dates"], texts, plurals, known_sentences(filled))


def _parts(folder: Traversable) -> list[dict[str, Any]]:
    """Catalogues of single subjects, `translations/fr/SUBJECT.toml`."""
    files = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".toml")]


def language_of(request: Request, *, negotiate: bool) -> str:
    """The language asked for by `?lang=`, else by the cookie, else (public pages) by the browser's own list."""
    asked = (request.query_params.get("lang"), read_cookie(request, Cookie.LANGUAGE))
    chosen = next((language for language in asked if language in LANGUAGES), None)
    if chosen is None and negotiate:
        return preferred(request.headers.get("accept-language", ""))
    return chosen or "en"


def preferred(accept_language: str) -> str:
    """The best of LANGUAGES for an Accept-Language header (RFC 9110 §12.5.4), English where none fits."""
    weighed = [(_weight(part), part.split(";")[0].strip().lower()[:2]) for part in accept_language.split(",")]
    known = [(weight, language) for weight, language in weighed if language in LANGUAGES and weight > 0]
    return max(known, key=lambda each: each[0])[1] if known else "en"


def _weight(part: str) -> float:
    _, _, quality = part.partition(";q=")
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0
