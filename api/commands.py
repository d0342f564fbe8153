"""What the files of commands share."""

from __future__ import annotations

import argparse
from typing import TypeAlias


class SettingsProblem(Exception):
    """A setting cannot be used; the message names it and says what is expected."""


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it
"""Where a file of commands adds its own; argparse gives the type no public name."""
