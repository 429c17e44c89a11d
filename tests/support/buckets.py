"""The pipeline's buckets on a storage server of this machine."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]

from proofpress.emulators.storage.server import StorageServer
from proofpress.ports import Bucket

LEFT_OPEN = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
"""For tests of failures, after some of which Google's client leaves its connection to the garbage collector."""

NAMES = {bucket: f"test-{bucket}" for bucket in Bucket}


@contextmanager
def storage_server(
    folder: Path, monkeypatch: pytest.MonkeyPatch, signer: bytes | None = None
) -> Iterator[StorageServer]:
    """A server with the empty buckets of NAMES, found by every client; its pages are short, so that lists have many."""
    with StorageServer(folder, page_limit=3, signer=signer) as server:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", server.url)
        # No calls but those that a test makes, or one of them could meet the fault that was meant for another.
        monkeypatch.setenv("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")
        client = Client("test", AnonymousCredentials())  # type: ignore[no-untyped-call]
        for name in NAMES.values():
            client.create_bucket(name)
        client.close()
        yield server
    # Connections that were left open are not to disturb the next test.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
