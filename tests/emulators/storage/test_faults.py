"""Faults on order, as Google's client meets them."""

import gc
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from google.api_core.exceptions import PreconditionFailed, ServiceUnavailable, TooManyRequests
from google.cloud.storage import Bucket  # type: ignore[import-untyped]
from google.cloud.storage.exceptions import DataCorruption  # type: ignore[import-untyped]
from google.cloud.storage.retry import DEFAULT_RETRY  # type: ignore[import-untyped]

from proofpress.emulators.storage.server import StorageServer
from tests.emulators.storage.service import Service

UPLOAD = {"method": "POST", "path": "/upload/"}
DOWNLOAD = {"method": "GET", "contains": "alt=media"}
SOON = DEFAULT_RETRY.with_delay(initial=0.01, maximum=0.1)


# Google's client does not close a connection that failed while it read an answer: the collector does.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def service(ours: Service) -> Iterator[Service]:
    """Only our server has these faults."""
    yield ours
    gc.collect()


def test_the_client_tries_again_after_a_refusal_and_a_reset(bucket: Bucket, server: StorageServer) -> None:
    server.script({"do": "status", **UPLOAD}, {"do": "status", "status": 429, **UPLOAD}, {"do": "reset", **UPLOAD})
    bucket.blob("a").upload_from_string(b"hello", if_generation_match=0, retry=SOON)
    assert server.unmet() == []
    server.script({"do": "status", **DOWNLOAD}, {"do": "reset", **DOWNLOAD})
    assert bucket.blob("a").download_as_bytes(retry=SOON) == b"hello"
    assert server.unmet() == []


@pytest.mark.parametrize(("status", "error"), [(503, ServiceUnavailable), (429, TooManyRequests)])
def test_a_refusal_does_nothing(bucket: Bucket, server: StorageServer, status: int, error: type[Exception]) -> None:
    server.script({"do": "status", "status": status, "retry_after": 7, **UPLOAD})
    with pytest.raises(error) as refusal:
        bucket.blob("a").upload_from_string(b"hello", retry=None)
    response: Any = refusal.value
    assert response.response.headers["Retry-After"] == "7"
    assert not bucket.blob("a").exists()


def test_a_reset_does_nothing(ours: Service, server: StorageServer) -> None:
    server.script({"do": "reset", **UPLOAD})
    with pytest.raises(httpx2.TransportError):
        ours.upload("a")
    assert ours.object("GET", "a").status_code == 404


def test_a_lost_answer_leaves_what_was_done(ours: Service, server: StorageServer) -> None:
    server.script({"do": "lose", **UPLOAD})
    with pytest.raises(httpx2.TransportError):
        ours.upload("a", b"hello")
    assert ours.media("a").content == b"hello"


def test_the_client_takes_its_own_object_for_another_ones_after_a_lost_answer(
    bucket: Bucket, server: StorageServer
) -> None:
    server.script({"do": "lose", **UPLOAD})
    with pytest.raises(PreconditionFailed):
        bucket.blob("a").upload_from_string(b"hello", if_generation_match=0)
    assert bucket.blob("a").download_as_bytes() == b"hello"


def test_a_resumable_upload_goes_on_after_failures_in_its_middle(bucket: Bucket, server: StorageServer) -> None:
    data = bytes(range(256)) * 4096
    piece = {"method": "PUT", "contains": "upload_id="}
    server.script({"do": "lose", **piece}, {"do": "status", **piece}, {"do": "reset", "nth": 4, **piece})
    server.script({"do": "lose", "nth": 6, **piece})
    with bucket.blob("a").open("wb", chunk_size=256 * 1024, if_generation_match=0, retry=SOON) as file:
        file.write(data)
    assert server.unmet() == []
    assert bucket.blob("a").download_as_bytes() == data


def test_a_truncated_download_is_noticed_and_read_again(bucket: Bucket, server: StorageServer) -> None:
    data = bytes(range(256)) * 4096
    bucket.blob("a").upload_from_string(data)
    server.script({"do": "truncate", **DOWNLOAD})
    assert bucket.blob("a").download_as_bytes() == data
    assert server.unmet() == []


@pytest.mark.parametrize("size", [1, 2, 100, 256 * 1024, 600_001])
def test_a_truncated_body_ends_in_its_middle(ours: Service, server: StorageServer, size: int) -> None:
    ours.upload("a", b"x" * size)
    server.script({"do": "truncate", **DOWNLOAD})
    got = bytearray()

    def read() -> None:
        with ours.http.stream("GET", f"/storage/v1/b/{ours.bucket}/o/a?alt=media") as answer:
            for piece in answer.iter_raw():
                got.extend(piece)

    with pytest.raises(httpx2.RemoteProtocolError):
        read()
    assert got == b"x" * (size // 2)


@pytest.mark.parametrize("size", [1, 2, 100, 256 * 1024, 600_001])
def test_a_corrupted_body_differs_in_one_byte(ours: Service, server: StorageServer, size: int) -> None:
    ours.upload("a", b"x" * size)
    server.script({"do": "corrupt", **DOWNLOAD})
    spoilt = ours.media("a").content
    assert (len(spoilt), spoilt.count(b"x")) == (size, size - 1)
    assert ours.media("a").content == b"x" * size


def test_the_client_notices_a_corrupted_download(bucket: Bucket, server: StorageServer) -> None:
    bucket.blob("a").upload_from_string(b"hello" * 100)
    server.script({"do": "corrupt", **DOWNLOAD})
    with pytest.raises(DataCorruption):
        bucket.blob("a").download_as_bytes()


def test_a_delay_comes_before_the_work(ours: Service, server: StorageServer) -> None:
    server.script({"do": "delay", "seconds": 0.3, **UPLOAD})
    start = time.monotonic()
    assert ours.upload("a").status_code == 200
    assert time.monotonic() - start >= 0.3


def test_a_server_that_stops_does_not_wait_for_a_delay(ours: Service, server: StorageServer) -> None:
    server.script({"do": "delay", "seconds": 60, **UPLOAD})
    with (
        httpx2.Client(base_url=server.url, timeout=0.2, trust_env=False) as impatient,
        pytest.raises(httpx2.ReadTimeout),
    ):
        impatient.post(f"/upload/storage/v1/b/{ours.bucket}/o?uploadType=media&name=a", content=b"x")
    start = time.monotonic()
    server.stop()
    assert time.monotonic() - start < 10


def test_faults_are_ordered_and_counted_by_http(ours: Service) -> None:
    faults = [{"do": "status", "path": f"/storage/v1/b/{ours.bucket}/o/a", "nth": 2, "times": 2, "status": 500}]
    assert ours.http.post("/_storage/faults", json={"faults": faults}).json() == {"faults": 1}
    ours.upload("a")
    assert [ours.object("GET", "a").status_code for _ in range(4)] == [200, 500, 500, 200]
    assert ours.object("GET", "b").status_code == 404
    (account,) = ours.http.get("/_storage/faults").json()["faults"]
    assert (account["seen"], account["met"], account["unmet"]) == (4, 2, 0)
    assert ours.http.delete("/_storage/faults").status_code == 204
    assert ours.http.get("/_storage/faults").json() == {"faults": []}


@pytest.mark.parametrize("order", [{}, {"faults": [{"do": "dance"}]}, {"faults": [{"do": "reset", "wen": 2}]}])
def test_an_order_that_makes_no_sense_is_refused(ours: Service, order: dict[str, Any]) -> None:
    assert ours.http.post("/_storage/faults", json=order).status_code == 400
