"""Asking Alma: what is asked, what is asked again, what is never sent twice."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import threading
import time
from pathlib import Path

import pytest

from domain.errors import Conflict, Invalid, NotFound, RemoteUnavailable
from domain.ports.remote import RequestEntry
from domain.sync.trouble import AnswerTooStrange, KeyRefused, QuotaSpent, RemoteRefused, Unsure
from storage.remote.alma.client import AlmaClient
from storage.remote.alma.codes import REGIONS
from storage.remote.hosts import HostRule
from storage.remote.http import Host
from storage.remote.numbers import small_number
from storage.remote.pace import Pace
from storage.remote.sealing import Seal, new_own_key
from tests.alma import contract
from tests.alma.stand_in import KEY, StandIn
from tests.material import material


@material
def test_the_stand_in_knows_just_what_is_published() -> None:
    assert len(contract.published()) == len(contract.spoken())
    for said in contract.published():
        (same,) = [one for one in contract.spoken() if one.matches(said.method, f"{contract.BASE}{said.path}")]
        assert (same.query, same.takes_body) == (said.query, said.takes_body), said.path


def test_a_list_is_read_to_its_end_page_by_page(alma: StandIn, client: AlmaClient) -> None:
    for number in range(250):
        alma.alma.put(f"L-{number:03}", terms={"ILLELEC": "PERMITTED"})
    found = [record.code for record, total in client.licences() if total == 250]
    assert found == sorted(alma.alma.licences)
    assert alma.count("GET", "/licenses") == 3


def test_an_empty_list_has_no_member_at_all(client: AlmaClient) -> None:
    assert list(client.licences()) == []


def test_addenda_and_negotiations_are_not_missed(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put("N-1", type={"value": "NEGOTIATION", "desc": "Negotiation"})
    assert [record.code for record, _ in client.licences()] == ["N-1"]


def test_a_list_without_terms_is_made_whole_one_by_one(alma: StandIn, client: AlmaClient) -> None:
    alma.lists_without_terms = True
    alma.alma.put("L-1", terms={"ILLELEC": "PERMITTED"})
    ((record, _),) = client.licences()
    assert record.fields["term.ILLELEC"] == "PERMITTED"


def test_half_a_page_is_asked_for_again(alma: StandIn, client: AlmaClient) -> None:
    for number in range(10):
        alma.alma.put(f"L-{number}")
    alma.fail("half_page", "GET", "/licenses")
    assert len(list(client.licences())) == 10


def test_a_list_that_stays_half_is_given_up_and_never_taken_for_the_whole(alma: StandIn, client: AlmaClient) -> None:
    for number in range(10):
        alma.alma.put(f"L-{number}", terms={"ILLELEC": "SILENT"})
    alma.fail("half_page", "GET", "/licenses", times=9)
    with pytest.raises(AnswerTooStrange, match="only part"):
        list(client.licences())


def test_a_record_that_is_deleted_while_the_list_is_read_hides_no_other(alma: StandIn, client: AlmaClient) -> None:
    for number in range(250):
        alma.alma.put(f"L-{number:03}", terms={"ILLELEC": "PERMITTED"})

    def before_the_next_page() -> None:
        alma.meanwhile("GET", "/licenses", lambda: alma.alma.licences.pop("L-050") and None)

    alma.meanwhile("GET", "/licenses", before_the_next_page)
    found = [record.code for record, _ in client.licences()]
    assert set(found) >= set(alma.alma.licences)
    assert len(found) == len(set(found))


def test_a_list_that_never_stands_still_is_given_up(alma: StandIn, client: AlmaClient) -> None:
    for number in range(250):
        alma.alma.put(f"L-{number:03}", terms={"ILLELEC": "PERMITTED"})

    def one_less() -> None:
        alma.alma.licences.pop(max(alma.alma.licences))
        alma.meanwhile("GET", "/licenses", one_less)

    one_less()
    with pytest.raises(AnswerTooStrange, match="only part"):
        list(client.licences())


def test_changes_are_asked_for_with_days_to_spare(alma: StandIn, client: AlmaClient) -> None:
    list(client.licences(dt.date(2026, 11, 21)))
    assert alma.asked[-1].query["modify_date_from"] == "2026-11-19"


@pytest.mark.parametrize("kind", ["internal", "gateway", "per_second", "silence", "cut_off"])
def test_a_question_is_asked_again_after_a_pause(
    alma: StandIn, client: AlmaClient, slept: list[float], kind: str
) -> None:
    alma.alma.put("L-1")
    alma.fail(kind, "GET", times=2)
    assert client.licence("L-1").code == "L-1"
    assert kind in ("silence", "cut_off") or [wait for wait in slept if wait >= 1] == [1.0, 2.0]


def test_it_gives_up_after_five_tries_each_longer_apart(alma: StandIn, client: AlmaClient, slept: list[float]) -> None:
    alma.fail("internal", "GET", times=99)
    with pytest.raises(RemoteUnavailable, match="internal error"):
        client.licence("L-1")
    assert [wait for wait in slept if wait >= 1] == [1.0, 2.0, 4.0, 8.0]


STRANGE = {
    "a page of the gateway": b"<html><body>Sign in</body></html>",
    "nothing": b"",
    "blanks": b"  \n",
    "another encoding": '{"code": "L-1", "name": "é"}'.encode("latin-1"),
    "two bytes a letter": '{"code": "L-1", "name": "One"}'.encode("utf-16"),
    "half a character": b'{"code": "L-1", "name": "\\ud83d"}',
    "half a character in bytes": b'{"code": "L-1", "name": "\xed\xa0\xbd"}',
    "a list": b"[1, 2]",
    "a number": b"7",
    "null": b"null",
    "too deep": b"[" * 100_000,
    "a very long number": b'{"total_record_count": ' + b"9" * 10_000 + b"}",
    "an entity bomb": b'<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><license><code>&b;</code></license>',
    "an error with status 200": b'{"errorsExist": true, "errorList": {"error": []}}',
    "members of other types": b'{"code": 1, "name": [], "term": "none"}',
}


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
def test_an_answer_that_is_no_answer_is_told_in_a_sentence(alma: StandIn, client: AlmaClient, body: bytes) -> None:
    alma.reply(200, body, times=9)
    for ask in (
        lambda: client.licence("L-1"),
        lambda: list(client.licences()),
        lambda: client.amendments("L-1"),
        lambda: client.amendment("L-1", "L-1-A1"),
        lambda: client.files("L-1"),
    ):
        with pytest.raises((AnswerTooStrange, NotFound)) as told:
            ask()
        assert str(told.value).endswith((".", "later."))


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_an_error_in_any_shape_is_a_sentence(alma: StandIn, client: AlmaClient, body: bytes, status: int) -> None:
    alma.reply(status, body, times=9)
    with pytest.raises(RemoteUnavailable if status != 404 else NotFound):
        client.licence("L-1")


@pytest.mark.parametrize("header", ["²", "-1", "", "9" * 5000, "soon"])
def test_headers_that_are_no_numbers_are_passed_over(alma: StandIn, client: AlmaClient, header: str) -> None:
    assert small_number(header, otherwise=None) is None
    alma.alma.put("L-1")
    assert client.licence("L-1").code == "L-1"


def test_an_answer_that_drips_is_given_up(log: list[RequestEntry]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_drip, args=(server,), daemon=True).start()
        host = Host(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=5.0, most_seconds=0.2)
        slow = AlmaClient(host, KEY, pace=Pace(10_000), keep_left=0, log=log.append, sleep=lambda _: None)
        with pytest.raises(RemoteUnavailable, match="did not answer"):
            slow.licence("L-1")
        host.close()


def _drip(server: socket.socket) -> None:
    """An answer of a thousand bytes, one each twentieth of a second."""
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection, contextlib.suppress(OSError):
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in range(100):
                connection.sendall(b" ")
                time.sleep(0.05)


def test_a_file_of_a_half_list_is_not_taken_for_missing(alma: StandIn, client: AlmaClient, tmp_path: Path) -> None:
    alma.alma.put("L-1")
    file = tmp_path / "signed.pdf"
    file.write_bytes(b"%PDF-1.7 signed")
    client.attach("L-1", "signed.abc.pdf", file)
    alma.reply(200, b'{"attachment": [], "total_record_count": 1}', "GET", "/attachments")
    with pytest.raises(AnswerTooStrange, match="only part"):
        client.files("L-1")


def test_a_blank_term_goes_back_as_no_term(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put("L-1", terms={"ILLELEC": "PERMITTED"})
    alma.alma.licences["L-1"]["term"].append({"code": {"value": "GOVLAW"}, "value": {"value": None}})
    client.replace(client.licence("L-1"), {"term.ILLELEC": "SILENT"})
    assert alma.alma.value("L-1", "ILLELEC") == "SILENT"
    assert alma.alma.value("L-1", "GOVLAW") is None


def test_text_that_was_cut_off_is_no_licence(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put("L-1")
    alma.fail("cut_text", "GET", times=9)
    with pytest.raises(AnswerTooStrange, match="cut off"):
        client.licence("L-1")


@pytest.mark.parametrize("kind", ["silence", "silence_after", "timeout_after", "internal", "internal_after"])
def test_a_licence_is_added_once_where_no_answer_came(alma: StandIn, client: AlmaClient, kind: str) -> None:
    alma.fail(kind, "POST")
    with pytest.raises(Unsure):
        client.create("L-1", {"name": "One"})
    assert alma.count("POST") <= 1


def test_what_was_refused_as_too_often_may_be_sent_again(alma: StandIn, client: AlmaClient) -> None:
    alma.fail("per_second", "POST", times=3)
    client.create("L-1", {"name": "One", "term.ILLELEC": "PERMITTED"})
    assert alma.alma.value("L-1", "ILLELEC") == "PERMITTED"
    assert alma.count("POST") == 1


def test_an_answer_that_cannot_be_read_leaves_it_open_whether_it_was_done(alma: StandIn, client: AlmaClient) -> None:
    alma.fail("unreadable_after", "POST")
    with pytest.raises(Unsure):
        client.create("L-1", {"name": "One"})


def test_putting_carries_over_everything_that_is_not_ours(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put(
        "L-1", terms={"ILLELEC": "PERMITTED", "GOVLAW": "Ontario"}, location={"value": "SAFE", "desc": "The safe"}
    )
    record = client.licence("L-1")
    client.replace(record, {"term.ILLELEC": "PROHIBITED", "end_date": "2027-12-31"})
    now = alma.alma.licences["L-1"]
    assert alma.alma.value("L-1", "ILLELEC") == "PROHIBITED"
    assert alma.alma.value("L-1", "GOVLAW") == "Ontario"
    assert now["end_date"] == "2027-12-31Z"
    assert {name: now[name] for name in ("note", "administrator", "location")} == {
        name: record.body[name] for name in ("note", "administrator", "location")
    }


def test_nothing_is_ever_sent_as_a_value_of_null(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put("L-1", licensing_agent={"value": None, "desc": None}, terms={"ILLELEC": "PERMITTED"})
    client.replace(client.licence("L-1"), {"term.ILLELEC": "SILENT"})
    assert alma.alma.value("L-1", "ILLELEC") == "SILENT"


def test_an_emptied_field_is_taken_out(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put("L-1", terms={"ILLELEC": "PERMITTED", "ILLN": "Canada only"}, end_date="2027-12-31Z")
    client.replace(client.licence("L-1"), {"term.ILLN": "", "end_date": ""})
    assert alma.alma.value("L-1", "ILLN") is None
    assert "end_date" not in alma.alma.licences["L-1"]


def test_codes_with_blanks_and_slashes_find_their_licence(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put("A/B 2026 (ü)")
    assert client.licence("A/B 2026 (ü)").name == "A/B 2026 (ü)"


def test_a_missing_licence_is_told_by_its_code_and_not_by_its_status(client: AlmaClient) -> None:
    with pytest.raises(NotFound):
        client.licence("NOPE")


@pytest.mark.parametrize("kind", ["expired_key", "forbidden"])
def test_a_key_that_is_not_taken_is_said_so_and_not_tried_again(alma: StandIn, client: AlmaClient, kind: str) -> None:
    alma.fail(kind, times=99)
    with pytest.raises(KeyRefused, match="new key"):
        client.check()
    assert alma.faults[0].times == 98


def test_a_refusal_names_the_field_it_is_about(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.refused_terms.add("WALKIN")
    with pytest.raises(RemoteRefused, match="60195") as refused:
        client.create("L-1", {"name": "One", "term.WALKIN": "Permitted", "term.ILLELEC": "PERMITTED"})
    assert refused.value.fields == ("term.WALKIN",)
    assert alma.alma.licences == {}


def test_no_more_is_asked_when_only_the_others_share_of_the_quota_is_left(alma: StandIn, client: AlmaClient) -> None:
    alma.alma.put("L-1")
    alma.remaining = 11
    client.licence("L-1")
    client.licence("L-1")
    with pytest.raises(QuotaSpent) as spent:
        client.licence("L-1")
    assert spent.value.again_at > dt.datetime.now(dt.UTC)


def test_the_daily_limit_is_not_waited_out(alma: StandIn, client: AlmaClient, slept: list[float]) -> None:
    alma.fail("daily")
    with pytest.raises(QuotaSpent):
        client.licence("L-1")
    assert [wait for wait in slept if wait >= 1] == []


def test_a_redirect_is_not_followed(alma: StandIn, client: AlmaClient) -> None:
    alma.fail("redirect")
    with pytest.raises(RemoteRefused, match="not followed"):
        client.licence("L-1")
    assert alma.asked == []


def test_an_endless_answer_is_not_read(alma: StandIn, log: list[RequestEntry]) -> None:
    alma.alma.put("L-1", terms={"GOVLAW": "x" * 5000})
    host = Host(alma.address, timeout=1.0, most_bytes=1000)
    short = AlmaClient(host, KEY, pace=Pace(10_000), keep_left=0, log=log.append)
    with pytest.raises(AnswerTooStrange, match="far too long"):
        short.licence("L-1")
    host.close()


def test_every_request_is_logged_without_the_key_and_with_the_tracking_id(
    alma: StandIn, client: AlmaClient, log: list[RequestEntry]
) -> None:
    alma.alma.put("L-1")
    client.licence("L-1")
    with pytest.raises(NotFound):
        client.licence("NOPE")
    assert [(one.method, one.status) for one in log] == [("GET", 200), ("GET", 400)]
    assert log[1].tracking == "E01-0101000000-AAAAA-AWAE1"
    assert KEY not in repr(log)


def test_requests_are_spread_over_the_second() -> None:
    slept: list[float] = []
    pace = Pace(10, slept.append)
    for _ in range(5):
        pace.wait()
    assert len(slept) == 4
    assert all(0 < wait <= 0.41 for wait in slept)


def test_an_attached_file_is_found_by_its_name(alma: StandIn, client: AlmaClient, tmp_path: Path) -> None:
    alma.alma.put("L-1")
    file = tmp_path / "signed.pdf"
    file.write_bytes(b"%PDF-1.7 signed")
    client.attach("L-1", "signed.abc.pdf", file)
    assert client.files("L-1") == {"signed.abc.pdf"}


@pytest.mark.parametrize(
    "address",
    [
        "http://api-ca.hosted.exlibrisgroup.com",
        "https://evil.example",
        "https://api-ca.hosted.exlibrisgroup.com@evil.example",
        "https://api-ca.hosted.exlibrisgroup.com/almaws",
        "https://169.254.169.254",
        "http://127.0.0.1:8080",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_no_other_host_is_asked(address: str) -> None:
    with pytest.raises(Invalid):
        HostRule().checked(address, {"api-ca.hosted.exlibrisgroup.com"})


def test_a_region_is_https_and_further_hosts_are_the_operators_to_name() -> None:
    known = {url.removeprefix("https://") for url in REGIONS.values()}
    assert HostRule().checked("https://API-CA.hosted.exlibrisgroup.com/", known) == REGIONS["ca"]
    assert HostRule(named=("alma.gateway.example",)).checked("https://alma.gateway.example", known)
    assert HostRule(loopback=True).checked("http://127.0.0.1:9", known) == "http://127.0.0.1:9"


def test_a_sealed_key_is_opened_with_our_own_key_alone() -> None:
    sealed = Seal(new_own_key())
    text = sealed.seal("secret key")
    assert "secret" not in text
    assert sealed.unseal(text) == "secret key"
    with pytest.raises(Conflict, match="Enter it again"):
        Seal(new_own_key()).unseal(text)
