"""Putting the workbench together: the review, the open term and the way it is shown, for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import Invalid, NotFound, Stale
from domain.identity import Actor, Role
from domain.ports import Services
from domain.queries import ClauseHit
from domain.readings import StoredClause
from domain.review import ReviewTerm
from domain.review_place import ReviewPlace
from domain.usecases.review_place import keep_place
from domain.usecases.review_trail import News
from domain.usecases.reviewing import Review, clause_of_version, review_of
from domain.version import HELD
from web.contexts.choice_form import ChoiceForm, Pointed, choice_form
from web.contexts.open_item import cite_of, notes_form, open_item
from web.contexts.review import ReviewPage, review_page
from web.contexts.review_links import ReviewAddress
from web.contexts.said import first_said
from web.contexts.typed_choice import Typed, typed_from, typed_from_said
from web.sent import Values
from web.translation import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """A value being chosen, with what was typed so far and what is wrong with it."""

    typed: Typed
    errors: Invalid | None = None
    stale: Stale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Makes the page for one person, and notes where they are. `moved` is true where htmx brings it and the focus goes
    along."""

    s: Services
    t: Translator
    actor: Actor
    moved: bool

    @property
    def may_decide(self) -> bool:
        """Whether this person decides, or only looks on."""
        return self.actor.role.includes(Role.REVIEWER)

    def page(
        self,
        at: ReviewAddress,
        *,
        choosing: Choosing | None = None,
        notes: tuple[Values, Invalid] | None = None,
        hits: Sequence[ClauseHit] | None = None,
        news: Sequence[News] = (),
        left: ReviewPlace | None = None,
    ) -> ReviewPage:
        """The workbench at an address; raises NotFound. `left` is where this person was in it, if that was asked."""
        review = review_of(self.s, at.version_id, at.wish)
        term = review.open
        at = replace(at, key=term.key if term else None)
        item = None
        if term is not None and not news:
            keep_place(self.s, self.actor, at.version_id, term.key, at.show, known=left)
        if term is not None:
            item = open_item(
                self.t,
                review,
                term,
                at,
                me=self.actor.id,
                may_decide=self.may_decide,
                choice=self._choice(review, term, choosing) if choosing and self.may_decide else None,
                notes=notes_form(self.t, term).filled(notes[0]).with_errors(notes[1]) if notes else None,
                stale=choosing.stale if choosing else None,
            )
        may, moved = self.may_decide, self.moved
        return review_page(self.t, review, at, item, may_decide=may, moved=moved, hits=hits, news=news)

    def begun(self, at: ReviewAddress, said_id: str = "") -> Typed:
        """What the form of the open term begins with: what was said by `said_id`, else the decision that holds, else
        what is suggested, or said where nothing is."""
        term = self._term(at)
        said = next((one for one in term.open_said if one.id == said_id), None) or first_said(term)
        return typed_from_said(term, said) if said else typed_from(term)

    def proposed(self, at: ReviewAddress) -> Typed:
        """What is suggested for the open term, whatever was decided meanwhile."""
        return typed_from(replace(self._term(at), former=None))

    def _term(self, at: ReviewAddress) -> ReviewTerm:
        term = review_of(self.s, at.version_id, replace(at, document=None, page=None, clause=None).wish).open
        if term is None:
            raise NotFound("There is no such term in the vocabulary.")
        return term

    def _choice(self, review: Review, term: ReviewTerm, choosing: Choosing) -> ChoiceForm:
        pointed = tuple(self._pointed(review, choosing.typed))
        held = review.version.state in HELD
        return choice_form(self.t, term, choosing.typed, pointed, held=held, errors=choosing.errors)

    def _pointed(self, review: Review, typed: Typed) -> list[Pointed]:
        """The clauses of the form with their whole text; one that is not of this version is left out."""
        found = []
        for index, (document, clause_id, quote, used) in enumerate(typed.clauses):
            stored = self._clause(review, clause_id)
            if stored is not None:
                clause = stored.clause
                start = clause.text.find(quote)
                found.append(
                    Pointed(
                        index=index,
                        document=document,
                        clause=clause_id,
                        cite=cite_of(self.t, stored, clause.page_of(max(0, start))),
                        quote=quote,
                        whole=clause.text,
                        used=used,
                    )
                )
        return found

    def _clause(self, review: Review, clause_id: str) -> StoredClause | None:
        if clause_id in review.cited:
            return review.cited[clause_id]
        try:
            return clause_of_version(self.s, review.version.id, clause_id)
        except NotFound:
            return None
