"""The application: JSON at /api/v1, pages at /, and what the operator asks, all over the same services."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from api import operator_routes
from api.json_app import mount_json
from api.reading_ahead import ReadingAhead
from api.settings import Settings, shown
from api.wiring import Wired, secret_key, wire
from api.worker import Worker
from domain.ports import Services
from web.app import add_last_page, add_pages
from web.foundation import install
from web.settings import WebSettings


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """The whole service. With `services` given (tests) nothing is wired and no worker is started."""
    wired = None if services else wire(settings)
    app = FastAPI(
        title="Licence Desk",
        lifespan=_lifespan(settings, wired, services or wired.services),  # type: ignore[union-attr]
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.figures = operator_routes.Figures()
    app.include_router(operator_routes.router)
    mount_json(app)
    add_pages(app)
    install(app, _web_settings(settings))
    add_last_page(app)
    app.add_middleware(operator_routes.Counting, figures=app.state.figures)
    return app


def _lifespan(
    settings: Settings, wired: Wired | None, services: Services
) -> Callable[[FastAPI], AbstractAsyncContextManager[dict[str, Services]]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[dict[str, Services]]:
        worker = Worker(services) if wired and settings.worker == "inline" else None
        if worker:
            worker.start()
        reading_ahead = ReadingAhead(services) if wired else None
        if reading_ahead:
            reading_ahead.start()
        yield {"services": services}
        if worker:
            worker.stop()
        if reading_ahead:
            reading_ahead.stop()
        if wired:
            wired.database.dispose()

    return lifespan


def _web_settings(settings: Settings) -> WebSettings:
    return WebSettings(
        secret=secret_key(settings),
        library=settings.library_name,
        contact=settings.library_contact or None,
        https=settings.https,
        origins=(settings.base_url.rstrip("/"),) if settings.base_url else (),
        framed_by=settings.framed_by,
        public_per_minute=settings.public_per_minute,
        in_force=tuple(shown(settings)),
        version=version("licence-desk"),
        time_zone=settings.time_zone,
    )
