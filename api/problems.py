"""The kinds of problem that the API answers with. Their names are part of the contract and never change."""

from __future__ import annotations

from dataclasses import dataclass

from domain import errors
from domain.errors import LicenceError

BASE = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: `type` is its URI, `example` a detail as it may be met."""

    name: str
    status: int
    title: str
    meaning: str
    example: str

    @property
    def type(self) -> str:
        """The stable URI of this kind."""
        return BASE + self.name


NOT_SIGNED_IN = Kind(
    "not-signed-in", 401, "Not signed in",
    "The request carries no token, or one that is not known here or was revoked.",
    "Send a token: Authorization: Bearer TOKEN.",
)  # fmt: skip
NOT_PERMITTED = Kind(
    "not-permitted", 403, "Not permitted",
    "The role of the token does not allow this.",
    "Your account may not do this: it needs the role “editor”, which enters licences and uploads documents.",
)  # fmt: skip
NOT_FOUND = Kind(
    "not-found", 404, "Not found",
    "There is nothing at this address, or it is not for this caller to know of.",
    "There is no such licence.",
)  # fmt: skip
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed", 405, "Method not allowed",
    "This address does not take this method; the Allow header lists those that it takes.",
    "This address takes GET and POST.",
)  # fmt: skip
CONFLICT = Kind(
    "conflict", 409, "Something stands in the way",
    "A rule or somebody else's work stands in the way; `reasons` are sentences.",
    "This reference code is taken by another licence. Choose another code.",
)  # fmt: skip
KEY_REUSED = Kind(
    "idempotency-key-reused", 409, "Idempotency-Key used for another request",
    "This key was used before, for a request that was not the same. Use a new key for each new request.",
    "This Idempotency-Key was used for another request. Use a new key.",
)  # fmt: skip
STALE = Kind(
    "stale", 412, "Somebody else was first",
    "If-Match does not name what is there now. `mine` and `theirs` show the fields that differ.",
    "Somebody saved this licence while you were editing it. Look at the differences, then save again.",
)  # fmt: skip
TOO_LARGE = Kind(
    "too-large", 413, "Too large",
    "The body or the file is larger than this desk accepts.",
    "This file is larger than 100 MB, the most this desk accepts.",
)  # fmt: skip
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type", 415, "Unsupported media type",
    "The body is not of the type that this address takes.",
    "Send the body as application/json.",
)  # fmt: skip
RANGE_NOT_SATISFIABLE = Kind(
    "range-not-satisfiable", 416, "Range not satisfiable",
    "No part of the file lies in the range asked for; Content-Range tells its size.",
    "The file has 48213 bytes; ask for a range within it.",
)  # fmt: skip
INVALID = Kind(
    "invalid", 422, "Some of the input needs another look",
    "The input cannot be read or breaks a rule of a field; `errors` names the fields.",
    "Give the licence a title.",
)  # fmt: skip
DOCUMENT_REJECTED = Kind(
    "document-rejected", 422, "The file was not taken",
    "The file is not a PDF that can be kept and read.",
    "This file is not a PDF. Choose the signed PDF and upload it again.",
)  # fmt: skip
PRECONDITION_REQUIRED = Kind(
    "precondition-required", 428, "If-Match is needed",
    "A change needs If-Match with the ETag of what was read, so that nobody's work is overwritten.",
    "Read this first, and send its ETag as If-Match.",
)  # fmt: skip
TOO_MANY = Kind(
    "too-many-requests", 429, "Too many tries",
    "Wait for as many seconds as Retry-After says.",
    "Too many attempts. Wait a quarter of an hour and try again.",
)  # fmt: skip
UNAVAILABLE = Kind(
    "unavailable", 503, "The desk cannot reach its record",
    "The database does not answer just now; nothing was saved. Try again after Retry-After seconds.",
    "The desk cannot reach its database just now, so nothing was saved. Try again in a minute.",
)  # fmt: skip
INTERNAL = Kind(
    "internal", 500, "That did not work",
    "A fault of the desk; `request_id` finds it in the log.",
    "Something went wrong on our side. Try again; if it stays so, tell the operator the request_id.",
)  # fmt: skip
REMOTE_UNAVAILABLE = Kind(
    "remote-unavailable", 502, "The other system did not answer",
    "Another system that is needed for this did not answer as it should.",
    "The library services platform did not answer. Try again later.",
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.name: kind for kind in tuple(globals().values()) if isinstance(kind, Kind)}

FAMILIES: dict[type[LicenceError], Kind] = {
    errors.NotFound: NOT_FOUND,
    errors.Invalid: INVALID,
    errors.Conflict: CONFLICT,
    errors.Stale: STALE,
    errors.NotPermitted: NOT_PERMITTED,
    errors.NotSignedIn: NOT_SIGNED_IN,
    errors.TooManyAttempts: TOO_MANY,
    errors.DocumentRejected: DOCUMENT_REJECTED,
    errors.DocumentTooLarge: TOO_LARGE,
    errors.DeskUnavailable: UNAVAILABLE,
    errors.RemoteUnavailable: REMOTE_UNAVAILABLE,
}


def kind_of(error: type[LicenceError]) -> Kind:
    """The kind of the nearest family; raises KeyError for one that `FAMILIES` forgot."""
    for family in error.__mro__:
        if family in FAMILIES:
            return FAMILIES[family]
    raise KeyError(error.__name__)


class Refused(Exception):
    """A request refused for how it was sent, before any use case was asked."""

    def __init__(self, kind: Kind, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
