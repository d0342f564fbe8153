"""The settings in force, for administrators: what each is, where it comes from, and what is set on other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.vocabulary import vocabulary_in_use
from domain.vocabulary import SilentAnswer
from web.access import admin, pages_router, services
from web.chrome import words
from web.contexts.vocabulary import SILENT
from web.render import render
from web.settings import settings_of

router: APIRouter = pages_router("/settings")
_ORIGINS = {"environment": "environment", ".env": "file .env", "command line": "command line", "default": "built in"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """A setting in force; `is_chosen` is False where it is as it was built in."""

    name: str
    value: str
    origin: str
    is_chosen: bool
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """Context of settings/list.html. `silent` are the terms of which readers are told something where it is silent."""

    rows: tuple[SettingRow, ...]
    silent: tuple[tuple[str, str, str], ...]


@router.get("")
def settings(request: Request, actor: Annotated[Actor, Depends(admin)]) -> Response:
    """Every setting; secrets are masked before they come here."""
    t = words(request)
    terms, _ = vocabulary_in_use(services(request), actor)
    rows = tuple(
        SettingRow(
            name=name,
            value=value,
            origin=t(_ORIGINS.get(origin, origin)),
            is_chosen=origin != "default",
            purpose=t(purpose),
        )
        for name, value, origin, purpose in settings_of(request).in_force
    )
    silent = tuple(
        (term.label(t.language), t(SILENT[term.silent_answer]), f"/vocabulary/terms/{term.key}")
        for term in terms
        if term.silent_answer is not SilentAnswer.ASK and term.public
    )
    return render(request, "settings/list.html", SettingsPage(rows=rows, silent=silent))
