"""From what an administrator entered about a subscription to its parts, every mistake at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.errors import FieldError, Invalid
from domain.fields import Fields
from domain.webhooks.webhook import ChangeKind, Webhook, WebhookState

FIELDS = ("name", "address", "kinds", "state", "start")
MOST_NAME, MOST_ADDRESS = 60, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What was entered."""

    name: str
    address: str
    kinds: tuple[ChangeKind, ...]
    state: WebhookState


def entered(raw: Mapping[str, Any], allowed: Callable[[str], str], old: Webhook | None = None) -> Entered:
    """A subscription as entered over `old`. `allowed` gives an address as it is asked; both raise Invalid."""
    f = Fields(raw, FIELDS)
    name = f.text("name", old.name if old else "", limit=MOST_NAME, needed="Give the subscription a name.")
    address = f.text(
        "address", old.address if old else "", limit=MOST_ADDRESS, needed="Give the address that takes the changes."
    )
    if address and not f.errors_at("address") and (old is None or address != old.address):
        address = _allowed(f, address, allowed)
    kinds = _kinds(f, raw, old.kinds if old else tuple(ChangeKind))
    state = f.choice("state", WebhookState, old.state if old else WebhookState.ACTIVE)
    f.finish()
    return Entered(name=" ".join(name.split()), address=address, kinds=kinds, state=state)


def _allowed(f: Fields, address: str, allowed: Callable[[str], str]) -> str:
    try:
        return allowed(address)
    except Invalid as error:
        f.errors += error.errors or [FieldError("address", error.message)]
        return address


def _kinds(f: Fields, raw: Mapping[str, Any], kept: tuple[ChangeKind, ...]) -> tuple[ChangeKind, ...]:
    if "kinds" not in raw:
        return kept
    wanted = f.texts("kinds")
    if unknown := [kind for kind in wanted if kind not in set(ChangeKind)]:
        f.wrong("kinds", f"There is no kind of change “{unknown[0][:40]}”. Choose among: {', '.join(ChangeKind)}.")
    elif not wanted:
        f.wrong("kinds", "Choose at least one kind of change.")
    return tuple(kind for kind in ChangeKind if kind in wanted)
