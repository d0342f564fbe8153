"""The template environments: one for each language, so that `t` needs to be told nothing.

Always there in a template, also in a fragment rendered by itself:
- `t("…")`, `t.plural("…", "…", n)`, `date_iso(day)`, `date_long(day)`, `moment(at)`, `format_number(n)`
- `static("img/favicon.svg")`, `icon("search")`, `csrf_field()`
- every macro of `components/*.html`, under its own name
A misspelt name is an error (StrictUndefined), and everything is escaped unless it is markup already.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from web.assets import static
from web.badges import answer_of, badge_of, status_of, words_of
from web.csrf import FIELD
from web.marking import code_text, mail_link, marked
from web.translation import Translator, translator

TEMPLATES = Path(__file__).parent / "templates"
# In this order: a file may use the macros of those before it.
COMPONENTS = ("badges", "messages", "forms", "parts")


@cache
def environment(language: str) -> Environment:
    """The environment whose templates speak `language`."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Else every line of a list would ask the disk whether its template changed.
        auto_reload=False,
    )
    made.globals.update(_words(translator(language)), static=static, icon=icon, csrf_field=csrf_field)
    made.globals.update(marked=marked, code_text=code_text, mail_link=mail_link)
    for name in COMPONENTS:
        module = made.get_template(f"components/{name}.html").module
        made.globals.update({key: macro for key, macro in vars(module).items() if not key.startswith("_")})
    return made


def _words(t: Translator) -> dict[str, object]:
    return {
        "t": t,
        "format_number": t.number,
        "date_iso": lambda day: _time(t, day, t.date_iso),
        "date_long": lambda day: _time(t, day, t.date_long),
        "moment": lambda at: _time(t, at, t.moment),
        "badge_of": badge_of,
        "status_of": status_of,
        "answer_of": answer_of,
        "words_of": lambda value, labels=None: words_of(t, value, labels),
    }


def _time(t: Translator, at: dt.date | None, shown: Callable[[Any], str]) -> str:
    if at is None:
        return t("Not known")
    # A page may tell a hundred times; Markup.format would take as long as all else that is done for a line.
    return Markup(f'<time datetime="{at.isoformat()}">{escape(shown(at))}</time>')  # noqa: S704 - escaped


@cache
def symbols() -> frozenset[str]:
    """The names of the symbols in `_sprite.html`."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', (TEMPLATES / "_sprite.html").read_text(encoding="utf-8")))


@cache
def icon(name: str, extra: str = "") -> Markup:
    """A symbol of the sprite as decoration: `icon("search")`, `icon("v-silent")`, `icon("spin", "spin")`.

    `extra` are further classes. Words beside it carry the meaning. Raises KeyError for a symbol that is not there.
    """
    symbol = name if name in symbols() else f"i-{name}"
    if symbol not in symbols():
        raise KeyError(f"the sprite has no symbol {name}")
    classes = f"i {extra}".strip()
    return Markup('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>').format(classes, symbol)


@pass_context
def csrf_field(context: Context) -> Markup:
    """The hidden field that every form with method="post" needs."""
    return _hidden(FIELD, context["page"].csrf_token)


@lru_cache(maxsize=64)
def _hidden(name: str, value: str) -> Markup:
    """Every line of the desk has forms, all with the same token."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


RESERVED = MappingProxyType({"page": "the surroundings", "oob_swap": "the out-of-band attribute", "messages": "toasts"})
"""Names that `render` gives to every template, beside the globals."""
