"""Other systems: what a connector offers, and the desk's own books on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.effective_terms import DecidedVersion
from domain.licence import Licence
from domain.ports.forms import LicenceWriter
from domain.queries import PageOf
from domain.sync.link import Link, LinkKind
from domain.sync.mapping import RemoteVocabulary, TermMapping
from domain.sync.plan import Counts, Item, Plan
from domain.sync.proposals import Proposal, ProposalState
from domain.sync.records import Facts, Inward, Outward, RemoteRecord, SignedFile
from domain.sync.target import System, Target
from domain.sync.written import Form
from domain.values import Value
from domain.version import Document
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEntry:
    """One request to another system, as it is logged: never with its key, and without what was sent or answered.

    `status` is None where no answer came. `tracking` is what that system's support asks for.
    """

    at: dt.datetime
    method: str
    path: str
    status: int | None
    milliseconds: int
    sent_bytes: int
    received_bytes: int
    tracking: str = ""
    error: str = ""


class RemoteSystem(Protocol):
    """One connected system, ready to be asked. Every method may raise RemoteUnavailable and its kinds.

    KeyRefused: the key is not taken. RemoteRefused: understood and refused. QuotaSpent: no more today.
    Unsure: something that writes got no answer, and may have been done.
    """

    def check(self) -> None:
        """Whether the key is taken; what it may write is only seen when something is written."""

    def vocabulary(self, now: dt.datetime) -> RemoteVocabulary:
        """Its terms and the values they take."""

    def licences(self, since: dt.date | None = None) -> Iterator[tuple[RemoteRecord, int]]:
        """Every licence, or those changed on or after a day, each beside how many there are in all."""

    def licence(self, code: str) -> RemoteRecord:
        """One licence, whole; raises NotFound."""

    def amendments(self, code: str) -> tuple[RemoteRecord, ...]:
        """The amendments of a licence, whole."""

    def amendment(self, parent: str, code: str) -> RemoteRecord:
        """One amendment, whole; raises NotFound."""

    def create(self, code: str, fields: Mapping[str, str], *, parent: str = "") -> RemoteRecord:
        """Add a licence, or an amendment of `parent`; tried once."""

    def replace(self, record: RemoteRecord, fields: Mapping[str, str], *, parent: str = "") -> RemoteRecord:
        """Write these fields into a record just read, all else as it came; an empty value empties the field."""

    def files(self, code: str) -> frozenset[str]:
        """Names of the files that hang on a licence."""

    def attach(self, code: str, name: str, path: Path) -> None:
        """Hang a file on a licence; tried once."""


class RemoteFormat(Protocol):
    """How one system writes a licence. Pure: nothing is asked of anybody."""

    @property
    def near_codes(self) -> Mapping[str, str]:
        """Codes there for terms of ours that are near but not the same, to begin a mapping with."""

    @property
    def retiring(self) -> Mapping[str, str]:
        """The fields that retire a record there, with their values."""

    def outward(self, facts: Facts, target: Target, definitions: Mapping[str, TermDefinition]) -> Outward:
        """Ours in its fields, and what has no place in it."""

    def inward(self, record: RemoteRecord, target: Target, definitions: Mapping[str, TermDefinition]) -> Inward:
        """Theirs in our words, as far as they mean something to us."""

    def usual_code(self, mapping: TermMapping, definition: TermDefinition, value: Value, target: Target) -> str:
        """What a value is written as there, before `mapping.values` overrides it; empty where it has no place."""

    def ready_to_send(self, outward: Outward) -> Mapping[str, object]:
        """The body of a request that would add this record."""

    def file_name(self, file: SignedFile) -> str:
        """The name that a file of ours gets there, by which it is known again."""


Log = Callable[[RequestEntry], None]


class RemoteSystems(Protocol):
    """All connectors."""

    def address(self, system: System, region: str, address: str) -> str:
        """Scheme and host for a region, or an address that this desk may talk to; raises Invalid."""

    def regions(self, system: System) -> Mapping[str, str]:
        """The regions of a system by their codes, with their names in English; nothing where it has none."""

    def seal(self, key: str) -> str:
        """A key encrypted for keeping."""

    def format(self, system: System) -> RemoteFormat:
        """How a system writes a licence; raises NotFound where there is no connector."""

    def writer(self, form: Form) -> LicenceWriter:
        """What writes a form; raises NotFound where there is none."""

    def open(self, target: Target, sealed_key: str, log: Log) -> AbstractContextManager[RemoteSystem]:
        """A connection, closed at the end; raises Conflict where the key cannot be decrypted here any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OurLicence:
    """A licence with everything that decides what holds for it. `documents` are by version id."""

    licence: Licence
    versions: tuple[DecidedVersion, ...]
    master: tuple[DecidedVersion, ...]
    documents: Mapping[str, tuple[Document, ...]]


