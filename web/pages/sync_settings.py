"""Connecting systems and their settings, which term is which code, what they propose, and the log of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from domain.errors import Conflict, Invalid, RemoteUnavailable
from domain.identity import Actor, Role
from domain.sync.target import System, Target
from domain.usecases.looking_up import definitions, licence_now
from domain.usecases.said_elsewhere import accept_said, reject_said
from domain.usecases.sync.looking import requests_of
from domain.usecases.sync.proposing import one_proposal, open_proposals
from domain.usecases.sync.targets import (
    add_target,
    ask_again,
    change_mapping,
    change_target,
    change_vendors,
    close_target,
    one_target,
)
from domain.usecases.sync.value_codes import change_values, value_codes
from web.access import admin, pages_router, reviewer, services
from web.chrome import Message, words
from web.contexts.sync_proposals import ProposalsPage, RequestsPage, proposal_row
from web.contexts.sync_settings import (
    TargetPage,
    entered_mapping,
    entered_target,
    entered_vendors,
    mapping_page,
    target_form,
)
from web.contexts.sync_values import entered_values, values_page
from web.messages import redirect
from web.render import render
from web.sent import Sent, Values, first

router: APIRouter = pages_router("/sync-settings")
Admin = Annotated[Actor, Depends(admin)]
Reviewer = Annotated[Actor, Depends(reviewer)]
TARGET, MAPPING, VALUES = "sync/target.html", "sync/mapping.html", "sync/values.html"
AT_A_TIME = 100


@router.get("/new")
def new(request: Request, _actor: Admin) -> Response:
    """An empty form."""
    form = target_form(words(request), _regions(request))
    return render(request, TARGET, TargetPage(form=form, action="/sync-settings/new"))


def _regions(request: Request, target: Target | None = None) -> Mapping[str, str]:
    return services(request).remotes.regions(target.system if target else next(iter(System)))


@router.post("/new")
def add(request: Request, sent: Sent, actor: Admin) -> Response:
    """Connect a system; it is asked at once, so that a wrong key is told beside its field."""
    t = words(request)
    try:
        target = add_target(services(request), actor, entered_target(sent))
    except (Invalid, Conflict, RemoteUnavailable) as error:
        form = target_form(t, _regions(request)).filled(_typed(sent)).with_errors(_at_fields(error))
        page = TargetPage(form=form, action="/sync-settings/new")
        return render(request, TARGET, page, block="form", status=422)
    said = t("“{name}” is connected. Look at which term is which code, then compare.", name=target.name)
    return redirect(request, f"/sync-settings/{target.id}/mapping", message=Message(said))


def _typed(sent: Values) -> dict[str, list[str] | None]:
    ticked = ("create", "amendments", "documents")
    return {
        **{name: list(values) for name, values in sent.items()},
        **{n: list(sent[n]) if n in sent else None for n in ticked},
    }


def _at_fields(error: Invalid | Conflict | RemoteUnavailable) -> Invalid:
    if isinstance(error, Invalid):
        found = [(e.loc.removeprefix("options."), e.message) for e in error.errors]
        return (
            Invalid(error.message, [type(error.errors[0])(loc, message) for loc, message in found]) if found else error
        )
    return Invalid.field("name" if isinstance(error, Conflict) else "key", error.message)


@router.get("/{target_id}")
def settings(request: Request, target_id: str, _actor: Admin) -> Response:
    """The form of one system, without its key."""
    target = one_target(services(request), target_id)
    return render(request, TARGET, _page(request, target))


def _page(request: Request, target: Target) -> TargetPage:
    return TargetPage(
        form=target_form(words(request), _regions(request, target), target),
        action=f"/sync-settings/{target.id}",
        system=target.name,
        home=f"/sync/{target.id}",
        revision=target.revision,
    )


@router.post("/{target_id}")
def save(request: Request, target_id: str, sent: Sent, actor: Admin) -> Response:
    """Save name, place, options, and a new key if one is given."""
    s, t = services(request), words(request)
    old = one_target(s, target_id)
    try:
        change_target(s, actor, target_id, entered_target(sent, old), seen=_seen(sent))
    except (Invalid, RemoteUnavailable) as error:
        form = target_form(t, _regions(request, old), old).filled(_typed(sent)).with_errors(_at_fields(error))
        page = TargetPage(
            form=form,
            action=f"/sync-settings/{target_id}",
            system=old.name,
            home=f"/sync/{target_id}",
            revision=_seen(sent),
        )
        return render(request, TARGET, page, block="form", status=422)
    return redirect(request, f"/sync/{target_id}", message=Message(t("The settings are saved.")))


def _seen(sent: Values) -> int:
    seen = first(sent, "revision")
    return int(seen) if seen.isdecimal() and len(seen) < 9 else 0


@router.post("/{target_id}/close")
def close(request: Request, target_id: str, sent: Sent, actor: Admin) -> Response:
    """Disconnect: the key is forgotten."""
    close_target(services(request), actor, target_id, seen=_seen(sent))
    return redirect(
        request, "/sync", message=Message(words(request)("The system is disconnected; its key is forgotten."))
    )


@router.post("/{target_id}/vocabulary")
def read_again(request: Request, target_id: str, actor: Admin) -> Response:
    """Read the system's terms and values again."""
    target = ask_again(services(request), actor, target_id)
    count = len(target.vocabulary.terms)
    said = words(request).plural("{count} term was read.", "{count} terms were read.", count)
    return redirect(request, f"/sync-settings/{target_id}/mapping", message=Message(said))


