"""Settings of the desk, read once from LICENCE_DESK_* variables and an optional `.env` file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.commands import SettingsProblem
from domain.page import MOST_PAGES

PREFIX = "LICENCE_DESK_"


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("give a time zone such as America/Toronto") from None
    return name


class Settings(BaseSettings):
    """Every setting with its default. The description is what `licence-desk settings` explains."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(Path("data"), description="folder for the database, the documents and the secret key")
    database_url: SecretStr | None = Field(None, description="PostgreSQL address; SQLite in the data folder without it")
    host: str = Field("127.0.0.1", description="network address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on")
    base_url: str = Field("", description="address people use, such as https://licences.library.example")
    library_name: str = Field("Our library", description="name shown on every page")
    library_contact: str = Field("", description="e-mail address that readers are sent to")
    max_upload_mb: int = Field(100, ge=1, le=2000, description="largest PDF taken, in MB")
    max_pages: int = Field(MOST_PAGES, ge=1, le=20_000, description="longest PDF read, in pages")
    worker: Literal["inline", "none"] = Field("inline", description="whether `serve` also works off background jobs")
    session_hours: int = Field(12, ge=1, le=720, description="hours until somebody has to sign in again")
    second_review: bool = Field(False, description="whether decisions wait for a second reviewer's approval")
    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(
        "America/Toronto", description="time zone that decides what day it is"
    )
    trusted_proxies: str = Field("127.0.0.1", description="proxies whose X-Forwarded-* headers are believed")
    framed_by: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="sites that may show the public card, separated by commas"
    )
    public_per_minute: int = Field(600, ge=1, description="most public answers in a minute for one network address")
    log_format: Literal["text", "json"] = Field("text", description="how the log is written")
    secret_key: SecretStr | None = Field(None, description="signs cookies; kept in the data folder without it")
    sync_key: SecretStr | None = Field(
        None, description="encrypts keys of other systems and secrets of webhooks; kept in the data folder without it"
    )
    sync_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further hosts of other systems that may be asked, over https, separated by commas"
    )
    sync_loopback: bool = Field(
        False, description="whether other systems and receivers may be on this machine, for trying out"
    )
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="hosts that changes may be posted to, over https, separated by commas"
    )

    @property
    def https(self) -> bool:
        """Whether people reach the desk over https."""
        return self.base_url.startswith("https://")

    @property
    def database(self) -> str:
        """The address of the database, with its password if it has one."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'licence-desk.sqlite').absolute()}"

    @property
    def documents_dir(self) -> Path:
        """Where documents are kept."""
        return self.data_dir / "documents"


def read_settings(**overrides: object) -> Settings:
    """The settings in force; raises SettingsProblem naming the first that cannot be used."""
    values = {name: value for name, value in overrides.items() if value is not None}
    for name in ("framed_by", "sync_hosts", "webhook_hosts"):
        if listed := _from_outside(name):
            values.setdefault(name, tuple(site.strip() for site in listed.split(",") if site.strip()))
    try:
        return Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise SettingsProblem(f"The setting {name} cannot be used: {first['msg']}.") from None


def where_from(name: str) -> str:
    """Where a setting's value comes from: `environment`, `.env` or `default`."""
    key = f"{PREFIX}{name}".upper()
    if key in {variable.upper() for variable in os.environ}:
        return "environment"
    return ".env" if key in {variable.upper() for variable in dotenv_values(".env")} else "default"


def _from_outside(name: str) -> str | None:
    key = f"{PREFIX}{name}".upper()
    return os.environ.get(key) or dotenv_values(".env").get(key)


def shown(settings: Settings) -> list[tuple[str, str, str, str]]:
    """Variable, value (secrets masked), where it comes from, what it is for."""
    rows = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        text = "********" if isinstance(value, SecretStr) else "" if value is None else str(value)
        text = ", ".join(value) if isinstance(value, tuple) else text
        origin = where_from(name)
        origin = "command line" if origin == "default" and value != field.default else origin
        rows.append((f"{PREFIX}{name.upper()}", text, origin, field.description or ""))
    return rows
