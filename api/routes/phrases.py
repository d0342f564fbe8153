"""A library's own phrases: what readings look for beside the rules that ship."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from starlette.responses import Response

from api import patterns
from api.deps import Admin, Cursor, Desk, IfMatch, IfNoneMatch, Limit, Reviewer, TermKey
from api.etags import plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of
from api.schemas.phrases import OwnPhraseChange, OwnPhraseNew, Phrase, PhraseFinds, Phrases
from domain.identity import Actor
from domain.ports import Services
from domain.reading.written_phrases import LONGEST
from domain.usecases.own_phrases import add_phrase, change_phrase, one_phrase, phrases_of, try_phrase

router = api_router("Vocabulary")
PhraseId = Annotated[
    str, Path(pattern=patterns.ID, description="Id of the phrase.", examples=["01jd9k3v5x7q2m4n6p8r0s1t2u"])
]
_Tried = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST,
        pattern=patterns.VISIBLE,
        description="The phrase to be tried.",
        examples=["guest lecture*"],
    ),
]
_Means = Annotated[str, Query(max_length=60, description="What it means by itself; empty: what its sentence says.")]


@router.get(
    "/vocabulary/terms/{key}/phrases",
    operation_id="listPhrases",
    summary="The library's own phrases for a term",
    response_model=Phrases,
)
def list_phrases(desk: Desk, caller: Reviewer, key: TermKey, limit: Limit = 200, cursor: Cursor = None) -> Response:
    """Oldest first, those set aside included."""
    page = page_of(
        phrases_of(desk, caller, key).own,
        lambda one: (one.added_at.isoformat(), one.id),
        limit=limit,
        cursor=cursor,
        name="phrases",
    )
    return plain(Phrases(items=[Phrase.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/vocabulary/terms/{key}/phrases",
    operation_id="addPhrase",
    summary="Add a phrase for a term",
    response_model=Phrase,
    status_code=201,
)
def add(caller: Admin, once: OnceOnly, key: TermKey, body: OwnPhraseNew) -> Response:
    """The next readings use it. 422 where it cannot be read, or finds nothing in its example or far too much."""
    return once(lambda s: _added(s, caller, key, body), body)


def _added(s: Services, caller: Actor, key: str, body: OwnPhraseNew) -> Response:
    phrase = add_phrase(s, caller, key, body.entered())
    at = f"/api/v1/vocabulary/phrases/{phrase.id}"
    return single(Phrase.of(phrase), phrase.revision, status=201, at=at)


@router.get(
    "/vocabulary/terms/{key}/phrase-finds",
    operation_id="tryPhrase",
    summary="What a phrase would find",
    response_model=PhraseFinds,
)
def finds(desk: Desk, caller: Reviewer, key: TermKey, phrase: _Tried, means: _Means = "") -> Response:
    """In the clauses on record, with the first places; nothing is kept. 422 for a phrase that cannot be read."""
    raw = {"phrase": phrase, **({"means": means} if means else {})}
    return plain(PhraseFinds.of(try_phrase(desk, caller, key, raw)))


@router.get(
    "/vocabulary/phrases/{phrase_id}",
    operation_id="getPhrase",
    summary="One phrase",
    response_model=Phrase,
)
def show(desk: Desk, caller: Reviewer, phrase_id: PhraseId, if_none_match: IfNoneMatch = None) -> Response:
    """With its example and who changed it last."""
    phrase = one_phrase(desk, caller, phrase_id)
    return single(Phrase.of(phrase), phrase.revision, known=if_none_match)


@router.patch(
    "/vocabulary/phrases/{phrase_id}",
    operation_id="changePhrase",
    summary="Change a phrase or set it aside",
    response_model=Phrase,
)
def change(desk: Desk, caller: Admin, phrase_id: PhraseId, body: OwnPhraseChange, if_match: IfMatch) -> Response:
    """Suggestions of earlier readings stay as they are; the next readings use what is changed."""
    there = one_phrase(desk, caller, phrase_id)
    seen = seen_revision(if_match, Phrase.of(there), there.revision)
    phrase = change_phrase(desk, caller, phrase_id, body.entered(), seen=seen)
    return single(Phrase.of(phrase), phrase.revision)
