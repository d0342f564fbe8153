"""The JSON API as one application, at /api/v1. Its services come from the lifespan of the whole."""

from __future__ import annotations

import re

from fastapi import FastAPI
from starlette.routing import Mount

from api import openapi
from api.errors import UnexpectedProblems, add_problem_handlers
from api.guarding import HeadAsGet, PrivateAnswers
from api.routes import (
    deadlines,
    documents,
    licence_forms,
    licences,
    people,
    phrases,
    readings,
    record,
    reference,
    suggestions,
    sync,
    sync_plans,
    terms,
    versions,
    vocabulary,
    webhooks,
)

_ROUTERS = (
    licences,
    deadlines,
    versions,
    documents,
    readings,
    suggestions,
    terms,
    vocabulary,
    phrases,
    record,
    people,
    reference,
    sync,
    sync_plans,
    licence_forms,
    webhooks,
)


def mount_json(app: FastAPI) -> None:
    """Put the API on `app` at /api/v1.

    A mount leaves addresses that hold a line break to whatever comes next; ours takes those too, and answers them in
    its own way.
    """
    mounted = Mount(openapi.MOUNTED_AT, create_json_app())
    mounted.path_regex = re.compile(mounted.path_regex.pattern, re.DOTALL)
    app.router.routes.append(mounted)


def create_json_app() -> FastAPI:
    """Every operation of the API, its errors as problems, and its description."""
    app = FastAPI(
        title=openapi.TITLE,
        version=openapi.VERSION,
        summary=openapi.SUMMARY,
        description=openapi.DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=openapi.TAGS,
        servers=[{"url": openapi.MOUNTED_AT, "description": "This desk"}],
        root_path_in_servers=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for noun in _ROUTERS:
        app.include_router(noun.router)
    add_problem_handlers(app)
    app.add_middleware(UnexpectedProblems)
    app.add_middleware(PrivateAnswers)
    app.add_middleware(HeadAsGet)
    openapi.install(app)
    return app
