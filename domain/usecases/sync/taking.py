"""Taking over one licence of another system, with its amendments and what it says of our terms, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.decision import Choice
from domain.effective_terms import DecidedVersion
from domain.errors import LicenceError
from domain.identity import Actor
from domain.ports import Services, UnitOfWork
from domain.ports.remote import RemoteSystem
from domain.said_elsewhere import TAKEN_FROM, SaidElsewhere
from domain.sync.link import Link, LinkKind, MatchedBy
from domain.sync.plan import Plan, Purpose
from domain.sync.proposals import Proposal
from domain.sync.records import Inward, ReadValue, RemoteRecord
from domain.sync.target import Target
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence
from domain.usecases.sync.as_written import AsWritten, amendment_as_written, licence_as_written
from domain.usecases.sync.proposing import origin_of
from domain.usecases.sync.together import in_one
from domain.usecases.terms import decided_versions, terms_in
from domain.usecases.versions import add_version
from domain.version import Version, VersionKind, VersionState
from domain.vocabulary import TermDefinition

_UNDECIDED = (VersionState.DRAFT, VersionState.IN_REVIEW)


@dataclass(slots=True)
class Pulling:
    """A pull under way. `counts` are told by the plan as it goes."""

    s: Services
    actor: Actor
    plan: Plan
    target: Target
    definitions: Mapping[str, TermDefinition]
    system: RemoteSystem
    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    @property
    def decides(self) -> bool:
        """Whether what is sure becomes a decision."""
        return self.plan.purpose is Purpose.PULL_DECISIONS

    def count(self, name: str) -> None:
        """One more."""
        self.counts[name] = self.counts.get(name, 0) + 1

    def read(self, there: RemoteRecord) -> Inward:
        """Theirs in our words."""
        return self.s.remotes.format(self.target.system).inward(there, self.target, self.definitions)


def take_one(at: Pulling, there: RemoteRecord) -> None:
    """One licence with its amendments, in one transaction; one that cannot be entered here is told and left out."""
    amendments = at.system.amendments(there.code) if there.amendments else ()
    try:
        with at.s.unit_of_work() as uow:
            _enter(at, in_one(at.s, uow), uow, there, amendments)
            uow.sync.keep_fingerprints(at.target.id, {there.code: there.fingerprint})
            uow.commit()
    except LicenceError as error:
        at.count("left_out")
        at.doubts.append(f"{there.code}: {error.message}")


def _enter(at: Pulling, s: Services, uow: UnitOfWork, there: RemoteRecord, amendments: Sequence[RemoteRecord]) -> None:
    inward = at.read(there)
    link = uow.sync.link_to(at.target.id, there.code)
    holder = None if link else uow.licences.by_code(there.code)
    licence_id = link.our_id if link else holder.id if holder else _new_licence(at, s, inward)
    written = licence_as_written(s, uow, at.target, at.definitions, licence_id=licence_id, theirs=there)
    if link is None and holder is None:
        new = _link(at, LinkKind.LICENCE, licence_id, there, MatchedBy.PULLED)
        uow.sync.save_link(replace(new, base=written.agreed()))
    elif link is None:
        # It was here before: what differs stays a question, so nothing over there counts as agreed.
        uow.sync.save_link(replace(_link(at, LinkKind.LICENCE, licence_id, there, MatchedBy.CODE), base={}))
    entering = _Entering(at, s, uow, licence_id)
    _values(entering, _version(entering, inward), inward, written)
    for amendment in amendments:
        _amendment(entering, amendment)


@dataclass(frozen=True, slots=True)
class _Entering:
    """One licence being taken over, within one transaction; `s` works in it."""

    at: Pulling
    s: Services
    uow: UnitOfWork
    licence_id: str


def _link(at: Pulling, kind: LinkKind, our_id: str, there: RemoteRecord, by: MatchedBy) -> Link:
    """A link whose base is what was just taken over."""
    return Link(
        target_id=at.target.id,
        kind=kind,
        our_id=our_id,
        remote_code=there.code,
        matched_by=by,
        base=dict(there.fields),
        linked_at=at.s.now(),
    )


def _new_licence(at: Pulling, s: Services, inward: Inward) -> str:
    at.count("added")
    raw: dict[str, Any] = {
        "title": inward.title or inward.code,
        "code": inward.code,
        "start_date": _iso(inward.start),
        "end_date": _iso(inward.end),
        # Theirs until a version is in force here; then it follows from that.
        "status": inward.status.value if inward.status else "",
        "notes": _unread(at, inward),
    }
    if inward.licensor:
        raw["organisations"] = [{"name": inward.licensor, "role": "licensor"}]
    return add_licence(s, at.actor, {name: value for name, value in raw.items() if value}).id


def _unread(at: Pulling, inward: Inward) -> str:
    """Terms over there that no term of ours is, kept where a person sees them."""
    if not inward.unread:
        return ""
    lines = "\n".join(f"{code}: {value}" for code, value in sorted(inward.unread.items()))
    return f"From {origin_of(at.target, inward.code, at.s.today().isoformat())}:\n{lines}"[:20_000]


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _version(one: _Entering, inward: Inward) -> Version:
    """The version to decide on: a draft agreement, else the one that holds, else a new draft."""
    at, versions = one.at, one.uow.versions.of_licence(one.licence_id)
    agreements = [each for each in versions if each.kind is VersionKind.AGREEMENT]
    drafts = [each for each in agreements if each.state in _UNDECIDED]
    holding = [each for each in agreements if each.covers(at.s.today())]
    for found in (*drafts, *reversed(holding)):
        return found
    raw = {
        "kind": "agreement",
        "label": f"From {at.target.name}"[:120],
        "effective_from": _iso(inward.start),
        "note": f"Taken over from {origin_of(at.target, inward.code, at.s.today().isoformat())}.",
    }
    return add_version(one.s, at.actor, one.licence_id, raw)


def _amendment(one: _Entering, there: RemoteRecord) -> None:
    at, uow = one.at, one.uow
    inward = at.read(there)
    link = uow.sync.link_to(at.target.id, there.code)
    if link is None:
        raw = {
            "kind": "amendment",
            "label": (inward.title or inward.code)[:120],
            "effective_from": _iso(inward.start),
            "effective_to": _iso(inward.end),
            "note": f"Taken over from {origin_of(at.target, inward.code, at.s.today().isoformat())}.",
        }
        version = add_version(one.s, at.actor, one.licence_id, raw)
        uow.sync.save_link(_link(at, LinkKind.AMENDMENT, version.id, there, MatchedBy.PULLED))
        at.count("amendments")
    else:
        version = uow.versions.get(link.our_id)
    written = amendment_as_written(one.s, uow, at.target, at.definitions, version_id=version.id, theirs=there)
    _values(one, version, inward, written)


def _values(entering: _Entering, version: Version, inward: Inward, written: AsWritten | None) -> None:
    """Decide what is sure, where that is wished and nothing was decided before; lay the rest before a person."""
    at, uow, licence_id = entering.at, entering.uow, entering.licence_id
    layer = next(one for one in decided_versions(uow, licence_id) if one.version.id == version.id)
    decided, effective = layer.latest(), terms_in(uow, licence_id, at.s.today())
    origin = origin_of(at.target, inward.code, at.s.today().isoformat())
    proposed = {(p.version_id, p.term, p.raw, p.conditions) for p in uow.sync.proposals_on(at.target.id, licence_id)}
    others = [said for said in uow.said.waiting_on([version.id]) if said.source_id != at.target.id]
    for one in inward.values:
        there = decided.get(one.term)
        held = there or (effective[one.term].decision if one.term in effective else None)
        if held is not None and (held.value, held.conditions) == (one.value, one.conditions):
            at.count("same")
        elif held is not None and written is not None and written.says(one.term):
            at.count("same")  # less exact than it is decided here, because they have no place for more
        elif at.decides and one.sure and held is None and _is_untouched(one, layer, others):
            decide_term(entering.s, at.actor, version.id, one.term, _choice(one, origin))
            at.count("decided")
        elif (version.id, one.term, one.raw, one.conditions) in proposed:
            at.count("same")
        else:
            uow.sync.add_proposal(_proposal(at, licence_id, version.id, one, origin))
            at.count("proposed")


def _is_untouched(one: ReadValue, layer: DecidedVersion, others: Sequence[SaidElsewhere]) -> bool:
    """Whether nobody ever decided the term, and nobody else says something else of it that a person has to look at."""
    if any(decision.term == one.term for decision in layer.decisions):
        return False
    return all(said.agrees(one.value, one.conditions) for said in others if said.term == one.term)


def _choice(one: ReadValue, origin: str) -> Choice:
    return Choice(value=one.value, conditions=one.conditions, origin=origin, reason=TAKEN_FROM.format(origin=origin))


def _proposal(at: Pulling, licence_id: str, version_id: str, one: ReadValue, origin: str) -> Proposal:
    return Proposal(
        id=at.s.new_id(),
        target_id=at.target.id,
        licence_id=licence_id,
        version_id=version_id,
        term=one.term,
        value=one.value,
        conditions=one.conditions,
        raw=one.raw,
        origin=origin,
        made_at=at.s.now(),
    )
