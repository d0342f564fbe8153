"""The review workbench over HTTP: as page, as fragment and without scripts, for those who decide and those who look."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.decision import Decision
from domain.readings import StoredSuggestion
from domain.suggestion import SuggestionState
from domain.usecases.decisions import accept_suggestion
from tests.pdfs import NO_RESALE, pdf
from tests.usecases.conftest import ReadOnce
from tests.web.library import TestDesk, text_of

TERM, SILENT_TERM = "commercial_use", "text_data_mining"


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


@pytest.fixture
def version(desk: TestDesk) -> str:
    """A draft with one document that has been read."""
    made = desk.version(desk.licence("Boreal Waters"))
    desk.document(made)
    return made


def url(version: str, rest: str = "") -> str:
    return f"/versions/{version}/review{rest}"


def suggestion(desk: TestDesk, version: str, key: str = TERM) -> StoredSuggestion:
    with desk.services.reading_only() as uow:
        return next(s for s in uow.readings.suggestions(version) if s.suggestion.term == key)


def decisions(desk: TestDesk, version: str, key: str = TERM) -> list[Decision]:
    with desk.services.reading_only() as uow:
        return [d for d in uow.decisions.of_version(version) if d.term == key]


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the open term's form."""
    form = html[html.index('<form id="choice"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")])
    return {name: value for name, value in found if name != "csrf"}


def decide(desk: TestDesk, version: str, do: str, key: str = TERM, **typed: Any) -> Any:
    """Open a term, then press one of its buttons, as a browser without scripts does."""
    page = desk.reviewer.get(url(version, f"/items/{key}{'/change' if do == 'change' else ''}"))
    assert page.status_code == 200, page.text
    return desk.reviewer.post(url(version, f"/items/{key}"), {**hidden(page.text), "do": do, **typed})


def test_it_opens_on_the_first_term_to_review_with_its_words_and_the_page(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(url(version, f"/items/{TERM}"))
    said = text_of(page.text)
    assert "Review: Agreement 2026" in said
    assert "0 of" in said
    assert NO_RESALE in re.sub(r"</?mark>", "", page.text)
    assert "<mark>" in page.text
    assert "hl--active" in page.text
    assert "Accept a" in said
    first = desk.reviewer.get(url(version))
    assert 'class="q q--open"' in first.text


def test_accepting_decides_on_the_quotes_and_goes_on_to_the_next_term(desk: TestDesk, version: str) -> None:
    answer = decide(desk, version, "accept", internal_note="Read twice.")
    assert answer.status_code == 303
    assert TERM not in answer.headers["location"]
    assert "/items/" in answer.headers["location"]
    (made,) = decisions(desk, version)
    assert made.evidence
    assert made.internal_note == "Read twice."
    assert made.decided_by_name == "Rae Viewer"
    after = text_of(desk.reviewer.get(url(version)).text)
    assert "1 accepted, 0 changed, 0 rejected" in after


def test_htmx_gets_the_queue_with_the_next_term_focused_and_the_rest_out_of_band(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.htmx(url(version, f"/items/{TERM}"))
    assert page.text.lstrip().startswith('<div id="queue">')
    answer = desk.reviewer.htmx_post(url(version, f"/items/{TERM}"), {**hidden(page.text), "do": "accept"})
    assert answer.status_code == 200
    for part in ("progress", "filters", "pane"):
        assert re.search(f'id="{part}" hx-swap-oob="true"', answer.text), part
    assert re.search(r'class="q q--open" id="q-(?!ill_electronic")[^>]* autofocus', answer.text)
    assert "Commercial use: Accepted. 1 of" in text_of(answer.text[answer.text.index('id="live"') :])
    assert 'id="done" hx-swap-oob="true">Commercial use: Accepted.</span>' in answer.text
    assert answer.headers["HX-Push-Url"].startswith(url(version, "/items/"))


def test_rejecting_leaves_the_term_undecided_and_can_be_taken_back(desk: TestDesk, version: str) -> None:
    assert decide(desk, version, "reject").status_code == 303
    assert suggestion(desk, version).state is SuggestionState.REJECTED
    page = desk.reviewer.get(url(version, f"/items/{TERM}"))
    assert "Take back" in text_of(page.text)
    assert desk.reviewer.post(url(version, f"/items/{TERM}/reopen")).status_code == 303
    assert suggestion(desk, version).state is SuggestionState.OPEN
    assert decisions(desk, version) == []


def test_another_value_is_saved_with_narrower_words_and_conditions(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(url(version, f"/items/{TERM}/change"))
    quote = "shall not sell or resell"
    sent = {
        **hidden(page.text),
        "do": "change",
        "pick": "conditions",
        "basis": "interpreted",
        "conditions": "Single articles.",
        "evidence": "0",
        "quote.0": quote,
    }
    answer = desk.reviewer.post(url(version, f"/items/{TERM}"), sent)
    assert answer.status_code == 303, text_of(answer.text)
    (made,) = decisions(desk, version)
    assert (made.value, made.conditions) == ("permitted_interpreted", "Single articles.")
    assert [e.quote for e in made.evidence] == [quote]
    assert "0 accepted, 1 changed" in text_of(desk.reviewer.get(url(version)).text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"pick": "conditions"}, "Write the conditions"),
        ({"pick": "prohibited"}, "Point at the words that say so"),
        ({"pick": "permitted", "evidence": "0", "quote.0": "anything goes"}, "do not stand in the clause"),
        ({"pick": "silent", "conditions": "In the library."}, "Clear the conditions"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_all_that_was_typed(
    desk: TestDesk, version: str, typed: dict[str, str], sentence: str
) -> None:
    answer = decide(desk, version, "change", **typed, internal_note="", public_note="Keep this.")
    assert answer.status_code == 422
    assert sentence in text_of(answer.text)
    assert "Keep this." in answer.text
    assert 'id="errors"' in answer.text
    assert decisions(desk, version) == []


def test_a_term_without_a_suggestion_is_decided_on_a_clause_that_was_searched(desk: TestDesk, version: str) -> None:
    found = desk.reviewer.get(url(version, f"/search?q=resell&key={SILENT_TERM}"))
    clause = re.search(r'value="add:([^"]+)"', found.text)
    assert clause is not None
    assert "<mark>resell</mark>" in found.text
    begun = desk.reviewer.post(
        url(version, f"/items/{SILENT_TERM}"), {"do": f"add:{clause[1]}", "internal_note": "Not lost.", "revision": "0"}
    )
    assert begun.status_code == 200
    assert NO_RESALE in text_of(begun.text)
    assert "Not lost." in begun.text
    sent = {**hidden(begun.text), "do": "change", "pick": "prohibited", "basis": "interpreted", "evidence": "0"}
    sent["quote.0"] = "shall not sell or resell"
    assert desk.reviewer.post(url(version, f"/items/{SILENT_TERM}"), sent).status_code == 303
    (made,) = decisions(desk, version, SILENT_TERM)
    assert made.value == "prohibited_interpreted"
    assert made.evidence[0].quote == "shall not sell or resell"


def test_a_search_without_scripts_is_the_whole_page_and_with_htmx_the_places(desk: TestDesk, version: str) -> None:
    whole = desk.reviewer.get(url(version, f"/search?q=library&key={TERM}"))
    assert "<html" in whole.text
    assert 'name="q" value="library"' in whole.text
    part = desk.reviewer.htmx(url(version, f"/search?q=library&key={TERM}"))
    assert part.text.lstrip().startswith('<div id="found">')
    assert "hl__found" in part.text
    nothing = desk.reviewer.htmx(url(version, "/search?q=zebra"))
    assert "None of the documents" in text_of(nothing.text)


def test_silence_is_shown_with_what_was_searched_and_confirmed(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(url(version, f"/items/{SILENT_TERM}"))
    assert "Nothing found. Suggested" in text_of(page.text)
    assert "Looked for in the whole text" in text_of(page.text)
    looked_for = page.text[page.text.index('<div class="looked">') :]
    assert looked_for[: looked_for.index("<details>")].count("<li>") == 8
    folded = looked_for[looked_for.index("<details>") : looked_for.index("</details>")]
    assert f"and {folded.count('<li>')} more" in folded
    assert decide(desk, version, "silent", SILENT_TERM).status_code == 303
    (made,) = decisions(desk, version, SILENT_TERM)
    assert made.value == "silent"
    assert made.searched


def test_the_silent_ones_are_confirmed_together_but_recorded_one_by_one(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(url(version, "/silent"))
    keys = re.findall(r'name="key" value="([^"]+)" checked', page.text)
    assert len(keys) > 10
    answer = desk.reviewer.post(url(version, "/silent"), {"key": keys[:-1]})
    assert answer.headers["location"] == url(version)
    with desk.services.reading_only() as uow:
        made = uow.decisions.of_version(version)
    assert sorted(d.term for d in made) == sorted(keys[:-1])
    assert {d.value for d in made} == {"silent"}
    assert suggestion(desk, version, keys[-1]).state is SuggestionState.OPEN
    assert keys[-1] in desk.reviewer.get(url(version, "/silent")).text


def test_what_would_be_lost_is_said_and_not_ticked_beforehand(desk: TestDesk) -> None:
    licence = desk.licence()
    old = desk.version(licence)
    desk.decide(old, SILENT_TERM, "permitted_explicit")
    desk.put_in_force(old)
    new = desk.version(licence, label="Agreement 2027", effective_from="2027-01-01")
    desk.document(new)
    page = text_of(desk.reviewer.get(url(new, f"/items/{SILENT_TERM}")).text)
    assert "This would be a loss." in page
    assert "In force now: Permitted" in page
    assert f'value="{SILENT_TERM}" checked' not in desk.reviewer.get(url(new, "/silent")).text
    assert f'value="{SILENT_TERM}"' in desk.reviewer.get(url(new, "/silent")).text


def test_what_an_amendment_does_not_mention_is_not_asked(desk: TestDesk) -> None:
    amendment = desk.version(desk.licence(), kind="amendment", label="Amendment 1")
    desk.document(amendment, pdf(f"1 {NO_RESALE}", title="Amendment"))
    page = desk.reviewer.get(url(amendment, "?show=all"))
    assert "Not mentioned here" in text_of(page.text)
    assert f'id="q-{SILENT_TERM}" data-state="left"' in page.text
    assert "No silent terms left" in text_of(desk.reviewer.get(url(amendment, "/silent")).text)


def test_undo_takes_back_the_last_step_of_this_person_and_then_the_one_before(desk: TestDesk, version: str) -> None:
    decide(desk, version, "accept")
    decide(desk, version, "silent", SILENT_TERM)
    for key in (SILENT_TERM, TERM):
        answer = desk.reviewer.post(url(version, "/undo"))
        assert f"/items/{key}" in answer.headers["location"]
        assert decisions(desk, version, key)[-1].value is None
    nothing = desk.reviewer.post(url(version, "/undo"))
    assert nothing.status_code == 409
    assert "nothing of yours to undo" in text_of(nothing.text)


def test_undo_leaves_alone_what_a_colleague_decided_since(desk: TestDesk, version: str) -> None:
    decide(desk, version, "accept")
    desk.decide(version, TERM, "permitted_explicit")
    assert desk.reviewer.post(url(version, "/undo")).status_code == 409
    assert decisions(desk, version)[-1].value == "permitted_explicit"


def test_two_changes_are_undone_to_nothing(desk: TestDesk, version: str) -> None:
    decide(desk, version, "accept")
    decide(desk, version, "change", pick="uninterpreted", internal_note="Two readings.", reason="")
    assert [d.value for d in decisions(desk, version)][-1] == "uninterpreted"
    desk.reviewer.post(url(version, "/undo"))
    assert decisions(desk, version)[-1].value == "prohibited_explicit"
    desk.reviewer.post(url(version, "/undo"))
    assert decisions(desk, version)[-1].value is None


@pytest.mark.parametrize("do", ["accept", "change"])
def test_when_a_colleague_was_faster_both_are_shown_and_nothing_is_lost(desk: TestDesk, version: str, do: str) -> None:
    page = desk.reviewer.get(url(version, f"/items/{TERM}{'/change' if do == 'change' else ''}"))
    mine = {**hidden(page.text), "do": do, "pick": "conditions", "conditions": "Mine.", "internal_note": "My note."}
    desk.decide(version, TERM, "permitted_explicit")
    answer = desk.reviewer.post(url(version, f"/items/{TERM}"), mine)
    assert answer.status_code == 409
    said = text_of(answer.text)
    assert "Ada Min decided this term while you were looking at it" in said
    assert "Saved by them: Permitted" in said
    assert "My note." in answer.text
    assert len(decisions(desk, version)) == 1
    again = {**hidden(answer.text), "do": "change", "pick": "conditions", "conditions": "Mine.", "internal_note": "N"}
    assert again["revision"] == "1"
    assert desk.reviewer.post(url(version, f"/items/{TERM}"), again).status_code == 303
    assert decisions(desk, version)[-1].conditions == "Mine."


def test_a_decision_in_force_is_replaced_only_with_a_reason(desk: TestDesk, version: str) -> None:
    decide(desk, version, "accept")
    desk.put_in_force(version)
    refused = decide(desk, version, "change", pick="uninterpreted", internal_note="Two readings.")
    assert refused.status_code == 422
    assert 'id="c-reason"' in refused.text
    assert (
        decide(desk, version, "change", pick="uninterpreted", internal_note="N", reason="A letter.").status_code == 303
    )
    assert decisions(desk, version)[-1].reason == "A letter."


def test_other_kinds_of_values_have_fields_of_their_own(desk: TestDesk, version: str) -> None:
    note = {"internal_note": "By letter."}
    cases = [
        ("concurrent_users", {"pick": "value", "value": "Unlimited"}, "unlimited"),
        ("authorized_users", {"pick": "value", "value": "Staff."}, "Staff."),
        ("non_renewal_notice", {"pick": "value", "number": "60", "unit": "week"}, {"number": 60, "unit": "week"}),
    ]
    for key, typed, value in cases:
        answer = decide(desk, version, "change", key, **typed, **note)
        assert answer.status_code == 303, (key, text_of(answer.text)[:400])
        assert decisions(desk, version, key)[-1].value == value


def test_somebody_who_may_not_decide_sees_everything_and_no_button(desk: TestDesk, version: str) -> None:
    page = desk.viewer.get(url(version, f"/items/{TERM}"))
    assert page.status_code == 200
    assert 'name="do"' not in page.text
    assert "Undo" not in text_of(page.text)
    assert desk.viewer.get(url(version, f"/items/{TERM}/change")).status_code == 403
    assert desk.editor.post(url(version, f"/items/{TERM}"), {"do": "reject"}).status_code == 403
    assert desk.viewer.post(url(version, "/undo")).status_code == 403
    assert desk.nobody.get(url(version)).headers["location"].startswith("/sign-in")


def test_the_filters_show_what_is_to_do_what_is_doubtful_and_all(desk: TestDesk, version: str) -> None:
    accept_suggestion(desk.services, desk.actor(), suggestion(desk, version).id)
    assert f'id="q-{TERM}"' not in desk.reviewer.get(url(version)).text
    assert f'id="q-{TERM}" data-state="accepted"' in desk.reviewer.get(url(version, "?show=all")).text
    doubtful = desk.reviewer.get(url(version, "?show=doubtful"))
    assert doubtful.status_code == 200


def test_the_page_beside_the_queue_can_be_turned_and_read_as_text(desk: TestDesk, version: str) -> None:
    text = desk.viewer.htmx(url(version, f"/page?page=1&view=text&key={TERM}"))
    assert text.text.lstrip().startswith('<div class="pane" id="pane"')
    assert NO_RESALE in text_of(text.text)
    assert desk.viewer.get(url(version, "/page?page=7")).status_code == 404
    assert desk.viewer.get(url(version, "/items/no_such_term")).status_code == 404


def test_the_page_follows_the_open_term_to_another_document(desk: TestDesk, version: str) -> None:
    mining = "3.1 The Licensee may perform text and data mining of the Licensed Materials for research."
    other = desk.document(version, pdf(mining, title="Side letter"))
    first = desk.reviewer.get(url(version, f"/items/{TERM}"))
    assert f'src="/documents/{other}/pages/1.png"' not in first.text
    second = desk.reviewer.get(url(version, f"/items/{SILENT_TERM}"))
    assert f'src="/documents/{other}/pages/1.png"' in second.text
    assert second.text.count('id="doc-') == 2


def test_a_version_without_a_document_is_decided_by_hand(desk: TestDesk) -> None:
    empty = desk.version(desk.licence())
    page = desk.reviewer.get(url(empty, f"/items/{TERM}"))
    assert "No document yet" in text_of(page.text)
    assert "Nothing is suggested for this term" in text_of(page.text)
    answer = decide(desk, empty, "change", pick="prohibited", internal_note="Paper file, folder 3.")
    assert answer.status_code == 303
    assert decisions(desk, empty)[-1].provenance == "entered"
