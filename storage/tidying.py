"""Forgetting what nobody needs any more, so that the database does not grow with every request."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete

from domain.jobs import JobState
from storage.tables import idempotent_answer, import_upload, job, session, sign_in_attempt
from storage.transaction import Transaction

ATTEMPTS_KEPT = dt.timedelta(days=30)
ANSWERS_KEPT = dt.timedelta(days=30)
"""Longer than any client goes on trying; docs/api.md tells it."""
JOBS_KEPT = dt.timedelta(days=90)
IMPORTS_KEPT = dt.timedelta(days=1)


def tidy(tx: Transaction, now: dt.datetime) -> None:
    """Sessions that are over, old attempts and answers, files to import that nobody confirmed, and jobs that were done
    long ago; failed ones stay."""
    done_long_ago = (job.c.state == JobState.DONE.value, job.c.run_at < now - JOBS_KEPT)
    tx.run(delete(session).where(session.c.expires_at < now))
    tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.at < now - ATTEMPTS_KEPT))
    tx.run(delete(idempotent_answer).where(idempotent_answer.c.at < now - ANSWERS_KEPT))
    tx.run(delete(import_upload).where(import_upload.c.made_at < now - IMPORTS_KEPT))
    tx.run(delete(job).where(*done_long_ago))
