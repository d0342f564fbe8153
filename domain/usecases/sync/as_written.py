"""Our licence as it would be written over there just now, beside what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.ports import Services, UnitOfWork
from domain.sync.records import TERM, Facts, Outward, RemoteRecord
from domain.sync.target import Target
from domain.usecases.sync.facts import amendments_of, facts_of
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A record of ours in the other system's fields, and theirs."""

    ours: Outward
    theirs: RemoteRecord
    target: Target

    def agreed(self) -> dict[str, str]:
        """Their fields, but for those on which we say something else already: nobody here has agreed to these.

        Terms are agreed to by taking them over.
        """
        return {
            name: value
            for name, value in self.theirs.fields.items()
            if name.startswith(TERM) or name not in self.ours.fields or self.ours.fields[name].value == value
        }

    def says(self, term: str) -> bool:
        """Whether theirs is just what we would write of a term decided here, however little of it they hold."""
        if not any(sent.term == term for sent in self.ours.fields.values()):
            return False
        (mapping,) = (one for one in self.target.mapping if one.term == term)
        names = [f"{TERM}{code}" for code in (mapping.code, mapping.note_code, mapping.unit_code) if code]
        return all(self.theirs.fields.get(name, "") == self._ours(name) for name in names)

    def _ours(self, name: str) -> str:
        sent = self.ours.fields.get(name)
        return sent.value if sent else ""


def licence_as_written(
    s: Services,
    uow: UnitOfWork,
    target: Target,
    definitions: Mapping[str, TermDefinition],
    *,
    licence_id: str,
    theirs: RemoteRecord,
) -> AsWritten:
    """Of a licence; raises NotFound."""
    facts = facts_of(uow.sync.our_licence(licence_id), theirs.code, s.today())
    return _of(s, target, definitions, facts, theirs)


def amendment_as_written(
    s: Services,
    uow: UnitOfWork,
    target: Target,
    definitions: Mapping[str, TermDefinition],
    *,
    version_id: str,
    theirs: RemoteRecord,
) -> AsWritten | None:
    """Of an amendment; None for one that never held, of which nothing is written."""
    ours = uow.sync.our_licence(uow.versions.get(version_id).licence_id)
    held = amendments_of(ours, theirs.code, {}, s.today())
    facts = next((one.facts for one in held if one.version_id == version_id), None)
    return _of(s, target, definitions, facts, theirs) if facts else None


def _of(
    s: Services, target: Target, definitions: Mapping[str, TermDefinition], facts: Facts, theirs: RemoteRecord
) -> AsWritten:
    ours = s.remotes.format(target.system).outward(facts, target, definitions)
    return AsWritten(ours, theirs, target)
