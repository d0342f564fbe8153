"""What surrounds every page: the library's name, who is signed in, where we are, the language, messages.

A dependency of the application puts it on the request once it knows who is asking:

    request.state.chrome = chrome_for(request, person=Person.of(actor))

`render` hands it to the template as `page`. Where nothing was put, as for an address that does not exist, `chrome_of`
makes one for nobody.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

from domain.identity import Actor, Role
from web.cookies import Cookie, read_cookie
from web.csrf import token_for
from web.settings import settings_of
from web.signing import read_signed
from web.translation import LANGUAGES, LOCALES, Translator, language_of, translator

PUBLIC = "/public"
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    name: str
    role: Role

    @classmethod
    def of(cls, actor: Actor) -> Person:
        """The person behind an actor."""
        return cls(actor.name, actor.role)

    @property
    def initials(self) -> str:
        """`Marie Roy` as `M. R.`"""
        return " ".join(f"{word[0].upper()}." for word in self.name.split()[:3])

    def may(self, role: str) -> bool:
        """Whether this person may do what `role` may: `{% if page.person.may("editor") %}`."""
        return self.role.includes(Role(role))


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the top bar; shown from `role` on. `also` are other addresses that belong to it."""

    label: str
    href: str
    role: Role = Role.VIEWER
    also: tuple[str, ...] = ()


NAVIGATION = (
    NavItem("Desk", "/"),
    NavItem("Licences", "/licences", also=("/versions", "/documents")),
    NavItem("Terms", "/matrix"),
    NavItem("Sync", "/sync", Role.REVIEWER),
    NavItem("Can I…?", PUBLIC),
)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell, in the reader's language. With an action it stays until closed, else it goes by itself."""

    text: str
    kind: Literal["done", "error"] = "done"
    href: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """The surroundings of one page, for one person and one language."""

    library: str
    contact: str | None
    version: str
    today: dt.date
    path: str
    here: str
    public: bool
    language: str
    other_language_href: str
    theme: str | None
    person: Person | None
    navigation: tuple[NavItem, ...]
    csrf_token: str | None
    messages: tuple[Message, ...]
    request_id: str

    @property
    def words(self) -> Translator:
        """The translator of this page, for sentences made in Python."""
        return translator(self.language)

    @property
    def locale(self) -> str:
        """The value of `<html lang>`."""
        return LOCALES[self.language]

    @property
    def layout(self) -> str:
        """The template that error pages sit in."""
        return "public.html" if self.public else "layout.html"

    def is_here(self, item: NavItem) -> bool:
        """Whether `item` is where we are."""
        return self.path == item.href or any(
            self.path.startswith(f"{place}/") for place in (item.href, *item.also) if place != "/"
        )


def chrome_for(request: Request, *, person: Person | None = None, public: bool = False) -> Chrome:
    """The surroundings for `person` (None: nobody). A public page has no session and no token."""
    settings = settings_of(request)
    language = language_of(request, negotiate=public)
    return Chrome(
        library=settings.library,
        contact=settings.contact,
        version=settings.version,
        today=settings.today(),
        path=request.url.path,
        here=_here(request),
        public=public,
        language=language,
        other_language_href=_in_language(request, language),
        theme=next((theme for theme in THEMES if theme == read_cookie(request, Cookie.THEME)), None),
        person=person,
        navigation=tuple(item for item in NAVIGATION if person and person.role.includes(item.role)),
        csrf_token=None if public else token_for(request),
        messages=() if public else _notices(request),
        request_id=getattr(request.state, "request_id", ""),
    )


def chrome_of(request: Request) -> Chrome:
    """The surroundings put on the request, else those for nobody."""
    chrome = getattr(request.state, "chrome", None)
    if isinstance(chrome, Chrome):
        return chrome
    path = request.url.path
    return chrome_for(request, public=path == PUBLIC or path.startswith(f"{PUBLIC}/"))


def words(request: Request) -> Translator:
    """The translator for the person asking: `t = words(request); Message(t("Saved."))`."""
    return chrome_of(request).words


def _here(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _in_language(request: Request, language: str) -> str:
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    url = request.url.include_query_params(lang=other)
    return f"{url.path}?{url.query}"


def _notices(request: Request) -> tuple[Message, ...]:
    signed = read_cookie(request, Cookie.NOTICE)
    text = read_signed(settings_of(request).secret, Cookie.NOTICE, signed) if signed else None
    return (Message(**json.loads(text)),) if text else ()
