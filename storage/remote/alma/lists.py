"""Pages of Alma's lists: how many there are in all, and what a page holds."""

from __future__ import annotations

from typing import Any

from domain.sync.trouble import AnswerTooStrange


def total_in(found: Any) -> int | None:
    """How many records there are in all; None where the list does not say so."""
    total = found.get("total_record_count") if isinstance(found, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None


def files_in(found: Any) -> tuple[list[str], int]:
    """The names of the files on a page, and how many there are in all; raises AnswerTooStrange."""
    total = total_in(found)
    listed = found.get("attachment") or [] if isinstance(found, dict) else None
    if total is None or not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise AnswerTooStrange("Alma's list of files cannot be read.")
    return [str(one.get("file_name") or "") for one in listed], total
