"""What the calendar brings without anybody doing anything."""

from __future__ import annotations

import datetime as dt

from domain.jobs import Job, JobKind, JobState
from domain.ports import Services
from domain.usecases.versions import supersede_what_is_replaced

_DAY = dt.timedelta(days=1)


def ask_for_turn_of_day(s: Services) -> dt.date:
    """See that today's turn is done once, however many workers ask for it; gives the day."""
    today = s.today()
    with s.unit_of_work() as uow:
        uow.jobs.add(
            Job(
                id=s.new_id(),
                kind=JobKind.TURN_OF_DAY,
                key=f"{JobKind.TURN_OF_DAY}:{today.isoformat()}",
                payload={"day": today.isoformat()},
                state=JobState.QUEUED,
                attempts=0,
                run_at=s.now(),
            )
        )
        uow.commit()
    return today


def turn_of_day(s: Services, day: dt.date) -> None:
    """Bring dates and states up to `day`, from the day that was turned last: a desk that was off misses nothing.

    Doing it twice changes nothing but that the feed tells the same licences again.
    """
    with s.unit_of_work() as uow:
        last = uow.jobs.last_done(JobKind.TURN_OF_DAY)
        since = dt.date.fromisoformat(str(last.payload["day"])) if last else day - _DAY
        uow.licences.refresh_dates(day)
        turning = uow.licences.turning(since, day)
        uow.tidy(s.now())
        uow.commit()
    for licence_id in turning:
        supersede_what_is_replaced(s, licence_id)
