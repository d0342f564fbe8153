"""Forgetting what nobody needs any more, so that the database does not grow with every request."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, update

from domain.jobs import JobKind, JobState
from domain.webhooks.attempt import LOG_KEPT
from storage.tables import (
    idempotent_answer,
    import_upload,
    job,
    session,
    sign_in_attempt,
    webhook,
    webhook_attempt,
)
from storage.transaction import Transaction

ATTEMPTS_KEPT = dt.timedelta(days=30)
ANSWERS_KEPT = dt.timedelta(days=30)
"""Longer than any client goes on trying; docs/api.md tells it."""
JOBS_KEPT = dt.timedelta(days=90)
DELIVERIES_KEPT = dt.timedelta(days=1)
"""There may be one for each change; what came of them is in their log."""
IMPORTS_KEPT = dt.timedelta(days=1)


def tidy(tx: Transaction, now: dt.datetime) -> None:
    """Sessions that are over, old attempts and answers, files to import that nobody confirmed, jobs that were done
    long ago (failed ones stay), what is old in the logs of deliveries, and secrets that no longer sign."""
    done_long_ago = (job.c.state == JobState.DONE.value, job.c.run_at < now - JOBS_KEPT)
    tx.run(delete(session).where(session.c.expires_at < now))
    tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.at < now - ATTEMPTS_KEPT))
    tx.run(delete(idempotent_answer).where(idempotent_answer.c.at < now - ANSWERS_KEPT))
    tx.run(delete(import_upload).where(import_upload.c.made_at < now - IMPORTS_KEPT))
    tx.run(delete(job).where(*done_long_ago))
    delivered = (job.c.kind == JobKind.WEBHOOK.value, job.c.state == JobState.DONE.value)
    tx.run(delete(job).where(*delivered, job.c.run_at < now - DELIVERIES_KEPT))
    tx.run(delete(webhook_attempt).where(webhook_attempt.c.at < now - LOG_KEPT))
    tx.run(update(webhook).where(webhook.c.old_secret_until < now).values(sealed_old_secret=None))
