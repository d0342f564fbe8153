"""How often one network address may ask for public answers, kept in the memory of this process."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_ADDRESSES = 20_000
"""Remembered at once; the one that has been quiet longest is forgotten first."""


@dataclass(slots=True)
class _Bucket:
    """What an address may still ask for, and when that was worked out."""

    left: float
    at: float


class RateLimit:
    """Lets an address ask `per_minute` times at once, and from then on as many times in each minute.

    Asked from the event loop alone, so that it needs no lock.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, address: str) -> int:
        """Count a request; 0 where it may be answered, else the seconds after which the next one may."""
        now, key = self._clock(), _network(address)
        bucket = self._buckets.pop(key, None) or _Bucket(self._most, now)
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._most / 60)
        bucket.at = now
        self._buckets[key] = bucket
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return max(1, round((1 - bucket.left) * 60 / self._most))
        bucket.left -= 1
        return 0


def _network(address: str) -> str:
    """The address, or for IPv6 the network of a household (/64), whose members have as many addresses as they like."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4 or parsed.ipv4_mapped:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
