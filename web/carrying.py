"""A form that was sent after its session had ended: signing in carries it along, so that nothing typed is lost.

The answer is the sign-in page with everything that was typed in one hidden field. Nothing is carried out meanwhile;
once somebody has signed in, it is their draft of that form, which then looks as it was left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from domain.errors import LicenceError, NotPermitted, NotSignedIn
from domain.identity import Session
from web.chrome import words
from web.csrf import EXPIRED, FIELD, comes_from_here
from web.forms import values_of
from web.render import render
from web.sent import sent_form
from web.sign_in import SignInPage, sign_in_form

_KEPT_IN = "/drafts/"
_FORMS = re.compile(r"/licences/(?:(new)|([\w-]{1,40})/edit)")
_NOT_TYPED = frozenset({FIELD, "do"})


def form_at(path: str) -> str | None:
    """The name under which the form of an address keeps its draft."""
    found = _FORMS.fullmatch(path)
    return f"licence:{found.group(1) or found.group(2)}" if found else None


def typed(values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What a person typed, without what the page itself sends along."""
    return {name: list(texts) for name, texts in values.items() if name not in _NOT_TYPED}


async def carried(request: Request, error: LicenceError) -> Response | None:
    """The answer to a form sent without a session; None where this is something else."""
    ended = isinstance(error, NotSignedIn) or (isinstance(error, NotPermitted) and error.message == EXPIRED)
    if request.method != "POST" or isinstance(getattr(request.state, "session", None), Session) or not ended:
        return None
    if request.url.path.startswith(_KEPT_IN):
        return _not_kept(request)
    form = form_at(request.url.path)
    if form is None or not comes_from_here(request):
        return None
    try:
        values = typed(values_of(await sent_form(request)))
    except (RuntimeError, HTTPException):
        return None
    return _door(request, json.dumps({"form": form, "values": values}))


def read_carried(text: str) -> tuple[str, dict[str, list[str]]] | None:
    """The form and its values from the hidden field; None for anything else."""
    try:
        found = json.loads(text)
        form, values = str(found["form"]), found["values"]
        return form, {str(name): [str(each) for each in texts] for name, texts in values.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _door(request: Request, kept: str) -> Response:
    t = words(request)
    told = t("You were signed out meanwhile. Sign in: the form is then as you left it.")
    context = SignInPage(form=sign_in_form(t), then=request.url.path, refused=told, carried=kept)
    headers = {"HX-Retarget": "#main", "HX-Reswap": "innerHTML show:top", "HX-Push-Url": "false"}
    return render(request, "sign_in/sign_in.html", context, block="content", status=401, headers=headers)


def _not_kept(request: Request) -> Response:
    """Keeping a draft in the background must not take the page away from whoever types on it."""
    told = words(request)("You are signed out. Go on typing: when you save, you sign in and lose nothing.")
    headers = {"HX-Retarget": "#draft", "HX-Reswap": "textContent", "Cache-Control": "no-store"}
    return HTMLResponse(told, 401, headers)
