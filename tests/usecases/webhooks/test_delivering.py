"""Changes reach whoever subscribed: all of them, in order, at least once, whatever the receiver does."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import nullcontext
from dataclasses import replace

import pytest

from domain.errors import NotFound
from domain.jobs import LEASE, MOST_ATTEMPTS, JobKind
from domain.ports import Services
from domain.usecases.looking_up import changes_after
from domain.usecases.turn_of_day import turn_of_day
from domain.usecases.webhooks.delivering import ask_for_deliveries
from domain.usecases.webhooks.subscriptions import remove_webhook, renew_secret
from domain.usecases.work import take, work_on, work_one
from domain.webhooks.attempt import WAITS
from domain.webhooks.webhook import GIVE_UP_AFTER, MOST_CHANGES, WebhookState
from storage.remote.hosts import HostRule
from storage.remote.posting import Posting
from storage.remote.sealing import new_own_key
from tests.receiver import Fault, Receiver
from tests.usecases.webhooks.conftest import FeedDesk, wait_until

TAKEN = Fault(status=200, takes=True)


def test_changes_are_posted_in_the_order_of_the_feed_as_the_feed_has_them(desk: FeedDesk) -> None:
    desk.licence("BEFORE")
    webhook = desk.subscribed()
    desk.licence("A", "B", "C")
    desk.work()

    (asked,) = desk.receiver.asked
    assert desk.receiver.codes == ["A", "B", "C"]
    assert (asked.path, asked.good, asked.body["type"]) == ("/changes", True, "changes")
    assert {item["kind"] for item in asked.body["items"]} == {"licence"}
    assert desk.webhook(webhook).position == changes_after(desk.s, 0, 200)[-1].seq
    (attempt,) = desk.log(webhook)
    assert (attempt.receipt.status, attempt.changes, attempt.receipt.sentence) == (204, 3, "")


def test_a_subscription_begins_where_it_is_told_to(desk: FeedDesk) -> None:
    desk.licence("A", "B")
    desk.subscribed(start="beginning")
    desk.work()
    cursor = desk.receiver.taken[0]["cursor"]
    with Receiver(clock=desk.clock.at.timestamp()) as other:
        desk.subscribed(other, name="Other", start=cursor)
        desk.work()
        assert (desk.receiver.codes, other.codes, other.violations) == (["A", "B"], ["B"], [])


def test_only_the_kinds_that_were_chosen_are_posted(desk: FeedDesk) -> None:
    webhook = desk.subscribed(kinds=["deleted"])
    desk.licence("A")
    desk.work()
    assert desk.receiver.asked == []
    assert desk.webhook(webhook).position == 1
    desk.change(webhook, kinds=["licence", "deleted"])
    desk.licence("B")
    desk.work()
    assert desk.receiver.codes == ["B"]


def test_a_long_feed_is_posted_a_page_at_a_time(desk: FeedDesk) -> None:
    codes = [f"L-{n:03}" for n in range(MOST_CHANGES + 5)]
    desk.licence(*codes)
    desk.subscribed(start="beginning")
    desk.work()
    assert [len(asked.body["items"]) for asked in desk.receiver.asked] == [MOST_CHANGES, 5]
    assert desk.receiver.codes == codes


@pytest.mark.parametrize(
    ("fault", "outcome", "status"),
    [
        (Fault(status=500), "broken", 500),
        (Fault(status=503), "busy", 503),
        (Fault(status=404), "refused", 404),
        (Fault(status=302, headers=(("Location", "/elsewhere"),)), "redirected", 302),
        (Fault(status=308, headers=(("Location", "http://127.0.0.1:1/"),)), "redirected", 308),
        (Fault(hang_up=True), "cut_off", None),
        (Fault(silent=True), "timed_out", None),
        (Fault(drips=True), "timed_out", None),
    ],
)
def test_what_was_not_taken_is_posted_again_after_a_while_and_later_changes_wait(
    desk: FeedDesk, fault: Fault, outcome: str, status: int | None
) -> None:
    webhook = desk.subscribed()
    desk.receiver.faults.append(fault)
    desk.licence("A")
    desk.work()
    desk.licence("B")
    desk.work()
    assert (len(desk.receiver.asked), desk.receiver.codes) == (1, [])
    assert desk.webhook(webhook).is_failing

    desk.later(seconds=WAITS[0].total_seconds())
    assert desk.receiver.codes == ["A", "B"]
    first, again, _ = desk.receiver.asked
    assert (first.id, first.body) == (again.id, again.body)
    failed, *taken = desk.log(webhook)
    assert (failed.receipt.outcome.value, failed.receipt.status) == (outcome, status)
    assert failed.receipt.sentence.endswith(".")
    assert {one.receipt.outcome.value for one in taken} == {"taken"}
    assert (desk.webhook(webhook).failures, desk.webhook(webhook).last_error) == (0, "")


@pytest.mark.parametrize("fault", [Fault(silent=True, takes=True), Fault(hang_up=True, takes=True)])
def test_what_was_taken_without_an_answer_is_posted_again_under_the_same_id(desk: FeedDesk, fault: Fault) -> None:
    desk.subscribed()
    desk.receiver.faults.append(fault)
    desk.licence("A")
    desk.work()
    desk.later(seconds=10)
    assert desk.receiver.codes == ["A", "A"]
    assert len({asked.id for asked in desk.receiver.asked}) == 1


@pytest.mark.parametrize("fault", [replace(TAKEN, huge=True), replace(TAKEN, slow=True)])
def test_an_answer_is_known_by_its_status_and_its_body_is_never_read(desk: FeedDesk, fault: Fault) -> None:
    webhook = desk.subscribed()
    desk.receiver.faults.append(fault)
    desk.licence("A")
    desk.work()
    assert (desk.outcomes(webhook), desk.receiver.codes) == (["taken"], ["A"])


def test_a_receiver_that_asks_for_time_is_given_it(desk: FeedDesk) -> None:
    desk.subscribed()
    desk.receiver.faults.append(Fault(status=429, headers=(("Retry-After", "600"),)))
    desk.licence("A")
    desk.work()
    desk.later(seconds=599)
    assert desk.receiver.codes == []
    desk.later(seconds=1)
    assert desk.receiver.codes == ["A"]


def test_each_attempt_waits_longer_than_the_one_before(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.receiver.faults.extend([Fault(status=500)] * len(WAITS))
    desk.licence("A")
    desk.work()
    for number, wait in enumerate(WAITS, start=1):
        desk.later(seconds=wait.total_seconds() - 1)
        assert len(desk.receiver.asked) == number
        desk.later(seconds=1)
    assert desk.receiver.codes == ["A"]
    assert desk.webhook(webhook).failures == 0


def test_a_receiver_that_is_gone_pauses_its_subscription_and_nothing_is_lost(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.receiver.faults.append(Fault(status=410))
    desk.licence("A")
    desk.work()
    desk.later(days=1)
    paused = desk.webhook(webhook)
    assert (paused.state, len(desk.receiver.asked)) == (WebhookState.PAUSED, 1)
    assert "410" in paused.paused_because
    desk.licence("B")
    desk.change(webhook, state="active")
    desk.work()
    assert desk.receiver.codes == ["A", "B"]


def test_after_days_of_failure_it_is_paused_and_goes_on_from_there_when_it_is_resumed(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.receiver.faults.extend([Fault(status=500)] * 100)
    desk.licence("A")
    desk.work()
    while desk.webhook(webhook).state is WebhookState.ACTIVE:
        desk.later(hours=1)
    since = desk.webhook(webhook).failing_since
    assert since is not None
    assert GIVE_UP_AFTER <= desk.clock.at - since < GIVE_UP_AFTER + WAITS[-1] + dt.timedelta(hours=1)
    assert "three days" in desk.webhook(webhook).paused_because
    desk.receiver.faults.clear()
    desk.change(webhook, state="active")
    desk.work()
    assert desk.receiver.codes == ["A"]


def test_a_failing_receiver_holds_up_nobody_else(desk: FeedDesk) -> None:
    desk.receiver.faults.append(Fault(silent=True))
    failing = desk.subscribed()
    with Receiver(clock=desk.clock.at.timestamp()) as other:
        desk.subscribed(other, name="Other")
        desk.licence("A")
        desk.work()
        assert (other.codes, other.violations) == (["A"], [])
    assert desk.receiver.codes == []
    assert desk.webhook(failing).is_failing


def test_a_worker_killed_after_sending_leaves_the_delivery_to_be_made_again(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.licence("A", "B")

    class Killed(BaseException):
        """As a kill does, it passes every `except Exception`."""

    class Posted(Posting):
        def send(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
            super().send(*args, **kwargs)  # type: ignore[arg-type]
            raise Killed

    posting = desk.s.post
    assert isinstance(posting, Posting)
    dying = Posted(posting._own_key, HostRule(loopback=True), posting._feed)
    ask_for_deliveries(desk.s)
    with pytest.raises(Killed):
        work_one(replace(desk.s, post=dying), "killed")
    assert (desk.receiver.codes, desk.webhook(webhook).position) == (["A", "B"], 0)

    desk.licence("C")
    desk.work()
    assert desk.receiver.codes == ["A", "B"]  # the lease of the dead worker still holds
    desk.later(seconds=LEASE.total_seconds())
    assert desk.receiver.codes == ["A", "B", "A", "B", "C"]
    assert desk.receiver.asked[0].id == desk.receiver.asked[1].id


def test_a_worker_that_comes_back_late_moves_nothing(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.licence("A")
    ask_for_deliveries(desk.s)
    job = take(desk.s, "late", (JobKind.WEBHOOK,))
    assert job is not None
    desk.later(seconds=LEASE.total_seconds())
    assert desk.receiver.codes == ["A"]
    desk.receiver.faults.append(Fault(status=500))
    work_on(desk.s, job, "late", lambda _job: nullcontext())
    assert (desk.receiver.codes, desk.webhook(webhook).failures) == (["A"], 0)


def test_a_fault_of_the_desk_is_tried_again_and_never_ends_a_subscription(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.licence("A")

    class Broken(Posting):
        def body(self, changes: object) -> bytes:
            raise ValueError("a fault of ours")

    posting = desk.s.post
    assert isinstance(posting, Posting)
    broken = replace(desk.s, post=Broken(posting._own_key, HostRule(loopback=True), posting._feed))
    for _ in range(MOST_ATTEMPTS):
        ask_for_deliveries(desk.s)
        work_one(broken, "broken")
        desk.clock.at += dt.timedelta(minutes=5)
    assert desk.webhook(webhook).failures == 1
    assert "interrupted" in desk.webhook(webhook).last_error
    desk.later(minutes=1)
    assert desk.receiver.codes == ["A"]


def test_a_paused_subscription_waits_and_a_replay_is_sent_anew(desk: FeedDesk) -> None:
    webhook = desk.subscribed(start="beginning", state="paused")
    desk.licence("A", "B")
    desk.work()
    assert desk.receiver.asked == []
    desk.change(webhook, state="active")
    desk.work()
    desk.change(webhook, start="beginning")
    desk.work()
    assert desk.receiver.codes == ["A", "B", "A", "B"]
    first, second = desk.receiver.asked
    assert first.id != second.id  # else receivers would take it for the one they know


def test_for_a_day_a_replaced_secret_signs_beside_the_new_one(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    old = desk.receiver.secret
    new, _ = renew_secret(desk.s, desk.admin, webhook.id, seen=webhook.revision)
    desk.licence("A")
    desk.work()
    desk.receiver.secret = new
    desk.licence("B")
    desk.later(hours=23)
    assert [len(asked.signatures) for asked in desk.receiver.asked] == [2, 2]
    desk.licence("C")
    desk.later(hours=2)
    assert len(desk.receiver.asked[-1].signatures) == 1
    assert old != new
    assert desk.receiver.codes == ["A", "B", "C"]


def test_a_secret_that_cannot_be_decrypted_is_told_and_nothing_unsigned_is_sent(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    posting, other_key = desk.s.post, new_own_key()
    assert isinstance(posting, Posting)
    good, desk.s = desk.s, replace(desk.s, post=Posting(lambda: other_key, HostRule(loopback=True), posting._feed))
    desk.licence("A")
    desk.work()
    assert (desk.outcomes(webhook), desk.receiver.asked) == (["no_secret"], [])
    desk.s = good
    desk.later(seconds=10)
    assert desk.receiver.codes == ["A"]


def test_a_host_that_is_no_longer_allowed_is_not_asked(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    posting = desk.s.post
    assert isinstance(posting, Posting)
    desk.s = replace(desk.s, post=Posting(posting._own_key, HostRule(), posting._feed))
    desk.licence("A")
    desk.work()
    assert (desk.outcomes(webhook), desk.receiver.asked) == (["not_allowed"], [])


def test_a_removed_subscription_is_forgotten_with_its_log(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.licence("A")
    desk.work()
    desk.licence("B")
    ask_for_deliveries(desk.s)
    remove_webhook(desk.s, desk.admin, webhook.id, seen=desk.webhook(webhook).revision)
    desk.work()
    assert desk.receiver.codes == ["A"]
    with pytest.raises(NotFound):
        desk.log(webhook)


def test_the_log_is_kept_for_a_month(desk: FeedDesk) -> None:
    webhook = desk.subscribed()
    desk.licence("A")
    desk.work()
    _turn(desk.s, desk.clock.at + dt.timedelta(days=29), desk)
    assert len(desk.log(webhook)) == 1
    _turn(desk.s, desk.clock.at + dt.timedelta(days=2), desk)
    assert desk.log(webhook) == []


def _turn(s: Services, at: dt.datetime, desk: FeedDesk) -> None:
    desk.clock.at = at
    turn_of_day(s, at.date())


def test_a_receiver_that_fails_in_every_way_in_turn_ends_with_the_whole_feed_in_order(desk: FeedDesk) -> None:
    """Doubles aside, which at least once allows."""
    kinds = [Fault(status=500), Fault(hang_up=True, takes=True), Fault(status=429), Fault(hang_up=True), TAKEN]
    webhook = desk.subscribed()
    for number in range(12):
        desk.receiver.faults.append(kinds[number * 7 % len(kinds)])
    for number in range(10):
        desk.licence(f"L-{number}")
        desk.later(seconds=7)
    while desk.receiver.faults:
        desk.later(hours=5)
    desk.later(hours=5)
    assert list(dict.fromkeys(desk.receiver.codes)) == [f"L-{number}" for number in range(10)]
    assert desk.webhook(webhook).position == 10


def test_several_workers_deliver_each_change_once_and_in_order(desk: FeedDesk) -> None:
    desk.subscribed()
    over, failed = threading.Event(), list[Exception]()

    def work(name: str) -> None:
        while not over.is_set():
            try:
                ask_for_deliveries(desk.s)
                work_one(desk.s, name)
            except Exception as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    codes = [f"L-{number}" for number in range(20)]
    desk.licence(*codes)
    wait_until(lambda: failed or codes[-1] in desk.receiver.codes)
    over.set()
    for thread in threads:
        thread.join()
    assert (failed, desk.receiver.codes) == ([], codes)
