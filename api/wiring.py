"""The one place that chooses adapters: settings in, services out."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from api.feed import Feed
from api.ids import new_id
from api.settings import Settings
from domain.ports import DeskSettings, Services
from storage.documents import LocalDocuments
from storage.kept_pictures import KeptPictures
from storage.migrate import upgrade
from storage.passwords import Argon2Passwords
from storage.pdf.limits import Limits
from storage.pdf.reader import PdfReader
from storage.remote.hosts import HostRule
from storage.remote.posting import Posting
from storage.remote.sealing import new_own_key
from storage.remote.systems import Systems
from storage.spreadsheets.reader import SpreadsheetReader
from storage.unit_of_work import Database

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """The services, and the database they stand on."""

    services: Services
    database: Database


def wire(settings: Settings) -> Wired:
    """Services for these settings; makes the data folder, touches no database yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(settings.time_zone)
    database = Database(settings.database, now=_now, today=lambda: dt.datetime.now(zone).date())
    services = Services(
        unit_of_work=database.unit_of_work,
        reading_only=database.reading_only,
        glance=database.glance,
        documents=LocalDocuments(settings.documents_dir),
        reader=KeptPictures(PdfReader(_limits(settings)), settings.data_dir / "pictures"),
        passwords=Argon2Passwords(),
        settings=desk_settings(settings),
        now=_now,
        new_id=new_id,
        remotes=Systems(lambda: sync_key(settings), HostRule(settings.sync_hosts, settings.sync_loopback)),
        sheets=SpreadsheetReader(),
        post=Posting(lambda: sync_key(settings), HostRule(settings.webhook_hosts, settings.sync_loopback), Feed()),
    )
    return Wired(services=services, database=database)


def _limits(settings: Settings) -> Limits:
    return Limits(max_bytes=settings.max_upload_mb * MEGABYTE, max_pages=settings.max_pages)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def desk_settings(settings: Settings) -> DeskSettings:
    """What use cases and pages have to know."""
    return DeskSettings(
        library_name=settings.library_name,
        library_contact=settings.library_contact,
        base_url=settings.base_url.rstrip("/"),
        max_upload_bytes=settings.max_upload_mb * MEGABYTE,
        session_hours=settings.session_hours,
        secure_cookies=settings.https,
        time_zone=settings.time_zone,
        second_review=settings.second_review,
    )


def migrate(settings: Settings) -> None:
    """Bring the database to the newest revision and add what is new in the default vocabulary."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database)


def secret_key(settings: Settings) -> bytes:
    """What signs cookies: the setting, else a key made once and kept in the data folder, readable by its owner only."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = settings.data_dir / "secret.key"
    if not path.exists():
        _write_once(path, secrets.token_bytes(32))
    return path.read_bytes()


def sync_key(settings: Settings) -> bytes:
    """What encrypts the keys of other systems: the setting, else a key made once, readable by its owner only."""
    if settings.sync_key is not None:
        return settings.sync_key.get_secret_value().encode()
    path = settings.data_dir / "sync.key"
    if not path.exists():
        _write_once(path, new_own_key())
    return path.read_bytes()


def _write_once(path: Path, content: bytes) -> None:
    """Through a private temporary name, so that two starts at once agree on one key and no half key is ever read."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
