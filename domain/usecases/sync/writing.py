"""Writing one record over there so that doing it twice, or being cut off anywhere, never doubles or overwrites.

Before each writing the record is read. What already says what we would write is done; what does not stand as it was
compared is left out. A request without an answer may have been done, so it is followed by reading, never by sending
again unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.audit import Action
from domain.errors import NotFound
from domain.identity import Actor
from domain.ports import Services, UnitOfWork
from domain.ports.remote import RemoteSystem
from domain.sync.comparison import FILE, still_as_seen
from domain.sync.link import Link, LinkKind, MatchedBy
from domain.sync.plan import Item, ItemKind, ItemState, LineKind
from domain.sync.records import RemoteRecord, SignedFile
from domain.sync.target import Target
from domain.sync.trouble import RemoteRefused, Unsure
from domain.usecases.recording import record
from domain.usecases.sync.proposing import propose_theirs

TRIES = 3
_CHANGED = "It was changed over there after the comparison. Compare again."
_TAKEN = "Somebody added a record with this code meanwhile. Compare again."
_NOT_KEPT = "The other system took the record, but did not keep {fields}."
_NO_PARENT = "Its licence is not over there, so the amendment was not sent."


class Left(StrEnum):
    """Why a record was not written: it changed meanwhile, or the other system refused."""

    OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of a record. `fields` stand over there now; `files` maps SHA-256 to the name there."""

    code: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    left: Left | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Record:
    """One record over there, and how it is read and written."""

    system: RemoteSystem
    item: Item

    def read(self) -> RemoteRecord | None:
        """As it stands now; None where it is not there."""
        try:
            if self.item.link_kind is LinkKind.AMENDMENT:
                return self.system.amendment(self.item.parent_code, self.item.remote_code)
            return self.system.licence(self.item.remote_code)
        except NotFound:
            return None

    def create(self, fields: Mapping[str, str]) -> RemoteRecord:
        """Add it."""
        return self.system.create(self.item.remote_code, fields, parent=self.item.parent_code)

    def replace(self, there: RemoteRecord, fields: Mapping[str, str]) -> RemoteRecord:
        """Write some fields."""
        return self.system.replace(there, fields, parent=self.item.parent_code)


def write_item(s: Services, target: Target, system: RemoteSystem, item: Item) -> Written:
    """Bring one record over there to what was decided; raises what the other system raises."""
    at = _Record(system, item)
    fields = {line.field: line.send for line in item.lines if line.goes and line.kind is not LineKind.FILE}
    try:
        done = _created(at, fields) if item.kind is ItemKind.CREATE else _changed(at, fields)
    except RemoteRefused as refused:
        done = _without(at, fields, refused)
    if done.left is not None:
        return done
    return _attached(s, target, system, item, done)


def _created(at: _Record, fields: Mapping[str, str]) -> Written:
    there = at.read()
    if there is not None:
        # Cut off after adding it: ours says just what we would send. Anything else is somebody else's.
        ours = at.item.state is ItemState.WRITING and not _differing(there, fields)
        return Written(code=there.code, fields=fields) if ours else Written(left=Left.OUT, message=_TAKEN)
    if at.item.link_kind is LinkKind.AMENDMENT and not _parent_is_there(at):
        return Written(left=Left.OUT, message=_NO_PARENT)
    there = _surely(at, lambda: at.create(fields), lambda found: found is not None)
    return _kept(at, there, fields)


def _parent_is_there(at: _Record) -> bool:
    try:
        at.system.licence(at.item.parent_code)
    except NotFound:
        return False
    return True


def _changed(at: _Record, fields: Mapping[str, str]) -> Written:
    there = at.read()
    if there is None:
        raise NotFound("The record is not there.")
    lines = [line for line in at.item.lines if line.field in fields]
    if not all(still_as_seen(line, there.fields) for line in lines):
        return Written(left=Left.OUT, message=_CHANGED)
    pending = _differing(there, fields)
    if not pending:
        return Written(code=there.code, fields=fields)
    return _put(at, there, pending, fields)


def _put(at: _Record, there: RemoteRecord, pending: Mapping[str, str], fields: Mapping[str, str]) -> Written:
    """Write what differs. Where no answer came, the record is read: it is done, or still as it was, or left out."""
    for _ in range(TRIES):
        try:
            return _kept(at, at.replace(there, pending), fields)
        except Unsure:
            now = at.read()
            if now is None or not _is_one_of(now, there, pending):
                return Written(left=Left.OUT, message=_CHANGED)
            there, pending = now, _differing(now, fields)
            if not pending:
                return Written(code=there.code, fields=fields)
    raise Unsure("The other system gave no answer several times. Send the plan again later.")


def _is_one_of(now: RemoteRecord, before: RemoteRecord, pending: Mapping[str, str]) -> bool:
    return all(now.fields.get(name, "") in (before.fields.get(name, ""), value) for name, value in pending.items())


