"""Turning a template and its context into an answer: the whole page, or for htmx the one block it asked for.

    return render(request, "licences/list.html", ListPage(rows=rows), block="results", live=t("21 licences"))

A page's context is a frozen dataclass; its fields are the template's variables. `page` is the chrome (web.chrome).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from jinja2_fragments import render_block
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web.chrome import Chrome, Message, chrome_of
from web.cookies import YEAR, Cookie, drop_cookie, read_cookie, set_cookie
from web.environment import RESERVED, environment
from web.messages import is_htmx
from web.translation import LANGUAGES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# The same address answers htmx with a fragment, and either language.
VARY = "HX-Request, HX-History-Restore-Request, Accept-Language, Cookie"
OOB_SWAP = Markup(' hx-swap-oob="true"')


def render(
    request: Request,
    template: str,
    context: DataclassInstance | None = None,
    *,
    block: str | None = None,
    oob: Sequence[str] = (),
    live: str | None = None,
    message: Message | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Answer with `template`, or for htmx with its `block` alone; raises TypeError for a context that hides a name.

    `oob` are further blocks of the same template that htmx puts in their place by id: write
    `<div id="progress"{{ oob_swap }}>` there. `live` is spoken by screen readers (#live). `message` is a toast, and
    part of the page where there is no htmx. Not stored by anybody unless `headers` has a Cache-Control.
    """
    chrome = chrome_of(request)
    jinja = environment(chrome.language)
    variables = _variables(jinja, chrome, context)
    if block is not None and wants_fragment(request):
        html = _blocks(jinja, template, variables, [block, *oob]) + _said(jinja, live, message)
    else:
        variables["messages"] = (*chrome.messages, *([message] if message else ()))
        html = jinja.get_template(template).render(variables)
    response = HTMLResponse(html, status, {"Cache-Control": "no-store", "Vary": VARY, **(headers or {})})
    _keep(request, response, chrome)
    return response


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a piece; on the way back through the history it needs the whole page."""
    return is_htmx(request) and request.headers.get("HX-History-Restore-Request") != "true"


def component(request: Request, name: str, *arguments: object, **named: object) -> Markup:
    """The markup of one macro by its name, such as `component(request, "toast", Message("Saved."))`."""
    macro: Any = environment(chrome_of(request).language).globals[name]
    return Markup(macro(*arguments, **named))  # noqa: S704 - the macro has escaped its values


def _variables(jinja: Environment, chrome: Chrome, context: DataclassInstance | None) -> dict[str, Any]:
    own = {field.name: getattr(context, field.name) for field in fields(context)} if context else {}
    if hidden := own.keys() & (jinja.globals.keys() | RESERVED.keys()):
        raise TypeError(f"{type(context).__name__} hides names that every template has: {', '.join(sorted(hidden))}")
    return {**own, "page": chrome, "oob_swap": "", "messages": ()}


def _blocks(jinja: Environment, template: str, variables: dict[str, Any], blocks: Sequence[str]) -> str:
    """The first block as it is, the others with what makes htmx put them in their own places."""
    first, *others = blocks
    rendered = [render_block(jinja, template, first, variables)]
    rendered += [render_block(jinja, template, other, variables | {"oob_swap": OOB_SWAP}) for other in others]
    return "".join(rendered)


def _said(jinja: Environment, live: str | None, message: Message | None) -> str:
    """What htmx puts into #live and #toasts. A toast that is no alert is spoken by #live."""
    macros: Any = jinja.globals
    spoken = live or (message.text if message and message.kind == "done" else None)
    parts = [macros["live_region"](spoken)] if spoken else []
    parts += [macros["toast_oob"](message)] if message else []
    return str(Markup("").join(parts))


def _keep(request: Request, response: HTMLResponse, chrome: Chrome) -> None:
    """Cookies that go with a page: the token of a form without a session, a message now shown, a language chosen."""
    fresh = getattr(request.state, "new_csrf_token", None)
    if fresh:
        set_cookie(request, response, Cookie.CSRF, fresh)
    if chrome.messages and not wants_fragment(request):
        drop_cookie(request, response, Cookie.NOTICE)
    asked = request.query_params.get("lang")
    if asked in LANGUAGES and asked != read_cookie(request, Cookie.LANGUAGE):
        set_cookie(request, response, Cookie.LANGUAGE, asked, seconds=YEAR)
