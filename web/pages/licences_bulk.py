"""Changing several licences at once: first what would be changed, then what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid
from domain.identity import Actor
from domain.queries import LicenceFilter
from domain.usecases.changing_many import MOST, ManyChange, change_many
from domain.usecases.licence_list import chosen_licences, matching_licences, people_of_the_desk
from web.access import editor, pages_router, services
from web.chrome import words
from web.contexts.bulk import at_field, bulk_done_page, bulk_form, bulk_page, field_of
from web.contexts.list_address import LIST, Address
from web.contexts.list_filters import filter_of
from web.messages import own_address
from web.render import render
from web.sent import Sent, first

router: APIRouter = pages_router("/licences")
Editor = Annotated[Actor, Depends(editor)]
FORM, DONE = "licences/bulk.html", "licences/bulk_done.html"


@router.get("/bulk")
def choose(request: Request, _actor: Editor) -> Response:
    """The licences that were ticked, or all that match the list's filters, and what can be changed on them."""
    s, t, query = services(request), words(request), request.query_params
    address = Address.of([part for part in query.multi_items() if part[0] not in ("id", "every")]).tidy()
    ids: Sequence[str] = query.getlist("id")
    if query.get("every"):
        ids = matching_licences(s, filter_of(address, s.today()), MOST + 1)
    found = chosen_licences(s, LicenceFilter(today=s.today()), ids[:MOST])
    form = bulk_form(t, people_of_the_desk(s))
    return render(request, FORM, bulk_page(found, form, back=address.here, asked=len(ids)))


@router.post("/bulk")
def change(request: Request, sent: Sent, actor: Editor) -> Response:
    """Change them, each wholly or not at all, and say what became of each."""
    s, t = services(request), words(request)
    back = own_address(first(sent, "back")) or LIST
    chosen = [_seen(value) for value in sent.get("row", ())]
    wanted = first(sent, "change")
    what = ManyChange(wanted) if wanted in set(ManyChange) else ManyChange.ADD_TAG
    try:
        outcomes = change_many(s, actor, chosen, what, first(sent, field_of(what)))
    except Invalid as error:
        form = bulk_form(t, people_of_the_desk(s)).filled(sent).with_errors(at_field(error, what))
        found = chosen_licences(s, LicenceFilter(today=s.today()), [licence_id for licence_id, _ in chosen])
        return render(request, FORM, bulk_page(found, form, back=back, asked=len(chosen)), status=422)
    return render(request, DONE, bulk_done_page(t, outcomes, what, back=back))


def _seen(value: str) -> tuple[str, int]:
    licence_id, _, revision = value.partition(":")
    return licence_id, int(revision) if revision.isdecimal() and len(revision) < 10 else 0
