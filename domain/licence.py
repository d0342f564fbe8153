"""A licence over its whole life: who agreed it, for what, until when."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from domain.values import Duration


class Scope(StrEnum):
    """Whether the library signed for itself or a consortium for many."""

    LOCAL = "local"
    CONSORTIAL = "consortial"


class RenewalKind(StrEnum):
    """How the agreement goes on after its end date."""

    EXPLICIT = "explicit"
    AUTOMATIC = "automatic"
    PERPETUAL = "perpetual"
    OPEN_ENDED = "open_ended"
    UNKNOWN = "unknown"


class OrganisationRole(StrEnum):
    """What an organisation is to a licence."""

    LICENSOR = "licensor"
    LICENSEE = "licensee"
    CONSORTIUM = "consortium"
    AGENT = "agent"
    PROVIDER = "provider"


class LicenceStatus(StrEnum):
    """Where a licence stands in its life; derived from its versions and dates unless a person stated it."""

    IN_NEGOTIATION = "in_negotiation"
    NOT_YET_ACTIVE = "not_yet_active"
    ACTIVE = "active"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation and its role in one licence. Its name is one entry of the desk's list of organisations."""

    name: str
    role: OrganisationRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """An electronic resource that licences cover; `slug` is its public address, the identifiers find it elsewhere."""

    title: str
    slug: str = ""
    url: str | None = None
    issn: str | None = None
    isbn: str | None = None
    alma_collection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFields:
    """What a person enters. `stated_status` is None where the status is to be derived; `owner` is an account's id,
    `unit` the team that looks after it."""

    title: str
    code: str
    alternative_titles: tuple[str, ...] = ()
    stated_status: LicenceStatus | None = None
    scope: Scope = Scope.LOCAL
    organisations: tuple[Organisation, ...] = ()
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    renewal: RenewalKind = RenewalKind.UNKNOWN
    renewal_period: Duration | None = None
    notice_period: Duration | None = None
    resources: tuple[Resource, ...] = ()
    contacts: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    paper_location: str = ""
    master_id: str | None = None
    owner: str | None = None
    unit: str = ""

    def named(self, role: OrganisationRole) -> tuple[str, ...]:
        """Names of the organisations in `role`."""
        return tuple(o.name for o in self.organisations if o.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence as it is kept. `revision` counts its edits, for optimistic locking."""

    id: str
    fields: LicenceFields
    created_at: dt.datetime
    updated_at: dt.datetime
    revision: int = 1

    @property
    def title(self) -> str:
        """The title."""
        return self.fields.title

    @property
    def code(self) -> str:
        """The reference code."""
        return self.fields.code


def slug(text: str) -> str:
    """A piece of an address: lower-case letters and digits joined by hyphens, at most 80 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-") or "resource"


def code_from(title: str) -> str:
    """A reference code proposed from a title: `Journals Complete 2024` gives `JOURNALS-COMPLETE-2024`."""
    return slug(title).upper()[:40].strip("-")
