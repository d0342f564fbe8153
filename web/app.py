"""All pages, put on an application in one call."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter, FastAPI

from web import pages
from web.pages import calendar, our


def add_pages(app: FastAPI) -> None:
    """Every `router` of web.pages, in the order of the modules' names."""
    for module in sorted(iter_modules(pages.__path__), key=lambda found: found.name):
        router = getattr(import_module(f"web.pages.{module.name}"), "router", None)
        if isinstance(router, APIRouter):
            app.include_router(router)
    app.include_router(calendar.feed_router)


def add_last_page(app: FastAPI) -> None:
    """The page whose address fits almost any other, after everything else that the application answers."""
    app.include_router(our.page_router)
