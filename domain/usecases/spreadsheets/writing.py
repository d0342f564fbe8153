"""Writing what a sheet does: licences, drafts, decisions or suggestions, and the trail, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.audit import Action
from domain.decision import Decision, Provenance
from domain.identity import Actor
from domain.licence import Licence, LicenceFields, LicenceStatus
from domain.ports import Services, UnitOfWork
from domain.said_elsewhere import IMPORTED_FROM
from domain.spreadsheets.effect import Effect, Known, RowEffect, TermsAs, TermWish
from domain.spreadsheets.waiting import ImportedSuggestion, Source
from domain.usecases.decisions import Deciding, dispose_of_suggestions
from domain.usecases.recording import record
from domain.usecases.settling import settle_agreed
from domain.version import HELD, Version, VersionFields, VersionKind, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What is being imported: from which file and sheet, as what."""

    import_id: str
    filename: str
    sheet: str
    source: Source
    terms_as: TermsAs


@dataclass(slots=True, kw_only=True)
class Writing:
    """An import being written, inside one transaction. What can be written by the thousand is gathered first."""

    s: Services
    uow: UnitOfWork
    actor: Actor
    coming: Coming
    known: Known
    licences: list[Licence] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    decisions: list[tuple[Decision, str]] = field(default_factory=list)
    suggestions: list[ImportedSuggestion] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _codes: set[str] = field(default_factory=set)

    def all(self, effects: Sequence[RowEffect]) -> Mapping[str, int]:
        """Write every row that has an effect; how many licences and terms that was. Raises Conflict."""
        for one in effects:
            if one.effect in (Effect.NEW, Effect.CHANGE):
                self._row(one)
        self.uow.licences.add_all(self.licences)
        self.uow.versions.add_all(self.versions)
        self.uow.decisions.add_all(self.decisions)
        self._dispose()
        self.uow.exchange.add_suggestions(self.suggestions)
        self._record_answers(effects)
        after = {"name": self.coming.filename, "source": self.coming.source.value, **self.counts}
        record(self.s, self.uow, self.actor, Action.IMPORT, ("import", self.coming.import_id), after=after)
        return self.counts

    def _record_answers(self, effects: Sequence[RowEffect]) -> None:
        """What a licensor agrees with and what not, in the trail of each licence."""
        answers: dict[str, dict[str, list[str]]] = {}
        for one in effects if self.coming.source is Source.LICENSOR else ():
            if one.licence is not None:
                told = answers.setdefault(one.licence.id, {"confirmed": [], "differs": []})
                told["confirmed"] += [one.confirmed] if one.confirmed else []
                told["differs"] += [wish.term for wish in one.terms]
        for licence_id, told in answers.items():
            after = {"name": self.coming.filename, **told}
            subject = ("import", self.coming.import_id)
            record(self.s, self.uow, self.actor, Action.IMPORT, subject, licence_id=licence_id, after=after)

    def _count(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    def _row(self, one: RowEffect) -> None:
        licence = one.licence
        if one.fields is not None:
            licence = self._changed(licence, one.fields) if licence else self._added(one.fields, one.proposed_code)
        if licence is not None and one.terms:
            self._terms(one, licence)

    def _added(self, fields: LicenceFields, has_proposed_code: bool) -> Licence:
        self._count("licences_added")
        if has_proposed_code:
            fields = replace(fields, code=self._free_code(fields.code))
        licence = Licence(id=self.s.new_id(), fields=fields, created_at=self.s.now(), updated_at=self.s.now())
        self.licences.append(licence)
        self._record(Action.LICENCE_ADD, ("licence", licence.id), licence, after=fields)
        self.uow.announce(licence.id, fields.code, "licence")
        return licence

    def _free_code(self, code: str) -> str:
        """The code proposed from a title, with a number where another licence has it."""
        free, number = code, 1
        while free.casefold() in self._codes or self.uow.licences.by_code(free):
            number += 1
            free = f"{code[:36]}-{number}"
        self._codes.add(free.casefold())
        return free

    def _dispose(self) -> None:
        """Note what became of what was suggested for versions that were there before."""
        there = {layer.version.id: layer.version for layers in self.known.layers.values() for layer in layers}
        earlier = [decision for decision, _ in self.decisions if decision.version_id in there]
        settle_agreed(self.s, self.uow, self.actor, earlier)
        suggested: dict[str, set[str]] = {}
        for decision, _ in self.decisions:
            version = there.get(decision.version_id)
            if version is None:
                continue
            if version.id not in suggested:
                found = self.uow.readings.suggestions(version.id)
                suggested[version.id] = {one.suggestion.term for one in found}
            if decision.term in suggested[version.id]:
                at = Deciding(s=self.s, uow=self.uow, actor=self.actor, version=version)
                dispose_of_suggestions(at, decision)

    def _changed(self, old: Licence, fields: LicenceFields) -> Licence:
        self._count("licences_changed")
        new = replace(old, fields=fields, updated_at=self.s.now(), revision=old.revision + 1)
        self.uow.licences.replace(new, seen=old.revision)
        retired = fields.stated_status is LicenceStatus.RETIRED and old.fields.stated_status is not fields.stated_status
        action = Action.LICENCE_RETIRE if retired else Action.LICENCE_CHANGE
        self._record(action, ("licence", old.id), new, before=old.fields, after=fields)
        self.uow.announce(old.id, fields.code, "retired" if retired else "licence")
        return new

    def _terms(self, one: RowEffect, licence: Licence) -> None:
        versions = {layer.version.id: layer.version for layer in self.known.layers.get(licence.id, ())}
        made: Version | None = None
        for wish in one.terms:
            version = versions.get(wish.version_id or "")
            if version is None:
                made = version = made or self._draft(licence)
            self._term(one, licence, version, wish)

    def _draft(self, licence: Licence) -> Version:
        """A version to decide on, for a licence that has none."""
        fields = VersionFields(
            kind=VersionKind.AGREEMENT,
            label=f"From {self.coming.filename}"[:120],
            effective_from=licence.fields.start_date,
            note=f"Made by an import of {self.coming.filename}, {self.s.today().isoformat()}.",
        )
        now = self.s.now()
        version = Version(
            id=self.s.new_id(),
            licence_id=licence.id,
            fields=fields,
            state=VersionState.DRAFT,
            created_at=now,
            updated_at=now,
        )
        self.versions.append(version)
        self._record(Action.VERSION_ADD, ("version", version.id), licence, after=fields)
        return version

    def _term(self, one: RowEffect, licence: Licence, version: Version, wish: TermWish) -> None:
        origin = self._origin(one.row)
        if self.coming.terms_as is TermsAs.SUGGESTIONS or wish.value is None:
            self._count("suggestions")
            self.suggestions.append(self._suggestion(licence, version, wish, origin))
            return
        self._count("decisions")
        decision = self._decision(licence, version, wish, origin)
        self.decisions.append((decision, licence.id))
        former = self._former(licence, version, wish.term)
        before = former.for_the_trail() if former else None
        subject = ("term", f"{version.id}/{wish.term}")
        self._record(Action.TERM_DECIDE, subject, licence, before=before, after=decision.for_the_trail())
        if version.state in HELD:
            self.uow.announce(licence.id, licence.code, "terms")

    def _origin(self, row: int) -> str:
        """Where a value comes from, as it stays with the decision."""
        place = f"{self.coming.filename}, sheet {self.coming.sheet}, row {row}, {self.s.today().isoformat()}"
        return f"licensor’s answer: {place}" if self.coming.source is Source.LICENSOR else place

    def _former(self, licence: Licence, version: Version, term: str) -> Decision | None:
        layers = self.known.layers.get(licence.id, ())
        made = [d for layer in layers if layer.version.id == version.id for d in layer.decisions if d.term == term]
        return max(made, key=lambda decision: decision.sequence, default=None)

    def _decision(self, licence: Licence, version: Version, wish: TermWish, origin: str) -> Decision:
        former = self._former(licence, version, wish.term)
        return Decision(
            id=self.s.new_id(),
            version_id=version.id,
            term=wish.term,
            sequence=(former.sequence if former else 0) + 1,
            value=wish.value,
            conditions=wish.conditions,
            public_note=wish.public_note,
            internal_note=wish.internal_note,
            provenance=Provenance.IMPORTED,
            evidence=(),
            searched=(),
            origin=origin,
            suggestion_id=None,
            reason=IMPORTED_FROM.format(origin=origin) if former and former.value is not None else None,
            decided_by=self.actor.id,
            decided_by_name=self.actor.name,
            decided_at=self.s.now(),
        )

    def _suggestion(self, licence: Licence, version: Version, wish: TermWish, origin: str) -> ImportedSuggestion:
        return ImportedSuggestion(
            id=self.s.new_id(),
            import_id=self.coming.import_id,
            licence_id=licence.id,
            version_id=version.id,
            term=wish.term,
            value=wish.value,
            conditions=wish.conditions,
            public_note=wish.public_note,
            internal_note=wish.internal_note,
            raw=wish.raw,
            source=self.coming.source,
            origin=origin,
            made_at=self.s.now(),
            made_by_name=self.actor.name,
        )

    def _record(
        self, action: Action, subject: tuple[str, str], licence: Licence, *, before: Any = None, after: Any = None
    ) -> None:
        record(self.s, self.uow, self.actor, action, subject, licence_id=licence.id, before=before, after=after)
