"""For whoever runs the desk: is it alive, is it ready, how is it doing. No sign-in, and nothing of the record."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.access import anybody, services

router = APIRouter(include_in_schema=False, dependencies=[Depends(anybody)])
NO_STORE = {"Cache-Control": "no-store"}


class Figures:
    """Counts of one application, apart from any other in the same process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self.requests = Counter("licence_desk_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram("licence_desk_request_seconds", "Time to answer", ["route"], registry=self.registry)
        self.jobs = Gauge("licence_desk_jobs", "Background jobs by state", ["state"], registry=self.registry)


class Counting:
    """ASGI middleware: count each answer under its route's pattern, so that labels stay few."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then count."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), "500"

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._figures.requests.labels(scope["method"], route, status).inc()
            self._figures.seconds.labels(route).observe(time.perf_counter() - started)


@router.get("/health/live")
def live() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


@router.get("/health/ready")
def ready(request: Request) -> JSONResponse:
    """The database and the document folder answer too; 503 where one does not."""
    checks: dict[str, Callable[[], Any]] = {"database": lambda: _ping(request), "documents": lambda: _probe(request)}
    found = {name: _works(check) for name, check in checks.items()}
    good = all(found.values())
    body = {
        "status": "ok" if good else "unavailable",
        "checks": {n: "ok" if ok else "failed" for n, ok in found.items()},
    }
    return JSONResponse(body, status_code=200 if good else 503, headers=NO_STORE)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Figures in the text format of Prometheus."""
    figures: Figures = request.app.state.figures
    with services(request).reading_only() as uow:
        for state, number in uow.jobs.waiting().items():
            figures.jobs.labels(state).set(number)
    return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST, headers=NO_STORE)


def _works(check: Callable[[], Any]) -> bool:
    try:
        check()
    except Exception:
        return False
    return True


def _ping(request: Request) -> None:
    with services(request).reading_only() as uow:
        uow.queries.ping()


def _probe(request: Request) -> None:
    services(request).documents.probe()
