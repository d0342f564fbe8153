"""Has the list of licences at hand before anybody asks for it, in a thread beside the service."""

from __future__ import annotations

import datetime as dt
import gc
import threading

from domain.errors import LicenceError
from domain.ports import Services
from domain.usecases.licence_list import read_ahead

LOOK_EVERY_SECONDS = 20.0


class ReadingAhead:
    """Reads the list at the start, and again when a new day begins, for which statuses and deadlines move."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stop = threading.Event()
        self._day: dt.date | None = None
        self._thread = threading.Thread(target=self._run, name="reading-ahead", daemon=True)

    def start(self) -> None:
        """Read in a thread: who comes first waits for what is left of it, and everybody after for nothing."""
        self._thread.start()

    def stop(self) -> None:
        """Read no more."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._look()
            self._stop.wait(LOOK_EVERY_SECONDS)

    def _look(self) -> None:
        today = self._services.today()
        if today == self._day:
            return
        try:
            read_ahead(self._services)
        except LicenceError:
            # Such as a database that is away: whoever asks for the list is told, and the next look tries again.
            return
        self._day = today
        leave_in_peace()


def leave_in_peace() -> None:
    """What is there now stays for a day: each full search for garbage would walk through all of it in vain.

    With 10,000 licences such a search took 0.1 s, in the middle of somebody's answer.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
