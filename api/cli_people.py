"""Commands for accounts and tokens."""

from __future__ import annotations

import argparse
import getpass
import sys

from api.settings import Settings
from api.wiring import migrate, wire
from domain.identity import SYSTEM
from domain.usecases.accounts import add_account, check_new_password, create_token


def add_user(parsed: argparse.Namespace, settings: Settings) -> int:
    """Add an account; the password comes from standard input or is asked for twice."""
    password = sys.stdin.buffer.readline().decode().rstrip("\r\n") if parsed.password_stdin else _asked()
    migrate(settings)
    raw = {"email": parsed.email, "name": parsed.name, "role": parsed.role, "password": password}
    account = add_account(wire(settings).services, SYSTEM, raw)
    print(f"{account.email} may now sign in as {account.role}.")
    return 0


def _asked() -> str:
    password = getpass.getpass("Password: ")
    check_new_password(password, getpass.getpass("The same again: "))
    return password


def make_token(parsed: argparse.Namespace, settings: Settings) -> int:
    """Make a token and print its secret, which is shown this once."""
    migrate(settings)
    raw = {"name": parsed.name, "role": parsed.role, "feed_only": parsed.feed_only}
    secret, _token = create_token(wire(settings).services, SYSTEM, raw)
    print(secret)
    return 0