@router.get("/{target_id}/mapping")
def mapping(request: Request, target_id: str, _actor: Admin) -> Response:
    """Which term is which code over there."""
    s = services(request)
    known = {one.key: one for one in definitions(s)}
    return render(request, MAPPING, mapping_page(words(request), one_target(s, target_id), known))


@router.post("/{target_id}/mapping")
def save_mapping(request: Request, target_id: str, sent: Sent, actor: Admin) -> Response:
    """Save all of it."""
    s, t = services(request), words(request)
    target = one_target(s, target_id)
    entered = entered_mapping(sent, target)
    try:
        saved = change_mapping(s, actor, target_id, entered, seen=_seen(sent))
    except Invalid as error:
        known = {one.key: one for one in definitions(s)}
        errors = {one.loc: one.message for one in error.errors}
        page = mapping_page(t, target, known, entered=entered, errors=errors, vendors=first(sent, "vendors"))
        return render(request, MAPPING, page, block="form", status=422)
    change_vendors(s, actor, target_id, entered_vendors(sent), seen=saved.revision)
    return redirect(request, f"/sync/{target_id}", message=Message(t("The value map is saved. Compare again to see.")))


@router.get("/{target_id}/mapping/{term}")
def values(request: Request, target_id: str, term: str, _actor: Admin) -> Response:
    """What each value of one term is written as over there."""
    return render(request, VALUES, values_page(words(request), value_codes(services(request), target_id, term)))


@router.post("/{target_id}/mapping/{term}")
def save_values(request: Request, target_id: str, term: str, sent: Sent, actor: Admin) -> Response:
    """Save what is not written by its label."""
    s, t = services(request), words(request)
    entered = entered_values(sent)
    try:
        change_values(s, actor, target_id, term, entered, seen=_seen(sent))
    except Invalid as error:
        page = values_page(t, value_codes(s, target_id, term), entered=entered, error=error)
        return render(request, VALUES, page, block="form", status=422)
    said = Message(t("The values are saved. Compare again to see."))
    return redirect(request, f"/sync-settings/{target_id}/mapping", message=said)


@router.get("/{target_id}/proposals")
def proposals(request: Request, target_id: str, actor: Reviewer) -> Response:
    """What the system says of our terms, to be decided one by one."""
    s, t = services(request), words(request)
    target = one_target(s, target_id)
    known = {one.key: one for one in definitions(s)}
    found = [one for one in open_proposals(s, target_id)[:AT_A_TIME] if one.term in known]
    titles = {key: licence_now(s, key).licence.title for key in {one.licence_id for one in found}}
    rows = tuple(proposal_row(t, one, known[one.term], titles[one.licence_id]) for one in found)
    page = ProposalsPage(
        system=target.name, home=f"/sync/{target_id}", rows=rows, may_decide=actor.role.includes(Role.REVIEWER)
    )
    return render(request, "sync/proposals.html", page)


@router.post("/proposals/{proposal_id}")
def answer(request: Request, proposal_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Accept what is proposed or another value, or keep ours."""
    s, t = services(request), words(request)
    back = f"/sync-settings/{one_proposal(s, proposal_id).target_id}/proposals"
    if first(sent, "do") == "reject":
        reject_said(s, actor, proposal_id)
        return redirect(request, back, message=Message(t("Ours stays as it is.")))
    accept_said(s, actor, proposal_id, value=first(sent, "value") or None)
    return redirect(request, back, message=Message(t("Decided, with where it comes from.")))


@router.get("/{target_id}/requests")
def requests(
    request: Request, target_id: str, actor: Reviewer, before: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """Every request to the system, newest first."""
    s = services(request)
    target = one_target(s, target_id)
    found = requests_of(s, actor, target_id, before, AT_A_TIME)
    more = f"/sync-settings/{target_id}/requests?before={found.next_cursor}" if found.next_cursor else ""
    page = RequestsPage(system=target.name, home=f"/sync/{target_id}", entries=found.items, next_href=more)
    return render(request, "sync/requests.html", page)
