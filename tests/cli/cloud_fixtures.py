"""Fixtures of a deployment without functions, each test's own on shared emulators."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.cloud.pubsub_v1 import SubscriberClient  # type: ignore[import-untyped]

from proofpress.emulators.storage.server import StorageServer
from proofpress.entry.cli.app import run_app
from proofpress.entry.cloud.settings import read_cloud_settings
from proofpress.entry.emulated.arrows import create_topics_and_buckets
from tests.cli.cloud_desk import READ, CloudRun, Desk, reader_of


@pytest.fixture(scope="session")
def storage_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A storage server; notifications are configured, but not sent."""
    with StorageServer(tmp_path_factory.mktemp("storage")) as server:
        yield server.url


@pytest.fixture
def desk(
    firestore_host: str, pubsub_host: str, storage_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """An empty deployment that the environment leads to, with a work folder of the test's own."""
    monkeypatch.setenv("PROOFPRESS_PROJECT", f"cli-{uuid.uuid4().hex[:12]}")
    monkeypatch.setenv("PROOFPRESS_WORKSPACE", str(tmp_path / "work"))
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", firestore_host)
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", pubsub_host)
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", storage_url)
    settings = read_cloud_settings()
    create_topics_and_buckets(settings, pubsub_host, storage_url.removeprefix("http://"))
    with SubscriberClient() as subscriber:
        for topic in READ:
            subscriber.create_subscription(name=reader_of(settings, topic), topic=settings.topic(topic))
    return Desk(settings)


@pytest.fixture
def cloud(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> CloudRun:
    """Runs a command line in this process, on that deployment."""
    del desk
    monkeypatch.setenv("PROOFPRESS_ON", "cloud")
    return lambda *arguments: run_app([str(argument) for argument in arguments])
