"""Two texts beside one another: their clauses with what changed in them, and the terms that rest on those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.clause import Clause
from domain.comparison import Change, ChangeKind
from domain.usecases.comparing import TextComparison
from domain.usecases.comparing_texts import LicenceComparison, LicenceTexts, TextOption
from domain.usecases.whole_texts import WholeText
from web.contexts.compare_address import CompareAddress
from web.contexts.compare_clauses import ClauseView, TermLine, clause_view, ids_on_page, line_of, number_of, page_href
from web.translation import Translator

MOST_SHOWN = 300
"""Changes on one page: more would be slow to open, and nobody reads them there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A text to choose."""

    id: str
    label: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """The texts of one licence."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclearView:
    """A clause of an amendment that a person must read into the agreement."""

    number: str
    text: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLink:
    """Where the agreement can be read with an amendment."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which of the changes are on this page, counted from 1, and where the others are."""

    first: int
    last: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Context of compare/compare.html. `remarks` are sentences, each with whether it warns; `terms` are those that
    change, what readers lose first, `first_terms` those that nobody had decided for the old text."""

    licence_id: str
    title: str
    at: CompareAddress
    groups: tuple[ChoiceGroup, ...]
    old_label: str
    new_label: str
    problem: str | None
    remarks: tuple[tuple[str, bool], ...] = ()
    copies: tuple[CopyLink, ...] = ()
    unclear: tuple[UnclearView, ...] = ()
    terms: tuple[TermLine, ...] = ()
    first_terms: tuple[TermLine, ...] = ()
    untouched: int = 0
    clauses: tuple[ClauseView, ...] = ()
    part: Part | None = None
    of_substance: int = 0
    of_all: int = 0
    hidden: int = 0
    same: int = 0
    renames: tuple[tuple[str, str, int], ...] = ()


def compare_page(t: Translator, compared: LicenceComparison, asked: CompareAddress) -> ComparePage:
    """The context of a comparison."""
    at = asked.between(compared.old.id if compared.old else "", compared.new.id if compared.new else "")
    page = ComparePage(
        licence_id=compared.licence.id,
        title=compared.licence.title,
        at=at,
        groups=tuple(_group(t, texts) for texts in compared.texts),
        old_label=_label(t, compared.old),
        new_label=_label(t, compared.new),
        problem=t(compared.problem.sentence, **compared.problem.words) if compared.problem else None,
    )
    return page if compared.found is None else _with_changes(t, page, compared.found)


def _with_changes(t: Translator, page: ComparePage, found: TextComparison) -> ComparePage:
    at, changes = page.at, found.comparison.changes
    changed = [change for change in changes if change.kind is not ChangeKind.UNCHANGED]
    substantive = [change for change in changed if change.substantive]
    wanted = changes if at.same else changed if at.everything else substantive
    shown = wanted[at.start : at.start + MOST_SHOWN]
    ids = ids_on_page(shown)
    rows = [row for row in found.terms if row.differs or row.look_again]
    lines = sorted((line_of(t, found, row, ids) for row in rows), key=lambda line: not line.narrower)
    return ComparePage(
        licence_id=page.licence_id,
        title=page.title,
        at=at,
        groups=page.groups,
        old_label=page.old_label,
        new_label=page.new_label,
        problem=None,
        remarks=tuple((t(one.sentence, **one.words), one.weak) for one in found.remarks),
        copies=tuple(_copies(page.licence_id, found)),
        unclear=tuple(_unclear(found)),
        terms=tuple(line for line in lines if not line.is_first),
        first_terms=tuple(line for line in lines if line.is_first),
        untouched=found.untouched + len(found.terms) - len(rows),
        clauses=tuple(clause_view(t, found, change, ids) for change in shown),
        part=_part(at, wanted),
        of_substance=len(substantive),
        of_all=len(changed),
        hidden=len(changed) - len(substantive),
        same=len(changes) - len(changed),
        renames=tuple((rename.old, rename.new, rename.times) for rename in found.comparison.renames),
    )


def _group(t: Translator, texts: LicenceTexts) -> ChoiceGroup:
    return ChoiceGroup(label=texts.licence.title, choices=tuple(choice_of(t, one) for one in texts.options))


def choice_of(t: Translator, option: TextOption) -> Choice:
    """A text as it is offered."""
    day = option.version.fields.effective_from
    note = t("from {day}", day=t.date_iso(day)) if day else t("first day not known")
    return Choice(id=option.id, label=_label(t, option), note=note)


def _label(t: Translator, option: TextOption | None) -> str:
    if option is None:
        return ""
    if option.document is None:
        return option.version.label
    return t("{version}, draft {file}", version=option.version.label, file=option.document.filename)


def _copies(licence_id: str, found: TextComparison) -> Iterator[CopyLink]:
    for text in (found.old, found.new):
        if text.over is not None:
            yield CopyLink(label=text.name, href=f"/licences/{text.version.licence_id}/text?with={text.version.id}")


def _unclear(found: TextComparison) -> Iterator[UnclearView]:
    once: dict[str, tuple[WholeText, Clause]] = {}
    for text in (found.old, found.new):
        for one in text.laid.unclear:
            once.setdefault(one.cause.clause.id, (text, one.cause.clause))
    for text, clause in once.values():
        yield UnclearView(number=number_of(clause), text=clause.text, href=page_href(text, clause))


def _part(at: CompareAddress, wanted: Sequence[Change]) -> Part | None:
    if len(wanted) <= MOST_SHOWN and not at.start:
        return None
    before, after = max(0, at.start - MOST_SHOWN), at.start + MOST_SHOWN
    return Part(
        first=min(at.start + 1, len(wanted)),
        last=min(after, len(wanted)),
        before=at.href(start=before, same=at.same) if at.start else None,
        after=at.href(start=after, same=at.same) if after < len(wanted) else None,
    )
