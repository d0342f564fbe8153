"""What a system says of our terms, to be decided one by one; and the log of requests to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.ports.remote import RequestEntry
from domain.sync.proposals import Proposal
from domain.values import Value
from domain.vocabulary import TermDefinition
from web.contexts.terms import choice_labels
from web.translation import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """What a system says of a term, beside what holds here."""

    id: str
    title: str
    href: str
    label: str
    raw: str
    value: Value | None
    conditions: str | None
    labels: Mapping[str, str]
    origin: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsPage:
    """Context of sync/proposals.html."""

    system: str
    home: str
    rows: tuple[ProposalRow, ...]
    may_decide: bool


def proposal_row(t: Translator, proposal: Proposal, definition: TermDefinition, title: str) -> ProposalRow:
    """One value to be decided."""
    return ProposalRow(
        id=proposal.id,
        title=title,
        href=f"/versions/{proposal.version_id}/review/items/{proposal.term}#q-{proposal.term}",
        label=definition.label(t.language),
        raw=proposal.raw,
        value=proposal.value,
        conditions=proposal.conditions,
        labels=choice_labels(t, definition),
        origin=proposal.origin,
        choices=_choices(t, definition),
    )


_PERMISSIONS = {
    "permitted_explicit": "Permitted, the words say so",
    "permitted_interpreted": "Permitted, our reading",
    "prohibited_explicit": "Prohibited, the words say so",
    "prohibited_interpreted": "Prohibited, our reading",
    "silent": "Silent",
    "uninterpreted": "Unclear",
    "not_applicable": "Not applicable",
}


def _choices(t: Translator, definition: TermDefinition) -> tuple[tuple[str, str], ...]:
    kind = definition.value_type.value
    if kind == "permission":
        return tuple((key, t(label)) for key, label in _PERMISSIONS.items())
    if kind == "yes_no":
        return (("yes", t("Yes")), ("no", t("No")))
    return tuple(choice_labels(t, definition).items()) if kind == "picklist" else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage:
    """Context of sync/requests.html."""

    system: str
    home: str
    entries: tuple[RequestEntry, ...]
    next_href: str
