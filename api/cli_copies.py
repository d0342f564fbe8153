"""Commands that check and copy the whole desk: verify, backup, restore."""

from __future__ import annotations

import argparse

from api.settings import Settings
from storage import backup as copies
from storage.verify import verify


def check(parsed: argparse.Namespace, settings: Settings) -> int:
    """Check every stored file against its hash, the trail's chain and the database's references."""
    report = verify(settings.database, settings.documents_dir, head=parsed.head)
    for line in report.problems:
        print(line)
    print(report.summary)
    return 1 if report.problems else 0


def backup(parsed: argparse.Namespace, settings: Settings) -> int:
    """A consistent copy while the service runs."""
    made = copies.backup(settings.database, settings.documents_dir, parsed.folder)
    print(made.summary)
    return 1 if made.missing else 0


def restore(parsed: argparse.Namespace, settings: Settings) -> int:
    """Bring a copy back into an empty desk."""
    made = copies.restore(parsed.folder, settings.database, settings.documents_dir)
    print(made.summary)
    return 0
