"""What the Cloud Storage store raises: each error says what is to be done."""

from collections.abc import Callable

import pytest

from proofpress.adapters.google.store import CloudStore
from proofpress.adapters.google.store_metadata import MAX_METADATA_BYTES
from proofpress.domain.errors import Retry, Stop
from proofpress.emulators.storage.faults import Do, Fault
from proofpress.emulators.storage.server import StorageServer
from proofpress.ports import Bucket
from tests.support.buckets import LEFT_OPEN, NAMES

pytestmark = LEFT_OPEN

NAME = "spring/cup/0001.png"

CALLS: dict[str, Callable[[CloudStore], object]] = {
    "put": lambda store: store.put(Bucket.DRAFTS, NAME, b"x", "image/png"),
    "get": lambda store: store.get(Bucket.DRAFTS, NAME),
    "stat": lambda store: store.stat(Bucket.DRAFTS, NAME),
    "names": lambda store: store.names(Bucket.DRAFTS, "spring/"),
    "delete": lambda store: store.delete(Bucket.DRAFTS, NAME),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@every_call
@pytest.mark.parametrize(
    "fault", [Fault(do=Do.STATUS, times=999), Fault(do=Do.RESET, times=999)], ids=["unavailable", "reset"]
)
def test_a_failure_that_lasts_is_retried_later(
    server: StorageServer, fault: Fault, call: Callable[[CloudStore], object]
) -> None:
    server.script(fault)
    store = CloudStore("test", NAMES, patience=0.3)
    with pytest.raises(Retry, match="Cloud Storage failed on gs://test-drafts/spring/"):
        call(store)
    store.close()


@every_call
@pytest.mark.usefixtures("server")
def test_a_missing_bucket_stops_with_the_mend(call: Callable[[CloudStore], object]) -> None:
    store = CloudStore("test", NAMES | {Bucket.DRAFTS: "missing-drafts"})
    with pytest.raises(Stop, match="The bucket missing-drafts does not exist: run `terraform apply`"):
        call(store)
    store.close()


@pytest.mark.parametrize(
    ("call", "role"),
    [
        ("put", "roles/storage.objectCreator and roles/storage.objectViewer"),
        ("get", "roles/storage.objectViewer"),
        ("stat", "roles/storage.objectViewer"),
        ("names", "roles/storage.objectViewer"),
        ("delete", "roles/storage.objectUser"),
    ],
)
def test_a_missing_role_stops_with_the_mend(store: CloudStore, server: StorageServer, call: str, role: str) -> None:
    server.script(Fault(do=Do.STATUS, status=403))
    with pytest.raises(Stop, match=rf"grant {role} on the bucket test-drafts\."):
        CALLS[call](store)


@every_call
def test_refused_credentials_stop_with_the_mend(
    store: CloudStore, server: StorageServer, call: Callable[[CloudStore], object]
) -> None:
    server.script(Fault(do=Do.STATUS, status=401, times=9))
    with pytest.raises(Stop, match="gcloud auth application-default login"):
        call(store)


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"note": "ü" * (MAX_METADATA_BYTES // 2)}, "8192 are allowed"),
        ({"proofpress-put": "x"}, "the metadata key 'proofpress-put' is taken"),
    ],
    ids=["too large", "ours"],
)
def test_metadata_that_cloud_storage_would_not_keep_are_refused(metadata: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        CloudStore("test", NAMES).put(Bucket.DRAFTS, NAME, b"x", "image/png", metadata)


@pytest.mark.parametrize("name", ["", "/a", "a//b", "../a", "a/.b", "a\\b", "x" * 1025])
def test_a_name_that_no_store_takes_is_refused_everywhere(name: str) -> None:
    store = CloudStore("test", NAMES)
    for call in (store.get, store.stat, store.delete, lambda bucket, name: store.put(bucket, name, b"", "")):
        with pytest.raises(ValueError, match="object name"):
            call(Bucket.DRAFTS, name)
