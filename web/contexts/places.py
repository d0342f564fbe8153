"""Where a clause stands, as a link to its page."""

from __future__ import annotations

from urllib.parse import urlencode

from domain.queries import ClausePlace
from web.translation import Translator
from web.words import place_words


def clause_link(t: Translator, place: ClausePlace | None) -> tuple[str, str] | None:
    """`§4.2, p. 5`, and the page of the document with the clause marked."""
    if place is None:
        return None
    query = urlencode({"page": place.page, "clause": place.clause_id})
    return place_words(t, place.number, place.page), f"/documents/{place.document_id}/view?{query}"
