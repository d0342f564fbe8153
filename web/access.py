"""Who may use a page. Every route states it, and a test walks all routes for one that does not.

    router = pages_router("/licences")

    @router.get("/{licence_id}")
    def record(request: Request, licence_id: str, actor: Annotated[Actor, Depends(viewer)]) -> Response: ...

`pages_router` finds the session, puts it and the chrome on the request and asks for the token of every form.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request

from domain.errors import NotSignedIn
from domain.identity import Actor, Role
from domain.ports import Services
from domain.usecases.accounts import who_is_signed_in
from web.chrome import Person, chrome_for
from web.cookies import Cookie, read_cookie
from web.csrf import protect
from web.public_route import PublicRoute


def services(request: Request) -> Services:
    """What the use cases work with, as the application was wired."""
    found = request.state.services
    if not isinstance(found, Services):
        raise TypeError("request.state.services is not Services: the application was started without its lifespan")
    return found


def find_session(request: Request) -> None:
    """Put session, actor and chrome on the request; nobody signed in is no error here."""
    signed_in = who_is_signed_in(services(request), read_cookie(request, Cookie.SESSION))
    account, session = signed_in or (None, None)
    request.state.session = session
    request.state.actor = account.actor() if account else None
    request.state.chrome = chrome_for(request, person=Person.of(account.actor()) if account else None)


class Access:
    """A dependency that lets in who has `role`, or anybody where it is None; gives the actor."""

    def __init__(self, role: Role | None) -> None:
        self.access = role.value if role else "public"
        self._role = role

    def __call__(self, request: Request) -> Actor | None:
        """The actor; raises NotSignedIn, NotPermitted."""
        actor = getattr(request.state, "actor", None)
        if self._role is None:
            return actor
        if not isinstance(actor, Actor):
            raise NotSignedIn("Sign in to see this page.")
        actor.must_be(self._role)
        return actor


viewer, editor, reviewer, admin = (Access(role) for role in Role)
anybody = Access(None)


def pages_router(prefix: str = "") -> APIRouter:
    """A router for pages of people who sign in; its routes are not part of the JSON API's description."""
    needed = [Depends(find_session), Depends(protect)]
    return APIRouter(prefix=prefix, dependencies=needed, include_in_schema=False)


def public_router(prefix: str = "") -> APIRouter:
    """A router for pages anybody may see: no session, nothing internal, and what web.public_route adds to each."""
    needed = [Depends(anybody)]
    return APIRouter(prefix=prefix, dependencies=needed, include_in_schema=False, route_class=PublicRoute)
