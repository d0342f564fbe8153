"""A person's own settings that live in the browser: light, dark, or as the system has it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from web.chrome import THEMES, Message, words
from web.cookies import YEAR, Cookie, drop_cookie, set_cookie
from web.messages import is_htmx, own_address, redirect

router = APIRouter(include_in_schema=False)


@router.post("/preferences/theme")
def choose_theme(
    request: Request, theme: Annotated[str, Form()] = "system", back: Annotated[str, Form(alias="next")] = "/"
) -> Response:
    """Keep the theme for a year and go back to where the person was; with htmx the script has changed the page."""
    response = Response(status_code=204)
    if not is_htmx(request):
        kept = Message(words(request)("The colours are kept in this browser."))
        response = redirect(request, own_address(back), message=kept)
    if theme in THEMES:
        set_cookie(request, response, Cookie.THEME, theme, seconds=YEAR)
    else:
        drop_cookie(request, response, Cookie.THEME)
    return response
