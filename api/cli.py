"""The command `licence-desk`. What is asked for is done, or one sentence on standard error says why not.

Exit status: 0 done; 1 what was asked for failed; 2 wrong usage or input that cannot be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from api.commands import Commands, SettingsProblem
from domain.errors import DocumentRejected, Invalid, LicenceError
from domain.identity import Role

Command = Callable[..., int]
"""Takes what was typed and, unless it only reads files, the settings."""
ON_FILES = "cli_files."
INTERRUPTED = 130
OUR_PACKAGES = ("api", "domain", "storage", "web")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    try:
        return _run(_parser().parse_args(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads our output has seen enough, as in `… | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        return _said(*told)


def _run(parsed: argparse.Namespace) -> int:
    """The command's exit status. A command on files starts at once: settings and packages are looked at by the others
    only, for it takes longer than reading a short PDF."""
    if parsed.command.startswith(ON_FILES):
        return _command(parsed.command)(parsed)
    from api.settings import read_settings  # noqa: PLC0415 - loads much that commands on files do without

    _check_packages()
    return _command(parsed.command)(parsed, read_settings(**_overrides(parsed)))


def _told(error: Exception) -> tuple[str, int] | None:
    """The sentence and the exit status for what may go wrong; None for a fault of ours."""
    for kinds, tell, status in _ANSWERS:
        if isinstance(error, kinds):
            return tell(error), status
    if type(error).__module__.partition(".")[0] == "sqlalchemy":
        # Not among the kinds: commands on files load no database library.
        return _DATABASE, 1
    return None


def _with_fields(error: Any) -> str:
    details = [f"{e.loc}: {e.message}" for e in getattr(error, "errors", ()) if e.message != error.message]
    return " ".join([error.message, *details])


def _of_system(error: Any) -> str:
    return f"{error.filename or 'The system'}: {error.strerror or error}. Check the folder and its rights."


_DATABASE = "The database does not answer. See that it runs and that LICENCE_DESK_DATABASE_URL is right."
_ANSWERS: tuple[tuple[tuple[type[Exception], ...], Callable[[Any], str], int], ...] = (
    ((SettingsProblem,), str, 2),
    ((Invalid, DocumentRejected), _with_fields, 2),
    ((LicenceError,), lambda error: str(error.message), 1),
    ((EOFError,), lambda _: "Nothing was typed. Type the password, or give it with --password-stdin.", 2),
    ((UnicodeError,), lambda _: "The input is not text in UTF-8; save it as UTF-8 and try again.", 2),
    ((OSError,), _of_system, 1),
)


def _said(sentence: str, status: int) -> int:
    print(f"licence-desk: {sentence}", file=sys.stderr)
    return status


def _check_packages() -> None:
    """Our packages have common names; another distribution with the same would be taken for ours."""
    from importlib.metadata import packages_distributions  # noqa: PLC0415 - slow to load, and seldom needed

    owners = packages_distributions()
    for package in OUR_PACKAGES:
        others = set(owners.get(package, ())) - {"licence-desk"}
        if others:
            raise SettingsProblem(
                f"{', '.join(sorted(others))} also installs a package named “{package}”; "
                "install Licence Desk in an environment of its own"
            )


def _overrides(parsed: argparse.Namespace) -> dict[str, object]:
    return {name: getattr(parsed, name, None) for name in ("host", "port")}


def _command(name: str) -> Command:
    """A command by `module.function`; imported only now, because reading a PDF needs no web server and no database."""
    module, function = name.split(".")
    command: Command = getattr(import_module(f"api.{module}"), function)
    return command


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - slow to load, and seldom needed

        print(f"Licence Desk {version('licence-desk')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="licence-desk", description="Keeps a library's licences.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and leave")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _service_commands(commands)
    _people_commands(commands)
    _file_commands(commands)
    _sync_commands(commands)
    _exchange_commands(commands)
    return parser


def _service_commands(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="run the service")
    serve.add_argument("--host", help="network address to listen on")
    serve.add_argument("--port", type=int, help="port to listen on")
    serve.set_defaults(command="cli_service.serve")
    for name, does, command in (
        ("worker", "work off background jobs only", "work"),
        ("migrate", "bring the database to the newest revision", "bring_up"),
        ("settings", "every setting with its value and origin", "list_settings"),
        ("demo", "load a small library to look at", "load_demo"),
    ):
        commands.add_parser(name, help=does).set_defaults(command=f"cli_service.{command}")


def _people_commands(commands: Commands) -> None:
    user = commands.add_parser("user", help="accounts").add_subparsers(required=True, metavar="WHAT")
    add = user.add_parser("add", help="add an account")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--role", required=True, choices=[str(role) for role in Role])
    add.add_argument("--name", default="", help="name shown on pages; made from the address without it")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.set_defaults(command="cli_people.add_user")
    token = commands.add_parser("token", help="tokens for programs").add_subparsers(required=True, metavar="WHAT")
    create = token.add_parser("create", help="make a token and print it once")
    create.add_argument("name", metavar="NAME")
    create.add_argument("--role", required=True, choices=[str(role) for role in Role])
    create.add_argument("--feed-only", action="store_true", help="limit it to the sync feed")
    create.set_defaults(command="cli_people.make_token")


def _sync_commands(commands: Commands) -> None:
    target = commands.add_parser("target", help="other systems").add_subparsers(required=True, metavar="WHAT")
    add = target.add_parser("add", help="connect a system; its key comes from standard input")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--system", default="alma", help="kind of system (alma)")
    add.add_argument("--region", default="", help="region of the institution, such as ca, na, eu")
    add.add_argument("--address", default="", help="in place of a region: scheme and host")
    add.set_defaults(command="cli_sync.add")
    target.add_parser("list", help="connected systems").set_defaults(command="cli_sync.show")
    sync = commands.add_parser("sync", help="compare with a connected system, and send what was decided")
    sync.add_argument("target", metavar="TARGET", help="name of the system")
    what = sync.add_mutually_exclusive_group(required=True)
    what.add_argument("--plan", action="store_true", help="compare, and print what would be sent; write nothing")
    what.add_argument("--apply", action="store_true", help="compare, and send what needs no decision")
    what.add_argument("--drift", action="store_true", help="compare, and print where both differ")
    what.add_argument("--pull", choices=["suggestions", "decisions"], help="take over what it has")
    sync.add_argument("--plan-id", default="", help="with --apply: send this plan as it was looked at and decided")
    sync.add_argument("--all", action="store_true", help="with --pull: everything, not only what changed")
    sync.add_argument("--json", action="store_true", help="print JSON")
    sync.set_defaults(command="cli_sync.sync")


def _exchange_commands(commands: Commands) -> None:
    take_in = commands.add_parser("import", help="take in a spreadsheet of licences and terms (CSV or XLSX)")
    take_in.add_argument("file", metavar="FILE", type=Path)
    take_in.add_argument("--dry-run", action="store_true", help="tell what every row would do; write nothing")
    take_in.add_argument(
        "--as",
        dest="terms_as",
        choices=["suggestions", "decisions"],
        default="suggestions",
        help="as what terms come in",
    )
    take_in.add_argument("--sheet", default="", metavar="NAME", help="the sheet; without it the first")
    take_in.add_argument(
        "--column", action="append", default=[], metavar="HEADING=TARGET", help="what a column holds (docs/export.md)"
    )
    take_in.set_defaults(command="cli_exchange.take_in")
    give_out = commands.add_parser("export", help="write licences by terms (.csv, .xlsx), or everything (.jsonl)")
    give_out.add_argument("file", metavar="FILE", type=Path)
    give_out.add_argument("--force", action="store_true", help="write over a file that is there")
    give_out.add_argument("--as", dest="form", choices=["alma", "folio", "onix-pl"], help="one licence, in that form")
    give_out.add_argument("--licence", metavar="CODE", help="which one, with --as")
    give_out.set_defaults(command="cli_exchange.give_out")


def _file_commands(commands: Commands) -> None:
    extract = commands.add_parser("extract", help="read one PDF, touching no database")
    extract.add_argument("file", metavar="FILE.pdf", type=Path)
    extract.set_defaults(command="cli_files.extract_file")
    compare = commands.add_parser("compare", help="compare two PDFs, touching no database")
    compare.add_argument("old", metavar="OLD.pdf", type=Path)
    compare.add_argument("new", metavar="NEW.pdf", type=Path)
    compare.set_defaults(command="cli_files.compare_files")
    for parser in (extract, compare):
        parser.add_argument("--json", action="store_true", help="print JSON")
    verify = commands.add_parser("verify", help="check files, trail and references")
    verify.add_argument("--head", metavar="NUMBER-HASH", help="an end of the trail that an earlier check printed")
    verify.set_defaults(command="cli_copies.check")
    for name, does in (("backup", "copy everything to a folder, while the service runs"), ("restore", "bring it back")):
        parser = commands.add_parser(name, help=does)
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.set_defaults(command=f"cli_copies.{name}")
