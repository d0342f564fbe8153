"""The clauses of a comparison as its page shows them, each with its words, its pages and the terms that rest on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.clause import Clause
from domain.comparison import Change, ChangeKind
from domain.decision import Decision
from domain.usecases.comparing import TermRow, TextComparison
from domain.usecases.whole_texts import WholeText
from domain.values import Value, is_permitted, is_prohibited
from web.contexts.terms import choice_labels
from web.translation import Translator

FIRST_WORDS = 7
_KINDS = {
    ChangeKind.CHANGED: ("Changed", "iron", "delta"),
    ChangeKind.ADDED: ("Added", "ok", "plus"),
    ChangeKind.REMOVED: ("Removed", "alert", "minus"),
    ChangeKind.MOVED: ("Moved", "stamp", "moved"),
    ChangeKind.RENUMBERED: ("Renumbered", "stamp", "hash"),
    ChangeKind.UNCHANGED: ("The same", "", "check"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """A term in the table. `places` are number and address of the clauses on this page that it rests on."""

    label: str
    old: Decision | None
    new: Decision | None
    labels: Mapping[str, str]
    effect: str
    narrower: bool
    places: tuple[tuple[str, str], ...]
    href: str | None
    look_again: bool

    @property
    def old_value(self) -> Value | None:
        """What the old text said; None where nobody decided it."""
        return self.old.value if self.old else None

    @property
    def new_value(self) -> Value | None:
        """The same of the new text."""
        return self.new.value if self.new else None

    @property
    def is_first(self) -> bool:
        """Whether there was nothing to compare with: nobody had decided it for the old text."""
        return self.old is None and not self.look_again


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A clause on one side: its words, its page and the address of that page. No words where it is not there."""

    words: tuple[tuple[str, str], ...]
    page: int | None
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A change. `tags` are word, colour and glyph of what happened; `old_number` is told where it is another one."""

    id: str
    title: str
    kind: str
    tags: tuple[tuple[str, str, str], ...]
    old_number: str
    new_number: str
    words: tuple[tuple[str, str], ...]
    moved: bool
    unsure: bool
    old: Side
    new: Side
    terms: tuple[TermLine, ...]


def effect_of(t: Translator, row: TermRow) -> tuple[str, bool]:
    """What a change does to readers, and whether they may do less."""
    old, new = (_reach(decision) for decision in (row.old, row.new))
    if row.look_again or row.old is None or row.new is None:
        return "", False
    if old is None or new is None or old == new:
        same = row.old.value == row.new.value
        return (t("Same value, other conditions") if same else ""), False
    return (t("Narrower"), True) if new < old else (t("Wider"), False)


def _reach(decision: Decision | None) -> int | None:
    """How far a permission reaches, from prohibited to permitted without conditions; None for other values."""
    if decision is None or not isinstance(decision.value, str):
        return None
    if is_prohibited(decision.value):
        return 0
    if is_permitted(decision.value):
        return 2 if decision.conditions else 3
    return 1 if decision.value in ("silent", "uninterpreted") else None


def line_of(t: Translator, found: TextComparison, row: TermRow, ids: Mapping[int, str]) -> TermLine:
    """A term; `ids` are the fragments of the changes that are on the page."""
    effect, narrower = effect_of(t, row)
    places = {ids[id(change)]: place_of(t, change) for change in row.changes if id(change) in ids}
    return TermLine(
        label=row.definition.label(t.language),
        old=row.old,
        new=row.new,
        labels=choice_labels(t, row.definition),
        effect=effect,
        narrower=narrower,
        places=tuple((place, f"#{key}") for key, place in places.items()),
        href=f"/versions/{found.new.version.id}/review/items/{row.definition.key}",
        look_again=row.look_again,
    )


def clause_view(t: Translator, found: TextComparison, change: Change, ids: Mapping[int, str]) -> ClauseView:
    """A change; `ids` are the fragments of the changes that are on the page."""
    words = tuple((mark.op, mark.text) for mark in change.words)
    old_number, new_number = number_of(change.old), number_of(change.new)
    return ClauseView(
        id=ids[id(change)],
        title=title_of(change),
        kind=change.kind.value,
        tags=kinds_of(t, change),
        old_number=old_number if old_number != new_number and change.new else "",
        new_number=new_number if change.new else old_number,
        words=words,
        moved=change.moved or change.kind is ChangeKind.MOVED,
        unsure=change.unsure,
        old=_side(found.old, change.old, words, "insert"),
        new=_side(found.new, change.new, words, "delete"),
        terms=tuple(line_of(t, found, row, ids) for row in found.terms_on(change)),
    )


def kinds_of(t: Translator, change: Change) -> tuple[tuple[str, str, str], ...]:
    """What happened to a clause: word, colour and glyph, the strongest last."""
    also = (ChangeKind.MOVED,) if change.moved and change.kind is not ChangeKind.MOVED else ()
    return tuple((t(word), colour, glyph) for word, colour, glyph in (_KINDS[kind] for kind in (*also, change.kind)))


def _side(text: WholeText, clause: Clause | None, words: tuple[tuple[str, str], ...], without: str) -> Side:
    if clause is None:
        return Side(words=(), page=None, href=None)
    own = tuple(word for word in words if word[0] != without)
    return Side(words=own, page=clause.page_start, href=page_href(text, clause))


def page_href(text: WholeText, clause: Clause) -> str | None:
    """The picture of the page on which a clause is printed, with the clause marked."""
    document = text.document_of.get(clause.id)
    query = urlencode({"page": clause.page_start, "clause": clause.id})
    return f"/documents/{document}/view?{query}" if document else None


def ids_on_page(changes: Iterable[Change]) -> dict[int, str]:
    """The fragment of each change: the id of its clause, so that a link holds until the document is read again.

    A clause of an amendment may stand in the reading copy in several places.
    """
    ids: dict[int, str] = {}
    times: Counter[str] = Counter()
    for change in changes:
        clause = change.new or change.old
        name = f"c-{clause.id}" if clause else "c"
        times[name] += 1
        ids[id(change)] = name if times[name] == 1 else f"{name}-{times[name]}"
    return ids


def title_of(change: Change) -> str:
    """The heading of the clause, else its first words."""
    clause = change.new or change.old
    if clause is None:
        return ""
    words = clause.text.split()
    first = " ".join(words[:FIRST_WORDS])
    return clause.heading or (f"{first}…" if len(words) > FIRST_WORDS else first)


def place_of(t: Translator, change: Change) -> str:
    """The number of the clause, else its heading, else its page."""
    clause = change.new or change.old
    if clause is None:
        return ""
    return number_of(clause) or clause.heading or t("p. {page}", page=clause.page_start)


def number_of(clause: Clause | None) -> str:
    """`§3.2`, `Schedule A.1`; empty where there is no number."""
    if clause is None or not clause.number:
        return ""
    return f"§{clause.number}" if clause.number[0].isdigit() else clause.number
