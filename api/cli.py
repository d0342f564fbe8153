"""The command `licence-desk`. What is asked for is done, or one sentence on standard error says why not.

Exit status: 0 done; 1 what was asked for failed; 2 wrong usage or input that cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import packages_distributions, version

from api import cli_files, cli_people, cli_service
from api.settings import Settings, SettingsProblem, read_settings
from domain.errors import DocumentRejected, Invalid, LicenceError

Command = Callable[[argparse.Namespace, Settings], int]
OUR_PACKAGES = ("api", "domain", "storage", "web")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    try:
        _check_packages()
        parsed = _parser().parse_args(arguments)
        command: Command = parsed.command
        return command(parsed, read_settings(**_overrides(parsed)))
    except SettingsProblem as error:
        return _said(str(error), 2)
    except (Invalid, DocumentRejected) as error:
        details = [f"{e.loc}: {e.message}" for e in getattr(error, "errors", ()) if e.message != error.message]
        return _said(" ".join([error.message, *details]), 2)
    except LicenceError as error:
        return _said(error.message, 1)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return _said(f"{error.filename or 'The system'}: {error.strerror or error}.", 1)


def _said(sentence: str, status: int) -> int:
    print(f"licence-desk: {sentence}", file=sys.stderr)
    return status


def _check_packages() -> None:
    """Our packages have common names; another distribution with the same would be taken for ours."""
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="licence-desk", description="Keeps a library's licences and what they permit."
    )
    parser.add_argument("--version", action="version", version=f"Licence Desk {version('licence-desk')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for part in (cli_service, cli_people, cli_files):
        part.add_commands(commands)
    return parser
