"""The review workbench: looking at the terms of a version one by one beside the document, and deciding them.

Whatever is done, htmx gets the queue, and out of band the progress, the filters and the page of the document;
everybody else is sent back to the next term.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Conflict, Invalid, Stale
from domain.identity import Actor
from domain.usecases.approving import approve_term
from domain.usecases.carrying_over import carry_over_term
from domain.usecases.decisions import accept_suggestion, decide_term
from domain.usecases.looking_up import one_definition
from domain.usecases.pointing import words_of_page, words_pointed_at
from domain.usecases.review_place import place_of
from domain.usecases.review_trail import news_of_review
from domain.usecases.reviewing import (
    clause_of_version,
    reject_term,
    search_version,
)
from domain.usecases.said_elsewhere import accept_said, with_origin
from domain.usecases.taking_back import reopen_term, undo_last
from web.access import pages_router, reviewer, services, viewer
from web.chrome import words
from web.contexts.bench import Bench, Choosing
from web.contexts.pointing import POINT, stroke_of, words_page
from web.contexts.review import ReviewPage
from web.contexts.review_links import ReviewAddress
from web.contexts.said import SAID
from web.contexts.typed_choice import Typed, choice_of, typed_in, with_clause, with_notes, with_words
from web.messages import redirect
from web.render import render, wants_fragment
from web.sent import Sent, Values, first

router: APIRouter = pages_router("/versions/{version_id}/review")
Viewer = Annotated[Actor, Depends(viewer)]
Reviewer = Annotated[Actor, Depends(reviewer)]
TEMPLATE = "review/bench.html"
QUEUE, AROUND, PANE = "queue", ("progress", "filters", "done", "pane"), "pane"
ADD = "add:"


@router.get("")
def review(request: Request, version_id: str, actor: Viewer) -> Response:
    """The workbench where this person left it; else with the first term that is to be reviewed open."""
    at = _address(request, version_id)
    place = None if "show" in request.query_params else place_of(services(request), actor, version_id)
    at = replace(at, show=place.show, last=place.term) if place and at.key is None else at
    return _bench(request, _bench_for(request, actor).page(at, left=place))


@router.get("/items/{key}")
def item(request: Request, version_id: str, key: str, actor: Viewer) -> Response:
    """The workbench with one term open."""
    return _bench(request, _bench_for(request, actor).page(_address(request, version_id, key)))


@router.get("/items/{key}/change")
def change(request: Request, version_id: str, key: str, actor: Reviewer) -> Response:
    """The same with the form in which another value is chosen; `clause` is one more clause to decide on, `said` what
    somebody else says of the term, to begin with."""
    bench, at = _bench_for(request, actor), _address(request, version_id, key)
    typed = bench.begun(at, request.query_params.get("said", ""))
    if at.clause:
        stored = clause_of_version(services(request), version_id, at.clause)
        typed = with_clause(typed, stored.document_id, at.clause, stored.clause.text)
    return _bench(request, bench.page(at, choosing=Choosing(typed=typed)))


@router.get("/news")
def news(request: Request, version_id: str, actor: Viewer) -> Response:
    """What others did since `since`: the rows of those terms, and how far the review is; 204 where nothing was done.

    The open term is not touched, so that nothing that is being typed is lost."""
    at, since = _address(request, version_id), request.query_params.get("since", "")
    found = news_of_review(services(request), actor, version_id, int(since) if _is_number(since) else 0)
    if not found:
        return Response(status_code=204)
    if not wants_fragment(request):
        return redirect(request, at.home(at.show))
    context = _bench_for(request, actor).page(at, news=found)
    return render(
        request,
        TEMPLATE,
        context,
        block="news",
        oob=["progress", "filters"],
        live=context.news.spoken if context.news else None,
    )


@router.get("/page")
def page(request: Request, version_id: str, actor: Viewer) -> Response:
    """Another page of the document, while the open term stays as it is."""
    at = _address(request, version_id)
    context = _bench_for(request, actor).page(at)
    t = words(request)
    shown = context.pane
    said = t("Page {n} of {total}", n=shown.number, total=shown.pages) if shown else None
    return render(request, TEMPLATE, context, block=PANE, live=said)


@router.get("/words")
def page_words(request: Request, version_id: str, _actor: Reviewer) -> Response:
    """The words of a page over its picture, to be pointed at; where no script runs there is the search instead."""
    at = _address(request, version_id)
    if not wants_fragment(request) or at.document is None:
        return redirect(request, at.home(at.show))
    found = words_of_page(services(request), version_id, at.document, at.page or 1)
    return render(request, "review/words.html", words_page(found, at.clause), block="words")


@router.get("/search")
def search(request: Request, version_id: str, actor: Viewer) -> Response:
    """Clauses that hold the words; each can be looked at, or used to decide the open term."""
    s, t, at = services(request), words(request), _address(request, version_id)
    hits = search_version(s, version_id, at.words) if at.words else ()
    context = _bench_for(request, actor).page(at, hits=hits if at.words else None)
    found = t.plural("{count} place", "{count} places", len(hits)) if at.words else None
    return render(request, TEMPLATE, context, block="found", oob=["pane"], live=found)


@router.post("/items/{key}")
def decide(request: Request, version_id: str, key: str, sent: Sent, actor: Reviewer) -> Response:
    """Accept, reject or confirm what is suggested, or save another value; then on to the next term."""
    do, at = first(sent, "do"), _address(request, version_id, key)
    if do.startswith(ADD):
        return _with_clause(request, actor, at, sent, do.removeprefix(ADD))
    if do.startswith(POINT):
        return _with_words(request, actor, at, sent, do)
    try:
        _decide(request, actor, version_id, key, sent)
    except Stale as error:
        return _again(request, actor, at, sent, stale=error)
    except Invalid as error:
        return _again(request, actor, at, sent, errors=error)
    return _on(request, actor, at, words(request)(_DONE.get(do.partition(":")[0], "Saved")))


_DONE = {
    "carry": "Carried over",
    "accept": "Accepted",
    "said": "Taken over",
    "approve": "Approved",
    "silent": "Silence confirmed",
    "reject": "Rejected",
}


def _decide(request: Request, actor: Actor, version_id: str, key: str, sent: Values) -> None:
    s, seen, suggestion = services(request), _seen(sent), first(sent, "suggestion") or None
    notes = {name: first(sent, name) or None for name in ("public_note", "internal_note")}
    match first(sent, "do"):
        case do if do.startswith(SAID):
            accept_said(s, actor, do.removeprefix(SAID), at=(version_id, key), seen=seen, **notes)
        case "reject":
            reject_term(s, actor, version_id, key, first(sent, "reason"))
        case "carry":
            carry_over_term(s, actor, version_id, key, seen=seen, **notes)
        case "approve":
            approve_term(s, actor, version_id, key, seen=seen)
        case "accept" | "silent" if suggestion:
            accept_suggestion(s, actor, suggestion, seen=seen, **notes)
        case "change":
            typed = typed_in(sent)
            choice = choice_of(one_definition(s, key), typed, words(request), suggestion)
            decide_term(s, actor, version_id, key, with_origin(s, choice, typed.said, version_id), seen=seen)
        case _:
            raise Conflict("Choose what to do with this term: accept, change or reject.")


@router.post("/items/{key}/reopen")
def reopen(request: Request, version_id: str, key: str, sent: Sent, actor: Reviewer) -> Response:
    """Take back the last thing done for a term; it is open again."""
    reopen_term(services(request), actor, version_id, key, first(sent, "reason"))
    return _to(request, actor, _address(request, version_id, key), words(request)("Undone"))


@router.post("/undo")
def undo(request: Request, version_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Take back the last thing that this person did in this version."""
    keys = undo_last(services(request), actor, version_id, first(sent, "reason"))
    t = words(request)
    done = t("Undone") if len(keys) == 1 else t("{count} decisions undone", count=len(keys))
    return _to(request, actor, _address(request, version_id, keys[-1]), done)


