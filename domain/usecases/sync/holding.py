"""What another system says and a person looks at is held: ours is not sent meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.ports import UnitOfWork
from domain.said_elsewhere import SaidElsewhere
from domain.sync.link import Link


def release(uow: UnitOfWork, said: SaidElsewhere) -> None:
    """Theirs was looked at and not taken: it counts as seen, so that the next plan sends ours."""
    link, ending = _link_of(uow, said)
    if link is None:
        return
    seen: Mapping[str, str] = {name: both[1] for name, both in link.held.items() if name.endswith(ending)}
    held = {name: both for name, both in link.held.items() if name not in seen}
    uow.sync.save_link(replace(link, held=held, base={**link.base, **seen}))


def claim_again(uow: UnitOfWork, said: SaidElsewhere) -> None:
    """It is looked at once more after all: both sides agreed on nothing, so that the next plan asks and sends nothing
    by itself."""
    link, ending = _link_of(uow, said)
    if link is not None:
        base = {name: "" if name.endswith(ending) else value for name, value in link.base.items()}
        uow.sync.save_link(replace(link, base=base))


def _link_of(uow: UnitOfWork, said: SaidElsewhere) -> tuple[Link | None, str]:
    """The link of the licence with that system, and how the fields of the term end there."""
    target = uow.sync.target(said.source_id)
    mapped = target.mapped(said.term).code
    link = uow.sync.links(target.id, [said.licence_id]).get(said.licence_id) if mapped else None
    return link, f".{mapped}"