def _surely(at: _Record, do: Callable[[], RemoteRecord], done: Callable[[RemoteRecord | None], bool]) -> RemoteRecord:
    """Do it, and where no answer came look whether it was done, before it is tried again."""
    for _ in range(TRIES):
        try:
            return do()
        except Unsure:
            now = at.read()
            if now is not None and done(now):
                return now
    raise Unsure("The other system gave no answer several times. Send the plan again later.")


def _kept(at: _Record, there: RemoteRecord, fields: Mapping[str, str]) -> Written:
    """What the answer says stands there; where it does not say so, the record is read once more."""
    missing = _differing(there, fields)
    if missing:
        missing = _differing(at.read() or there, fields)
    kept = {name: value for name, value in fields.items() if name not in missing}
    if missing:
        said = ", ".join(sorted(name.rpartition(".")[2] for name in missing))
        return Written(code=there.code, fields=kept, left=Left.REFUSED, message=_NOT_KEPT.format(fields=said))
    return Written(code=there.code, fields=kept)


def _differing(there: RemoteRecord, fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if there.fields.get(name, "") != value}


def _without(at: _Record, fields: Mapping[str, str], refused: RemoteRefused) -> Written:
    """Where single fields were refused the others are written all the same, once; raises `refused` otherwise."""
    others = {name: value for name, value in fields.items() if name not in refused.fields}
    if not refused.fields or not others or set(refused.fields) & {"name", "status"}:
        raise refused
    done = _created(at, others) if at.item.kind is ItemKind.CREATE else _changed(at, others)
    if done.left is not None:
        return done
    message = f"{refused.message} The {len(others)} others were written."
    return replace(done, left=Left.REFUSED, message=message)


def _attached(s: Services, target: Target, system: RemoteSystem, item: Item, done: Written) -> Written:
    """Send the files that are not there yet, by the names under which they are known there."""
    lines = [line for line in item.lines if line.kind is LineKind.FILE]
    if not lines:
        return done
    there, sent = system.files(done.code), {}
    for line in lines:
        sha256 = line.field.removeprefix(FILE)
        path = s.documents.path(sha256)
        name = s.remotes.format(target.system).file_name(SignedFile(sha256=sha256, filename=line.label, bytes=0))
        for _ in range(TRIES):
            if name in there:
                break
            try:
                system.attach(done.code, name, path)
                there |= {name}
            except Unsure:
                there = system.files(done.code)
        if name not in there:
            raise Unsure("A file could not be sent: the other system gave no answer several times.")
        sent[sha256] = name
    return replace(done, files=sent)


def keep_written(s: Services, actor: Actor, target: Target, item: Item, done: Written) -> None:
    """Keep what was done: the record of the plan, the link with what stands over there now, and the trail."""
    with s.unit_of_work() as uow:
        state = {None: ItemState.WRITTEN, Left.OUT: ItemState.LEFT_OUT, Left.REFUSED: ItemState.REFUSED}[done.left]
        current = uow.sync.item(item.id)
        count = len(done.fields) + len(done.files)
        after = replace(current, state=state, message=done.message, written=count, revision=current.revision + 1)
        uow.sync.save_item(after, seen=current.revision)
        held = propose_theirs(s, uow, target, item) if done.left is None else {}
        if done.code or held:
            uow.sync.save_link(_linked(s, uow, item, done, held))
        if count:
            record(
                s,
                uow,
                actor,
                Action.SYNC_WRITE,
                ("target", target.id),
                licence_id=item.licence_id if item.kind is not ItemKind.GONE else None,
                before=_before(item, done.fields),
                after={"name": target.name, **done.fields, **{f"{FILE}{k}": v for k, v in done.files.items()}},
            )
        uow.commit()


def _before(item: Item, fields: Mapping[str, str]) -> dict[str, str]:
    """What stood over there, so that it can be put back."""
    return {line.field: line.theirs for line in item.lines if line.field in fields and line.theirs}


def _linked(s: Services, uow: UnitOfWork, item: Item, done: Written, held: Mapping[str, tuple[str, str]]) -> Link:
    target_id = uow.sync.plan(item.plan_id).target_id
    link = uow.sync.links(target_id, [item.our_id]).get(item.our_id) or Link(
        target_id=target_id,
        kind=item.link_kind,
        our_id=item.our_id,
        remote_code=done.code or item.remote_code,
        matched_by=MatchedBy.CREATED,
        linked_at=s.now(),
    )
    cleared = {name for name, value in done.fields.items() if not value}
    base = {name: value for name, value in {**link.base, **done.fields}.items() if name not in cleared}
    settled = {name: both for name, both in link.held.items() if name not in done.fields}
    return replace(
        link,
        base=base,
        written=(link.written | set(done.fields)) - cleared,
        files={**link.files, **done.files},
        held={**settled, **held},
        written_at=s.now() if done.fields or done.files else link.written_at,
    )
