"""What people see when something goes wrong: a page, or for htmx a toast.

web.answers says how each family of LicenceError is answered. Routes raise and need not catch, except `Invalid` where a
form can be shown again with the errors at its fields.

For htmx the answer is a toast, put into #toasts by HX-Retarget; desk.js lets such an answer through although its status
is an error. What was typed stays on the page. A stale edit is more than a toast can say: it fills #main.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain import errors as domain_errors
from domain.errors import LicenceError
from web import chrome as surroundings
from web.answers import ANSWERS, Answer, ErrorPage, StalePage, answer_for, differences, retry_headers
from web.carrying import carried
from web.chrome import words
from web.csrf import FIELD, SAFE
from web.forms import values_of
from web.messages import is_htmx, page_before
from web.render import component, render
from web.sent import sent_form

_WITH_SECRET = ("calendar", "first-account")
_log = structlog.get_logger(__name__)
SIGN_IN = "/sign-in"
REVISION = "revision"
SHOW = "show"
"""What the button `do` says to see one's own changes in the form again, over the newer revision."""


# Answers of the framework itself, before any of our code is asked.
_STATUSES = {
    404: (ANSWERS[domain_errors.NotFound], "There is no page at this address, or you may not see it."),
    405: (Answer(405, "That cannot be done here"), "Go back and use the buttons of the page instead."),
}
_UNREADABLE = Answer(400, "That could not be read")
_UNREADABLE_TEXT = "What was sent could not be read: go back, check it and send it again."
_FAILED = Answer(500, "That did not work", "errors/unexpected.html")
_FAILED_TEXT = "Something went wrong on our side. What was saved before is safe, and the fault has been recorded."


def add_error_pages(app: FastAPI) -> None:
    """Answer errors of the pages of `app` in words."""
    app.add_exception_handler(LicenceError, answer_licence_error)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_unreadable)


async def answer_licence_error(request: Request, error: Exception) -> Response:
    """The answer to an error that a person is told of; for a route that has to answer one itself, too."""
    if not isinstance(error, LicenceError):
        raise error
    if (door := await carried(request, error)) is not None:
        return door
    if isinstance(error, domain_errors.NotSignedIn):
        return _to_sign_in(request)
    answer = answer_for(type(error))
    if isinstance(error, domain_errors.Stale):
        return _stale(request, answer, error, await _sent(request))
    return _page(request, answer, error.message, _details(error), retry_headers(error))


def unexpected(request: Request) -> Response:
    """The answer to a fault of ours: it names the id to quote, and nothing of the fault."""
    page = surroundings.chrome_of(request)
    t = page.words
    contact = page.contact or t("your systems librarian")
    quote = t("If it happens again, quote {number} to {contact}.", number=page.request_id, contact=contact)
    return _page(request, _FAILED, _FAILED_TEXT, details=(quote,) if is_htmx(request) else ())


