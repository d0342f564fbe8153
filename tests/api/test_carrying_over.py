"""What the text before decided, over the API."""

from __future__ import annotations

import pytest

from tests.api.desk import Answer, Desk
from tests.pdfs import pdf
from tests.usecases.conftest import ReadOnce
from tests.usecases.test_carrying_over import NEW, OLD

KEY = "ill_electronic"


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


def renewed(desk: Desk) -> str:
    """The draft of a new agreement beside one in force that decides two terms."""
    licence = desk.licence()["id"]
    old = desk.version(licence, label="Agreement 2024", effective_from="2024-01-01")["id"]
    document = desk.document(old, pdf(*OLD))["id"]
    for key, words in ((KEY, "supply an electronic copy"), ("alumni_access", "ninety days of notice")):
        clause = next(one for one in clauses(desk, document) if words in one["text"])
        evidence = [{"document": document, "clause": clause["id"], "quote": words}]
        desk.decide(old, key, evidence=evidence, notes=None)
    desk.put_in_force(old)
    draft = desk.version(licence, label="Agreement 2026")["id"]
    desk.document(draft, pdf(*NEW))
    return str(draft)


def clauses(desk: Desk, document: str) -> Answer:
    return desk.viewer.get(f"/documents/{document}/clauses").json()["items"]


def test_offers_say_what_is_unchanged_and_what_changed(desk: Desk) -> None:
    draft = renewed(desk)

    items = {one["term"]: one for one in desk.editor.get(f"/versions/{draft}/carry-over").json()["items"]}

    assert items[KEY]["unchanged"]
    assert items[KEY]["evidence"][0]["quote"] == "supply an electronic copy"
    assert not items["alumni_access"]["unchanged"]
    assert [one["new"]["number"] for one in items["alumni_access"]["changes"]] == ["4"]
    assert desk.viewer.get(f"/versions/{draft}/carry-over").status_code == 403


def test_taking_one_over_is_a_decision_with_its_reason_and_is_done_once(desk: Desk) -> None:
    draft = renewed(desk)
    path = f"/versions/{draft}/terms/{KEY}/carry-over"

    answer = desk.reviewer.post(path, json={"notes": {"internal": "Seen by both."}})

    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["reason"].startswith("Carried over from “Agreement 2024”")
    assert body["notes"]["internal"] == "Seen by both."
    assert body["evidence"][0]["clause_number"] == "3"
    assert desk.reviewer.post(path).status_code == 409
    assert desk.reviewer.post(f"/versions/{draft}/terms/remote_access/carry-over").status_code == 404
    assert desk.editor.post(path).status_code == 403
