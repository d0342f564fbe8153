"""A licence in another system's own shape, as it would be sent or handed out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Invalid, NotFound
from domain.ports import Services, UnitOfWork
from domain.sync.mapping import RemoteVocabulary
from domain.sync.records import Loss, LossKind
from domain.sync.returning import altered
from domain.sync.target import Options, System, Target
from domain.sync.written import Form, WrittenLicence
from domain.usecases.sync.facts import facts_of, whole_of
from domain.usecases.sync.targets import complete


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheirShape:
    """`body` is what a request would carry, `losses` what it cannot carry whole; `revision` is that of the licence."""

    body: Mapping[str, object]
    losses: tuple[Loss, ...]
    revision: int


def licence_as(s: Services, licence_id: str, system: System, target_id: str | None = None) -> InTheirShape:
    """A licence as a system takes it, with the mapping of a target, of the only one there is, or the usual one.

    Raises NotFound, Invalid (the target is of another system).
    """
    with s.reading_only() as uow:
        ours = uow.sync.our_licence(licence_id)
        target = _target(s, uow, system, target_id)
        definitions = {one.key: one for one in uow.vocabulary.all()}
        link = uow.sync.links(target.id, [licence_id]).get(licence_id)
    form = s.remotes.format(system)
    code = link.remote_code if link else ours.licence.code
    facts = facts_of(ours, code, s.today())
    outward = form.outward(facts, target, definitions)
    less = altered(form, outward, facts, target, definitions)
    losses = (*outward.losses, *(Loss(kind=LossKind.ALTERED, what=term) for term in sorted(less)))
    return InTheirShape(body=form.ready_to_send(outward), losses=losses, revision=ours.licence.revision)


def licence_written(s: Services, licence_id: str, form: Form) -> tuple[WrittenLicence, int]:
    """A licence in a form that is only handed out, and the licence's revision.

    Raises NotFound, Conflict (the form needs something that is not decided yet).
    """
    with s.reading_only() as uow:
        ours = uow.sync.our_licence(licence_id)
        definitions = {one.key: one for one in uow.vocabulary.all()}
    return s.remotes.writer(form).write(whole_of(ours, s.today()), definitions), ours.licence.revision


def licence_of_code(s: Services, code: str, form: str) -> WrittenLicence:
    """The licence with a code, capitals aside, in one of the forms `alma`, `folio` and `onix-pl`.

    Raises NotFound, Conflict as above.
    """
    with s.reading_only() as uow:
        found = uow.licences.by_code(code)
    if found is None:
        raise NotFound(f"There is no licence with the code {code}; look it up in the list of licences.")
    if form in set(System):
        sent = licence_as(s, found.id, System(form))
        return WrittenLicence(content=json.dumps(sent.body, ensure_ascii=False).encode(), losses=sent.losses)
    return licence_written(s, found.id, Form(form.replace("-", "_")))[0]


def _target(s: Services, uow: UnitOfWork, system: System, target_id: str | None) -> Target:
    definitions = uow.vocabulary.all()
    if target_id is not None:
        found = uow.sync.target(target_id)
        if found.system is not system:
            raise Invalid.field("target", "This target is another kind of system.")
        return complete(s, found, definitions)
    known = [one for one in uow.sync.targets() if one.system is system]
    usual = Target(
        id="",
        name="",
        system=system,
        address="",
        options=Options(),
        mapping=(),
        vocabulary=RemoteVocabulary(),
        created_at=s.now(),
        updated_at=s.now(),
    )
    return complete(s, known[0] if known else usual, definitions)
