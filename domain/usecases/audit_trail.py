"""The trail of the whole desk, with the names of what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.audit import AuditEntry
from domain.identity import Actor, Role
from domain.ports import Services
from domain.queries import AuditFilter, PageOf
from domain.vocabulary import TermDefinition

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """A page of the trail. By their ids `titles` names licences, `labels` versions, `people` accounts, closed ones too;
    `tokens` and `webhooks` (subscriptions to the feed) are there where the page speaks of any."""

    entries: PageOf[AuditEntry]
    titles: Mapping[str, str]
    labels: Mapping[str, str]
    people: Mapping[str, str]
    tokens: Mapping[str, str]
    webhooks: Mapping[str, str]
    definitions: tuple[TermDefinition, ...]


def whole_trail(s: Services, actor: Actor, which: AuditFilter) -> Trail:
    """Entries of the trail, newest first; raises NotPermitted, Invalid for a cursor that is not one."""
    actor.must_be(Role.REVIEWER)
    with s.reading_only() as uow:
        entries = uow.audit.entries(which)
        subjects = {entry.subject for entry in entries.items}
        return Trail(
            entries=entries,
            titles=uow.work.titles({entry.licence_id for entry in entries.items if entry.licence_id}),
            labels=uow.work.labels({entry.subject_id for entry in entries.items if entry.subject == "version"}),
            people={account.id: account.name for account in uow.accounts.all()},
            tokens={token.id: token.name for token in uow.accounts.tokens()} if "token" in subjects else {},
            webhooks={one.id: one.name for one in uow.webhooks.all()} if "webhook" in subjects else {},
            definitions=uow.vocabulary.all(),
        )


def trail_pages(s: Services, actor: Actor, which: AuditFilter, most: int) -> Iterator[Trail]:
    """At most so many entries of the trail, newest first, some hundreds at a time; for an export."""
    which = replace(which, limit=_AT_A_TIME, cursor=None)
    for _ in range(0, most, _AT_A_TIME):
        found = whole_trail(s, actor, which)
        yield found
        if found.entries.next_cursor is None:
            return
        which = replace(which, cursor=found.entries.next_cursor)
