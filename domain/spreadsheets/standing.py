"""What holds of the terms of a licence now, and on which version each is decided or would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.decision import Decision
from domain.effective_terms import DecidedVersion, EffectiveTerm, effective_terms
from domain.licence import Licence
from domain.spreadsheets.effect import Known
from domain.values import Value
from domain.version import Version, VersionKind, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A term as it stands. `version` is the one on which it is decided or would be; None: a new draft."""

    decision: Decision | None = None
    version: Version | None = None

    @property
    def value(self) -> Value | None:
        """The value; None where nothing is decided."""
        return self.decision.value if self.decision else None

    @property
    def is_amendment(self) -> bool:
        """Whether it is decided on an amendment."""
        return self.version is not None and self.version.kind is VersionKind.AMENDMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All terms of one licence: those that hold today, then those decided on the version for further decisions."""

    held: Mapping[str, EffectiveTerm]
    drafted: Mapping[str, Decision]
    version: Version | None

    def of(self, term: str) -> Standing:
        """How one term stands."""
        there = self.held.get(term)
        if there is None:
            return Standing(decision=self.drafted.get(term), version=self.version)
        return Standing(decision=there.decision, version=self.version if there.inherited else there.version)


NOTHING = Standings(held={}, drafted={}, version=None)
"""Of a licence that is not there yet."""


def standings_of(known: Known, licence: Licence | None) -> Standings:
    """The terms of a licence as they stand."""
    if licence is None:
        return NOTHING
    layers = known.layers.get(licence.id, ())
    master = known.layers.get(licence.fields.master_id or "", ())
    version = version_for(layers, known.today)
    drafted = next((layer.latest() for layer in layers if version and layer.version.id == version.id), {})
    held = effective_terms(layers, known.today, master=master) if layers or master else {}
    return Standings(held=held, drafted=drafted, version=version)


def version_for(layers: Sequence[DecidedVersion], today: dt.date) -> Version | None:
    """The version to decide on: a draft agreement, else the agreement that holds, else none, so that one is made."""
    agreements = [layer.version for layer in layers if layer.version.kind is VersionKind.AGREEMENT]
    drafts = [one for one in agreements if one.state in (VersionState.DRAFT, VersionState.IN_REVIEW)]
    holding = [one for one in agreements if one.covers(today)]
    return next(iter([*drafts, *reversed(holding)]), None)
