"""What a worker does for a plan, whichever part of it is next."""

from __future__ import annotations

from domain.errors import LicenceError
from domain.ports import Services
from domain.sync.plan import PlanState, Purpose
from domain.sync.trouble import QuotaSpent
from domain.usecases.sync.planning import Beat, compare_with_target, fail_plan
from domain.usecases.sync.pulling import pull_from_target
from domain.usecases.sync.sending import go_on_later, send_plan

GAVE_UP = "This could not be done after several attempts. The operator finds the reason in the log."


def work_on_plan(s: Services, plan_id: str, beat: Beat) -> None:
    """Compare, send or pull; what the other system says in the way is told by the plan. Raises TakenOver."""
    with s.reading_only() as uow:
        plan = uow.sync.plan(plan_id)
    try:
        if plan.state is PlanState.SENDING:
            send_plan(s, plan_id, beat)
        elif plan.purpose in (Purpose.SEND, Purpose.DRIFT):
            compare_with_target(s, plan_id, beat)
        else:
            pull_from_target(s, plan_id, beat)
    except QuotaSpent as spent:
        if plan.state is PlanState.SENDING:
            go_on_later(s, plan_id, spent)
        else:
            fail_plan(s, plan_id, spent)
    except LicenceError as error:
        fail_plan(s, plan_id, error)


def give_plan_up(s: Services, plan_id: str) -> None:
    """A plan whose job failed for reasons of our own."""
    fail_plan(s, plan_id, GAVE_UP)
