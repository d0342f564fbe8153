"""What people keep for their work: views, tasks and notes, words on deadlines, forms that are not finished, places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from domain.deadline import DeadlineDecision
from domain.review_place import ReviewPlace
from domain.saved_view import SavedView, ViewPage
from domain.task import FormDraft, Task
from domain.work_queue import DeadlineAt


class SavedViews(Protocol):
    """Lists and matrices kept under a name."""

    def add(self, new: SavedView) -> None:
        """A new view."""

    def get(self, view_id: str) -> SavedView:
        """One view; raises NotFound."""

    def offered_to(self, account_id: str, page: ViewPage) -> tuple[SavedView, ...]:
        """This person's views of a page and those shared by others, by name."""

    def remove(self, view_id: str) -> None:
        """Forget a view."""


class Tasks(Protocol):
    """Tasks and notes of licences."""

    def add(self, new: Task) -> None:
        """A new task or note."""

    def get(self, task_id: str) -> Task:
        """One of them; raises NotFound."""

    def replace(self, task: Task, *, seen: int) -> None:
        """Save over revision `seen`; raises Stale where it is no longer `seen`."""

    def of_licence(self, licence_id: str) -> tuple[Task, ...]:
        """Open tasks by their day, then notes, then what is done, the newest first."""


class Deadlines(Protocol):
    """What was decided at deadlines; only ever added to."""

    def add(self, word: DeadlineDecision) -> None:
        """The next word on a deadline; raises Conflict where somebody else has said it."""

    def last_words(self, licence_ids: Collection[str]) -> dict[DeadlineAt, DeadlineDecision]:
        """The last word on each deadline of these licences, past ones and words taken back included."""


class FormDrafts(Protocol):
    """What was typed and not saved yet; one for each person and form."""

    def keep(self, draft: FormDraft) -> None:
        """Keep it in place of the one before."""

    def get(self, account_id: str, form: str) -> FormDraft | None:
        """What this person typed into this form."""

    def of_account(self, account_id: str) -> Sequence[FormDraft]:
        """Everything this person has not finished, the newest first."""

    def drop(self, account_id: str, form: str) -> None:
        """It was saved, or is not wanted."""


class ReviewPlaces(Protocol):
    """The last term that a person looked at in the review of a version; one for each person and version."""

    def get(self, account_id: str, version_id: str) -> ReviewPlace | None:
        """Where this person was."""

    def keep(self, place: ReviewPlace) -> None:
        """In place of the one before; raises Conflict where the same person was there first from another window."""
