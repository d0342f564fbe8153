"""Comparing what we would write with what stands over there, and with what both last agreed on. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.sync.link import Link
from domain.sync.plan import Line, LineKind
from domain.sync.records import Loss, LossKind, Outward, RemoteRecord, Sent
from domain.sync.target import FirstMeeting

FILE = "file."
"""Fields whose name begins so are files; what follows is the SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs, and the fields on which both sides say the same."""

    lines: tuple[Line, ...]
    agreed: Mapping[str, str]

    @property
    def differs(self) -> bool:
        """Whether anything is to be done or decided; what has no place is no difference by itself."""
        return any(line.kind is not LineKind.NO_PLACE for line in self.lines)


def compare(ours: Outward, theirs: RemoteRecord | None, link: Link | None, first: FirstMeeting) -> Compared:
    """Field by field: what both say, what is sent, what somebody over there changed since both last agreed.

    A field that is theirs alone is never looked at, and so never touched.
    """
    there = theirs.fields if theirs else {}
    agreed = {name: sent.value for name, sent in ours.fields.items() if there.get(name, "") == sent.value}
    lines = [_line(name, sent, theirs, link, first) for name, sent in ours.fields.items() if name not in agreed]
    lines += _no_longer_ours(ours, there, link)
    lines += _files(ours, link)
    lines += [_lost(loss) for loss in ours.losses]
    return Compared(lines=tuple(lines), agreed=agreed)


def _line(name: str, sent: Sent, theirs: RemoteRecord | None, link: Link | None, first: FirstMeeting) -> Line:
    there = theirs.fields.get(name, "") if theirs else ""
    return Line(
        kind=_kind((sent.value, there), name, link, first),
        field=name,
        label=sent.label,
        term=sent.term,
        ours=sent.ours,
        conditions=sent.conditions,
        theirs=there,
        theirs_label=theirs.labels.get(name, "") if theirs else "",
        base=link.base.get(name) if link else None,
        send=sent.value,
        basis_lost=sent.basis_lost,
    )


def _kind(both: tuple[str, str], name: str, link: Link | None, first: FirstMeeting) -> LineKind:
    """`both` is ours and theirs, which differ."""
    _, there = both
    if link is not None and link.held.get(name) == both:
        return LineKind.HELD
    if link is not None and name in link.base:
        return LineKind.SEND if there == link.base[name] else LineKind.CONFLICT
    return LineKind.SEND if not there or first is FirstMeeting.OURS else LineKind.CONFLICT


def _no_longer_ours(ours: Outward, there: Mapping[str, str], link: Link | None) -> Iterable[Line]:
    """Fields that we wrote and would not write any more; cleared unless somebody over there changed them."""
    if link is None:
        return
    for name in sorted(link.written - set(ours.fields)):
        now, base = there.get(name, ""), link.base.get(name, "")
        if now and not name.startswith(FILE):
            kind = LineKind.CLEAR if now == base else LineKind.CONFLICT
            yield Line(kind=kind, field=name, theirs=now, base=base)


def _files(ours: Outward, link: Link | None) -> Iterable[Line]:
    sent = link.files if link else {}
    for file in ours.files:
        if file.sha256 not in sent:
            yield Line(kind=LineKind.FILE, field=f"{FILE}{file.sha256}", label=file.filename, send=file.filename)


def _lost(loss: Loss) -> Line:
    term = None if loss.kind in (LossKind.NO_VENDOR, LossKind.FILE_TOO_LARGE) else loss.what
    return Line(
        kind=LineKind.NO_PLACE,
        field=f"loss.{loss.what}.{loss.kind.value}",
        label=loss.what,
        term=term,
        ours=loss.value,
        conditions=loss.conditions,
        loss=loss,
    )


def still_as_seen(line: Line, there: Mapping[str, str]) -> bool:
    """Whether a field stands as it did when it was compared, or already says what we would write."""
    return there.get(line.field, "") in (line.theirs, line.send)
