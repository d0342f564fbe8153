"""Slow hashing of passwords with argon2."""

from __future__ import annotations

import secrets
import threading
from functools import cached_property

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

AT_ONCE = 4
"""Hashes worked out at the same time. Each takes 64 MiB, so that a flood of sign-ins must queue rather than swap."""


class Argon2Passwords:
    """domain.ports.Passwords with argon2id and pwdlib's costs."""

    def __init__(self) -> None:
        self._hasher = PasswordHash((Argon2Hasher(),))
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        with self._turns:
            return self._hasher.hash(password)

    def verify(self, password: str, hashed: str | None) -> bool:
        with self._turns:
            try:
                return self._hasher.verify(password, hashed or self._nobody) and hashed is not None
            except PwdlibError:
                return False

    @cached_property
    def _nobody(self) -> str:
        """The hash of a password that nobody has, so that an unknown account takes as long as a known one."""
        return self._hasher.hash(secrets.token_urlsafe(32))
