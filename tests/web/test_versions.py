"""Versions: their form, their page and the steps they take."""

from __future__ import annotations

import re
from typing import Any

from domain.version import Version, VersionState
from tests.web.library import Library, TestDesk, text_of


def stored(desk: TestDesk, version_id: str) -> Version:
    with desk.services.reading_only() as uow:
        return uow.versions.get(version_id)


def test_a_version_is_added_with_its_signatures_and_goes_on_to_its_pdf(desk: TestDesk) -> None:
    fields = {
        "kind": "amendment",
        "label": "Amendment 2",
        "effective_from": "2026-07-01",
        "signature_name": ["Odile Marchetti", ""],
        "signature_party": ["Meridian", ""],
        "signature_signed_on": ["2026-06-01", ""],
    }

    saved = desk.editor.post(f"/licences/{desk.licence()}/versions/new", fields)

    assert saved.status_code == 303
    kept = stored(desk, saved.headers["location"].removeprefix("/versions/"))
    assert (kept.label, kept.kind.value, len(kept.fields.signatures)) == ("Amendment 2", "amendment", 1)
    page = desk.editor.get(saved.headers["location"]).text
    assert 'enctype="multipart/form-data"' in page
    assert "Odile Marchetti" in page


def test_mistakes_are_told_at_their_fields(desk: TestDesk) -> None:
    fields = {
        "effective_from": "2026-07-01",
        "effective_to": "2026-06-01",
        "signature_name": ["", "Tobias"],
        "signature_party": ["Meridian", ""],
        "signature_signed_on": ["", "1 June"],
    }

    refused = desk.editor.post(f"/licences/{desk.licence()}/versions/new", fields)

    assert refused.status_code == 422
    for control in ("effective_to", "signature-0-name", "signature-1-signed_on"):
        assert f'href="#{control}"' in refused.text
        assert f'id="{control}-error"' in refused.text
    assert 'value="1 June"' in refused.text


def test_rows_of_signatures_come_and_go_without_scripts(desk: TestDesk) -> None:
    there = f"/licences/{desk.licence()}/versions/new"
    typed = {"signature_name": ["A", "B"], "signature_party": ["", ""], "signature_signed_on": ["", ""]}

    assert 'id="signature-2-name"' in desk.editor.post(there, {**typed, "do": "add-signature"}).text
    less = desk.editor.post(there, {**typed, "do": "remove-signature-0"}).text
    assert re.search(r'id="signature-0-name"[^>]* value="B"', less)


def test_a_stale_edit_shows_both_sides(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    first: dict[str, Any] = {"kind": "agreement", "label": "Theirs", "effective_from": "2026-01-01", "revision": 1}
    assert desk.editor.post(f"/versions/{version}/edit", first).status_code == 303

    stale = desk.editor.post(f"/versions/{version}/edit", {**first, "label": "Mine"})

    assert stale.status_code == 409
    assert "Theirs" in text_of(stale.text)
    assert "Mine" in text_of(stale.text)
    assert stored(desk, version).label == "Theirs"


def test_using_mine_on_a_version_leaves_what_only_the_other_changed(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    before = stored(desk, version)
    opened: dict[str, Any] = {"kind": "agreement", "label": before.label, "revision": 1, "note": ""}
    opened["effective_from"] = before.fields.effective_from.isoformat() if before.fields.effective_from else ""
    desk.editor.post(f"/versions/{version}/edit", {**opened, "note": "Theirs", "effective_from": "2026-02-02"})

    stale = desk.editor.post(f"/versions/{version}/edit", {**opened, "label": "Mine"})
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', stale.text))

    assert desk.editor.post(f"/versions/{version}/edit", again).status_code == 303
    fields = stored(desk, version).fields
    assert (fields.label, fields.note, str(fields.effective_from)) == ("Mine", "Theirs", "2026-02-02")


def test_the_page_offers_the_steps_one_may_take(library: Library) -> None:
    draft, there = library.draft, f"/versions/{library.draft}/transitions?to="
    pages = {who: getattr(library.desk, who).get(f"/versions/{draft}").text for who in ("viewer", "editor", "reviewer")}

    assert there not in pages["viewer"]
    assert f"{there}in_review" in pages["editor"]
    assert f"{there}withdrawn" not in pages["editor"]
    assert f"{there}withdrawn" in pages["reviewer"]
    assert f"{there}in_force" not in pages["reviewer"]


def test_a_version_goes_for_review_and_into_force(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version)
    there = f"/versions/{version}/transitions"

    assert desk.editor.post(there, {"to": "in_review"}).headers["location"] == f"/versions/{version}"
    ask = text_of(desk.reviewer.get(f"{there}?to=in_force").text)
    assert "still to be reviewed" in ask
    refused = desk.reviewer.post(there, {"to": "in_force", "reason": " "})
    assert refused.status_code == 409
    assert "still to be reviewed" in text_of(refused.text)
    assert 'id="reason-error"' in refused.text
    assert stored(desk, version).state is VersionState.IN_REVIEW

    desk.reviewer.post(there, {"to": "in_force", "reason": "The rest follows."})

    assert stored(desk, version).state is VersionState.IN_FORCE
    assert "The rest follows." in desk.viewer.get(f"/versions/{version}").text


def test_what_stands_in_the_way_is_shown_before_anybody_tries(desk: TestDesk) -> None:
    version = desk.version(desk.licence(), effective_from="")
    desk.editor.post(f"/versions/{version}/transitions", {"to": "in_review"})

    page = desk.reviewer.get(f"/versions/{version}/transitions?to=in_force").text

    assert "Give the date from which this version is effective." in text_of(page)
    assert f'href="/versions/{version}/edit"' in page
    assert 'name="reason"' not in page


def test_a_step_that_is_none_is_refused(desk: TestDesk) -> None:
    version = desk.version(desk.licence())

    assert desk.admin.get(f"/versions/{version}/transitions?to=ended").status_code == 409
    assert desk.admin.get(f"/versions/{version}/transitions?to=nonsense").status_code == 404
    assert desk.admin.post(f"/versions/{version}/transitions", {"to": "ended"}).status_code == 409


def test_an_editor_puts_nothing_in_force(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    there = f"/versions/{version}/transitions"
    desk.editor.post(there, {"to": "in_review"})

    assert desk.editor.post(there, {"to": "in_force", "reason": "Please."}).status_code == 403
    assert desk.viewer.post(there, {"to": "draft"}).status_code == 403


def test_a_wrong_upload_is_set_aside_with_its_reason_and_stays(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    document = desk.document(version)
    there = f"/documents/{document}/set-aside"

    assert desk.editor.post(there, {"reason": ""}).status_code == 422
    assert desk.editor.post(there, {"reason": "Unsigned copy."}).headers["location"] == f"/versions/{version}"
    said = text_of(desk.viewer.get(f"/versions/{version}").text)
    assert "Set aside" in said
    assert "Unsigned copy." in said


def test_a_document_shows_how_far_it_is_read(library: Library) -> None:
    said = text_of(library.desk.viewer.get(f"/versions/{library.agreement}").text)

    assert "signed.pdf" in said
    assert "PDF, 1 page," in said