def _bench_for(request: Request, actor: Actor) -> Bench:
    return Bench(s=services(request), t=words(request), actor=actor, moved=wants_fragment(request))


def _address(request: Request, version_id: str, key: str | None = None) -> ReviewAddress:
    return ReviewAddress.of(version_id, request.query_params, key)


def _seen(sent: Values) -> int:
    """The decision that was looked at; a form that does not say has seen none."""
    number = first(sent, "revision")
    return int(number) if _is_number(number) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _bench(
    request: Request,
    context: ReviewPage,
    *,
    live: str | None = None,
    status: int = 200,
    around: Sequence[str] = AROUND,
) -> Response:
    headers = {"HX-Retarget": "#queue", "HX-Reswap": "outerHTML"} if status != 200 else {}
    return render(request, TEMPLATE, context, block=QUEUE, oob=around, live=live, status=status, headers=headers)


def _on(request: Request, actor: Actor, at: ReviewAddress, done: str) -> Response:
    """To the next term that is to be reviewed."""
    return _to(request, actor, replace(at, key=None, after=at.key), done)


def _to(request: Request, actor: Actor, at: ReviewAddress, done: str) -> Response:
    """To a term, saying what was done and how far the review is."""
    at = replace(at, document=None, page=None, clause=None)
    t, context = words(request), _bench_for(request, actor).page(at)
    place = at.item(context.key) if context.key else at.home(at.show)
    if not wants_fragment(request):
        return redirect(request, f"{place}#q-{context.key}" if context.key else place)
    far = t("{done} of {total} reviewed", done=context.progress.reviewed, total=context.progress.total)
    said = t("{term}: {value}", term=context.left, value=done) if context.left else done
    answer = _bench(request, replace(context, done=f"{said}."), live=f"{said}. {far}.")
    answer.headers["HX-Push-Url"] = place
    return answer


