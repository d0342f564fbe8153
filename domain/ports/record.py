"""The record: licences, versions, documents, decisions and the vocabulary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol

from domain.approval import Approval
from domain.decision import Decision
from domain.licence import Licence
from domain.own_phrases import OwnPhrase
from domain.version import Document, Transition, Version
from domain.vocabulary import TermDefinition


class Licences(Protocol):
    """Licences with their organisations and resources."""

    def get(self, licence_id: str) -> Licence:
        """One licence; raises NotFound."""

    def by_code(self, code: str) -> Licence | None:
        """The licence with this code, capitals aside."""

    def masters_of(self, licence_ids: Sequence[str]) -> dict[str, str]:
        """Which of these inherit, each with the id of its consortial licence."""

    def add(self, licence: Licence) -> None:
        """Raises Conflict where the code is taken."""

    def add_all(self, licences: Sequence[Licence]) -> None:
        """Many at once; raises Conflict where a code is taken, Invalid where an address of a resource is another's."""

    def replace(self, licence: Licence, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict where the code is taken or the revision is no longer `seen`."""

    def delete(self, licence_id: str) -> None:
        """Remove a licence that never came into force, with its drafts; the caller has checked that it may.

        Raises NotFound, and Conflict where documents, decisions or recorded steps hang on it or others inherit from it.
        """

    def organisation_named(self, name: str) -> str:
        """An organisation as the desk writes it; raises NotFound."""

    def rename_organisation(self, old: str, new: str) -> None:
        """Another name, or where another organisation has that already, one of the two; raises NotFound.

        The caller saves its licences again.
        """

    def turning(self, after: dt.date, until: dt.date) -> tuple[str, ...]:
        """Ids of licences for which the calendar changes something after one day, up to and with another."""

    def refresh_dates(self, today: dt.date) -> int:
        """Work out for `today` the renewal dates that lists are filtered by; how many moved."""


class Versions(Protocol):
    """Versions and their recorded transitions."""

    def get(self, version_id: str) -> Version:
        """One version; raises NotFound."""

    def hold(self, version_id: str) -> Version:
        """The same, and until this transaction ends nobody else who holds a version of its licence goes on.

        For use cases that look at several rows before they write: a rule must not be true of each alone and false
        of both together.
        """

    def of_licence(self, licence_id: str) -> tuple[Version, ...]:
        """All versions of a licence, by effective date, then by when they were made."""

    def add(self, version: Version) -> None:
        """A new version."""

    def add_all(self, versions: Sequence[Version]) -> None:
        """Many new versions."""

    def replace(self, version: Version, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict where it is no longer `seen`."""

    def add_transition(self, transition: Transition) -> None:
        """Record a step; append-only."""

    def transitions(self, version_id: str) -> tuple[Transition, ...]:
        """The steps of a version, oldest first."""

    def transitions_of(self, licence_id: str) -> dict[str, tuple[Transition, ...]]:
        """The steps of each version of a licence, oldest first, by version id."""


class Documents(Protocol):
    """Documents: the rows. Their bytes are in a DocumentStore."""

    def get(self, document_id: str) -> Document:
        """One document; raises NotFound."""

    def of_version(self, version_id: str) -> tuple[Document, ...]:
        """The documents of a version, oldest first, those set aside included."""

    def of_licence(self, licence_id: str) -> dict[str, tuple[Document, ...]]:
        """The same for each version of a licence that has some, by version id."""

    def add(self, document: Document) -> None:
        """A new document, whose bytes are already in the store."""

    def set_aside(self, document_id: str, reason: str, by: str, at: dt.datetime) -> None:
        """Note that a document was a mistake; the document itself stays."""

    def digests(self) -> Iterator[tuple[str, int]]:
        """Every SHA-256 that a document names, with its size in bytes, for checking the store."""


class Decisions(Protocol):
    """Decisions; only ever added."""

    def of_version(self, version_id: str) -> tuple[Decision, ...]:
        """Every decision made on a version, by term, then by sequence."""

    def of_licence(self, licence_id: str) -> dict[str, tuple[Decision, ...]]:
        """Every decision made on each version of a licence, by version id."""

    def add(self, decision: Decision) -> None:
        """Raises Conflict where somebody else decided the same term meanwhile (same sequence)."""

    def approve(self, approval: Approval) -> None:
        """Raises Conflict where somebody approved the decision meanwhile."""

    def approvals(self, version_id: str) -> dict[str, Approval]:
        """The approvals of decisions of a version, by the decision's id."""

    def add_all(self, decisions: Sequence[tuple[Decision, str]]) -> None:
        """Many decisions without evidence, each with the id of its licence; raises as `add`."""

    def versions_by_term(self) -> dict[str, int]:
        """For each term that was ever decided, on how many versions."""


class OwnPhrases(Protocol):
    """Phrases that the library added to the rules of the reading."""

    def all(self) -> tuple[OwnPhrase, ...]:
        """Every phrase, oldest first, those set aside included."""

    def of_term(self, key: str) -> tuple[OwnPhrase, ...]:
        """The phrases of a term, oldest first, those set aside included."""

    def get(self, phrase_id: str) -> OwnPhrase:
        """One phrase; raises NotFound."""

    def add(self, phrase: OwnPhrase) -> None:
        """A new phrase."""

    def replace(self, phrase: OwnPhrase, *, seen: int) -> None:
        """Save over revision `seen`; raises Stale where it is no longer `seen`."""


class Vocabulary(Protocol):
    """Term definitions."""

    def all(self) -> tuple[TermDefinition, ...]:
        """Every definition in order, retired ones included."""

    def get(self, key: str) -> TermDefinition:
        """One definition; raises NotFound."""

    def add(self, definition: TermDefinition) -> None:
        """Raises Conflict where the key is taken."""

    def replace(self, definition: TermDefinition, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict."""
