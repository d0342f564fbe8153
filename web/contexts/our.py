"""The small table of answers for the menu of a link resolver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from domain.our_answers import OurAnswer
from domain.queries import ResourceRow
from web.contexts.public import HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class OurPage:
    """Context of public/our.html."""

    title: str
    href: str
    answers: tuple[OurAnswer, ...]


def our_page(resource: ResourceRow, answers: Sequence[OurAnswer]) -> OurPage:
    """The context for one resource."""
    return OurPage(title=resource.title, href=f"{HERE}/{quote(resource.slug)}", answers=tuple(answers))
