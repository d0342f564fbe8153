"""A small application that stands on the foundation, with just enough routes to look at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Form, Request, Response, UploadFile
from jinja2 import ChoiceLoader, FileSystemLoader

from domain import errors
from domain.identity import Role, Session
from web import forms, preferences, sign_in
from web.chrome import Message, Person, chrome_for, words
from web.cookies import Cookie, read_cookie
from web.csrf import protect
from web.environment import environment
from web.foundation import install
from web.headers import allow_framing
from web.messages import redirect
from web.paging import Pager, pager_for
from web.render import render
from web.settings import WebSettings
from web.translation import LANGUAGES

SECRET = b"a secret that is only for tests, of enough bytes"
NOW = dt.datetime(2026, 9, 14, 10, 42, tzinfo=dt.UTC)
SESSION = "the cookie of M. R."
TOKEN = "the token of her forms"
ERRORS = {
    "missing": errors.NotFound("There is no licence L-0911, or you may not see it."),
    "invalid": errors.Invalid("Two dates cannot both be right.", [errors.FieldError("end", "End date: 2026-01-31.")]),
    "conflict": errors.Conflict("The version cannot be put in force.", ["It has no signed document."]),
    "role": errors.NotPermitted("Your account may not do this."),
    "nobody": errors.NotSignedIn("Please sign in."),
    "often": errors.TooManyAttempts("Too many attempts: wait a minute.", 60),
    "rejected": errors.DocumentRejected("This is not a PDF: save it as PDF and try again."),
    "large": errors.DocumentTooLarge("The file is larger than 100 MB: send a smaller copy."),
    "away": errors.DeskUnavailable("The database does not answer: nothing was saved. Try again in a minute."),
    "remote": errors.RemoteUnavailable("Alma did not answer: try again in a few minutes."),
}
STALE = errors.Stale(
    "Somebody else changed this note while you had it open.",
    mine={"value": "prohibited_explicit", "internal_note": "Mine"},
    theirs={"value": "permitted_explicit", "internal_note": "Theirs"},
    revision=8,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsPage:
    """Context of components.html."""

    form: forms.Form
    pager: Pager
    today: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Context of list.html."""

    rows: tuple[str, ...]
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePage:
    """Context of note.html."""

    form: forms.Form


router = APIRouter()


@router.get("/components")
def parts(request: Request) -> Response:
    pager = pager_for(request.url, page=3, size=9, total=213)
    return render(request, "components.html", PartsPage(form=_form(), pager=pager, today=NOW.date()))


@router.get("/list")
def listing(request: Request, done: int = 23) -> Response:
    context = ListPage(rows=("Journals Complete", "<b>Bold</b> & Co."), done=done)
    return render(request, "list.html", context, block="results", oob=["progress"], live="2 licences")


@router.get("/note")
def note(request: Request) -> Response:
    return render(request, "note.html", NotePage(form=_note_form()))


@router.post("/note")
def save_note(request: Request, text: Annotated[str, Form()] = "", revision: Annotated[int, Form()] = 7) -> Response:
    if not text:
        form = _note_form().with_errors(errors.Invalid.field("text", "Write the note."))
        return render(request, "note.html", NotePage(form=form), block="note", status=422)
    if revision != STALE.revision:
        raise STALE
    return redirect(request, "/list", message=Message(f"Saved: {text}."))


@router.post("/files", status_code=204)
def receive(file: UploadFile) -> None:
    assert file.size


@router.get("/fails/{kind}")
@router.post("/fails/{kind}")
def fail(kind: str) -> Response:
    if kind == "bug":
        raise ZeroDivisionError("an internal secret")
    raise ERRORS[kind]


@router.get("/number/{number}")
def number(number: int, page: int = 1) -> Response:
    return Response(f"{number} {page}")


@router.get("/sign-in")
def door(request: Request) -> Response:
    return render(request, "sign_in/sign_in.html", sign_in.SignInPage(form=sign_in.sign_in_form(words(request))))


@router.post("/sign-in")
def enter(request: Request, email: Annotated[str, Form()] = "") -> Response:
    form = sign_in.sign_in_form(words(request)).filled({"email": email})
    context = sign_in.SignInPage(form=form, refused="That address and password do not go together.")
    return render(request, "sign_in/sign_in.html", context, status=422)


@router.get("/first-account")
def first(request: Request) -> Response:
    form = sign_in.first_account_form(words(request))
    return render(request, "sign_in/first_account.html", sign_in.FirstAccountPage(form=form, action="/first-account"))


@router.get("/public/answers")
def answers(request: Request) -> Response:
    request.state.chrome = chrome_for(request, public=True)
    return render(request, "answers.html", headers={"Cache-Control": "public, max-age=300"})


@router.get("/public/card", dependencies=[Depends(allow_framing)])
def card() -> Response:
    return Response("a card")


def know_who_asks(request: Request) -> None:
    """Stands for the dependency that finds the session."""
    if read_cookie(request, Cookie.SESSION) == SESSION:
        later = NOW + dt.timedelta(hours=8)
        request.state.session = Session(id_hash="", account_id="1", csrf=TOKEN, created_at=NOW, expires_at=later)
        request.state.chrome = chrome_for(request, person=Person("Marie Roy", Role.REVIEWER))


def make_desk(**settings: object) -> FastAPI:
    """The application. Signed in is who sends the cookie of SESSION."""
    app = FastAPI(openapi_url=None)
    known = {"secret": SECRET, "library": "Ashbridge University Library", "contact": "eresources@library.example"}
    install(app, WebSettings(**known, version="1.0", now=lambda: NOW, **settings))  # type: ignore[arg-type]
    for each in (router, preferences.router):
        app.include_router(each, dependencies=[Depends(know_who_asks), Depends(protect)])
    return app


@contextmanager
def test_templates() -> Iterator[None]:
    """The templates beside this file, found after those of the desk."""
    made = [(environment(language), environment(language).loader) for language in LANGUAGES]
    for each, own in made:
        assert own is not None
        each.loader = ChoiceLoader([own, FileSystemLoader(Path(__file__).parent / "templates")])
    yield
    for each, own in made:
        each.loader = own


def _note_form() -> forms.Form:
    return forms.Form((forms.Field(name="text", label="Note", kind=forms.Kind.TEXTAREA, required=True),))


def _form() -> forms.Form:
    kinds = forms.Kind
    choices = (forms.Choice("own", "Our own", "The university signs it"), forms.Choice("consortial", "Consortial"))
    form = forms.Form(
        (
            forms.Field(name="title", label="Title", hint="What your colleagues call it.", required=True),
            forms.Field(
                name="start", label="Start date", kind=kinds.DATE, hint="Year-month-day", values=("2026-11-31",)
            ),
            forms.Field(name="value", label="Value", kind=kinds.SELECT, choices=choices, required=True),
            forms.Field(name="note", label="Note", kind=kinds.TEXTAREA),
            forms.Field(name="kind", label="Kind", kind=kinds.RADIOS, choices=choices, required=True),
            forms.Field(name="tags", label="Tags", kind=kinds.CHECKS, choices=choices, prefix="t-"),
            forms.Field(name="licensor", label="Licensor", suggestions=("Meridian", "Pelham")),
            forms.Field(name="keep", label="Keep me informed", kind=kinds.CHECK, quiet=True),
            forms.Field(name="file", label="Choose the licence", kind=kinds.FILE, hint="PDF, up to 100 MB."),
        )
    )
    return form.with_errors(errors.Invalid("", [errors.FieldError("start", "November has 30 days.")]))
