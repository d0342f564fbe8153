"""What others than the text say of the terms of a version."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from domain.said_elsewhere import SaidElsewhere
from domain.suggestion import SuggestionState


class Sayings(Protocol):
    """What files, licensors and other systems say, wherever it is kept."""

    def of_version(self, version_id: str) -> tuple[SaidElsewhere, ...]:
        """All that was said of a version, settled or not, oldest first."""

    def waiting_on(self, version_ids: Collection[str]) -> tuple[SaidElsewhere, ...]:
        """What nobody has dealt with, of any of these versions."""

    def get(self, said_id: str) -> SaidElsewhere:
        """One of them; raises NotFound."""

    def save(self, said: SaidElsewhere, *, was: SuggestionState) -> None:
        """Save what became of one; raises Conflict where it is not in the state `was` any more."""
