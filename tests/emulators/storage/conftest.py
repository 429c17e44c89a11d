"""A server with a bucket, by HTTP and through Google's client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from google.cloud.storage import Bucket  # type: ignore[import-untyped]

from proofpress.emulators.storage.server import StorageServer
from tests.emulators.storage.service import REFERENCE, Service, open_bucket, open_service


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StorageServer]:
    """The server, whose pages are short, so that lists have many."""
    with StorageServer(tmp_path, page_limit=3) as server:
        yield server


@pytest.fixture
def ours(server: StorageServer) -> Iterator[Service]:
    """A bucket of it, where there is nothing to compare with."""
    with open_service(server.url) as service:
        yield service


@pytest.fixture(params=["ours", "reference"] if REFERENCE else ["ours"])
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """A bucket of it, and then of the reference where there is one."""
    if request.param == "ours":
        yield request.getfixturevalue("ours")
        return
    with open_service(REFERENCE or "", reference=True) as service:
        yield service


@pytest.fixture
def bucket(service: Service) -> Iterator[Bucket]:
    """The bucket in Google's client."""
    with open_bucket(service) as bucket:
        yield bucket
