"""What holds on a date: the rule of product.md, example by example and as properties."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from domain.effective_terms import DecidedVersion, effective_terms, record_conflicts
from domain.version import VersionKind, VersionState
from tests.domain.making import decided, decision

TERM = "ill_electronic"
YES, NO = "permitted_explicit", "prohibited_explicit"


def value_on(versions: list[DecidedVersion], day: str, term: str = TERM) -> object:
    found = effective_terms(versions, dt.date.fromisoformat(day)).get(term)
    return found.decision.value if found else None


def test_a_date_before_the_first_version_answers_nothing() -> None:
    base = decided("base", "2024-01-01", {TERM: NO})
    assert effective_terms([base], dt.date(2023, 12, 31)) == {}
    assert value_on([base], "2024-01-01") == NO


def test_an_amendment_replaces_one_term_from_its_date_on_and_leaves_the_others() -> None:
    base = decided("base", "2024-01-01", {TERM: NO, "print_copy": YES})
    amendment = decided("amendment", "2024-07-01", {TERM: YES}, kind=VersionKind.AMENDMENT)
    versions = [base, amendment]
    assert value_on(versions, "2024-06-30") == NO
    assert value_on(versions, "2024-07-01") == YES
    assert value_on(versions, "2024-07-01", "print_copy") == YES
    term = effective_terms(versions, dt.date(2024, 8, 1))[TERM]
    assert term.version.id == "amendment"
    assert term.since == dt.date(2024, 7, 1)
    assert term.before is not None
    assert term.before.decision.value == NO


def test_a_new_agreement_starts_clean_and_remembers_what_was_before() -> None:
    old = decided("old", "2022-01-01", {TERM: NO, "print_copy": YES}, state=VersionState.SUPERSEDED)
    new = decided("new", "2025-01-01", {TERM: YES})
    assert value_on([old, new], "2024-12-31") == NO
    assert value_on([old, new], "2025-01-01", "print_copy") is None
    term = effective_terms([old, new], dt.date(2025, 1, 1))[TERM]
    assert term.before is not None
    assert term.before.version.id == "old"


def test_an_amendment_to_the_former_agreement_is_not_laid_over_the_new_one() -> None:
    old = decided("old", "2022-01-01", {TERM: NO})
    amendment = decided("amendment", "2023-01-01", {TERM: YES}, kind=VersionKind.AMENDMENT)
    new = decided("new", "2025-01-01", {TERM: NO})
    assert value_on([old, amendment, new], "2024-01-01") == YES
    assert value_on([old, amendment, new], "2025-01-01") == NO


def test_drafts_and_withdrawn_versions_leave_no_trace() -> None:
    base = decided("base", "2024-01-01", {TERM: NO})
    for state in (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.WITHDRAWN):
        other = decided("other", "2024-02-01", {TERM: YES}, kind=VersionKind.AMENDMENT, state=state)
        assert effective_terms([base, other], dt.date(2024, 6, 1)) == effective_terms([base], dt.date(2024, 6, 1))


def test_an_ended_amendment_gives_its_term_back_to_the_base() -> None:
    base = decided("base", "2024-01-01", {TERM: NO})
    amendment = decided("a", "2024-02-01", {TERM: YES}, kind=VersionKind.AMENDMENT, until="2024-03-31")
    assert value_on([base, amendment], "2024-03-31") == YES
    assert value_on([base, amendment], "2024-04-01") == NO


def test_a_later_decision_supersedes_and_a_reopened_term_is_not_reviewed() -> None:
    base = decided("base", "2024-01-01", {TERM: NO})
    corrected = decided("base", "2024-01-01", {}, extra=[decision("base", TERM, NO, 1), decision("base", TERM, YES, 2)])
    reopened = decided("base", "2024-01-01", {}, extra=[decision("base", TERM, NO, 1), decision("base", TERM, None, 2)])
    assert value_on([base], "2024-02-01") == NO
    assert value_on([corrected], "2024-02-01") == YES
    assert value_on([reopened], "2024-02-01") is None


def test_it_answers_as_the_desk_would_have_answered_then() -> None:
    first = decision("base", TERM, NO, 1, at=dt.datetime(2024, 1, 5, tzinfo=dt.UTC))
    second = decision("base", TERM, YES, 2, at=dt.datetime(2024, 9, 5, tzinfo=dt.UTC))
    base = decided("base", "2024-01-01", {}, extra=[first, second])
    then = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    day = dt.date(2024, 3, 1)
    assert effective_terms([base], day, known_at=then)[TERM].decision.value == NO
    assert effective_terms([base], day)[TERM].decision.value == YES


def test_a_future_amendment_is_announced() -> None:
    base = decided("base", "2024-01-01", {TERM: NO})
    amendment = decided("a", "2026-01-01", {TERM: YES}, kind=VersionKind.AMENDMENT)
    term = effective_terms([base, amendment], dt.date(2025, 1, 1))[TERM]
    assert term.decision.value == NO
    assert term.next is not None
    assert (term.next.decision.value, term.next.since) == (YES, dt.date(2026, 1, 1))


def test_a_licence_under_a_consortial_master_starts_from_the_masters_terms() -> None:
    master = decided("master", "2024-01-01", {TERM: NO, "print_copy": YES})
    local = decided("local", "2024-02-01", {TERM: YES})
    terms = effective_terms([local], dt.date(2024, 6, 1), master=[master])
    assert terms[TERM].decision.value == YES
    assert not terms[TERM].inherited
    assert terms[TERM].before is not None
    assert terms[TERM].before.version.id == "master"
    assert terms["print_copy"].inherited


days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
layers = st.lists(
    st.tuples(
        days, st.sampled_from(list(VersionKind)), st.sampled_from(list(VersionState)), st.sampled_from([YES, NO])
    ),
    max_size=7,
)


@given(layers=layers, on=days, seed=st.integers())
def test_the_order_of_entry_never_matters(layers: list[tuple], on: dt.date, seed: int) -> None:
    versions = [
        decided(f"v{n}", day.isoformat(), {TERM: value}, kind=kind, state=state)
        for n, (day, kind, state, value) in enumerate(layers)
    ]
    shuffled = list(versions)
    random.Random(seed).shuffle(shuffled)
    assert effective_terms(versions, on) == effective_terms(shuffled, on)


@given(layers=layers, on=days)
def test_it_equals_the_rule_written_out_for_one_term(layers: list[tuple], on: dt.date) -> None:
    """The rule once more, as a person would apply it by hand."""
    held = {VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.ENDED}
    numbered = [
        (day, n, kind, value) for n, (day, kind, state, value) in enumerate(layers) if state in held and day <= on
    ]
    agreements = sorted(item for item in numbered if item[2] is VersionKind.AGREEMENT)
    expected = None
    if agreements:
        base = agreements[-1]
        later = [item for item in numbered if item[2] is VersionKind.AMENDMENT and item[0] >= base[0]]
        expected = max(later, key=lambda item: item[:2])[3] if later else base[3]
    versions = [
        decided(f"v{n:02}", day.isoformat(), {TERM: value}, kind=kind, state=state)
        for n, (day, kind, state, value) in enumerate(layers)
    ]
    assert value_on(versions, on.isoformat()) == expected


def conflicts(versions: list[DecidedVersion]) -> set[str]:
    return {conflict.kind for conflict in record_conflicts(versions, {TERM: "ILL electronic"})}


def test_conflicts_of_the_record_are_told() -> None:
    base = decided("base", "2024-01-01", {})
    early = decided("early", "2023-01-01", {}, kind=VersionKind.AMENDMENT)
    one = decided("one", "2024-05-01", {TERM: YES}, kind=VersionKind.AMENDMENT)
    two = decided("two", "2024-05-01", {TERM: NO}, kind=VersionKind.AMENDMENT)
    other = decided("other", "2024-03-01", {})
    unsigned = decided("unsigned", "2024-01-01", {}, signed=False)
    assert conflicts([base]) == set()
    assert conflicts([base, early]) == {"amendment_without_base"}
    assert conflicts([base, one, two]) == {"amendments_differ"}
    assert conflicts([base, other]) == {"overlapping_agreements"}
    assert conflicts([unsigned]) == {"unsigned"}


def test_every_pair_of_amendments_of_one_day_is_looked_at() -> None:
    base = decided("base", "2024-01-01", {})
    one = decided("a1", "2024-05-01", {TERM: YES}, kind=VersionKind.AMENDMENT)
    between = decided("a2", "2024-05-01", {"print_copy": YES}, kind=VersionKind.AMENDMENT)
    two = decided("a3", "2024-05-01", {TERM: NO}, kind=VersionKind.AMENDMENT)
    assert conflicts([base, one, between, two]) == {"amendments_differ"}


HELD_STATES = {VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.ENDED}


def laid_out(layers: list[tuple]) -> list[DecidedVersion]:
    return [
        decided(f"v{n}", day.isoformat(), {TERM: value}, kind=kind, state=state)
        for n, (day, kind, state, value) in enumerate(layers)
    ]


@given(layers=layers, on=days)
def test_what_never_came_into_force_leaves_no_trace_anywhere(layers: list[tuple], on: dt.date) -> None:
    """Neither in what holds, nor in what was before, nor in what comes next."""
    versions = laid_out(layers)
    held = [one for one in versions if one.version.state in HELD_STATES]
    assert effective_terms(versions, on) == effective_terms(held, on)


@given(layers=layers, on=days)
def test_before_the_first_agreement_nothing_is_answered(layers: list[tuple], on: dt.date) -> None:
    starts = [day for day, kind, state, _ in layers if kind is VersionKind.AGREEMENT and state in HELD_STATES]
    if not starts or on < min(starts):
        assert effective_terms(laid_out(layers), on) == {}


def test_a_conflict_is_told_with_the_names_it_is_about_and_a_way_out() -> None:
    base = decided("Agreement", "2024-01-01", {})
    one = decided("Amendment 1", "2024-05-01", {TERM: YES}, kind=VersionKind.AMENDMENT)
    two = decided("Amendment 2", "2024-05-01", {TERM: NO}, kind=VersionKind.AMENDMENT)
    (conflict,) = record_conflicts([base, one, two], {TERM: "ILL electronic"})
    assert conflict.sentence == "Amendment 1 and Amendment 2, both of 2024-05-01, decide “ILL electronic” differently."
    assert conflict.way_out == "Correct one of the two decisions, or the effective date of one amendment."
