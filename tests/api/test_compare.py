"""GET /compare: the same rule as the page, for programs."""

from __future__ import annotations

import pytest

from tests.api.desk import Answer, Desk
from tests.pdfs import pdf
from tests.usecases.conftest import ReadOnce

BASE = [
    "1. Authorized Users means the students and staff of the Licensee.",
    "2. The Licensee may supply an electronic copy of an article to another library.",
    "3. Either party may end this agreement with ninety days of notice in writing.",
    "4. The Licensor shall deposit the Licensed Materials with an independent archive.",
]
AMENDS = [
    "1. In clause 3, the words “ninety days” are deleted and replaced with the words “thirty days”.",
    "2. Except as amended here, all other terms of the Agreement remain in full force and effect.",
]
FRENCH = [
    "1. Les usagers autorisés sont les étudiants et le personnel de la bibliothèque ainsi que les visiteurs.",
    "2. La bibliothèque ne peut pas fournir une copie électronique des articles à une autre bibliothèque.",
    "3. Le présent contrat prend fin à la date prévue et ne peut pas être renouvelé sans une entente écrite.",
]


def amended(desk: Desk) -> tuple[str, str]:
    """Ids of an agreement in force and of an amendment to it, both read."""
    licence = desk.licence()["id"]
    base = desk.version(licence, label="Agreement")["id"]
    desk.document(base, pdf(*BASE))
    desk.put_in_force(base)
    amendment = desk.version(licence, kind="amendment", label="Amendment 1", effective_from="2026-07-01")["id"]
    desk.document(amendment, pdf(*AMENDS, title="Amendment 1"))
    return base, amendment


def compared(desk: Desk, old: str, new: str) -> Answer:
    answer = desk.viewer.get(f"/compare?old={old}&new={new}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_amendment_stands_for_the_agreement_as_it_reads_with_it(desk: Desk) -> None:
    base, amendment = amended(desk)

    body = compared(desk, base, amendment)

    (change,) = [one for one in body["changes"] if one["substantive"]]
    assert (change["kind"], change["old"]["number"], change["new"]["number"]) == ("changed", "3", "3")
    assert {"op": "insert", "text": "thirty "} in change["words"] or "thirty" in str(change["words"])
    assert body["summary"]["removed"] == 0
    assert body["summary"]["added"] == 0
    assert body["notes"] == ["“Amendment 1” is shown as “Agreement” reads with it: a reading copy that nobody signed."]


def test_it_agrees_with_the_page_on_what_changed(desk: Desk) -> None:
    base, amendment = amended(desk)

    there, back = compared(desk, base, amendment), compared(desk, amendment, base)

    assert there["summary"] == back["summary"]
    assert [one["substantive"] for one in there["changes"]].count(True) == 1


def test_versions_of_two_licences_are_compared(desk: Desk) -> None:
    old, new = desk.version()["id"], desk.version()["id"]
    desk.document(old, pdf(*BASE))
    desk.document(new, pdf(*BASE[:3], "4. The Licensee shall keep a record of each copy for three years."))

    body = compared(desk, old, new)

    assert [one["new"]["number"] for one in body["changes"] if one["substantive"] and one["new"]] == ["4"]


def test_a_version_beside_itself_says_so(desk: Desk) -> None:
    version = desk.version(label="Agreement")["id"]
    desk.document(version, pdf(*BASE))

    body = compared(desk, version, version)

    assert {one["kind"] for one in body["changes"]} == {"unchanged"}
    assert body["notes"] == ["Both sides are the same text, “Agreement”, so nothing differs."]


def test_a_version_without_text_is_told_of(desk: Desk) -> None:
    full, empty = desk.version()["id"], desk.version(label="Agreement 2027")["id"]
    desk.document(full, pdf(*BASE))

    body = compared(desk, full, empty)

    assert body["summary"]["removed"] == len(body["changes"])
    assert "“Agreement 2027” has no text that was read." in body["notes"][0]


def test_texts_in_two_languages_are_told_of(desk: Desk) -> None:
    english, french = desk.version(label="English")["id"], desk.version(label="French")["id"]
    desk.document(english, pdf(*BASE))
    desk.document(french, pdf(*FRENCH, title="Contrat de licence"))

    assert "are in different languages" in compared(desk, english, french)["notes"][-1]


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)
