"""What the review says of a second reviewer's approval, where the library asks for one."""

from __future__ import annotations

from dataclasses import dataclass

from domain.review import ReviewTerm
from web.translation import Translator


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """Where the approval of a decision stands. `mine_to_give` is true for a reviewer who did not decide it."""

    sentence: str
    is_given: bool
    mine_to_give: bool = False


def approval_view(t: Translator, term: ReviewTerm, me: str, *, may_decide: bool) -> ApprovalView | None:
    """None where no approval is asked for, or nothing is decided that could be approved."""
    if not term.asks_approval or term.decision is None:
        return None
    if term.approval is not None:
        who, when = term.approval.by_name, t.moment(term.approval.at)
        return ApprovalView(t("Approved by {who}, {when}", who=who, when=when), is_given=True)
    if term.decision.decided_by == me:
        return ApprovalView(t("Decided by you, to be approved by another reviewer."), is_given=False)
    return ApprovalView(t("Decided, to be approved by a second reviewer."), is_given=False, mine_to_give=may_decide)
