"""Key facts that a reading found, offered beside the form of a licence for its empty fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.licence import OrganisationRole, RenewalKind
from domain.usecases.key_facts import FoundFact, LicenceFacts, is_empty
from domain.values import Value
from web.badges import words_of
from web.contexts.entry import Typed
from web.translation import Translator
from web.words import RENEWALS

USE, ALL = "use-", "all"
_ONE_BY_ONE = ("title",)
"""Documents are often called no more than “Licence Agreement”: not filled in with all the others."""
LONGEST_QUOTE = 280
LABELS: Mapping[str, str] = {
    "title": "Title in the document",
    "licensor": "Licensor",
    "licensee": "Licensee",
    "start_date": "Start date",
    "end_date": "End date",
    "renewal": "Renews",
    "notice_period": "Notice to end it",
    "governing_law": "Governing law",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A fact for an empty field: `use` is what its button sends; `is_taken` once the form has it, not saved yet.

    `use` is None where the form has no field for it.
    """

    label: str
    words: str
    quote: str
    cite: str
    href: str
    use: str | None
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What the documents say that the form does not; `use_all` fills in what is said in one way only."""

    offers: tuple[Offer, ...]
    open: int
    at_once: int
    use_all: str | None


def offers_of(t: Translator, facts: LicenceFacts, typed: Typed) -> Offers | None:
    """The facts whose fields are empty on the record; None where there are none. A field that was typed in is left."""
    shown = [
        (number, fact)
        for number, fact in enumerate(facts.found)
        if fact.key in LABELS and _is_offered(facts, fact, typed)
    ]
    if not any(fact.key != "governing_law" for _, fact in shown):
        return None
    offers = tuple(_offer(t, number, fact, typed) for number, fact in shown)
    waiting = [fact.key for (_, fact), offer in zip(shown, offers, strict=True) if offer.use and not offer.is_taken]
    at_once = [key for key in waiting if key not in _ONE_BY_ONE and waiting.count(key) == 1]
    return Offers(
        offers=offers,
        open=len(set(waiting)),
        at_once=len(at_once),
        use_all=f"{USE}{ALL}" if len(at_once) > 1 else None,
    )


def filled_in(facts: LicenceFacts, typed: Typed, order: str) -> Typed:
    """With the fact `use-NUMBER` in its field, or with all that are said in one way only (`use-all`).

    A field that has something keeps it.
    """
    which, keys = order.removeprefix(USE), [fact.key for fact in facts.found]
    for number, fact in enumerate(facts.found):
        alone = keys.count(fact.key) == 1 and fact.key not in _ONE_BY_ONE
        wanted = which == str(number) or (which == ALL and alone)
        if wanted and is_empty(facts.licence, fact.key) and _is_blank(typed, fact.key):
            typed = _with(typed, fact.key, fact.value)
    return typed


def _is_offered(facts: LicenceFacts, fact: FoundFact, typed: Typed) -> bool:
    if fact.key == "governing_law":
        return True
    if fact.key == "title" and str(fact.value).casefold() == facts.licence.title.casefold():
        return False
    return is_empty(facts.licence, fact.key) and (_is_blank(typed, fact.key) or _is_taken(typed, fact))


def _offer(t: Translator, number: int, fact: FoundFact, typed: Typed) -> Offer:
    page = t("p. {page}", page=fact.page)
    clause = f"§{fact.number}" if fact.number and fact.number[0].isdigit() else fact.number
    has_field = fact.key != "governing_law"
    quote = fact.quote if len(fact.quote) <= LONGEST_QUOTE else f"{fact.quote[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
    return Offer(
        label=t(LABELS[fact.key]),
        words=_words(t, fact.key, fact.value),
        quote=quote,
        cite=", ".join(part for part in (fact.version, clause, page) if part),
        href=f"/documents/{fact.document_id}/view?page={fact.page}&clause={fact.clause_id}",
        use=f"{USE}{number}" if has_field else None,
        is_taken=has_field and _is_taken(typed, fact),
    )


def _words(t: Translator, key: str, value: Value) -> str:
    if key == "renewal" and value in set(RenewalKind):
        return t(RENEWALS[RenewalKind(str(value))])
    return words_of(t, value)


def _is_blank(typed: Typed, key: str) -> bool:
    if key == "licensee":
        return not _licensees(typed)
    text = typed.texts.get("alternative_titles" if key == "title" else key, "").strip()
    return not text or (key == "renewal" and text == RenewalKind.UNKNOWN)


def _is_taken(typed: Typed, fact: FoundFact) -> bool:
    return not _is_blank(typed, fact.key) and _with(typed, fact.key, fact.value) == typed


def _with(typed: Typed, key: str, value: Value) -> Typed:
    """The form with a fact in its field."""
    if key == "licensee":
        others = tuple(row for row in typed.organisations if row.get("name", "").strip() and not _is_licensee(row))
        row = {"name": str(value), "role": OrganisationRole.LICENSEE.value}
        return replace(typed, organisations=(*others, row))
    texts = dict(typed.texts)
    if key == "notice_period" and isinstance(value, dict):
        texts |= {"notice_period": str(value["number"]), "notice_period_unit": str(value["unit"])}
    else:
        texts["alternative_titles" if key == "title" else key] = str(value)
    return replace(typed, texts=texts)


def _licensees(typed: Typed) -> Sequence[Mapping[str, str]]:
    return [row for row in typed.organisations if _is_licensee(row) and row.get("name", "").strip()]


def _is_licensee(row: Mapping[str, str]) -> bool:
    return row.get("role") == OrganisationRole.LICENSEE
