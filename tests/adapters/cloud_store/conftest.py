"""The Cloud Storage store over a storage server of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.adapters.google.store import CloudStore
from proofpress.emulators.storage.server import StorageServer
from tests.support.buckets import NAMES, storage_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StorageServer]:
    with storage_server(tmp_path, monkeypatch) as server:
        yield server


@pytest.fixture
def store(server: StorageServer) -> Iterator[CloudStore]:  # noqa: ARG001 - it must run first
    store = CloudStore("test", NAMES)
    yield store
    store.close()
