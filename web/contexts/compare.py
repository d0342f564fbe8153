"""Two versions beside one another: their clauses with what changed in them, and the terms that rest on those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.clause import Clause
from domain.comparison import Change, ChangeKind
from domain.decision import Decision
from domain.usecases.comparing_texts import LicenceComparison, TermRow, WholeText
from domain.values import Value, is_permitted, is_prohibited
from domain.version import Version, VersionKind
from web.contexts.compare_address import CompareAddress
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
class Choice:
    """A version to choose."""

    id: str
    label: str
    note: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclearView:
    """A clause of an amendment that a person must read into the agreement."""

    number: str
    text: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Context of compare/compare.html."""

    licence_id: str
    title: str
    at: CompareAddress
    versions: tuple[Choice, ...]
    old_label: str
    new_label: str
    problem: str | None
    reading_copy: tuple[str, ...]
    unclear: tuple[UnclearView, ...]
    terms: tuple[TermLine, ...]
    untouched: int
    clauses: tuple[ClauseView, ...]
    of_substance: int
    of_all: int
    hidden: int
    same: int
    renames: tuple[tuple[str, str, int], ...]
    csv_href: str


def compare_page(t: Translator, found: LicenceComparison, asked: CompareAddress) -> ComparePage:
    """The context of a comparison."""
    at = CompareAddress(
        licence=asked.licence,
        old=found.old.id if found.old else "",
        new=found.new.id if found.new else "",
        view=asked.view,
        everything=asked.everything,
        same=asked.same,
    )
    changed = [change for change in found.comparison.changes if change.kind is not ChangeKind.UNCHANGED]
    substantive = [change for change in changed if change.substantive]
    shown = found.comparison.changes if at.same else changed if at.everything else substantive
    ids = _ids(shown)
    return ComparePage(
        licence_id=found.licence.id,
        title=found.licence.title,
        at=at,
        versions=tuple(_choice(t, version) for version in found.versions),
        old_label=found.old.label if found.old else "",
        new_label=found.new.label if found.new else "",
        problem=t(found.problem) if found.problem else None,
        reading_copy=tuple(_laid_over(t, found)),
        unclear=tuple(_unclear(found)),
        terms=tuple(_line(t, found, row, ids) for row in found.terms if row.differs or row.look_again),
        untouched=found.untouched + sum(not (row.differs or row.look_again) for row in found.terms),
        clauses=tuple(_clause(t, found, change, ids) for change in shown),
        of_substance=len(substantive),
        of_all=len(changed),
        hidden=len(changed) - len(substantive),
        same=len(found.comparison.changes) - len(changed),
        renames=tuple((rename.old, rename.new, rename.times) for rename in found.comparison.renames),
        csv_href=f"/licences/{found.licence.id}/compare.csv?{urlencode({'from': at.old, 'to': at.new})}",
    )


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


def _choice(t: Translator, version: Version) -> Choice:
    day = version.fields.effective_from
    note = t("from {day}", day=t.date_iso(day)) if day else t("first day not known")
    return Choice(id=version.id, label=version.label, note=note)


def _laid_over(t: Translator, found: LicenceComparison) -> Iterable[str]:
    for text in (found.old_text, found.new_text):
        if text is not None and text.over is not None:
            sentence = "“{amendment}” is shown as “{agreement}” reads with it: a reading copy that nobody signed."
            yield t(sentence, amendment=text.version.label, agreement=text.over.label)
        elif text is not None and text.version.kind is VersionKind.AMENDMENT:
            sentence = "“{amendment}” amends no agreement on record, so that its own words alone are compared."
            yield t(sentence, amendment=text.version.label)


def _unclear(found: LicenceComparison) -> Iterable[UnclearView]:
    texts: tuple[WholeText | None, ...] = (found.old_text, found.new_text)
    once = {one.clause.id: one.clause for text in texts if text for one in text.unclear}
    for clause in once.values():
        yield UnclearView(number=_number(clause), text=clause.text, href=_page_href(found, clause))


def _line(t: Translator, found: LicenceComparison, row: TermRow, ids: Mapping[int, str]) -> TermLine:
    effect, narrower = effect_of(t, row)
    places = {ids[id(change)]: _place(change) for change in row.changes if id(change) in ids}
    return TermLine(
        label=row.definition.label(t.language),
        old=row.old,
        new=row.new,
        labels=choice_labels(t, row.definition),
        effect=effect,
        narrower=narrower,
        places=tuple((place, f"#{key}") for key, place in places.items()),
        href=f"/versions/{found.new.id}/review/items/{row.definition.key}" if found.new else None,
        look_again=row.look_again,
    )


def _clause(t: Translator, found: LicenceComparison, change: Change, ids: Mapping[int, str]) -> ClauseView:
    words = tuple((mark.op, mark.text) for mark in change.words)
    old_number, new_number = _number(change.old), _number(change.new)
    kinds = [ChangeKind.MOVED, change.kind] if change.moved and change.kind is not ChangeKind.MOVED else [change.kind]
    return ClauseView(
        id=ids[id(change)],
        title=_title(change),
        kind=change.kind.value,
        tags=tuple((t(word), colour, glyph) for word, colour, glyph in (_KINDS[kind] for kind in kinds)),
        old_number=old_number if old_number != new_number and change.new else "",
        new_number=new_number if change.new else old_number,
        words=words,
        moved=change.moved or change.kind is ChangeKind.MOVED,
        unsure=change.unsure,
        old=_side(found, change.old, words, "insert"),
        new=_side(found, change.new, words, "delete"),
        terms=tuple(_line(t, found, row, ids) for row in found.terms_on(change)),
    )


def _side(found: LicenceComparison, clause: Clause | None, words: tuple[tuple[str, str], ...], without: str) -> Side:
    if clause is None:
        return Side(words=(), page=None, href=None)
    own = tuple(word for word in words if word[0] != without)
    return Side(words=own, page=clause.page_start, href=_page_href(found, clause))


def _page_href(found: LicenceComparison, clause: Clause) -> str | None:
    document = found.documents.get(clause.id)
    query = urlencode({"page": clause.page_start, "clause": clause.id})
    return f"/documents/{document}/view?{query}" if document else None


def _ids(changes: Iterable[Change]) -> dict[int, str]:
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


def _title(change: Change) -> str:
    """The heading of the clause, else its first words."""
    clause = change.new or change.old
    if clause is None:
        return ""
    words = clause.text.split()
    first = " ".join(words[:FIRST_WORDS])
    return clause.heading or (f"{first}…" if len(words) > FIRST_WORDS else first)


def _place(change: Change) -> str:
    clause = change.new or change.old
    return _number(clause) or (clause.heading if clause and clause.heading else "") or "¶"


def _number(clause: Clause | None) -> str:
    if clause is None or not clause.number:
        return ""
    return f"§{clause.number}" if clause.number[0].isdigit() else clause.number
