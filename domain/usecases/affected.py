"""Telling an administrator what a change would affect, before it is made."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from domain.affected import AccountUse, TermUse
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork


def term_use(s: Services, actor: Actor, key: str) -> TermUse:
    """Where a term of the vocabulary is used; raises NotFound, NotPermitted."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        definition = uow.vocabulary.get(key)
        found = uow.affected.term(key, s.today())
        return replace(
            found,
            resources=found.resources if definition.public else 0,
            systems=tuple(target.name for target in uow.sync.targets() if target.mapped(key).code),
            views=_views(uow, key),
        )


def _views(uow: UnitOfWork, key: str) -> tuple[str, ...]:
    return tuple(name for name, query in uow.affected.views(key) if key in {value for _, value in parse_qsl(query)})


def account_use(s: Services, actor: Actor, account_id: str) -> AccountUse:
    """What hangs on an account; raises NotFound, NotPermitted."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        uow.accounts.get(account_id)
        return uow.affected.account(account_id, s.now())
