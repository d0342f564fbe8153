"""What others than the documents say of a term, laid before a person as an import or an answer does."""

from __future__ import annotations

from typing import Any

from domain.ports import Services
from domain.spreadsheets.waiting import ImportedSuggestion, Source

ORIGIN = "list.csv, sheet CSV, row 7, 2026-11-21"


def say(
    s: Services, version_id: str, key: str, value: Any, *, source: Source = Source.SPREADSHEET, **more: Any
) -> ImportedSuggestion:
    """One value that waits; `more` are other members of ImportedSuggestion."""
    with s.unit_of_work() as uow:
        told: dict[str, Any] = {
            "id": s.new_id(),
            "import_id": "import-1",
            "licence_id": uow.versions.get(version_id).licence_id,
            "version_id": version_id,
            "term": key,
            "value": value,
            "conditions": None,
            "public_note": None,
            "internal_note": None,
            "raw": "as agreed",
            "source": source,
            "origin": ORIGIN,
            "made_at": s.now(),
            "made_by_name": "Robin Reid",
        }
        said = ImportedSuggestion(**{**told, **more})
        uow.exchange.add_suggestions([said])
        uow.commit()
    return said
