"""A desk that knows no other system."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

from domain.errors import NotFound
from domain.ports.forms import LicenceWriter
from domain.ports.remote import Log, RemoteFormat, RemoteSystem
from domain.sync.target import System, Target
from domain.sync.written import Form


class NoRemotes:
    """A desk without connectors."""

    def address(self, system: System, region: str, address: str) -> str:
        """Raises NotFound."""
        raise NotFound("This desk has no connectors.")

    def regions(self, system: System) -> Mapping[str, str]:
        """None."""
        return {}

    def seal(self, key: str) -> str:
        """Raises NotFound."""
        raise NotFound("This desk has no connectors.")

    def format(self, system: System) -> RemoteFormat:
        """Raises NotFound."""
        raise NotFound("This desk has no connectors.")

    def writer(self, form: Form) -> LicenceWriter:
        """Raises NotFound."""
        raise NotFound("This desk has no connectors.")

    def open(self, target: Target, sealed_key: str, log: Log) -> AbstractContextManager[RemoteSystem]:
        """Raises NotFound."""
        raise NotFound("This desk has no connectors.")
