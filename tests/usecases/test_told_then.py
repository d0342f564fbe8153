"""What readers were told when a term was decided, and decided again."""

from __future__ import annotations

import datetime as dt

from domain.decision import Choice
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence
from domain.usecases.told_then import terms_told_then
from domain.usecases.versions import add_version, move_version
from domain.version import VersionState
from tests.usecases.conftest import Clock

KEY = "ill_electronic"


def test_a_corrected_decision_remembers_what_readers_were_told_before_and_after(
    services: Services, reviewer: Actor, clock: Clock
) -> None:
    licence = add_licence(services, reviewer, {"title": "Boreal Journals"}).id
    version = add_version(services, reviewer, licence, {"label": "Agreement", "effective_from": "2026-01-01"})

    def decide(value: str, reason: str = "") -> str:
        clock.at += dt.timedelta(days=1)
        choice = Choice(value=value, internal_note="By letter.", reason=reason)
        return decide_term(services, reviewer, version.id, KEY, choice).id

    in_draft = decide("permitted_explicit")
    for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
        clock.at += dt.timedelta(days=1)
        move_version(services, reviewer, version.id, state, "Signed by both.")
    corrected = decide("prohibited_explicit", "Decided on the wrong clause.")
    again = decide("permitted_explicit", "The licensor wrote.")

    told = terms_told_then(services, licence, KEY)

    assert {key: held.decision.value if held else None for key, held in told.items()} == {
        in_draft: None,
        corrected: "prohibited_explicit",
        again: "permitted_explicit",
    }
