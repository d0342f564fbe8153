"""Which record over there is which licence of ours, and what would have to be done so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.licence import LicenceStatus
from domain.ports import Services, UnitOfWork
from domain.ports.remote import OurLicence, RemoteSystem
from domain.sync.comparison import Compared, compare
from domain.sync.link import Link, LinkKind, MatchedBy
from domain.sync.plan import Item, ItemKind, Line, LineKind, Plan
from domain.sync.records import Facts, RemoteRecord
from domain.sync.returning import altered
from domain.sync.target import Target
from domain.usecases.sync.facts import Amendment, amendments_of, facts_of, status_of
from domain.vocabulary import TermDefinition

MADE_ANEW = frozenset({LicenceStatus.ACTIVE, LicenceStatus.NOT_YET_ACTIVE})
"""What is agreed and not over is made over there where it is missing; the rest is only kept up where it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What is known of the records over there for one batch of our licences. Codes and names are keys in lower case.

    `linked_elsewhere` has codes of ours that are the record of something else of ours already, with its id.
    """

    links: Mapping[str, Link]
    records: Mapping[str, RemoteRecord]
    named: Mapping[str, tuple[str, ...]]
    linked_elsewhere: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything that comparing some licences needs."""

    s: Services
    plan: Plan
    target: Target
    looked: Looked
    definitions: Mapping[str, TermDefinition]
    system: RemoteSystem


@dataclass(slots=True)
class Matched:
    """What came of a batch: records to be dealt with, links to be kept, and how many agree."""

    items: list[Item] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    agree: int = 0


def key_of(text: str) -> str:
    """The key under which codes and names are the same: capitals and spaces aside."""
    return " ".join(text.casefold().split())


def match(batch: Batch, ours: Sequence[OurLicence]) -> Matched:
    """Compare each licence, and its amendments, with its record over there."""
    done = Matched()
    for one in ours:
        _licence(batch, one, done)
    return done


def _licence(batch: Batch, ours: OurLicence, done: Matched) -> None:
    looked, licence = batch.looked, ours.licence
    link = looked.links.get(licence.id)
    code = link.remote_code if link else licence.code
    record = looked.records.get(key_of(code))
    if link is None and looked.linked_elsewhere.get(key_of(licence.code), licence.id) != licence.id:
        record = None
    facts = facts_of(ours, record.code if record else code, batch.s.today())
    if record is None:
        _missing(batch, ours, facts, link, done)
        return
    link = link or _new_link(batch, LinkKind.LICENCE, licence.id, record.code, MatchedBy.CODE)
    _compared(batch, ours, (facts, record, link), done)
    if batch.target.options.amendments:
        _amendments(batch, ours, record, done)


def _missing(batch: Batch, ours: OurLicence, facts: Facts, link: Link | None, done: Matched) -> None:
    """A licence that is not over there: made, asked about where one of the same name is there, or left alone."""
    if not batch.target.options.create or status_of(ours, batch.s.today()) not in MADE_ANEW:
        return
    compared = _difference(batch, facts, None, None)
    alike = batch.looked.named.get(key_of(facts.name), ()) if link is None else ()
    kind = ItemKind.MATCH if alike or link is not None else ItemKind.CREATE
    item = _item(batch, ours, facts, compared, kind)
    done.items.append(replace(item, alike=alike, chosen=kind is ItemKind.CREATE))
    if kind is ItemKind.CREATE and batch.target.options.amendments:
        for amendment in amendments_of(ours, facts.code, batch.looked.links, batch.s.today()):
            done.items.append(_amendment_item(batch, ours, amendment, (facts.code, None, None), ItemKind.CREATE))


def _compared(batch: Batch, ours: OurLicence, both: tuple[Facts, RemoteRecord, Link], done: Matched) -> None:
    facts, record, link = both
    compared = _difference(batch, facts, record, link)
    _agree(batch, link, compared.agreed, done)
    done.agree += not compared.differs
    if compared.lines:
        done.items.append(_item(batch, ours, facts, compared, ItemKind.CHANGE))


def _agree(batch: Batch, link: Link, agreed: Mapping[str, str], done: Matched) -> None:
    """Keep what both say the same, where that is news."""
    base = {**link.base, **agreed}
    if base != link.base or link.our_id not in batch.looked.links:
        done.links.append(replace(link, base=base))


def _difference(batch: Batch, facts: Facts, record: RemoteRecord | None, link: Link | None) -> Compared:
    form = batch.s.remotes.format(batch.target.system)
    outward = form.outward(facts, batch.target, batch.definitions)
    compared = compare(outward, record, link, batch.target.options.first_meeting)
    if not any(line.term and not line.loss for line in compared.lines):
        return compared
    less = altered(form, outward, facts, batch.target, batch.definitions)
    return replace(compared, lines=tuple(_marked(line, less) for line in compared.lines))


