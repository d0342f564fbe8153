"""Delivers changes to subscriptions, beside all other background work: a slow receiver holds nothing but itself."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from domain.jobs import Job, JobKind
from domain.ports import Services
from domain.usecases.webhooks.delivering import ask_for_deliveries
from domain.usecases.work import Around, take, work_on

log = logging.getLogger(__name__)
AT_ONCE = 4
"""Receivers that are waited for at the same time."""
LOOK_EVERY = 1.0
AFTER_TROUBLE_SECONDS = 5.0
KINDS: Sequence[JobKind] = (JobKind.WEBHOOK,)


class Deliverer:
    """Looks which subscriptions are due, and works off their jobs a few at a time."""

    def __init__(self, services: Services, name: str, around: Around, is_over: Callable[[], bool]) -> None:
        self._services, self._name, self._around, self._is_over = services, name, around, is_over
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="deliveries", daemon=True)

    def start(self) -> None:
        """Work in a thread, until `is_over` says so."""
        self._thread.start()

    def finish(self, seconds: float) -> None:
        """Wait for what is under way, so that it is not made again."""
        until = time.monotonic() + seconds
        for _ in range(AT_ONCE):
            self._places.acquire(timeout=max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        while not self._is_over():
            self._wake.clear()
            try:
                self._round()
            except Exception:
                log.exception("deliveries could not get at their jobs; trying again")
                self._wake.wait(AFTER_TROUBLE_SECONDS)
            self._wake.wait(LOOK_EVERY)

    def _round(self) -> None:
        """Begin everything that is due, as far as there is room."""
        if not ask_for_deliveries(self._services):
            return
        while not self._is_over() and self._places.acquire(blocking=False):
            job = self._taken()
            if job is None:
                return
            threading.Thread(target=self._work_on, args=(job,), name="delivery", daemon=True).start()

    def _taken(self) -> Job | None:
        job = None
        try:
            job = take(self._services, self._name, KINDS)
        finally:
            if job is None:
                self._places.release()
        return job

    def _work_on(self, job: Job) -> None:
        try:
            work_on(self._services, job, self._name, self._around)
        except Exception:
            log.exception("delivery %s could not be kept; it will be made again", job.id)
        finally:
            self._places.release()
            self._wake.set()
