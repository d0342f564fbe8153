"""A person's own settings, on the router that every page of the desk has."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from web import preferences
from web.access import anybody, pages_router

router: APIRouter = pages_router()
router.include_router(preferences.router, dependencies=[Depends(anybody)])