def _again(
    request: Request,
    actor: Actor,
    at: ReviewAddress,
    sent: Values,
    *,
    errors: Invalid | None = None,
    stale: Stale | None = None,
) -> Response:
    """The same term once more with everything that was typed, and what was wrong or what somebody else decided."""
    bench, status = _bench_for(request, actor), 409 if stale else 422
    if first(sent, "do") != "change" and errors is not None and stale is None:
        return _bench(request, bench.page(at, notes=(sent, errors)), status=status)
    typed = typed_in(sent) if first(sent, "do") == "change" else with_notes(bench.proposed(at), sent)
    choosing = Choosing(typed=typed, errors=errors, stale=stale)
    return _bench(request, bench.page(at, choosing=choosing), status=status)


def _with_words(request: Request, actor: Actor, at: ReviewAddress, sent: Values, asked: str) -> Response:
    """The form with the words that were pointed at; the page stays where it is."""
    stroke = stroke_of(asked)
    if stroke is None:
        raise Conflict("Point at the words again; the page has changed meanwhile.")
    claims = words_pointed_at(services(request), at.version_id, stroke)
    bench, first_claim = _bench_for(request, actor), claims[0]
    typed = with_words(_typed_so_far(bench, at, sent), claims)
    at = replace(at, document=first_claim.document, page=stroke.page, clause=first_claim.clause)
    live = words(request)("The words are added to the form.")
    return _bench(request, bench.page(at, choosing=Choosing(typed=typed)), live=live)


def _typed_so_far(bench: Bench, at: ReviewAddress, sent: Values) -> Typed:
    """What stands in the form, or would stand in it had it been opened."""
    return typed_in(sent) if "pick" in sent or "choosing" in sent else with_notes(bench.begun(at), sent)


def _with_clause(request: Request, actor: Actor, at: ReviewAddress, sent: Values, clause_id: str) -> Response:
    """The form with one more clause to decide on; nothing that was typed is lost."""
    bench = _bench_for(request, actor)
    stored = clause_of_version(services(request), at.version_id, clause_id)
    typed = with_clause(_typed_so_far(bench, at, sent), stored.document_id, clause_id, stored.clause.text)
    live = words(request)("The clause is added to the form.")
    return _bench(request, bench.page(at, choosing=Choosing(typed=typed)), live=live)
