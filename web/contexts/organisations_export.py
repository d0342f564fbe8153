"""Organisations as a table to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.queries import OrganisationUse
from web.translation import Translator
from web.words import ROLES
from web.workbook import Cell, Sheet


def organisations_sheet(t: Translator, found: Iterable[OrganisationUse]) -> Sheet:
    """A row for each organisation, with its licences and what it is to how many of them."""
    return Sheet(name=t("Organisations"), rows=_rows(t, found), widths=(48, *[16] * (1 + len(ROLES))))


def _rows(t: Translator, found: Iterable[OrganisationUse]) -> Iterator[list[Cell]]:
    yield [t("Organisation"), t("Licences"), *(t("as {role}", role=t(word).lower()) for word in ROLES.values())]
    for one in found:
        yield [one.name, one.licences, *(one.roles.get(role, 0) for role in ROLES)]
