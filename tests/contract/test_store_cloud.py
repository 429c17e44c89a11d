"""The Cloud Storage store on a storage server of this machine, and with faults in between."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.adapters.google.store import CloudStore
from proofpress.emulators.storage.faults import Do, Fault
from proofpress.emulators.storage.server import StorageServer
from proofpress.ports import Store
from tests.contract.suite_store import StoreSuite
from tests.support.buckets import LEFT_OPEN, NAMES, storage_server

pytestmark = LEFT_OPEN


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StorageServer]:
    with storage_server(tmp_path, monkeypatch) as server:
        yield server


@pytest.mark.usefixtures("server")
class TestCloudStore(StoreSuite):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        store = CloudStore("test", NAMES)
        yield store
        store.close()


class TestCloudStoreWithFaults(StoreSuite):
    @pytest.fixture
    def store(self, server: StorageServer, request: pytest.FixtureRequest) -> Iterator[Store]:
        server.script(*now_and_then(seed=request.node.name))
        store = CloudStore("test", NAMES)
        yield store
        store.close()


def now_and_then(seed: str) -> list[Fault]:
    """Of the first hundred requests about one in four meets a fault, and of the downloads two have a wrong byte."""
    chance = random.Random(seed)
    corrupt = [Fault(do=Do.CORRUPT, contains="alt=media", nth=nth) for nth in (1, 40)]
    hit = [nth for nth in range(1, 101) if chance.random() < 0.25]
    return corrupt + [Fault(do=chance.choice((Do.STATUS, Do.RESET, Do.LOSE, Do.TRUNCATE)), nth=nth) for nth in hit]
