"""The description of the API: stored, good enough to make a client from, and true.

`schemathesis` asks every operation what the description allows and what it does not, in this process, as somebody of
each role, and all its checks hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from schemathesis import engine
from schemathesis.checks import CheckContext
from schemathesis.core.transport import Response
from schemathesis.engine import events
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.json_app import create_json_app
from api.openapi import text
from tests.api.desk import Desk, running

STORED = Path(__file__).parents[2] / "docs" / "openapi.json"
Document = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Document:
    """The description as programs get it."""
    return create_json_app().openapi()


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _answers(document: Document, operation: Document) -> Iterator[tuple[str, Document]]:
    for status, response in operation["responses"].items():
        name = response.get("$ref", "").rpartition("/")[2]
        yield status, document["components"]["responses"][name] if name else response


def test_the_stored_description_is_the_one_that_is_served(desk: Desk) -> None:
    assert STORED.read_text(encoding="utf-8") == text(), "run: make openapi"
    assert desk.nobody.get("/openapi.json").json() == json.loads(text())


def test_every_operation_has_an_id_of_its_own_a_summary_and_typed_answers(document: Document) -> None:
    ids = [operation["operationId"] for _, operation in _operations(document)]
    assert len(set(ids)) == len(ids) > 40
    for name, operation in _operations(document):
        assert operation["summary"], name
        assert operation["tags"], name
        assert "x-needs-role" in operation or operation["security"] == [], name
        for status, response in _answers(document, operation):
            assert response["description"] != "Successful Response", name
            assert status in ("204", "304") or response["content"], f"{name} {status}"


def test_every_operation_tells_its_errors_with_an_example(document: Document) -> None:
    for name, operation in _operations(document):
        errors = {status: response for status, response in _answers(document, operation) if status[0] in "45"}
        assert {"422", "500", "503"} <= set(errors), name
        for response in errors.values():
            (media_type,) = response["content"]
            assert media_type == "application/problem+json"
            assert response["content"][media_type]["examples"], name


def test_every_body_that_is_sent_refuses_unknown_fields_and_has_an_example(document: Document) -> None:
    shapes = document["components"]["schemas"]
    bodies = [
        operation["requestBody"]["content"] for _, operation in _operations(document) if "requestBody" in operation
    ]
    names = {
        option["$ref"].rpartition("/")[2]
        for content in bodies
        for one in content.values()
        for option in one["schema"].get("anyOf", [one["schema"]])
        if "$ref" in option
    }
    assert len(names) > 12
    for name in names:
        assert shapes[name]["additionalProperties"] is False
        assert shapes[name].get("examples") or name == "UploadForm", name


def test_every_example_is_as_its_shape_says(document: Document) -> None:
    shapes = document["components"]["schemas"]
    checked = 0
    for name, shape in shapes.items():
        validator = jsonschema_rs.Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": {"schemas": shapes}}
        )
        for example in shape.get("examples", ()):
            validator.validate(example)
            checked += 1
    assert checked > 10


def test_every_json_body_has_an_example_that_its_schema_allows(document: Document) -> None:
    shapes, checked = document["components"]["schemas"], 0
    for name, operation in _operations(document):
        good = [answer for status, answer in operation["responses"].items() if status[0] == "2"]
        for body in (operation.get("requestBody", {}), *good):
            content = body.get("content", {}).get("application/json")
            if content:
                schema = {**content["schema"], "components": {"schemas": shapes}}
                wrong = [str(e) for e in jsonschema_rs.Draft202012Validator(schema).iter_errors(content["example"])]
                assert wrong == [], name
                checked += 1
    assert checked > 50


# --- schemathesis -----------------------------------------------------------------------------------------------------

UNSAYABLE = {
    "cursor", "after", "on", "notice_before", "ends_before", "since", "until", "known_at", "start_date",
    "end_date", "renewal_period", "notice_period", "effective_from", "effective_to", "signed_on", "value",
    "conditions", "evidence", "document", "clause", "page", "quote", "searched", "suggestion", "reason",
    "master", "owner", "choices", "key", "email", "phrase", "means", "example", "term",
    "address", "start",
}  # fmt: skip
"""Fields with a rule that no schema can say: it depends on the record or on another field, it is opaque, a calendar
knows it (30 February), or the operator's list of hosts."""
PRECONDITIONS = {412, 428}


@schemathesis.check
def refuses_only_what_no_schema_can_say(
    ctx: CheckContext, response: Response, case: schemathesis.Case[Any]
) -> bool | None:
    """What the description allows is taken, but for what depends on the record: an ETag, a cursor, a rule."""
    if response.status_code in PRECONDITIONS:
        return None
    if response.status_code == 422:
        problem = response.json()
        fields = {part for error in problem.get("errors", ()) for part in error["loc"].split(".")}
        if problem["type"].endswith("/document-rejected") or fields & UNSAYABLE:
            return None
    return positive_data_acceptance(ctx, response, case)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Desk]:
    """A desk with something in it."""
    folder = tmp_path_factory.mktemp("asked")
    database = folder / "desk.db"
    database.write_bytes(migrated_file.read_bytes())
    with running(folder, f"sqlite:///{database}") as started:
        version = started.version()["id"]
        started.document(version)
        started.decide(version)
        yield started


ASKS_OUTSIDE = ["addSyncTarget"]
"""Connecting a system asks its host at once, which no random test should do; tests/api/test_sync.py has its own."""
SETTINGS: Document = {
    "seed": 20261121,
    "workers": 1,
    "continue-on-failure": True,
    "generation": {"deterministic": True, "database": "none", "no-shrink": True},
    "checks": {
        "positive_data_acceptance": {"enabled": False},  # see refuses_only_what_no_schema_can_say
        # 428 is what the contract answers where If-Match is missing.
        "missing_required_header": {"expected-statuses": [400, 401, 403, 406, 415, 422, 428]},
    },
}


def _failures(desk: Desk, token: str | None, most: int, **phases: bool) -> list[str]:
    """What schemathesis finds wrong in these phases, asking with `token`."""
    every = {name: {"enabled": phases.get(name, False)} for name in ("examples", "coverage", "fuzzing", "stateful")}
    asked_with = {
        **SETTINGS,
        "headers": {"Authorization": f"Bearer {token}"},
        "generation": {**SETTINGS["generation"], "max-examples": most},
        "phases": every,
    }
    config = schemathesis.Config.from_dict(asked_with)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", desk.app, config=config)
    schema = schema.exclude(operation_id=ASKS_OUTSIDE)
    found: list[str] = []
    asked = 0
    for event in engine.from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.append(f"{event}")
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.interactions)
            failed = (node for nodes in event.recorder.checks.values() for node in nodes if node.failure_info)
            found.extend(f"{event.recorder.label}: {node.failure_info.failure}" for node in failed if node.failure_info)
    assert asked > 40
    return found


def test_every_operation_is_as_it_is_described_for_an_administrator(asked: Desk) -> None:
    assert _failures(asked, asked.admin.token, 6, examples=True, coverage=True, fuzzing=True) == []


@pytest.mark.parametrize("role", ["reviewer", "editor", "viewer", "feed"])
def test_every_operation_is_as_it_is_described_for_the_other_roles(asked: Desk, role: str) -> None:
    assert _failures(asked, getattr(asked, role).token, 2, examples=True, fuzzing=True) == []


def test_what_one_operation_gives_the_next_one_takes(asked: Desk) -> None:
    assert _failures(asked, asked.admin.token, 6, stateful=True) == []
