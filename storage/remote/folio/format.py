"""How FOLIO writes a licence. Nothing is asked of anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping

from domain.sync.written import WholeLicence, WrittenLicence
from domain.vocabulary import TermDefinition
from storage.remote.folio.writing import Writing


class FolioFormat:
    """domain.ports.forms.LicenceWriter for the Licenses app of FOLIO."""

    def write(self, whole: WholeLicence, definitions: Mapping[str, TermDefinition]) -> WrittenLicence:
        writing = Writing(whole, definitions)
        content = json.dumps(writing.body(), ensure_ascii=False).encode()
        return WrittenLicence(content=content, losses=tuple(writing.losses))
