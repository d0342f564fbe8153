"""Stylesheets, scripts, fonts and pictures, under addresses that change with their content.

`static("css/app.css")` gives `/static/<version>/css/app.css`, where the version is a hash over every file in
`web/static`. Browsers may keep such a file for ever; relative addresses inside the stylesheets stay right.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
MOUNTED_AT = "/static"
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def assets_version() -> str:
    """Twelve hexadecimal digits that change when any file changes, is added, renamed or removed."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(FOLDER).as_posix()}\n{path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def static(path: str) -> str:
    """The address of a file in `web/static`; raises FileNotFoundError for a file that is not there."""
    if not (FOLDER / path).is_file():
        raise FileNotFoundError(f"web/static has no file {path}")
    return f"{MOUNTED_AT}/{assets_version()}/{path}"


class VersionedFiles(StaticFiles):
    """Serves `/<version>/<path>`; an older version gets today's file, which a browser must then check each time."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        version, _, rest = path.partition("/")
        response = await super().get_response(rest, scope)
        response.headers["Cache-Control"] = FOR_EVER if version == assets_version() else "no-cache"
        return response
