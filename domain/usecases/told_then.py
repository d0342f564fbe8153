"""What readers were told of a term when it was decided, each time it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from domain.effective_terms import DecidedVersion, EffectiveTerm, effective_terms
from domain.ports import Services, UnitOfWork
from domain.usecases.terms import decided_versions
from domain.version import Transition, VersionState


@dataclass(frozen=True, slots=True)
class _Past:
    """A version with every step it took."""

    decided: DecidedVersion
    steps: tuple[Transition, ...]

    def at(self, moment: dt.datetime) -> DecidedVersion:
        """As it was then."""
        taken = [step.new for step in sorted(self.steps, key=lambda step: step.at) if step.at <= moment]
        state = taken[-1] if taken else VersionState.DRAFT
        return replace(self.decided, version=replace(self.decided.version, state=state))


def terms_told_then(s: Services, licence_id: str, key: str) -> Mapping[str, EffectiveTerm | None]:
    """For each decision on a term, by its id, what held for readers from that moment on; None where nothing did.

    Versions count in the state that they had then, and with the decisions made until then. Raises NotFound.
    """
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        own = _past(uow, licence_id)
        master = _past(uow, licence.fields.master_id) if licence.fields.master_id else ()
    zone = ZoneInfo(s.settings.time_zone)
    made = [d for past in (*own, *master) for d in past.decided.decisions if d.term == key]
    return {decision.id: _held(own, master, key, decision.decided_at, zone) for decision in made}


def _past(uow: UnitOfWork, licence_id: str) -> tuple[_Past, ...]:
    steps = uow.versions.transitions_of(licence_id)
    return tuple(_Past(one, steps.get(one.version.id, ())) for one in decided_versions(uow, licence_id))


def _held(
    own: Sequence[_Past], master: Sequence[_Past], key: str, moment: dt.datetime, zone: ZoneInfo
) -> EffectiveTerm | None:
    day = moment.astimezone(zone).date()
    then = [past.at(moment) for past in own]
    before = [past.at(moment) for past in master]
    return effective_terms(then, day, master=before, known_at=moment).get(key)
