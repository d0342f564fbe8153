"""Any licence of ours, written for Alma and read back: equal, but for what is named as not carried."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.effective_terms import EffectiveTerm
from domain.licence import LicenceStatus
from domain.sync.mapping import TermMapping
from domain.sync.records import Facts, LossKind, Outward
from domain.sync.returning import altered
from domain.sync.target import Target
from domain.values import STANDINGS, Unit, Value, ValueType
from domain.vocabulary import TermDefinition
from storage.remote.alma.codes import DEFAULT_TABLES, PERMITTED_PROHIBITED, STATUS
from storage.remote.alma.payloads import record_of
from tests.alma.institution import Institution
from tests.alma.shapes import LICENCE, strange
from tests.alma.test_format import DEFINITIONS, FORM, PLAIN, decided, facts, target, vocabulary

LOCAL = {
    "text_data_mining": ("TDM", PERMITTED_PROHIBITED),
    "alumni_access": ("ALUMNI", "LicenseTermsYesNo"),
    "price_cap": ("PRICECAP", ""),
    "usage_statistics": ("COUNTER", ""),
}
"""Terms that a library added to its Alma, of each type."""
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60).filter(str.strip)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
PERMISSIONS = (
    "permitted_explicit", "permitted_interpreted", "prohibited_explicit", "prohibited_interpreted",
)  # fmt: skip


def values_of(definition: TermDefinition) -> st.SearchStrategy[Value]:
    """Every kind of value that a term may have."""
    own: dict[ValueType, st.SearchStrategy[Any]] = {
        ValueType.PERMISSION: st.sampled_from(PERMISSIONS),
        ValueType.YES_NO: st.sampled_from(("yes", "no")),
        ValueType.TEXT: WORDS,
        ValueType.INTEGER: st.integers(0, 10**9) | st.just("unlimited"),
        ValueType.DECIMAL: st.decimals(-(10**9), 10**9, places=2).map(str),
        ValueType.DATE: DAYS.map(str),
        ValueType.DURATION: st.fixed_dictionaries(
            {"number": st.integers(0, 10**9), "unit": st.sampled_from([unit.value for unit in Unit])}
        ),
        ValueType.PICKLIST: st.sampled_from([choice.key for choice in definition.choices] or ["none"]),
    }
    return own[definition.value_type].map(definition.value) | st.sampled_from(sorted(STANDINGS))


@st.composite
def terms(draw: st.DrawFn) -> dict[str, EffectiveTerm]:
    """Some terms of the vocabulary, decided one way or another, with or without conditions and a public note."""
    found = {}
    for key in draw(st.lists(st.sampled_from(sorted(DEFINITIONS)), unique=True, min_size=1, max_size=12)):
        value = draw(values_of(DEFINITIONS[key]))
        conditions = draw(st.none() | WORDS) if value not in list(STANDINGS) else None
        one = decided(key, value, conditions.strip() if conditions else None)
        note = draw(st.none() | st.none() | WORDS)
        found[key] = replace(one, decision=replace(one.decision, public_note=note))
    return found


def target_with_local_terms(*, exact: bool) -> tuple[Target, Institution]:
    """A target whose Alma has local terms, and the explicit and interpreted values, or not."""
    alma = Institution()
    alma.terms |= {code: (table, False) for code, table in LOCAL.values()}
    if not exact:
        rows = alma.tables[PERMITTED_PROHIBITED]
        alma.tables[PERMITTED_PROHIBITED] = {code: label for code, label in rows.items() if "(" not in label}
    usual = target()
    mapping = tuple(
        TermMapping(term=one.term, code=LOCAL[one.term][0]) if one.term in LOCAL else one for one in usual.mapping
    )
    return target(mapping=mapping, vocabulary=vocabulary(alma)), alma


def not_carried(outward: Outward, about: Facts, at: Target) -> set[str]:
    """What the plan and `Not-Carried` name."""
    return {loss.what for loss in outward.losses} | altered(FORM, outward, about, at, DEFINITIONS)


def frame(about: Facts) -> tuple[Any, ...]:
    return about.code, about.name, about.start, about.end


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(terms(), st.booleans(), WORDS, DAYS, st.integers(0, 4000), st.sampled_from(LicenceStatus))
def test_any_licence_comes_back_equal_but_for_what_is_named(  # noqa: PLR0917 - what hypothesis draws
    decisions: dict[str, EffectiveTerm], exact: bool, name: str, start: dt.date, days: int, status: LicenceStatus
) -> None:
    at, alma = target_with_local_terms(exact=exact)
    about = facts(
        *decisions.values(), name=" ".join(name.split()), start=start, end=start + dt.timedelta(days), status=status
    )
    outward = FORM.outward(about, at, DEFINITIONS)
    body = dict(FORM.ready_to_send(outward))
    assert list(strange(LICENCE, body)) == []
    back = FORM.inward(record_of(alma.add(body)), at, DEFINITIONS)
    assert (back.code, back.title, back.start, back.end) == frame(about)
    assert back.status is not None
    assert STATUS[back.status] == STATUS[status]
    said = {one.term: one for one in back.values}
    assert said.keys() <= decisions.keys()
    for key in decisions.keys() - not_carried(outward, about, at):
        decision = decisions[key].decision
        assert (said[key].value, said[key].conditions, said[key].sure) == (decision.value, decision.conditions, True)


def is_whole(one: EffectiveTerm) -> bool:
    """Whether a decision is of those that docs/sync.md says come through whole."""
    code, decision = DEFINITIONS[one.term].codes.get("alma", ""), one.decision
    table = DEFAULT_TABLES.get(code)
    said = decision.conditions or ""
    kept = not said or ("alma_note" in DEFINITIONS[one.term].codes and said == " ".join(said.split()))
    chosen = table == PERMITTED_PROHIBITED
    yes_or_no = DEFINITIONS[one.term].value_type is ValueType.YES_NO and decision.value not in STANDINGS
    return bool(code) and one.term not in PLAIN and not decision.public_note and kept and (chosen or yes_or_no)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(terms())
def test_nothing_is_named_that_could_be_carried(decisions: dict[str, EffectiveTerm]) -> None:
    at, _ = target_with_local_terms(exact=True)
    about = facts(*decisions.values())
    named = not_carried(FORM.outward(about, at, DEFINITIONS), about, at)
    assert not {key for key, one in decisions.items() if is_whole(one)} & named


def test_what_is_less_exact_is_named() -> None:
    at, _ = target_with_local_terms(exact=True)
    noted = decided("fair_dealing_clause", "yes")
    about = facts(
        decided("ill_electronic", "permitted_explicit"),
        decided("remote_access", "permitted_explicit"),
        decided("walk_in_access", "permitted_explicit", "in the library"),
        decided("agreement_confidentiality", "financial_only"),
        decided("cure_period", {"number": 2, "unit": "year"}),
        replace(noted, decision=replace(noted.decision, public_note="Ask us.")),
        decided("digital_copy", "permitted_explicit"),
    )
    outward = FORM.outward(about, at, DEFINITIONS)
    assert altered(FORM, outward, about, at, DEFINITIONS) == {
        "ill_electronic", "remote_access", "walk_in_access", "agreement_confidentiality", "cure_period",
        "fair_dealing_clause",
    }  # fmt: skip
    assert {loss.kind for loss in outward.losses} == {LossKind.NO_NOTE}
