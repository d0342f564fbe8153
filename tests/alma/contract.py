"""What may be asked of Alma's licences API: methods, paths, query parameters and their types, and who takes a body.

Written out here, so that the stand-in is strict everywhere; a test holds it against the published descriptions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.material import SHARED

PUBLISHED = SHARED / "data" / "lsp" / "alma" / "openapi"
BASE = "/almaws/v1"
_TYPES = {"limit": "integer", "offset": "integer", "permanent_delete": "boolean"}
_WRITTEN = {"integer": r"\d+", "boolean": "true|false", "string": ".*"}
DAYS = ("create_date_from", "create_date_to", "modify_date_from", "modify_date_to")
_LIST = (
    "q status type review_status limit offset expand create_date_from create_date_to modify_date_from modify_date_to"
)
_SPOKEN = f"""
GET /acq/licenses/ {_LIST}
POST /acq/licenses
GET /acq/licenses/{{c}} expand include_blank_terms
PUT /acq/licenses/{{c}}
DELETE /acq/licenses/{{c}} permanent_delete
GET /acq/licenses/{{c}}/attachments limit offset
POST /acq/licenses/{{c}}/attachments
GET /acq/licenses/{{c}}/attachments/{{a}} expand
PUT /acq/licenses/{{c}}/attachments/{{a}}
DELETE /acq/licenses/{{c}}/attachments/{{a}}
GET /acq/licenses/{{c}}/amendments
POST /acq/licenses/{{c}}/amendments
GET /acq/licenses/{{c}}/amendments/{{a}}
PUT /acq/licenses/{{c}}/amendments/{{a}}
DELETE /acq/licenses/{{c}}/amendments/{{a}}
GET /conf/code-tables
GET /conf/code-tables/{{t}} lang scope
PUT /conf/code-tables/{{t}} lang
GET /conf/license-terms
POST /conf/license-terms
GET /conf/license-terms/{{t}}
PUT /conf/license-terms/{{t}}
DELETE /conf/license-terms/{{t}}
GET /conf/test
POST /conf/test
"""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked."""

    method: str
    path: str
    query: Mapping[str, str]
    takes_body: bool

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is for this."""
        pattern = re.sub(r"\{\w+\}", "[^/]+", f"{BASE}{self.path}")
        return method == self.method and re.fullmatch(pattern, path) is not None

    def strange(self, query: list[tuple[str, str]]) -> Iterator[str]:
        """What is asked for and not described, twice, or not of its type."""
        names = [name for name, _ in query]
        yield from (f"{name} is there twice" for name in {one for one in names if names.count(one) > 1})
        for name, value in query:
            if name not in self.query:
                yield f"there is no {name}"
            elif not re.fullmatch(_WRITTEN[self.query[name]], value):
                yield f"{name} is {value!r}, not {self.query[name]}"
            elif name in DAYS and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                yield f"{name} is {value!r}, not a day"


def spoken() -> tuple[Operation, ...]:
    """As written above."""
    lines = [line.split() for line in _SPOKEN.strip().splitlines()]
    return tuple(
        Operation(method, path, {name: _TYPES.get(name, "string") for name in query}, _takes_body(method, path))
        for method, path, *query in lines
    )


def _takes_body(method: str, path: str) -> bool:
    return method in ("POST", "PUT") and not path.endswith("/test")


def published() -> tuple[Operation, ...]:
    """As Ex Libris describes it; nothing where the descriptions are not beside the project."""
    found = []
    for file in sorted(Path(PUBLISHED).glob("*.json")):
        for path, methods in json.loads(file.read_text(encoding="utf-8"))["paths"].items():
            for method, operation in methods.items():
                asked = {p["name"]: p["schema"]["type"] for p in operation.get("parameters", ()) if p["in"] == "query"}
                takes = bool(operation.get("requestBody", {}).get("required"))
                found.append(Operation(method.upper(), path.removeprefix(BASE), asked, takes))
    return tuple(found)


def operation(method: str, path: str) -> Operation | None:
    """What a request asks for; the published description decides where it is there."""
    known = published() or spoken()
    return next((one for one in known if one.matches(method, path)), None)
