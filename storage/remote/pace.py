"""Not asking more often than agreed, and waiting longer after each refusal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from storage.remote.numbers import small_number

Sleep = Callable[[float], None]
FIRST_WAIT, MOST_WAIT, TRIES = 1.0, 60.0, 5


class Pace:
    """At most so many requests a second, evenly spread."""

    def __init__(self, per_second: float, sleep: Sleep = time.sleep) -> None:
        self._gap, self._sleep = 1.0 / per_second, sleep
        self._next = 0.0

    def wait(self) -> None:
        """Until the next request may go."""
        now = time.monotonic()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._gap


def waits(sleep: Sleep) -> Iterator[Callable[[str | None], None]]:
    """One turn for each try; call what is given to wait before the next: 1, 2, 4, 8 s, or as Retry-After says."""
    for turn in range(TRIES):

        def wait(retry_after: str | None, turn: int = turn) -> None:
            asked = small_number(retry_after or "", otherwise=FIRST_WAIT * 2**turn)
            if turn < TRIES - 1:
                sleep(min(asked, MOST_WAIT))

        yield wait
