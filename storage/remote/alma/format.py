"""How Alma writes a licence: the pure part of the connector."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from domain.licence import LicenceStatus
from domain.sync.mapping import TermMapping
from domain.sync.records import Facts, Inward, Outward, RemoteRecord, SignedFile
from domain.sync.target import Target
from domain.values import Value
from domain.vocabulary import TermDefinition
from storage.remote.alma.codes import NEAR_CODES, STATUS
from storage.remote.alma.payloads import new_body
from storage.remote.alma.reading import Reading
from storage.remote.alma.writing import Writing, row_for


class AlmaFormat:
    """domain.ports.remote.RemoteFormat for Alma."""

    near_codes: Mapping[str, str] = NEAR_CODES
    retiring: Mapping[str, str] = {"status": STATUS[LicenceStatus.RETIRED]}

    def outward(self, facts: Facts, target: Target, definitions: Mapping[str, TermDefinition]) -> Outward:
        return Writing(facts, target, definitions).outward()

    def inward(self, record: RemoteRecord, target: Target, definitions: Mapping[str, TermDefinition]) -> Inward:
        return Reading(record, target, definitions).inward()

    def usual_code(self, mapping: TermMapping, definition: TermDefinition, value: Value, target: Target) -> str:
        row = row_for(target, mapping, definition, value)
        return row.code if row else ""

    def ready_to_send(self, outward: Outward) -> Mapping[str, object]:
        return new_body(outward.code, {name: sent.value for name, sent in outward.fields.items()})

    def file_name(self, file: SignedFile) -> str:
        """With a piece of its hash, so that the same file is known again and two of one name are not confused."""
        path = PurePath(file.filename)
        return f"{path.stem[:80]}.{file.sha256[:12]}{path.suffix or '.pdf'}"
