"""One version: its page, and the steps it may take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.usecases.licence_record import VersionPage, VersionRecord
from domain.version import DocumentRole, Readiness, Version, VersionState
from web.contexts.documents_of import TAKES_NO_FILES, DocumentView, documents_of
from web.contexts.record import span_words
from web.forms import Choice, Field, Form, Kind
from web.translation import Translator
from web.words import DOCUMENT_ROLES, KINDS, STEPS

MEGABYTE = 1024 * 1024
_FOR_EDITORS = (VersionState.IN_REVIEW, VersionState.DRAFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """A state that the version may go to; `is_next` is the usual one."""

    to: str
    label: str
    href: str
    is_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenStep:
    """A step that was taken."""

    at: dt.datetime
    by: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureView:
    """Who signed."""

    name: str
    party: str
    signed_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """Context of versions/version.html."""

    id: str
    licence: tuple[str, str]
    label: str
    kind: str
    state: str
    span: str
    note: str
    signatures: tuple[SignatureView, ...]
    documents: tuple[DocumentView, ...]
    drafts: tuple[tuple[str, str], ...]
    suggestions: int
    dealt_with: int
    decided: int
    review_href: str | None
    steps: tuple[StepLink, ...]
    taken: tuple[TakenStep, ...]
    upload: Form | None
    upload_limit: str
    may_edit: bool


def version_view(t: Translator, found: VersionPage, actor: Actor, max_bytes: int) -> VersionView:
    """The context for `actor`; a step or a field that is not theirs is left out."""
    record, version = found.record, found.record.version
    may_edit = actor.role.includes(Role.EDITOR)
    takes_files = may_edit and version.state not in TAKES_NO_FILES
    return VersionView(
        id=version.id,
        licence=(f"/licences/{found.licence.id}", found.licence.title),
        label=version.label,
        kind=t(KINDS[version.kind]),
        state=version.state.value,
        span=span_words(t, version.fields.effective_from, version.fields.effective_to),
        note=version.fields.note,
        signatures=tuple(
            SignatureView(name=s.name, party=s.party, signed_on=s.signed_on) for s in version.fields.signatures
        ),
        documents=documents_of(t, record.documents),
        drafts=_drafts(record),
        suggestions=record.suggestions,
        dealt_with=record.dealt_with,
        decided=record.decided,
        review_href=f"/versions/{version.id}/review" if _has_text(record) or record.suggestions else None,
        steps=tuple(_steps(t, version, found.ways, actor)),
        taken=tuple(
            TakenStep(at=s.at, by=s.by_name, old=s.old.value, new=s.new.value, reason=s.reason)
            for s in reversed(record.transitions)
        ),
        upload=upload_form(t, version) if takes_files else None,
        upload_limit=t("PDF, up to {number} MB.", number=max_bytes // MEGABYTE),
        may_edit=may_edit,
    )


def _drafts(record: VersionRecord) -> tuple[tuple[str, str], ...]:
    """Each draft that stands beside a signed document, and the comparison of the two: is this what was agreed?"""
    kept = [each.document for each in record.documents if each.document.set_aside is None]
    drafts = [one for one in kept if one.role is DocumentRole.DRAFT]
    if len(drafts) == len(kept):
        return ()
    there = f"/licences/{record.version.licence_id}/compare"
    return tuple((one.filename, f"{there}?from={one.id}&to={record.version.id}") for one in drafts)


def _has_text(record: VersionRecord) -> bool:
    return any(each.document.set_aside is None for each in record.documents)


def _steps(t: Translator, version: Version, ways: Mapping[VersionState, Readiness], actor: Actor) -> Sequence[StepLink]:
    usual = {VersionState.DRAFT: VersionState.IN_REVIEW, VersionState.IN_REVIEW: VersionState.IN_FORCE}
    return [
        StepLink(
            to=to.value,
            label=t(STEPS[to]),
            href=f"/versions/{version.id}/transitions?to={to.value}",
            is_next=usual.get(version.state) is to,
        )
        for to in sorted(ways, key=lambda to: usual.get(version.state) is not to)
        if actor.role.includes(Role.EDITOR if to in _FOR_EDITORS else Role.REVIEWER)
    ]


def upload_form(t: Translator, version: Version) -> Form:
    """The file and what it is."""
    roles = tuple(Choice(role.value, t(DOCUMENT_ROLES[role])) for role in DocumentRole)
    usual = DocumentRole.AGREEMENT.value
    return Form(
        (
            Field(name="file", label=t("Choose the PDF"), kind=Kind.FILE, required=True),
            Field(
                name="role",
                label=t("It is"),
                kind=Kind.SELECT,
                choices=roles,
                values=(usual,),
                required=True,
                short=True,
            ),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """Context of versions/step.html: what stands in the way, and the reason asked for."""

    version: tuple[str, str]
    licence: tuple[str, str]
    to: str
    heading: str
    says: str
    blockers: tuple[str, ...]
    doubts: tuple[str, ...]
    form: Form
    action: str


_SAYS = {
    VersionState.DRAFT: "It can be worked on again; nothing that was decided is lost.",
    VersionState.IN_REVIEW: "Its suggestions can be reviewed and its terms decided.",
    VersionState.IN_FORCE: "From its first day on, readers are answered by what was decided on it.",
    VersionState.SUPERSEDED: "It stays on record and answers for the dates it covered.",
    VersionState.ENDED: "Its last day is today, unless an earlier one is entered. It stays on record.",
    VersionState.WITHDRAWN: "It never came into force. It stays on record and takes no more documents.",
}


def step_page(
    t: Translator, found: VersionPage, to: VersionState, *, reason: str = "", errors: Invalid | None = None
) -> StepPage:
    """The page that asks before a version takes a step."""
    version, ready = found.record.version, found.ways.get(to, Readiness())
    label = t("Why it goes on all the same") if ready.doubts else t("Reason")
    hint = t("Kept with the step, for whoever asks later.")
    form = Form((Field(name="reason", label=label, hint=hint, kind=Kind.TEXTAREA, required=bool(ready.doubts)),))
    form = form.filled({"reason": reason})
    return StepPage(
        version=(f"/versions/{version.id}", version.label),
        licence=(f"/licences/{found.licence.id}", found.licence.title),
        to=to.value,
        heading=t("{step}: {version}", step=t(STEPS[to]), version=version.label),
        says=t(_SAYS[to]),
        blockers=tuple(t(sentence) for sentence in ready.blockers),
        doubts=tuple(t(sentence) for sentence in ready.doubts),
        form=form.with_errors(errors) if errors else form,
        action=f"/versions/{version.id}/transitions",
    )
