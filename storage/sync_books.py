"""The desk's books on other systems, together."""

from __future__ import annotations

from domain.ports.remote import OurLicence
from storage.sync_links import SyncLinks
from storage.sync_ours import licences_after, one_licence
from storage.sync_plans import SyncPlans
from storage.sync_targets import SyncTargets
from storage.transaction import Transaction


class SqlSync(SyncTargets, SyncPlans, SyncLinks):
    """domain.ports.remote.SyncBooks on a database."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx)
        self._tx = tx

    def ours(self, after: str, limit: int) -> tuple[OurLicence, ...]:
        return licences_after(self._tx, after, limit)

    def our_licence(self, licence_id: str) -> OurLicence:
        return one_licence(self._tx, licence_id)
