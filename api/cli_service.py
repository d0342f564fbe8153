"""Commands that run the desk: serve, worker, migrate, settings, demo."""

from __future__ import annotations

import argparse
import signal
import socket

import uvicorn

from api.app import create_app
from api.demo.load import load
from api.logging_setup import set_up_logging
from api.settings import Settings, shown
from api.wiring import migrate, wire
from api.worker import Worker
from domain.errors import Conflict
from domain.usecases.accounts import first_link


def serve(_parsed: argparse.Namespace, settings: Settings) -> int:
    """Migrate, then serve pages and API and work off jobs, until told to stop."""
    set_up_logging(settings.log_format)
    _see_that_the_port_is_free(settings)
    migrate(settings)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
    )
    server = Announcing(config, settings)
    server.run()
    return 0 if server.started else 1


def _see_that_the_port_is_free(settings: Settings) -> None:
    """Raises Conflict before anything is started where another program listens there."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host} port {settings.port}"
            raise Conflict(f"Cannot listen on {where}: {error.strerror}. Choose another with --port.") from None


class Announcing(uvicorn.Server):
    """Says where the desk is once it really listens."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: object = None) -> None:
        """Start, then print the address and, while there is no account, the one-time link."""
        await super().startup(sockets=sockets)  # type: ignore[arg-type]
        if not self.started:
            return
        port = self.servers[0].sockets[0].getsockname()[1]
        address = self._settings.base_url.rstrip("/") or f"http://{_shown_host(self._settings.host)}:{port}"
        print(f"Licence Desk is at {address}", flush=True)
        secret = first_link(wire(self._settings).services)
        if secret:
            print(f"Create the first account, once, within a day: {address}/first-account/{secret}", flush=True)


def _shown_host(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - what people can open in place of "everywhere"
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def work(_parsed: argparse.Namespace, settings: Settings) -> int:
    """Work off jobs until told to stop."""
    set_up_logging(settings.log_format)
    migrate(settings)
    worker = Worker(wire(settings).services)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop(0))
    worker.run()
    return 0


def bring_up(_parsed: argparse.Namespace, settings: Settings) -> int:
    """Migrate."""
    migrate(settings)
    print("The database is at the newest revision.")
    return 0


def list_settings(_parsed: argparse.Namespace, settings: Settings) -> int:
    """Print every setting, secrets masked, and where it comes from."""
    for name, value, origin, purpose in shown(settings):
        print(f"{name}={value}  # {origin}: {purpose}")
    return 0


def load_demo(_parsed: argparse.Namespace, settings: Settings) -> int:
    """Load the demo library; doing it again adds nothing."""
    migrate(settings)
    added = load(wire(settings).services)
    print(f"The demo library is loaded: {added} licences added." if added else "The demo library was there already.")
    return 0
