"""Uploads in one request."""

from typing import Any

import pytest
from google.cloud.storage import Bucket  # type: ignore[import-untyped]

from tests.emulators.storage.checksums import MIB, crc32c, md5, random_bytes
from tests.emulators.storage.service import Service


def test_a_multipart_upload_carries_bytes_type_and_metadata(bucket: Bucket) -> None:
    data = random_bytes(3 * MIB)
    blob = bucket.blob("a")
    blob.metadata, blob.cache_control = {"b": "c"}, "no-store"
    blob.upload_from_string(data, "image/png")
    assert (blob.size, blob.content_type, blob.cache_control) == (len(data), "image/png", "no-store")
    assert (blob.crc32c, blob.md5_hash) == (crc32c(data), md5(data))
    assert blob.download_as_bytes() == data


def test_a_simple_upload_takes_its_type_from_the_header(service: Service) -> None:
    path = f"/upload/storage/v1/b/{service.bucket}/o?uploadType=media&name=a"
    service.http.post(path, content=b"x", headers={"Content-Type": "image/webp"}).raise_for_status()
    # The testbench forgets it.
    expected = service.either("image/webp", reference="application/octet-stream")
    assert service.media("a").headers["Content-Type"] == expected


def test_a_body_may_come_in_chunks_of_unknown_number(service: Service) -> None:
    if service.reference:
        pytest.skip("The testbench's development server does not read chunked bodies.")
    path = f"/upload/storage/v1/b/{service.bucket}/o?uploadType=media&name=a"
    service.http.post(path, content=iter([b"one ", b"", b"two"])).raise_for_status()
    assert service.media("a").content == b"one two"


def multipart(service: Service, body: bytes, content_type: str = 'multipart/related; boundary="b"') -> Any:
    path = f"/upload/storage/v1/b/{service.bucket}/o?uploadType=multipart"
    return service.http.post(path, content=body, headers={"Content-Type": content_type})


def parts(resource: bytes, data: bytes, end: bytes = b"\r\n--b--") -> bytes:
    return b"--b\r\nContent-Type: application/json\r\n\r\n" + resource + b"\r\n--b\r\n\r\n" + data + end


@pytest.mark.parametrize("data", [b"", b"\r\n", b"a\r\n--", b"--b", b"\r\n\r\n", b"\r\n--c--\r\n", b"x" * 300_000])
@pytest.mark.parametrize("end", [b"\r\n--b--", b"\r\n--b--\r\n"])
def test_the_bytes_of_a_multipart_upload_may_look_like_its_frame(ours: Service, data: bytes, end: bytes) -> None:
    assert multipart(ours, parts(b'{"name": "a"}', data, end)).status_code == 200
    assert ours.media("a").content == data


@pytest.mark.parametrize(
    "body", [b"", b"--b", b"--b\r\n\r\n{}", parts(b"{}", b"x"), parts(b"{", b"x"), parts(b'{"name": "a"}', b"x", b"")]
)
def test_a_broken_multipart_upload_is_refused(ours: Service, body: bytes) -> None:
    assert multipart(ours, body).status_code == 400
    assert "items" not in ours.call("GET", f"/b/{ours.bucket}/o").json()


def test_a_multipart_upload_says_that_it_is_one(ours: Service) -> None:
    assert multipart(ours, parts(b'{"name": "a"}', b"x"), "application/json").status_code == 400


@pytest.mark.parametrize("query", ["", "uploadType=magic&name=a", "uploadType=media", "uploadType=resumable"])
def test_an_upload_names_its_type_and_its_object(service: Service, query: str) -> None:
    assert service.http.post(f"/upload/storage/v1/b/{service.bucket}/o?{query}", content=b"").status_code == 400
