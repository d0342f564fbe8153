"""A form that somebody overtook: what is stored now with only the sender's own changes in it, to be sent again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from domain.licence import OrganisationRole
from web.contexts.entry import Typed
from web.contexts.version_form import TypedVersion

Pairs = tuple[tuple[str, str], ...]
_CONTROLS = {
    "organisations": (OrganisationRole.LICENSOR.value, OrganisationRole.CONSORTIUM.value),
    "notice_period": ("notice_period", "notice_period_unit"),
    "renewal_period": ("renewal_period", "renewal_period_unit"),
}
"""Fields of a licence whose control on the form is not one of their own name."""


def licence_again(stored: Typed, mine: Typed, changed: Collection[str]) -> Pairs:
    """Names and values of the licence form: `changed` names the fields that `mine` has changed."""
    controls = [control for name in changed for control in _CONTROLS.get(name, (name,))]
    merged = replace(
        stored,
        texts={**stored.texts, **{name: mine.texts[name] for name in controls if name in mine.texts}},
        organisations=(mine if "organisations" in changed else stored).organisations,
        resources=(mine if "resources" in changed else stored).resources,
    )
    rows = (("organisation", merged.organisations), ("resource", merged.resources))
    return (*merged.texts.items(), *(pair for kind, those in rows for row in those for pair in _cells(kind, row)))


def version_again(stored: TypedVersion, mine: TypedVersion, changed: Collection[str]) -> Pairs:
    """Names and values of the form of a version."""
    texts = {**stored.texts, **{name: mine.texts[name] for name in changed if name in mine.texts}}
    signatures = (mine if "signatures" in changed else stored).signatures
    return (*texts.items(), *(pair for row in signatures for pair in _cells("signature", row)))


def _cells(kind: str, row: Mapping[str, str]) -> Pairs:
    return tuple((f"{kind}_{name}", value) for name, value in row.items())
