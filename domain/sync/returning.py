"""What would come back from another system otherwise than it is decided here: told before it is sent."""

from __future__ import annotations

from collections.abc import Mapping

from domain.effective_terms import EffectiveTerm
from domain.ports.remote import RemoteFormat
from domain.sync.records import Facts, Outward, ReadValue, RemoteRecord
from domain.sync.target import Target
from domain.vocabulary import TermDefinition


def altered(
    form: RemoteFormat, outward: Outward, facts: Facts, target: Target, definitions: Mapping[str, TermDefinition]
) -> frozenset[str]:
    """The terms that have a place there and come back less exact, or in one text with their public note.

    Found by reading what would be written, so that it holds for every connector. Terms without a place are its losses.
    """
    fields = {name: sent.value for name, sent in outward.fields.items()}
    read = form.inward(RemoteRecord(code=outward.code, name=outward.name, fields=fields), target, definitions)
    back = {one.term: one for one in read.values}
    sent = {one.term for one in outward.fields.values() if one.term is not None}
    return frozenset(key for key in sent if not _is_whole(facts.terms[key], back.get(key)))


def _is_whole(ours: EffectiveTerm, back: ReadValue | None) -> bool:
    decision = ours.decision
    if back is None or not back.sure or decision.public_note:
        return False
    return (back.value, back.conditions) == (decision.value, decision.conditions or None)
