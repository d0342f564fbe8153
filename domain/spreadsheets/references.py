"""What a cell names by address or code and the record by an id: who looks after it, what it inherits from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.licence import LicenceFields
from domain.spreadsheets.effect import Known
from domain.spreadsheets.table import same_name

_NOBODY = "Nobody with an open account has this e-mail address."
_NO_MASTER = "There is no consortial licence with this code. Import that one first, in a file of its own."


def referred(known: Known, said: Mapping[str, str]) -> Iterator[tuple[str, str | None, str]]:
    """Target, id and, where there is no such id, the sentence for it."""
    for target, ids, message in (("owner", known.people, _NOBODY), ("master", known.masters, _NO_MASTER)):
        if target in said:
            found = ids.get(same_name(said[target]))
            yield target, found, "" if found else message


def reference_cells(known: Known, fields: LicenceFields) -> dict[str, str]:
    """Both as cells."""
    return {"owner": _name(known.people, fields.owner), "master": _name(known.masters, fields.master_id)}


def _name(names: Mapping[str, str], wanted: str | None) -> str:
    return next((name for name, key in names.items() if key == wanted), "") if wanted else ""
