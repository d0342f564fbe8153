"""What may be asked of Alma's licences API: methods, paths and query parameters.

Written out here, so that the stand-in is strict everywhere; a test holds it against the published descriptions.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from tests.material import SHARED

PUBLISHED = SHARED / "data" / "lsp" / "alma" / "openapi"
BASE = "/almaws/v1"
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
    query: frozenset[str]

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is for this."""
        pattern = re.sub(r"\{\w+\}", "[^/]+", f"{BASE}{self.path}")
        return method == self.method and re.fullmatch(pattern, path) is not None


def spoken() -> tuple[Operation, ...]:
    """As written above."""
    lines = [line.split() for line in _SPOKEN.strip().splitlines()]
    return tuple(Operation(method, path, frozenset(query)) for method, path, *query in lines)


def published() -> tuple[Operation, ...]:
    """As Ex Libris describes it; nothing where the descriptions are not beside the project."""
    found = []
    for file in sorted(Path(PUBLISHED).glob("*.json")):
        for path, methods in json.loads(file.read_text(encoding="utf-8"))["paths"].items():
            for method, operation in methods.items():
                names = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
                found.append(Operation(method.upper(), path.removeprefix(BASE), frozenset(names)))
    return tuple(found)


def operation(method: str, path: str) -> Operation | None:
    """What a request asks for; the published description decides where it is there."""
    known = published() or spoken()
    return next((one for one in known if one.matches(method, path)), None)
