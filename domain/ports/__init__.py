"""What the domain needs from outside. Each method says who calls it and what it may raise.

`get` raises NotFound where there is nothing; `add` takes a complete value. A unit of work is one transaction:
nothing of it is seen by others until `commit`, and leaving it without commit undoes everything.
"""

from __future__ import annotations

from domain.ports.desk import Affected, Audit, Jobs, Queries, WorkQueue
from domain.ports.exchange import Exchange, SheetReader
from domain.ports.files import DocumentStore, ReceivedFile
from domain.ports.people import Accounts, Passwords
from domain.ports.readings import PageReader, Readings
from domain.ports.record import Decisions, Documents, Licences, OwnPhrases, Versions, Vocabulary
from domain.ports.remote import RemoteFormat, RemoteSystem, RemoteSystems, SyncBooks
from domain.ports.said import Sayings
from domain.ports.services import DeskSettings, Services, UnitOfWork
from domain.ports.webhooks import Post, Webhooks
from domain.ports.work import Deadlines, FormDrafts, ReviewPlaces, SavedViews, Tasks

__all__ = [
    "Accounts",
    "Affected",
    "Audit",
    "Deadlines",
    "Decisions",
    "DeskSettings",
    "DocumentStore",
    "Documents",
    "Exchange",
    "FormDrafts",
    "Jobs",
    "Licences",
    "OwnPhrases",
    "PageReader",
    "Passwords",
    "Post",
    "Queries",
    "Readings",
    "ReceivedFile",
    "RemoteFormat",
    "RemoteSystem",
    "RemoteSystems",
    "ReviewPlaces",
    "SavedViews",
    "Sayings",
    "Services",
    "SheetReader",
    "SyncBooks",
    "Tasks",
    "UnitOfWork",
    "Versions",
    "Vocabulary",
    "Webhooks",
    "WorkQueue",
]
