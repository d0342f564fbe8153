"""Commands for accounts and tokens."""

from __future__ import annotations

import argparse
import getpass
import sys

from api.commands import Commands
from api.settings import Settings
from api.wiring import migrate, wire
from domain.identity import SYSTEM, Role
from domain.usecases.accounts import add_account, check_new_password, create_token


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    user = commands.add_parser("user", help="accounts").add_subparsers(required=True, metavar="WHAT")
    adding = user.add_parser("add", help="add an account")
    adding.add_argument("email", metavar="EMAIL")
    adding.add_argument("--role", required=True, choices=list(Role))
    adding.add_argument("--name", default="", help="name shown on pages; made from the address without it")
    adding.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    adding.set_defaults(command=add_user)
    token = commands.add_parser("token", help="tokens for programs").add_subparsers(required=True, metavar="WHAT")
    creating = token.add_parser("create", help="make a token and print it once")
    creating.add_argument("name", metavar="NAME")
    creating.add_argument("--role", required=True, choices=list(Role))
    creating.add_argument("--feed-only", action="store_true", help="limit it to the sync feed")
    creating.set_defaults(command=make_token)


def add_user(parsed: argparse.Namespace, settings: Settings) -> int:
    """Add an account; the password comes from standard input or is asked for twice."""
    password = sys.stdin.readline().rstrip("\r\n") if parsed.password_stdin else _asked()
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
