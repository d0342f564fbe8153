"""One signed or draft text of a licence, and the states it goes through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class VersionKind(StrEnum):
    """A full text that replaces what was before, or changes laid over it."""

    AGREEMENT = "agreement"
    AMENDMENT = "amendment"


class VersionState(StrEnum):
    """draft → in_review → in_force → superseded or ended; withdrawn for what never came into force."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


NEXT_STATES: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.IN_REVIEW, VersionState.WITHDRAWN}),
    VersionState.IN_REVIEW: frozenset({VersionState.DRAFT, VersionState.IN_FORCE, VersionState.WITHDRAWN}),
    VersionState.IN_FORCE: frozenset({VersionState.SUPERSEDED, VersionState.ENDED}),
    VersionState.SUPERSEDED: frozenset({VersionState.ENDED}),
    VersionState.ENDED: frozenset(),
    VersionState.WITHDRAWN: frozenset(),
}

HELD = frozenset({VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.ENDED})
"""States of versions that hold or have held: they answer for the dates they cover, past ones too."""


class DocumentRole(StrEnum):
    """What a document is to its version."""

    AGREEMENT = "agreement"
    SCHEDULE = "schedule"
    SIDE_LETTER = "side_letter"
    TITLE_LIST = "title_list"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed, for whom, when."""

    name: str
    party: str = ""
    signed_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFields:
    """What a person enters about a version. Dates are inclusive; no `effective_to` means until replaced."""

    kind: VersionKind
    label: str
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    signatures: tuple[Signature, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as it is kept."""

    id: str
    licence_id: str
    fields: VersionFields
    state: VersionState
    created_at: dt.datetime
    updated_at: dt.datetime
    revision: int = 1

    @property
    def kind(self) -> VersionKind:
        """Agreement or amendment."""
        return self.fields.kind

    @property
    def label(self) -> str:
        """What people call it."""
        return self.fields.label

    def covers(self, on: dt.date) -> bool:
        """Whether it holds, or held, on that date."""
        start, end = self.fields.effective_from, self.fields.effective_to
        return self.state in HELD and start is not None and start <= on and (end is None or on <= end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A recorded step from one state to the next. Append-only."""

    id: str
    version_id: str
    old: VersionState
    new: VersionState
    reason: str
    by: str
    by_name: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of a version. Append-only: a wrong upload is set aside with a reason, never removed."""

    id: str
    version_id: str
    sha256: str
    filename: str
    bytes: int
    role: DocumentRole
    uploaded_by: str
    uploaded_by_name: str
    uploaded_at: dt.datetime
    set_aside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What stands in the way of a transition: `blockers` must be removed, `doubts` may be passed with a reason."""

    blockers: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the rule for putting a version in force has to know beside the version itself."""

    signed_documents: int
    readings_running: int
    open_suggestions: int
    unapproved: int = 0


def readiness(version: Version, to: VersionState, around: Circumstances) -> Readiness:
    """Whether `version` may go to the state `to`."""
    if to not in NEXT_STATES[version.state]:
        return Readiness(blockers=(_no_way(version.state, to),))
    if to is not VersionState.IN_FORCE:
        return Readiness()
    no_date = "Give the date from which this version is effective."
    return Readiness(
        blockers=() if version.fields.effective_from else (no_date,),
        doubts=tuple(_doubts(around)),
    )


def _doubts(around: Circumstances) -> list[str]:
    doubts = []
    if not around.signed_documents:
        doubts.append("No signed document has been uploaded to this version.")
    if around.readings_running:
        doubts.append("A document of this version is still being read.")
    if around.open_suggestions:
        what = "1 suggestion is" if around.open_suggestions == 1 else f"{around.open_suggestions} suggestions are"
        doubts.append(f"{what} still to be reviewed.")
    if around.unapproved:
        what = "1 decision waits" if around.unapproved == 1 else f"{around.unapproved} decisions wait"
        doubts.append(f"{what} for the approval of a second reviewer.")
    return doubts


def _no_way(old: VersionState, new: VersionState) -> str:
    names = {state: state.replace("_", " ") for state in VersionState}
    onward = " or ".join(names[state] for state in VersionState if state in NEXT_STATES[old])
    onward = f"from here it can become {onward}" if onward else "nothing follows this state"
    return f"A version that is {names[old]} cannot become {names[new]}: {onward}."


def superseded_by(new: Version, others: tuple[Version, ...], today: dt.date) -> tuple[Version, ...]:
    """Agreements in force that `new`, an agreement, replaces as of `today`."""
    start = new.fields.effective_from
    if new.kind is not VersionKind.AGREEMENT or start is None or start > today:
        return ()
    return tuple(
        other
        for other in others
        if other.id != new.id
        and other.kind is VersionKind.AGREEMENT
        and other.state is VersionState.IN_FORCE
        and other.fields.effective_from is not None
        and other.fields.effective_from < start
    )
