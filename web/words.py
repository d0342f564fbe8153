"""English words for what the domain names by a key; each is translated where it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from domain.decision import Decision
from domain.licence import LicenceStatus, OrganisationRole, RenewalKind, Scope
from domain.values import Duration, Unit
from domain.version import DocumentRole, VersionKind, VersionState
from domain.vocabulary import Category, TermDefinition
from web.badges import status_of, words_of
from web.translation import Translator

CATEGORIES: Mapping[Category, str] = {
    Category.ACCESS: "Access",
    Category.SHARING: "Sharing between libraries",
    Category.TEACHING: "Teaching",
    Category.COPYING: "Copying",
    Category.RESEARCH: "Research and AI",
    Category.RESTRICTIONS: "Restrictions",
    Category.ARCHIVE: "Keeping",
    Category.SUPPLY: "Supply",
    Category.LEGAL: "Law",
    Category.RENEWAL: "Dates and renewal",
}
SCOPES: Mapping[Scope, str] = {Scope.LOCAL: "Our own licence", Scope.CONSORTIAL: "Consortial licence"}
RENEWALS: Mapping[RenewalKind, str] = {
    RenewalKind.EXPLICIT: "Only if both sides renew it",
    RenewalKind.AUTOMATIC: "By itself",
    RenewalKind.PERPETUAL: "Perpetual",
    RenewalKind.OPEN_ENDED: "Open ended",
    RenewalKind.UNKNOWN: "Not known",
}
ROLES: Mapping[OrganisationRole, str] = {
    OrganisationRole.LICENSOR: "Licensor",
    OrganisationRole.LICENSEE: "Licensee",
    OrganisationRole.CONSORTIUM: "Consortium",
    OrganisationRole.AGENT: "Agent",
    OrganisationRole.PROVIDER: "Provider",
}
KINDS: Mapping[VersionKind, str] = {VersionKind.AGREEMENT: "Agreement", VersionKind.AMENDMENT: "Amendment"}
DOCUMENT_ROLES: Mapping[DocumentRole, str] = {
    DocumentRole.AGREEMENT: "Signed text",
    DocumentRole.SCHEDULE: "Schedule",
    DocumentRole.SIDE_LETTER: "Side letter",
    DocumentRole.TITLE_LIST: "Title list",
    DocumentRole.DRAFT: "Draft",
}
UNITS: Mapping[Unit, str] = {
    Unit.CALENDAR_DAY: "calendar days",
    Unit.BUSINESS_DAY: "business days",
    Unit.WEEK: "weeks",
    Unit.MONTH: "months",
    Unit.YEAR: "years",
}
STEPS: Mapping[VersionState, str] = {
    VersionState.DRAFT: "Return to draft",
    VersionState.IN_REVIEW: "Send for review",
    VersionState.IN_FORCE: "Put in force",
    VersionState.SUPERSEDED: "Mark as superseded",
    VersionState.ENDED: "End it",
    VersionState.WITHDRAWN: "Withdraw it",
}


def status_word(t: Translator, status: LicenceStatus | VersionState) -> str:
    """The word beside the dot."""
    return t(status_of(status).word)


def place_words(t: Translator, number: str | None, page: int) -> str:
    """Where a clause stands: `§4.2, p. 4`."""
    where = t("p. {page}", page=page)
    if not number:
        return where
    return f"§{number}, {where}" if number[0].isdigit() else f"{number}, {where}"


def duration_words(t: Translator, duration: Duration | None) -> str:
    """`60 calendar days`; nothing where it is not known."""
    return words_of(t, duration.as_value()) if duration else ""


def value_words(t: Translator, definition: TermDefinition, decision: Decision | None) -> str:
    """What was decided, in words alone, as for a spreadsheet."""
    value = decision.value if decision else None
    choices = {c.key: (c.label_fr if t.language == "fr" else c.label_en) or c.label_en for c in definition.choices}
    return words_of(t, value, choices)
