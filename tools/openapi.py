"""Stores the API's description as a running desk gives it, in docs/openapi.json, so that changes to it are seen."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2

from tools.desk import new_desk

STORED = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def described() -> str:
    """The description, in the form in which it is stored."""
    with new_desk() as desk, desk.serving() as address:
        answer = httpx2.get(f"{address}/api/v1/openapi.json").raise_for_status()
        return json.dumps(answer.json(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    STORED.write_text(described(), encoding="utf-8")