def _marked(line: Line, less: frozenset[str]) -> Line:
    return replace(line, altered=True) if line.loss is None and line.term in less else line


def _amendments(batch: Batch, ours: OurLicence, record: RemoteRecord, done: Matched) -> None:
    """Compared only where we have some; theirs alone are theirs."""
    own = amendments_of(ours, record.code, batch.looked.links, batch.s.today())
    if not own:
        return
    # A list need not say how many there are; who sent some before knows better.
    may_be = record.amendments or any(one.version_id in batch.looked.links for one in own)
    there = {key_of(one.code): one for one in batch.system.amendments(record.code)} if may_be else {}
    for amendment in own:
        link = batch.looked.links.get(amendment.version_id)
        theirs = there.get(key_of(amendment.facts.code))
        if theirs is None:
            _missing_amendment(batch, ours, amendment, (record.code, link), done)
            continue
        link = link or _new_link(batch, LinkKind.AMENDMENT, amendment.version_id, theirs.code, MatchedBy.CODE)
        item = _amendment_item(batch, ours, amendment, (record.code, theirs, link), ItemKind.CHANGE)
        agreed = _difference(batch, amendment.facts, theirs, link).agreed
        _agree(batch, link, agreed, done)
        if item.lines:
            done.items.append(item)


def _missing_amendment(
    batch: Batch, ours: OurLicence, amendment: Amendment, there: tuple[str, Link | None], done: Matched
) -> None:
    """An amendment that is not over there: made, or asked about where it was there once and somebody erased it."""
    parent, link = there
    if batch.target.options.create:
        kind = ItemKind.CREATE if link is None else ItemKind.MATCH
        item = _amendment_item(batch, ours, amendment, (parent, None, None), kind)
        done.items.append(replace(item, chosen=link is None))


def _amendment_item(
    batch: Batch,
    ours: OurLicence,
    amendment: Amendment,
    there: tuple[str, RemoteRecord | None, Link | None],
    kind: ItemKind,
) -> Item:
    parent, record, link = there
    compared = _difference(batch, amendment.facts, record, link)
    item = _item(batch, ours, amendment.facts, compared, kind)
    return replace(
        item,
        link_kind=LinkKind.AMENDMENT,
        our_id=amendment.version_id,
        parent_code=parent,
        title=f"{ours.licence.title}: {amendment.facts.name}",
    )


def _item(batch: Batch, ours: OurLicence, facts: Facts, compared: Compared, kind: ItemKind) -> Item:
    return Item(
        id=batch.s.new_id(),
        plan_id=batch.plan.id,
        position=0,
        link_kind=LinkKind.LICENCE,
        our_id=ours.licence.id,
        licence_id=ours.licence.id,
        kind=kind,
        title=ours.licence.title,
        remote_code=facts.code,
        lines=compared.lines,
    )


def _new_link(batch: Batch, kind: LinkKind, our_id: str, code: str, by: MatchedBy) -> Link:
    return Link(
        target_id=batch.target.id,
        kind=kind,
        our_id=our_id,
        remote_code=code,
        matched_by=by,
        linked_at=batch.s.now(),
    )


def gone_items(s: Services, plan: Plan, links: Iterable[Link], target: Target, uow: UnitOfWork) -> list[Item]:
    """Records over there whose licence was erased here: somebody decides whether they are retired over there."""
    retiring = s.remotes.format(target.system).retiring
    found = []
    for link in links:
        record = uow.sync.seen(target.id, plan.id, [link.remote_code]).get(key_of(link.remote_code))
        lines = [_retires(name, value, record) for name, value in retiring.items()] if record else []
        lines = [line for line in lines if line.theirs != line.send]
        if record is not None and lines:
            found.append(_gone(s, plan, link, record, tuple(lines)))
    return found


def _retires(name: str, value: str, record: RemoteRecord) -> Line:
    there = record.fields.get(name, "")
    return Line(kind=LineKind.CONFLICT, field=name, theirs=there, base=there, send=value)


def _gone(s: Services, plan: Plan, link: Link, record: RemoteRecord, lines: tuple[Line, ...]) -> Item:
    return Item(
        id=s.new_id(),
        plan_id=plan.id,
        position=0,
        link_kind=LinkKind.LICENCE,
        our_id=link.our_id,
        licence_id=link.our_id,
        kind=ItemKind.GONE,
        title=record.name,
        remote_code=link.remote_code,
        lines=lines,
    )
