"""What the pages must be told once, when the desk starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.requests import Request

KEY_BYTES = 32


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Settings of the pages; `web.foundation.install` keeps them on the application.

    `secret` signs cookies (at least 32 bytes). `https` is true when people reach the desk over https, also through a
    proxy: cookies are then `__Host-` and HSTS is sent. `origins` are further origins of the desk itself, such as
    `https://desk.library.example`, for proxies that rewrite the host. `framed_by` are the sites that may show the
    public card, such as `https://guides.library.example`. `contact` is an e-mail address shown to people in trouble.
    `public_per_minute` is how many public answers one network address may have in a minute. `in_force` lists every
    setting for administrators: name, value (secrets masked), where it comes from, what it is for. `time_zone` decides
    what day it is.
    """

    secret: bytes
    library: str = ""
    contact: str | None = None
    https: bool = False
    origins: tuple[str, ...] = ()
    framed_by: tuple[str, ...] = ()
    public_per_minute: int = 600
    in_force: tuple[tuple[str, str, str, str], ...] = ()
    version: str = ""
    time_zone: str = "UTC"
    now: Callable[[], dt.datetime] = _now

    def __post_init__(self) -> None:
        if len(self.secret) < KEY_BYTES:
            raise ValueError(f"The secret needs at least {KEY_BYTES} bytes.")

    def today(self) -> dt.date:
        """The library's own day."""
        return self.now().astimezone(ZoneInfo(self.time_zone)).date()


def settings_of(request: Request) -> WebSettings:
    """The settings that `install` gave to the application answering `request`."""
    settings = request.app.state.web
    if not isinstance(settings, WebSettings):
        raise TypeError("app.state.web is not WebSettings: call web.foundation.install first")
    return settings
