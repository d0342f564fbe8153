"""The address of a comparison: which texts, and how they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

SIDE, UNIFIED = "side", "unified"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAddress:
    """What the address asks for. `everything` shows changes that are not of substance, `same` clauses without any.

    `old` and `new` are ids of versions or of drafts; `start` is how many changes stand on the parts before this one.
    """

    licence: str
    old: str = ""
    new: str = ""
    view: str = SIDE
    everything: bool = False
    same: bool = False
    start: int = 0

    @classmethod
    def of(cls, licence: str, query: Mapping[str, str]) -> CompareAddress:
        """From the query; what it does not say is as usual."""
        start = query.get("start", "")
        return cls(
            licence=licence,
            old=query.get("from", ""),
            new=query.get("to", ""),
            view=UNIFIED if query.get("view") == UNIFIED else SIDE,
            everything=query.get("only") == "all",
            same=query.get("only") == "all" and "same" in query,
            start=int(start) if start.isascii() and start.isdecimal() and len(start) < 7 else 0,
        )

    def between(self, old: str, new: str) -> CompareAddress:
        """With the texts that were taken where it names none."""
        return replace(self, old=old, new=new)

    def href(self, **changed: str | bool | int) -> str:
        """The same comparison, shown another way; from the first change on, unless `start` says where."""
        parts = {"old": self.old, "new": self.new, "view": self.view, "everything": self.everything, **changed}
        query: dict[str, object] = {"from": parts["old"], "to": parts["new"], "view": parts["view"]}
        query["only"] = "all" if parts["everything"] else "substantive"
        query["same"] = "yes" if parts.get("same") else ""
        query["start"] = parts.get("start", 0)
        return f"/licences/{self.licence}/compare?{urlencode({k: v for k, v in query.items() if v})}"

    def file(self, ending: str) -> str:
        """The changes as a file."""
        return f"/licences/{self.licence}/compare.{ending}?{urlencode({'from': self.old, 'to': self.new})}"

    def elsewhere(self, side: str) -> str:
        """Where the text of another licence is chosen for one side, `from` or `to`."""
        other = {"to": self.new} if side == "from" else {"from": self.old}
        return f"/licences/{self.licence}/compare/others?{urlencode({'side': side, **other})}"
