"""Every connector there is. A new system is a folder beside this file, and a line in each table here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from domain.errors import Invalid, NotFound
from domain.ports.forms import LicenceWriter
from domain.ports.remote import Log, RemoteFormat, RemoteSystem
from domain.sync.target import System, Target
from domain.sync.written import Form
from storage.remote.alma.client import AlmaClient
from storage.remote.alma.codes import REGION_NAMES, REGIONS
from storage.remote.alma.format import AlmaFormat
from storage.remote.folio.format import FolioFormat
from storage.remote.hosts import HostRule
from storage.remote.http import Host
from storage.remote.onix_pl.format import OnixPlFormat
from storage.remote.pace import Pace, Sleep
from storage.remote.sealing import Seal

_REGIONS: Mapping[System, Mapping[str, str]] = {System.ALMA: REGIONS}
_REGION_NAMES: Mapping[System, Mapping[str, str]] = {System.ALMA: REGION_NAMES}
_FORMATS: Mapping[System, RemoteFormat] = {System.ALMA: AlmaFormat()}
_WRITERS: Mapping[Form, LicenceWriter] = {Form.FOLIO: FolioFormat(), Form.ONIX_PL: OnixPlFormat()}
SECONDS = 30.0


class Systems:
    """domain.ports.remote.RemoteSystems. `own_key` gives the key that other systems' keys are sealed with."""

    def __init__(
        self, own_key: Callable[[], bytes], hosts: HostRule, *, timeout: float = SECONDS, sleep: Sleep = time.sleep
    ) -> None:
        self._own_key, self._hosts, self._timeout, self._sleep = own_key, hosts, timeout, sleep

    def address(self, system: System, region: str, address: str) -> str:
        regions = _REGIONS[system]
        if region and region not in regions:
            raise Invalid.field("region", f"Choose one of the regions {', '.join(regions)}.")
        if not region and not address:
            raise Invalid.field("region", "Choose the region of the institution.")
        known = {one.removeprefix("https://") for one in regions.values()}
        return self._hosts.checked(address or regions[region], known)

    def regions(self, system: System) -> Mapping[str, str]:
        return _REGION_NAMES[system]

    def seal(self, key: str) -> str:
        return Seal(self._own_key()).seal(key)

    def format(self, system: System) -> RemoteFormat:
        found = _FORMATS.get(system)
        if found is None:
            raise NotFound("This desk has no connector for that system.")
        return found

    def writer(self, form: Form) -> LicenceWriter:
        return _WRITERS[form]

    @contextmanager
    def open(self, target: Target, sealed_key: str, log: Log) -> Iterator[RemoteSystem]:
        # Asked again: the operator may have taken the host off the list since.
        address = self.address(target.system, "", target.address)
        host = Host(address, timeout=self._timeout)
        try:
            yield AlmaClient(
                host,
                Seal(self._own_key()).unseal(sealed_key),
                pace=Pace(target.options.requests_per_second, self._sleep),
                keep_left=target.options.requests_left,
                log=log,
                sleep=self._sleep,
            )
        finally:
            host.close()
