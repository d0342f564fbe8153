"""What routes ask for: the services, who is calling, and the parts that many requests share.

Every route states who may use it with an `Access`; `access_of` reads it back, and a test walks all routes.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Query
from fastapi.dependencies.models import Dependant
from starlette.requests import Request

from api import patterns
from domain.errors import Invalid, NotPermitted, NotSignedIn
from domain.identity import Actor, Role
from domain.ports import Services
from domain.usecases.accounts import who_has_token, who_is_signed_in

SAFE = frozenset({"GET", "HEAD"})
_SEND_A_TOKEN = "Send a token: Authorization: Bearer TOKEN. An administrator makes one."  # noqa: S105 - a sentence


def services_of(request: Request) -> Services:
    """What the use cases work with, as the application was wired."""
    found = request.state.services
    if not isinstance(found, Services):
        raise TypeError("request.state.services is not Services: the application was started without its lifespan")
    return found


class Access:
    """A dependency that says who may use a route and gives the actor.

    `access` is a role, `feed` (any reader, and tokens that are for the sync feed alone) or `public`.
    """

    def __init__(self, role: Role | None, *, feed: bool = False) -> None:
        self.access = "feed" if feed else role.value if role else "public"
        self._role = role

    def admit(self, actor: Actor | None) -> None:
        """Raises NotSignedIn or NotPermitted where this caller may not."""
        if self._role is None:
            return
        if actor is None:
            raise NotSignedIn(_SEND_A_TOKEN)
        if self.access != "feed" and actor.feed_only:
            raise NotPermitted("This token is for the sync feed alone. Ask an administrator for one with a role.")
        if self.access != "feed":
            actor.must_be(self._role)

    def __call__(self, request: Request) -> Any:
        """The caller, whom api.guarding has let in before the body was read."""
        return request.state.caller


def caller_of(request: Request, services: Services) -> Actor | None:
    """Who calls: by token, or for reading alone by the session cookie of the pages; raises NotSignedIn."""
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise NotSignedIn(_SEND_A_TOKEN)
        return who_has_token(services, secret.strip())
    if request.method not in SAFE:
        return None  # a cookie alone could be another site's doing
    cookie = "__Host-session" if services.settings.secure_cookies else "session"
    signed_in = who_is_signed_in(services, request.cookies.get(cookie))
    return signed_in[0].actor() if signed_in else None


def access_of(dependant: Dependant) -> Access | None:
    """The Access that a route states; None where it forgot to."""
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Access):
            return dependency.call
    return None


Desk = Annotated[Services, Depends(services_of)]
Viewer = Annotated[Actor, Depends(Access(Role.VIEWER))]
Editor = Annotated[Actor, Depends(Access(Role.EDITOR))]
Reviewer = Annotated[Actor, Depends(Access(Role.REVIEWER))]
Admin = Annotated[Actor, Depends(Access(Role.ADMIN))]
Feed = Annotated[Actor, Depends(Access(Role.VIEWER, feed=True))]
PUBLIC = Depends(Access(None))

_AN_ID = "01jd9k3v5x7q2m4n6p8r0s1t2u"


def _id(what: str) -> Any:
    return Path(pattern=patterns.ID, description=f"Id of the {what}.", examples=[_AN_ID])


LicenceId = Annotated[str, _id("licence")]
VersionId = Annotated[str, _id("version")]
DocumentId = Annotated[str, _id("document")]
SuggestionId = Annotated[str, _id("suggestion")]
AccountId = Annotated[str, _id("account")]
TokenId = Annotated[str, _id("token")]
TargetId = Annotated[str, _id("target")]
PlanId = Annotated[str, _id("plan")]
ItemId = Annotated[str, _id("record of a plan")]
ProposalId = Annotated[str, _id("proposal")]
WebhookId = Annotated[str, _id("subscription")]
TermKey = Annotated[str, Path(pattern=patterns.TERM_KEY, description="Key of the term.", examples=["ill_electronic"])]

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str | None,
    Query(min_length=1, max_length=2000, description="`next_cursor` of the page before; leave it out for the first."),
]
IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        max_length=1000,
        description="ETag of what was read, or `*`.",
        examples=['"3-0f9a2b7c51d4e680"'],
    ),
]
IfMatchIfDecided = Annotated[
    str | None,
    Header(
        alias="If-Match", max_length=1000, description="ETag of the decision that was read; needed where there is one."
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=1000, description="ETag that is known already; 304 where it still holds."),
]

DayQuery = Annotated[
    str | None, Query(pattern=patterns.DAY, json_schema_extra={"format": "date"}, examples=["2026-12-31"])
]
MomentQuery = Annotated[
    str | None,
    Query(pattern=patterns.MOMENT, json_schema_extra={"format": "date-time"}, examples=["2026-11-21T15:04:05Z"]),
]


def day(name: str, text: str | None) -> dt.date | None:
    """A date of the query; raises Invalid for one that does not exist."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid.field(name, "Give a date that exists, as year-month-day, such as 2026-10-31.") from None


def moment(name: str, text: str | None) -> dt.datetime | None:
    """A moment of the query, in UTC; raises Invalid for one that does not exist."""
    if text is None:
        return None
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Invalid.field(name, "Give a moment that exists, such as 2026-10-31T15:04:05Z.") from None
