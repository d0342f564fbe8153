"""What readers and other systems are told, and what never reaches them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import live, violations, watched_page
from tests.web.library import Library, TestDesk, text_of
from web.rate_limit import RateLimit

BOREAL = "/public/resources/annals-of-boreal-chemistry"
JSON = {"Accept": "application/json"}
LOOKUPS = ["url=https://abc.example/12", "issn=0000-0108", "issn=00000108", "code=L-0112", "code=l-0112"]


def answers_of(body: Any) -> dict[str, dict[str, Any]]:
    return {answer["term"]: answer for answer in body["answers"]}


def test_a_reader_finds_a_resource_and_reads_what_it_allows(library: Library) -> None:
    found = library.desk.nobody.get("/public/resources?q=chemistry+annals")
    assert f'href="{BOREAL}#res-h"' in found.text

    page = text_of(library.desk.nobody.get(BOREAL).text)

    assert "May I use it as a former student? Yes, with conditions In the library building." in page
    assert "May I mine the text or data by computer? Ask us The licence does not settle this." in page
    assert "Not checked yet" in page


def test_a_reader_of_french_gets_questions_and_answers_in_french(library: Library) -> None:
    page = text_of(library.desk.nobody.get(BOREAL, **{"Accept-Language": "fr-CA"}).text)

    assert "Puis-je l’utiliser en tant qu’ancienne étudiante ou ancien étudiant? Oui, à certaines conditions" in page


def test_the_search_box_gets_the_list_alone(library: Library) -> None:
    answer = library.desk.nobody.htmx("/public/resources?q=boreal")

    assert "<html" not in answer.text
    assert "Annals of Boreal Chemistry" in answer.text
    assert "1 resource" in answer.text


def test_words_are_found_in_any_order_with_or_without_accents(desk: TestDesk) -> None:
    desk.licence(resources=[{"title": "Études québécoises en forêt"}, {"title": "Forest Studies"}])

    for words in ("etudes foret", "FORÊT études", "quebec"):
        found = desk.nobody.get(f"/public/resources.json?q={words}").json()["items"]
        assert [item["title"] for item in found] == ["Études québécoises en forêt"]
    assert "Nothing here has" in desk.nobody.get("/public/resources?q=nowhere").text


def test_the_list_goes_on_where_it_stopped(desk: TestDesk) -> None:
    desk.licence(resources=[{"title": f"Journal {letter}"} for letter in "EDCBA"] + [{"title": "The Journal"}])
    seen: list[str] = []
    cursor = ""

    while cursor is not None:
        body = desk.nobody.get(f"/public/resources.json?q=journal&limit=2{cursor and f'&cursor={cursor}'}").json()
        seen += [item["title"] for item in body["items"]]
        cursor = body["next_cursor"]

    assert seen == ["Journal A", "Journal B", "Journal C", "Journal D", "Journal E", "The Journal"]
    assert desk.nobody.get("/public/resources.json?cursor=nowhere").status_code == 422


@pytest.mark.parametrize("path", [f"{BOREAL}.json", *(f"/public/lookup?{each}" for each in LOOKUPS)])
def test_programs_get_the_same_as_json(library: Library, path: str) -> None:
    answer = library.desk.nobody.get(path)

    body = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert body["resource"] == {
        "title": "Annals of Boreal Chemistry",
        "slug": "annals-of-boreal-chemistry",
        "url": "https://abc.example",
        "issn": "0000-0108",
        "isbn": None,
    }
    alumni = answers_of(body)["alumni_access"]
    assert (alumni["answer"], alumni["conditions"]) == ("yes_with_conditions", "In the library building.")
    assert alumni["question"]["en"].startswith("May I")
    assert answers_of(body)["text_data_mining"]["answer"] == "ask"
    assert answers_of(body)["text_data_mining"]["checked"] == alumni["checked"] == body["checked"]
    assert answers_of(body)["remote_access"]["checked"] is None
    assert body["contact"] == "licences@library.example"


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("application/json, text/html;q=0.9", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/html;q=0.2, application/*", True),
        ("*/*", False),
        ("", False),
        ("application/json;q=nonsense", False),
    ],
)
def test_accept_says_whether_a_page_or_json_is_wanted(library: Library, accept: str, is_json: bool) -> None:
    kind = library.desk.nobody.get(BOREAL, Accept=accept).headers["content-type"]

    assert kind.startswith("application/json" if is_json else "text/html")


def test_a_person_who_looks_up_an_identifier_is_led_to_the_page(library: Library) -> None:
    answer = library.desk.nobody.get("/public/lookup?issn=0000-0108", Accept="text/html")

    assert (answer.status_code, answer.headers["location"]) == (303, BOREAL)


def test_a_code_that_names_several_resources_answers_for_all_of_them(desk: TestDesk) -> None:
    both = desk.licence("Both", code="BOTH", resources=[{"title": "Alpha"}, {"title": "Beta"}])
    other = desk.licence("Other", resources=[{"title": "Beta"}])
    for licence, value in ((both, "permitted_explicit"), (other, "prohibited_explicit")):
        version = desk.version(licence)
        desk.decide(version, "remote_access", "permitted_explicit")
        desk.decide(version, "alumni_access", value)
        desk.put_in_force(version)

    body = desk.nobody.get("/public/lookup?code=both").json()

    assert [body["resource"]["title"], *(each["title"] for each in body["also"])] == ["Alpha", "Beta"]
    assert answers_of(body)["remote_access"]["answer"] == "yes"
    assert answers_of(body)["alumni_access"]["answer"] == "ask"
    assert answers_of(body)["alumni_access"]["reason"] == "licences_differ"
    told = text_of(desk.nobody.get("/public/resources/beta").text)
    assert "Ask us Several licences cover this, and they say different things: yes in one; no in one." in told
    french = text_of(desk.nobody.get("/public/resources/beta?lang=fr").text)
    assert "oui selon l’une; non selon l’une." in french


def test_licences_that_allow_it_on_different_conditions_are_said_to_allow_it(desk: TestDesk) -> None:
    for title, conditions in (("One", "In the library."), ("Other", "For teaching.")):
        version = desk.version(desk.licence(title, resources=[{"title": "Beta"}]))
        desk.decide(version, "alumni_access", "permitted_explicit", conditions=conditions)
        desk.put_in_force(version)

    told = text_of(desk.nobody.get("/public/resources/beta").text)

    assert "May I use it as a former student? Ask us Several licences cover this. Each allows it, on conditions" in told


@pytest.mark.parametrize("page", ["", "/card"])
def test_a_resource_without_a_licence_in_force_is_said_to_have_none(desk: TestDesk, page: str) -> None:
    desk.decide(
        desk.version(desk.licence("Draft", resources=[{"title": "Beta"}])), "alumni_access", "permitted_explicit"
    )

    told = text_of(desk.nobody.get(f"/public/resources/beta{page}").text)

    assert "No licence of the library for this is in force today. Ask us before you use it." in told
    assert "May I" not in told
    assert "Aucune licence" in desk.nobody.get(f"/public/resources/beta{page}?lang=fr").text


def test_a_card_says_which_answer_nobody_has_looked_up(desk: TestDesk) -> None:
    version = desk.version(desk.licence("Beta", resources=[{"title": "Beta"}]))
    desk.decide(version, "alumni_access", "uninterpreted")
    desk.put_in_force(version)

    told = text_of(desk.nobody.get("/public/resources/beta/card?term=remote_access&term=alumni_access").text)

    assert "off campus? Ask us We have not looked this up in the licence yet." in told
    assert "former student? Ask us The licence does not settle this." in told


def test_a_long_page_of_answers_begins_with_links_to_its_parts(desk: TestDesk) -> None:
    version = desk.version(desk.licence("Beta", resources=[{"title": "Beta"}]))
    for term in ("alumni_access", "ill_electronic", "text_data_mining"):
        desk.decide(version, term, "permitted_explicit")
    desk.put_in_force(version)

    page = desk.nobody.get("/public/resources/beta").text

    targets = re.findall(r'<a class="btn" href="#(g-[^"]+)">', page)
    assert len(targets) == 3
    assert all(f'id="{target}"' in page for target in targets)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/public/lookup", 422),
        ("/public/lookup?issn=", 422),
        ("/public/lookup?issn=0000-0108&code=L-0112", 422),
        ("/public/lookup?title=Annals", 422),
        ("/public/lookup?issn=nothing", 404),
        ("/public/lookup?isbn=nothing", 404),
        ("/public/lookup?url=http://[broken", 404),
        ("/public/lookup?code=L-9999", 404),
        ("/public/resources/nowhere.json", 404),
        ("/public/resources.json?limit=0", 422),
        ("/public/resources.json?limit=201", 422),
        ("/public/resources.json?limit=²", 422),
    ],
)
def test_a_program_is_told_in_a_sentence_what_was_wrong(library: Library, path: str, status: int) -> None:
    answer = library.desk.nobody.get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["status"] == status
    assert answer.json()["detail"].endswith(".")
    assert "etag" not in answer.headers


def test_a_person_who_is_told_so_gets_a_page_without_the_frame_of_the_staff(library: Library) -> None:
    answer = library.desk.nobody.get("/public/resources/nowhere")

    assert answer.status_code == 404
    assert "No resource has this address here." in answer.text
    assert "/licences" not in answer.text


def test_strange_questions_are_answered_too(desk: TestDesk) -> None:
    for words in ("%25", "_", "a " * 3000, "%00", "'", "\\", "%F0%9F%93%9A"):
        assert desk.nobody.get(f"/public/resources?q={words}").status_code in (200, 422)
        assert desk.nobody.get(f"/public/lookup?url={words}&x=1").status_code in (404, 422)


def test_answers_are_kept_for_five_minutes_and_asked_for_again_by_their_tag(library: Library) -> None:
    for path in ("/public", BOREAL, f"{BOREAL}.json", f"{BOREAL}/card", "/public/lookup?issn=0000-0108"):
        answer = library.desk.nobody.get(path)
        again = library.desk.nobody.get(path, **{"If-None-Match": f'"other", W/{answer.headers["etag"]}'})

        assert answer.headers["cache-control"] == "public, max-age=300"
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]


def test_a_page_and_its_json_have_tags_of_their_own_which_follow_the_record(desk: TestDesk) -> None:
    version = desk.version(desk.licence(resources=[{"title": "Alpha"}]))
    desk.decide(version, "alumni_access", "permitted_explicit")
    before = desk.nobody.get("/public/resources/alpha", **JSON).headers["etag"]
    assert desk.nobody.get("/public/resources/alpha").headers["etag"] != before

    desk.put_in_force(version)

    assert desk.nobody.get("/public/resources/alpha", **{"If-None-Match": before, **JSON}).status_code == 200


def test_no_cookie_is_set_unless_a_language_is_chosen(library: Library) -> None:
    plain, chosen = library.desk.nobody.get(BOREAL), library.desk.nobody.get(f"{BOREAL}?lang=fr")

    assert "set-cookie" not in plain.headers
    assert "lang=fr" in chosen.headers["set-cookie"]
    assert chosen.headers["cache-control"] == "private, no-cache"


def test_a_session_changes_nothing_on_a_public_page(library: Library) -> None:
    assert library.desk.admin.get(BOREAL).content == library.desk.nobody.get(BOREAL).content


def test_scripts_of_any_site_may_ask(library: Library) -> None:
    client = library.desk.client
    preflight = client.options(BOREAL, headers={"Origin": "https://guides.example"})

    assert library.desk.nobody.get(BOREAL).headers["access-control-allow-origin"] == "*"
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert client.head(BOREAL).headers["etag"] == client.get(BOREAL).headers["etag"]
    assert client.post(BOREAL).status_code == 405


def test_an_address_that_asks_too_often_has_to_wait(desk: TestDesk) -> None:
    desk.app.state.public_limit = RateLimit(2, clock=lambda: 0.0)
    assert [desk.nobody.get("/public").status_code for _ in range(3)] == [200, 200, 429]

    answer = desk.nobody.get("/public/lookup?issn=1234-5678")

    assert answer.headers["retry-after"] == "30"
    assert answer.json()["detail"].startswith("Too many questions")
    assert desk.viewer.get("/licences").status_code == 200


def test_the_limit_lets_in_again_as_time_passes_and_counts_networks() -> None:
    now = [0.0]
    limit = RateLimit(60, clock=lambda: now[0])
    assert [limit.wait("192.0.2.1") for _ in range(61)] == [0] * 60 + [1]
    assert limit.wait("192.0.2.2") == 0
    now[0] = 2.0
    assert [limit.wait("192.0.2.1") for _ in range(3)] == [0, 0, 1]

    assert [limit.wait(f"2001:db8::{n:x}") for n in range(61)][-1] == 1
    assert limit.wait("2001:db8:1::1") == 0


def test_the_card_shows_a_few_answers_or_those_asked_for(library: Library) -> None:
    few = text_of(library.desk.nobody.get(f"{BOREAL}/card").text)
    asked = text_of(library.desk.nobody.get(f"{BOREAL}/card?term=text_data_mining").text)

    assert "May I use it as a former student? Yes, with conditions In the library building." in few
    assert "text or data by computer" not in few
    assert "May I mine the text or data by computer? Ask us" in asked
    assert "former student" not in asked


def test_only_the_card_may_be_framed(library: Library) -> None:
    card, page = (library.desk.nobody.get(path).headers for path in (f"{BOREAL}/card", BOREAL))

    assert card["content-security-policy"].endswith("frame-ancestors 'none'")  # no site is named on this desk
    assert page["content-security-policy"].endswith("frame-ancestors 'none'")


@pytest.mark.parametrize(
    "path", ["/public/resources?q=boreal", "/public/resources?q=nowhere", BOREAL, f"{BOREAL}/card"]
)
@pytest.mark.parametrize("width", [1280, 320])
def test_the_public_pages_are_accessible_on_every_screen(
    browser: Browser, library: Library, path: str, width: int
) -> None:
    with live(library.desk.app) as address, watched_page(browser, viewport={"width": width, "height": 700}) as page:
        page.goto(address + path)

        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_typing_finds_and_choosing_shows_the_answers(browser: Browser, library: Library) -> None:
    with live(library.desk.app) as address, watched_page(browser) as page:
        page.goto(f"{address}/public")
        page.get_by_label("Journal, database or collection").press_sequentially("chem")

        page.get_by_role("link", name="Annals of Boreal Chemistry").click()

        expect(page.get_by_role("heading", name="Annals of Boreal Chemistry")).to_be_visible()
        expect(page.get_by_role("listitem").filter(has_text="former student")).to_contain_text("Yes, with conditions")
