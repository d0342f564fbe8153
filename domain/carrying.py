"""What a former text decided for a term, held against the new text: offered to a person, never carried by itself."""

from __future__ import annotations

from dataclasses import dataclass

from domain.comparison import Change
from domain.decision import Decision, EvidenceClaim
from domain.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A decision of a former text for the review of a new one.

    `unchanged` says that every clause it rests on stands in the new text with nothing of substance changed: it may be
    carried over. Otherwise the term is to be looked at again, for the `changes` under it. `claims` point at the words
    in the documents of the new version; there are none where the new text has no such words, and a decision that
    rested on no clause needs none.
    """

    decision: Decision
    version: Version
    unchanged: bool
    claims: tuple[EvidenceClaim, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def can_be_taken(self) -> bool:
        """Whether the decision can be made again with one press: it has its words in the new text, or never had any."""
        return bool(self.claims) or (self.unchanged and not self.decision.evidence)

    @property
    def reason(self) -> str:
        """Why the decision is made, as the record keeps it."""
        if self.unchanged:
            return f"Carried over from “{self.version.label}”: the clauses that it rests on did not change."
        return f"Looked at again, since its clauses changed, and decided as on “{self.version.label}”."
