"""domain.renewal.derived_status as SQL, so that lists can be filtered by it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, case, exists, literal, or_

from domain.licence import LicenceStatus, RenewalKind
from domain.version import HELD
from storage.tables import licence, version

_GOES_ON = [RenewalKind.AUTOMATIC.value, RenewalKind.PERPETUAL.value, RenewalKind.OPEN_ENDED.value]
_FOR_GOOD = [LicenceStatus.TERMINATED.value, LicenceStatus.RETIRED.value]


@lru_cache(maxsize=8)
def status_on(today: dt.date) -> ColumnElement[str]:
    """The status of each row of `licence` on that day."""
    stated, c = licence.c.stated_status, version.c
    held = (c.licence_id == licence.c.id, c.state.in_([state.value for state in HELD]), c.effective_from.is_not(None))
    from_then, until_then = c.effective_from <= today, or_(c.effective_to.is_(None), c.effective_to >= today)
    any_held = exists().where(*held).correlate(licence)
    begun = exists().where(*held, from_then).correlate(licence)
    covered = exists().where(*held, from_then, until_then).correlate(licence)
    over = and_(licence.c.end_date < today, licence.c.renewal.not_in(_GOES_ON))
    return case(
        (and_(stated.is_not(None), or_(~any_held, stated.in_(_FOR_GOOD))), stated),
        (~any_held, literal(LicenceStatus.IN_NEGOTIATION.value)),
        (~begun, literal(LicenceStatus.NOT_YET_ACTIVE.value)),
        (or_(and_(licence.c.end_date.is_not(None), over), ~covered), literal(LicenceStatus.EXPIRED.value)),
        else_=literal(LicenceStatus.ACTIVE.value),
    )