class SyncBooks(Protocol):
    """Targets, plans, links, and the log of requests."""

    def targets(self) -> tuple[Target, ...]:
        """Every target by name, closed ones left out."""

    def target(self, target_id: str) -> Target:
        """One target, closed or not; raises NotFound."""

    def hold_target(self, target_id: str) -> Target:
        """The same, so that of two who begin something with it the second sees what the first began."""

    def target_named(self, name: str) -> Target | None:
        """The target of this name, capitals aside, unless it is closed."""

    def add_target(self, target: Target, sealed_key: str) -> None:
        """Raises Conflict where the name is taken."""

    def replace_target(self, target: Target, *, seen: int, sealed_key: str | None = None) -> None:
        """Save over revision `seen`, with a new key if one is given; raises Stale."""

    def sealed_key(self, target_id: str) -> str:
        """The encrypted key; raises NotFound."""

    def ours(self, after: str, limit: int) -> tuple[OurLicence, ...]:
        """Licences by id, from after the one with the id `after`; their decisions come without evidence."""

    def our_licence(self, licence_id: str) -> OurLicence:
        """One of them; raises NotFound."""

    def keep_seen(self, target_id: str, look: str, records: Iterable[RemoteRecord]) -> None:
        """Keep what a look over there showed; a record seen twice in one look is kept once."""

    def seen(self, target_id: str, look: str, codes: Sequence[str]) -> dict[str, RemoteRecord]:
        """Records of a look by their codes, capitals aside; the keys are in lower case."""

    def seen_named(self, target_id: str, look: str, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Codes of records of a look by their names in lower case."""

    def seen_count(self, target_id: str, look: str) -> int:
        """How many records a look showed."""

    def fingerprints(self, target_id: str, codes: Sequence[str]) -> dict[str, str]:
        """Fingerprints of these codes as they were when last pulled."""

    def keep_fingerprints(self, target_id: str, fingerprints: Mapping[str, str]) -> None:
        """Remember records as pulled."""

    def unmatched(self, target_id: str, look: str, limit: int) -> tuple[tuple[str, str], ...]:
        """Code and name of records of a look that no link and no licence's code names."""

    def count_unmatched(self, target_id: str, look: str) -> int:
        """How many there are of those."""

    def forget_look(self, target_id: str, keep: str) -> None:
        """Forget all looks but one."""

    def links(self, target_id: str, our_ids: Sequence[str]) -> dict[str, Link]:
        """Links by our id."""

    def link_to(self, target_id: str, remote_code: str) -> Link | None:
        """The link that a record over there has."""

    def links_to(self, target_id: str, remote_codes: Sequence[str]) -> dict[str, Link]:
        """The links that records over there have, by their codes in lower case."""

    def gone(self, target_id: str) -> tuple[Link, ...]:
        """Links of licences that were erased here."""

    def save_link(self, link: Link) -> None:
        """Add it, or replace the one of the same thing of ours; raises Conflict where the record belongs to another."""

    def save_links(self, links: Sequence[Link]) -> None:
        """The same for several at once."""

    def drop_link(self, target_id: str, kind: LinkKind, our_id: str) -> None:
        """Take a link away."""

    def plans(self, target_id: str, limit: int) -> tuple[Plan, ...]:
        """Newest first."""

    def plan(self, plan_id: str) -> Plan:
        """One plan; raises NotFound."""

    def hold_plan(self, plan_id: str) -> Plan:
        """The same, kept from everybody else's changes until this transaction ends."""

    def add_plan(self, plan: Plan) -> None:
        """A new plan."""

    def save_plan(self, plan: Plan) -> None:
        """Save how far it is."""

    def add_items(self, items: Iterable[Item]) -> None:
        """Records of a plan."""

    def drop_items(self, plan_id: str) -> None:
        """Begin a plan again."""

    def tidy_plans(self, target_id: str, keep: int, before: dt.datetime) -> None:
        """Forget the records of all but the newest plans, and requests from before a moment; what was written stays
        in the trail."""

    def items(self, plan_id: str, show: str, after: int, limit: int) -> PageOf[Item]:
        """Records from after a position; `show` is `all`, `to_decide`, `no_place`, or a state."""

    def item(self, item_id: str) -> Item:
        """One record; raises NotFound."""

    def save_item(self, item: Item, *, seen: int) -> None:
        """Save over revision `seen`; raises Stale."""

    def next_item(self, plan_id: str) -> Item | None:
        """The first that is chosen, has something to be sent, and is not dealt with; one being written comes first."""

    def counts(self, plan_id: str) -> Counts:
        """Sums over the records of a plan."""

    def add_request(self, target_id: str, plan_id: str | None, entry: RequestEntry) -> None:
        """Log a request."""

    def requests(self, target_id: str, before: int | None, limit: int) -> PageOf[RequestEntry]:
        """The log, newest first."""

    def add_proposal(self, proposal: Proposal) -> None:
        """A new proposal, in place of open ones for the same term of the same version and target."""

    def proposal(self, proposal_id: str) -> Proposal:
        """One proposal; raises NotFound."""

    def proposals(
        self, target_id: str, state: ProposalState, *, licence_id: str | None = None, limit: int = 200
    ) -> tuple[Proposal, ...]:
        """Proposals, oldest first."""

    def proposals_on(self, target_id: str, licence_id: str) -> tuple[Proposal, ...]:
        """Everything a target ever proposed for a licence, oldest first."""
