"""Forms of other systems that licences are handed out in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from domain.sync.written import WholeLicence, WrittenLicence
from domain.vocabulary import TermDefinition


class LicenceWriter(Protocol):
    """A form that licences are only handed out in. Pure: nothing is asked of anybody."""

    def write(self, whole: WholeLicence, definitions: Mapping[str, TermDefinition]) -> WrittenLicence:
        """The licence; raises Conflict where that form cannot be written of what is decided so far."""
