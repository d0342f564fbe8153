"""Works off background jobs, in a thread beside the service or in a process of its own."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator

from api.deliveries import KINDS as DELIVERIES
from api.deliveries import Deliverer
from domain.jobs import HEARTBEAT, Job, JobKind
from domain.ports import Services
from domain.usecases.turn_of_day import ask_for_turn_of_day
from domain.usecases.work import prolong, work_one

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.5
AFTER_TROUBLE_SECONDS = 5.0
FINISH_SECONDS = 8.0
KINDS = tuple(kind for kind in JobKind if kind not in DELIVERIES)


def worker_name() -> str:
    """A name that no other worker has or had."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"


class Worker:
    """Takes one job after another until it is told to stop."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.name = worker_name()
        self._stop = threading.Event()
        self._day: dt.date | None = None
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)

    def start(self) -> None:
        """Work in a thread."""
        self._thread.start()

    def stop(self, wait: float = 10.0) -> None:
        """Take no more jobs. One that is being done is left after `wait` seconds; another worker goes on with it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(wait)

    def run(self) -> None:
        """Work until told to stop; no job and no database trouble ends it."""
        log.info("worker %s is ready", self.name)
        deliverer = Deliverer(self._services, self.name, self.beating, self._stop.is_set)
        deliverer.start()
        while not self._stop.is_set():
            try:
                self._see_to_the_day()
                worked = work_one(self._services, self.name, self.beating, self._stop.is_set, KINDS)
            except Exception:
                log.exception("worker %s could not get at its jobs; trying again", self.name)
                self._stop.wait(AFTER_TROUBLE_SECONDS)
                continue
            if not worked:
                self._stop.wait(IDLE_SECONDS)
        deliverer.finish(FINISH_SECONDS)

    def _see_to_the_day(self) -> None:
        if self._day != self._services.today():
            self._day = ask_for_turn_of_day(self._services)

    @contextlib.contextmanager
    def beating(self, job: Job) -> Iterator[None]:
        """Prolong the lease while the job is done, also where one step of it takes long."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(HEARTBEAT.total_seconds()):
                with contextlib.suppress(Exception):
                    prolong(self._services, job, self.name)

        thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
