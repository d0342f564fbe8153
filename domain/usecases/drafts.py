"""Keeping what somebody typed into a form and has not saved; it outlives the session."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.ports import Services
from domain.task import FormDraft

MOST_LETTERS = 500_000
"""A form with two thousand resources has no more."""

_FORMS = re.compile(r"licence:[\w-]{1,40}")


def keep_draft(s: Services, actor: Actor, form: str, values: Mapping[str, Sequence[str]]) -> FormDraft:
    """Keep it in place of the one before; raises NotPermitted, Invalid for a form that keeps none or holds too much."""
    actor.must_be(Role.EDITOR)
    if not _FORMS.fullmatch(form):
        raise Invalid("This form keeps no draft.")
    if sum(len(text) for texts in values.values() for text in texts) > MOST_LETTERS:
        raise Invalid("There is too much in this form to keep it as a draft. Save it.")
    draft = FormDraft(account_id=actor.id, form=form, values=values, saved_at=s.now())
    with s.unit_of_work() as uow:
        uow.drafts.keep(draft)
        uow.commit()
    return draft


def draft_of(s: Services, actor: Actor, form: str) -> FormDraft | None:
    """What this person typed into this form and has not saved."""
    with s.reading_only() as uow:
        return uow.drafts.get(actor.id, form)


def drop_draft(s: Services, actor: Actor, form: str) -> None:
    """It was saved, or is not wanted any more."""
    if draft_of(s, actor, form) is None:
        return
    with s.unit_of_work() as uow:
        uow.drafts.drop(actor.id, form)
        uow.commit()
