"""What a change would affect, told before it is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TermUse:
    """Where a term is used: on how many versions it was decided, how many licences have it in force today, how many of
    them silent, on the public pages of how many resources readers are told of it, and how many open suggestions wait.

    `systems` are other systems in which it has a code, `views` saved lists and matrices that name it.
    """

    versions: int
    licences: int
    silent: int
    resources: int
    suggestions: int
    systems: tuple[str, ...] = ()
    views: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUse:
    """What hangs on an account: licences looked after, open tasks, browsers signed in, tokens made that still open."""

    licences: int
    tasks: int
    sessions: int
    tokens: int
    has_calendar: bool
