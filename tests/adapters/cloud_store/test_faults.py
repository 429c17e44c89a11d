"""The Cloud Storage store beyond its contract: lost answers, damaged bytes, what others put there, many threads."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]

from proofpress.adapters.google.store import CloudStore
from proofpress.domain.errors import Retry
from proofpress.emulators.storage.faults import Do, Fault
from proofpress.emulators.storage.server import StorageServer
from proofpress.ports import AlreadyExists, Bucket
from tests.support.buckets import LEFT_OPEN, NAMES
from tests.support.meddling import meddling

pytestmark = LEFT_OPEN

NAME = "spring/cup/0001.png"
DATA = bytes(range(256)) * 4096


@pytest.fixture
def outsider(server: StorageServer) -> Iterator[Client]:  # noqa: ARG001 - it must run first
    """Google's own client, for what others do to our buckets."""
    client = Client("test", AnonymousCredentials())  # type: ignore[no-untyped-call]
    yield client
    client.close()


@pytest.mark.parametrize(
    ("data", "lost"),
    [
        (DATA, Fault(do=Do.LOSE, contains="uploadType=multipart")),
        (DATA * 9, Fault(do=Do.LOSE, contains="uploadType=resumable", method="POST")),
        (DATA * 9, Fault(do=Do.LOSE, contains="upload_id=", method="PUT")),
    ],
    ids=["small", "large, at its beginning", "large, at its end"],
)
def test_a_put_whose_answer_was_lost_knows_its_own_object(
    store: CloudStore, server: StorageServer, data: bytes, lost: Fault
) -> None:
    server.script(lost)
    stored = store.put(Bucket.DRAFTS, NAME, data, "image/png", {"attempt": "spring/cup/0001"})
    assert server.unmet() == []
    assert stored == store.stat(Bucket.DRAFTS, NAME)
    assert stored.metadata == {"attempt": "spring/cup/0001"}
    assert store.get(Bucket.DRAFTS, NAME) == data


@pytest.mark.parametrize("data", [DATA, DATA * 9], ids=["small", "large"])
def test_an_upload_that_arrives_damaged_leaves_nothing_behind(
    server: StorageServer, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    port = int(server.url.rpartition(":")[2])
    with meddling(port, lambda sent: sent.replace(b"\x10\x11\x12\x13", b"\x10\x11\x12\x14")) as line:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://{line}")
        store = CloudStore("test", NAMES)
        with pytest.raises(Retry, match=f"Cloud Storage failed on gs://test-drafts/{NAME}"):
            store.put(Bucket.DRAFTS, NAME, data, "image/png")
        assert store.stat(Bucket.DRAFTS, NAME) is None
        store.close()


def test_a_put_whose_refusal_was_lost_is_refused_all_the_same(store: CloudStore, server: StorageServer) -> None:
    first = store.put(Bucket.DRAFTS, NAME, b"first", "image/png")
    server.script(Fault(do=Do.LOSE, method="POST"))
    with pytest.raises(AlreadyExists) as refusal:
        store.put(Bucket.DRAFTS, NAME, b"second", "image/png")
    assert server.unmet() == []
    assert refusal.value.stored == first


def test_an_object_that_somebody_else_put_there_is_described(store: CloudStore, outsider: Client) -> None:
    outsider.bucket(NAMES[Bucket.INBOX]).blob("by-hand.yaml").upload_from_string(b"items: []", "text/yaml")
    with pytest.raises(AlreadyExists) as refusal:
        store.put(Bucket.INBOX, "by-hand.yaml", b"x", "text/yaml")
    assert refusal.value.stored == store.stat(Bucket.INBOX, "by-hand.yaml")
    assert (refusal.value.stored.size, refusal.value.stored.metadata) == (9, {})


def test_names_that_no_put_makes_are_left_out(store: CloudStore, outsider: Client) -> None:
    for name in ("spring/", "spring/.hidden", "spring/cup.png"):
        outsider.bucket(NAMES[Bucket.INBOX]).blob(name).upload_from_string(b"")
    assert store.names(Bucket.INBOX) == ["spring/cup.png"]


def test_a_download_that_went_on_after_an_interruption_is_checked(store: CloudStore, server: StorageServer) -> None:
    store.put(Bucket.DRAFTS, NAME, DATA, "image/png")
    media = "alt=media"
    server.script(Fault(do=Do.TRUNCATE, contains=media), Fault(do=Do.CORRUPT, contains=media, nth=2))
    assert store.get(Bucket.DRAFTS, NAME) == DATA
    assert server.unmet() == []


def test_a_download_that_is_damaged_every_time_is_retried_later(store: CloudStore, server: StorageServer) -> None:
    store.put(Bucket.DRAFTS, NAME, DATA, "image/png")
    server.script(Fault(do=Do.CORRUPT, contains="alt=media", times=3))
    with pytest.raises(Retry, match=f"gs://test-drafts/{NAME} came damaged 3 times"):
        store.get(Bucket.DRAFTS, NAME)


def test_a_repeated_delete_spares_what_was_put_after_the_first(store: CloudStore, server: StorageServer) -> None:
    store.put(Bucket.DRAFTS, NAME, b"old", "image/png")
    server.script(Fault(do=Do.LOSE, method="DELETE"), Fault(do=Do.DELAY, method="DELETE", nth=2, seconds=1.5))
    with ThreadPoolExecutor(1) as thread:
        deleted = thread.submit(store.delete, Bucket.DRAFTS, NAME)
        while store.stat(Bucket.DRAFTS, NAME) is not None:
            time.sleep(0.01)
        store.put(Bucket.DRAFTS, NAME, b"new", "image/png")
        deleted.result(30)
    assert server.unmet() == []
    assert store.get(Bucket.DRAFTS, NAME) == b"new"


def test_the_client_asks_for_nothing_by_itself(
    store: CloudStore, server: StorageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA")
    about_the_bucket = Fault(do=Do.STATUS, path="/storage/v1/b/test-drafts?")
    server.script(about_the_bucket)
    store.put(Bucket.DRAFTS, NAME, DATA, "image/png")
    store.get(Bucket.DRAFTS, NAME)
    time.sleep(0.3)
    assert server.unmet() == [about_the_bucket]


def test_eighty_threads_keep_their_connections(store: CloudStore, caplog: pytest.LogCaptureFixture) -> None:
    store.put(Bucket.DRAFTS, NAME, b"x", "image/png")
    together = Barrier(80)

    def read(_: int) -> None:
        for _ in range(3):
            together.wait()
            store.get(Bucket.DRAFTS, NAME)

    with caplog.at_level(logging.WARNING, "urllib3"), ThreadPoolExecutor(80) as pool:
        list(pool.map(read, range(80)))
    assert caplog.messages == []
