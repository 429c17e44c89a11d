"""Reading the bytes of objects."""

import pytest
from google.api_core.exceptions import RequestRangeNotSatisfiable
from google.cloud.storage import Bucket  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.emulators.storage.service import Service, open_bucket

DATA = bytes(range(100))


@pytest.mark.parametrize(
    ("header", "content", "place"),
    [
        ("bytes=0-9", DATA[:10], "bytes 0-9/100"),
        ("bytes=10-", DATA[10:], "bytes 10-99/100"),
        ("bytes=0-", DATA, "bytes 0-99/100"),
        ("bytes=-10", DATA[-10:], "bytes 90-99/100"),
        ("bytes=90-200", DATA[90:], "bytes 90-99/100"),
    ],
)
def test_a_range_is_answered_with_its_bytes_and_their_place(
    service: Service, header: str, content: bytes, place: str
) -> None:
    service.upload("a", DATA)
    answer = service.media("a", headers={"Range": header})
    assert (answer.status_code, answer.content, answer.headers["Content-Range"]) == (206, content, place)


def test_more_last_bytes_than_there_are_is_all_of_them(ours: Service) -> None:
    ours.upload("a", DATA)
    assert ours.media("a", headers={"Range": "bytes=-200"}).content == DATA


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200"])
def test_a_range_behind_the_end_is_refused(service: Service, header: str) -> None:
    service.upload("a", DATA)
    refused = service.media("a", headers={"Range": header})
    assert refused.status_code == 416
    # The testbench does not tell the size.
    assert refused.headers.get("Content-Range") == service.either("bytes */100", reference=None)


@pytest.mark.parametrize("header", ["bytes=9-5", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6"])
def test_a_range_that_makes_no_sense_is_passed_over(ours: Service, header: str) -> None:
    ours.upload("a", DATA)
    answer = ours.media("a", headers={"Range": header})
    assert (answer.status_code, answer.content) == (200, DATA)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 120), length=st.integers(1, 120))
def test_the_client_gets_every_range_that_it_wants(bucket: Bucket, start: int, length: int) -> None:
    blob = bucket.blob("a")
    if not blob.exists():
        blob.upload_from_string(DATA)
    if start >= len(DATA):
        with pytest.raises(RequestRangeNotSatisfiable):
            blob.download_as_bytes(start=start, end=start + length - 1)
    else:
        assert blob.download_as_bytes(start=start, end=start + length - 1) == DATA[start : start + length]


def test_the_client_reads_a_large_object_in_pieces(bucket: Bucket) -> None:
    data = DATA * 10_000
    bucket.blob("a").upload_from_string(data)
    with bucket.blob("a", chunk_size=256 * 1024).open("rb") as file:
        assert file.read(10) == data[:10]
        file.seek(-10, 2)
        assert file.read() == data[-10:]


def test_headers_tell_what_the_bytes_are(service: Service) -> None:
    made = service.upload("a", b"hello").json()
    headers = service.media("a").headers
    assert headers["X-Goog-Hash"] == "crc32c=mnG7TA==,md5=XUFAKrxLKna5cZ2REBfFkg=="
    assert (headers["X-Goog-Generation"], headers["X-Goog-Metageneration"]) == (made["generation"], "1")
    assert (headers["X-Goog-Stored-Content-Length"], headers["Content-Length"]) == ("5", "5")


def test_an_empty_object_has_no_bytes(bucket: Bucket, service: Service) -> None:
    bucket.blob("a").upload_from_string(b"")
    assert bucket.blob("a").download_as_bytes() == b""
    assert service.media("a", headers={"Range": "bytes=0-"}).status_code == 416


def test_the_client_reads_an_empty_object_in_pieces(ours: Service) -> None:
    ours.upload("a", b"")
    with open_bucket(ours) as bucket:
        assert bucket.blob("a", chunk_size=256 * 1024).download_as_bytes() == b""


def test_a_download_goes_on_when_its_object_is_removed(ours: Service) -> None:
    data = DATA * 50_000
    ours.upload("a", data)
    with ours.http.stream("GET", f"/storage/v1/b/{ours.bucket}/o/a?alt=media") as answer:
        assert ours.object("DELETE", "a").status_code == 204
        assert answer.read() == data


def test_a_download_that_fails_is_answered_in_plain_text(ours: Service) -> None:
    missing = ours.media("a")
    assert (missing.status_code, missing.text) == (404, f"No such object: {ours.bucket}/a")
