"""The address of a comparison: which versions, and how they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

SIDE, UNIFIED = "side", "unified"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAddress:
    """What the address asks for. `everything` shows changes that are not of substance, `same` clauses without any."""

    licence: str
    old: str = ""
    new: str = ""
    view: str = SIDE
    everything: bool = False
    same: bool = False

    @classmethod
    def of(cls, licence: str, query: Mapping[str, str]) -> CompareAddress:
        """From the query; what it does not say is as usual."""
        return cls(
            licence=licence,
            old=query.get("from", ""),
            new=query.get("to", ""),
            view=UNIFIED if query.get("view") == UNIFIED else SIDE,
            everything=query.get("only") == "all",
            same=query.get("only") == "all" and "same" in query,
        )

    def href(self, **changed: str | bool) -> str:
        """The same comparison, shown another way."""
        parts = {"old": self.old, "new": self.new, "view": self.view, "everything": self.everything, **changed}
        query = {"from": parts["old"], "to": parts["new"], "view": parts["view"]}
        query["only"] = "all" if parts["everything"] else "substantive"
        if parts.get("same"):
            query["same"] = "yes"
        return f"/licences/{self.licence}/compare?{urlencode({k: v for k, v in query.items() if v})}"
