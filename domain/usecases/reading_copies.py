"""An agreement as it reads with its amendments, on a day or with one of them: a copy for reading that nobody signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.comparison import frame_of
from domain.comparison.remarks import EMPTY, Remark
from domain.effective_terms import DecidedVersion, layers_on
from domain.errors import Conflict, NotFound
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.usecases.whole_texts import WholeText, in_order, laid_text, layers_of
from domain.version import HELD, Version, VersionKind

_NOTHING = "No agreement is in force on this day, so there is nothing to read. Choose another day."
_OF_MASTER = (
    "On this day the licence has no agreement of its own: this is the text of “{title}”, from which it inherits."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingCopy:
    """The copy. `text` is None where there is nothing to read, and `problem` says why.

    `on` is the day, None where it is read with the amendment `until` and no day was asked for. `frame` are clauses of
    amendments that only say what they are, `choices` the amendments that it can be read with, `days` those on which
    it reads otherwise.
    """

    licence: Licence
    on: dt.date | None
    until: Version | None
    choices: tuple[Version, ...]
    days: tuple[dt.date, ...]
    text: WholeText | None = None
    problem: Remark | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def frame(self) -> frozenset[str]:
        """The ids of the clauses in which amendments speak of themselves."""
        layers = self.text.layers[1:] if self.text else ()
        return frozenset(clause_id for layer in layers for clause_id in frame_of(layer.clauses))


def reading_copy(s: Services, licence_id: str, on: dt.date | None = None, until: str | None = None) -> ReadingCopy:
    """How the agreement of a licence reads on a day (today), or with the version `until`; raises NotFound."""
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        versions = in_order(uow.versions.of_licence(licence_id))
        last = next((one for one in versions if one.id == until), None)
        if until and last is None:
            raise NotFound("This licence has no such version. Choose one from its list.")
        day = None if last else on or s.today()
        remarks: tuple[Remark, ...] = ()
        layers = layers_of(versions, last) if last else _in_force(versions, day)
        if not layers and day is not None:
            layers, remarks = _of_master(uow, licence, day)
        text, problem = _text(uow, layers)
        return ReadingCopy(
            licence=licence,
            on=day,
            until=last,
            choices=tuple(one for one in versions if one.kind is VersionKind.AMENDMENT or one.state in HELD),
            days=tuple(sorted({d for one in versions if one.state in HELD and (d := one.fields.effective_from)})),
            text=text,
            problem=problem,
            remarks=remarks,
        )


def _in_force(versions: Sequence[Version], on: dt.date | None) -> tuple[Version, ...]:
    if on is None:
        return ()
    return tuple(layer.version for layer in layers_on([DecidedVersion(version=one) for one in versions], on))


def _of_master(uow: UnitOfWork, licence: Licence, on: dt.date) -> tuple[tuple[Version, ...], tuple[Remark, ...]]:
    if licence.fields.master_id is None:
        return (), ()
    master = uow.licences.get(licence.fields.master_id)
    remark = Remark(sentence=_OF_MASTER, words={"title": master.title})
    return _in_force(uow.versions.of_licence(master.id), on), (remark,)


def _text(uow: UnitOfWork, layers: Sequence[Version]) -> tuple[WholeText | None, Remark | None]:
    if not layers:
        return None, Remark(sentence=_NOTHING)
    try:
        text = laid_text(uow, layers)
    except Conflict as error:
        return None, Remark(sentence=error.message)
    if not text.layers[0].clauses:
        return None, Remark(sentence=EMPTY, words={"name": layers[0].label})
    return text, None
