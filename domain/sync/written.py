"""A licence written in the form of another system that this desk does not ask anything: handed out, not sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.sync.records import Facts, Loss
from domain.version import Version


class Form(StrEnum):
    """The forms there is a writer for."""

    FOLIO = "folio"
    ONIX_PL = "onix_pl"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeLicence:
    """A licence with what holds today, its amendments with what each decides, and the versions that hold today.

    `layers` begin with the agreement; amendments follow in the order in which they are laid over it.
    """

    facts: Facts
    amendments: tuple[Facts, ...] = ()
    layers: tuple[Version, ...] = ()

    def versions(self) -> Iterator[Version]:
        """The versions that speak: those that hold, then those that a term comes from besides, such as a master's."""
        seen: set[str] = set()
        for version in (*self.layers, *(term.version for term in self.facts.terms.values())):
            if version.id not in seen:
                seen.add(version.id)
                yield version


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLicence:
    """The bytes in that form, and what has no place in it."""

    content: bytes
    losses: tuple[Loss, ...] = ()