class UnexpectedErrors:
    """Logs what nobody expected, with the request's id, and answers with a page that says the id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; where the answer had begun before the fault, only the log can be told."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            _report("request failed", scope)
            if begun:
                raise
            await _last_resort(Request(scope))(scope, receive, send)


def _report(event: str, scope: Scope) -> None:
    """Log the fault being handled. The trace is plain text: no values of variables, which may be secrets, and quick."""
    request_id = scope.get("state", {}).get("request_id")
    trace = traceback.format_exc()
    _log.error(
        event, method=scope["method"], path=_without_secret(scope["path"]), request_id=request_id, exception=trace
    )


def _without_secret(path: str) -> str:
    """An address as it may be kept: some hold a secret in their second part."""
    first = path.removeprefix("/").partition("/")[0]
    return f"/{first}/…" if first in _WITH_SECRET else path


def _last_resort(request: Request) -> Response:
    try:
        return unexpected(request)
    except Exception:  # the fault may lie in the layout itself
        _report("error page failed", request.scope)
        return PlainTextResponse("That did not work. Something went wrong on our side; please try again.", 500)


async def _answer_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code >= _FAILED.status:
        return unexpected(request)
    unreadable = replace(_UNREADABLE, status=error.status_code)
    answer, text = _STATUSES.get(error.status_code, (unreadable, _UNREADABLE_TEXT))
    return _page(request, answer, text, headers=dict(error.headers or {}))


async def _answer_unreadable(request: Request, error: Exception) -> Response:
    """An address whose parts are no address is not found; a form that the page did not make cannot be read."""
    if not isinstance(error, RequestValidationError):
        raise error
    if all(problem["loc"][0] == "path" for problem in error.errors()):
        answer, text = _STATUSES[404]
        return _page(request, answer, text)
    return _page(request, replace(_UNREADABLE, status=422), _UNREADABLE_TEXT)


def _page(
    request: Request,
    answer: Answer,
    sentence: str,
    details: tuple[str, ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    t = words(request)
    sentence, details = t(sentence), tuple(t(detail) for detail in details)
    if is_htmx(request):
        return _toast(request, answer.status, sentence, details, headers)
    # Nothing was to be saved where somebody only looked.
    heading = _UNREADABLE.heading if answer.status == 422 and request.method in SAFE else answer.heading
    context = ErrorPage(
        code=answer.status, heading=t(heading), sentence=sentence, back=page_before(request), details=details
    )
    return render(request, answer.template, context, status=answer.status, headers=headers)


def _toast(
    request: Request, status: int, sentence: str, details: tuple[str, ...], headers: dict[str, str] | None
) -> Response:
    text = " ".join([sentence, *(detail for detail in details if detail != sentence)])
    toast = component(request, "toast", surroundings.Message(text, "error"))
    where = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend", "HX-Push-Url": "false", "Cache-Control": "no-store"}
    return HTMLResponse(toast, status, {**where, **(headers or {})})


def _details(error: LicenceError) -> tuple[str, ...]:
    if isinstance(error, domain_errors.Invalid):
        return tuple(each.message for each in error.errors if each.message != error.message)
    if isinstance(error, domain_errors.Conflict):
        return tuple(reason for reason in error.reasons if reason != error.message)
    return ()


def _to_sign_in(request: Request) -> Response:
    """To the sign-in page, and from there back to where the person was."""
    here = surroundings.chrome_of(request).here
    wanted = page_before(request) if is_htmx(request) or request.method not in SAFE else here
    target = f"{SIGN_IN}?{urlencode({'next': wanted})}"
    if is_htmx(request):
        return Response(status_code=401, headers={"HX-Redirect": target, "Cache-Control": "no-store"})
    return RedirectResponse(target, 303, {"Cache-Control": "no-store"})


def answer_stale(request: Request, error: domain_errors.Stale, resend: Sequence[tuple[str, str]]) -> Response:
    """Both sides of a form that was overtaken; `resend` is the stored form with only the sender's changes in it."""
    return _stale(request, answer_for(type(error)), error, list(resend), in_form=True)


def _stale(
    request: Request,
    answer: Answer,
    error: domain_errors.Stale,
    sent: list[tuple[str, str]],
    *,
    in_form: bool = False,
) -> Response:
    t = words(request)
    resend = [(name, value) for name, value in sent if name not in {FIELD, REVISION}] if error.mine else []
    context = StalePage(
        code=answer.status,
        heading=t(answer.heading),
        sentence=t(error.message),
        back=page_before(request),
        differences=differences(error),
        action=request.url.path,
        resend=(*resend, (REVISION, str(error.revision))) if resend else (),
        in_form=in_form,
    )
    headers = {"HX-Retarget": "#main", "HX-Reswap": "innerHTML show:top", "HX-Push-Url": "false"}
    return render(request, answer.template, context, block="content", status=answer.status, headers=headers)


async def _sent(request: Request) -> list[tuple[str, str]]:
    """What the form held; nothing where the body was no form or is gone."""
    try:
        form = await sent_form(request)
    except (RuntimeError, HTTPException):
        return []
    return [(name, value) for name, values in values_of(form).items() for value in values]
