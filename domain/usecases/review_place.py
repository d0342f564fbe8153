"""Finding the place again in the review of a version, for each person, after signing out too."""

from __future__ import annotations

from domain.errors import Conflict, DeskUnavailable
from domain.identity import Actor, ActorKind
from domain.ports import Services
from domain.review import Show
from domain.review_place import ReviewPlace


def place_of(s: Services, actor: Actor, version_id: str) -> ReviewPlace | None:
    """Where this person was in the review of this version."""
    with s.glance() as uow:
        return uow.places.get(actor.id, version_id)


def keep_place(
    s: Services, actor: Actor, version_id: str, term: str, show: Show, *, known: ReviewPlace | None = None
) -> None:
    """Note which term a person looks at. Nothing is written where that is `known`, nor for a program."""
    if actor.kind is not ActorKind.PERSON:
        return
    known = known or place_of(s, actor, version_id)
    if known is not None and (known.term, known.show) == (term, show):
        return
    try:
        with s.unit_of_work() as uow:
            place = ReviewPlace(account_id=actor.id, version_id=version_id, term=term, show=show, at=s.now())
            uow.places.keep(place)
            uow.commit()
    except (Conflict, DeskUnavailable):  # another window of the same person was faster, or the desk is busy: no matter
        return
