"""Uploads in several requests, which may be interrupted and go on."""

import http.client
from contextlib import closing
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from google.cloud.storage import Bucket  # type: ignore[import-untyped]
from google.cloud.storage.exceptions import InvalidResponse  # type: ignore[import-untyped]

from tests.emulators.storage.checksums import MIB, QUARTER, crc32c, random_bytes
from tests.emulators.storage.service import Service


@pytest.mark.parametrize("size", [0, 1, QUARTER, 9 * MIB, 9 * MIB + 7])
def test_a_resumable_upload_goes_in_chunks(bucket: Bucket, service: Service, size: int) -> None:
    data = random_bytes(size)
    blob = bucket.blob("a", chunk_size=MIB)
    blob.metadata = {"b": "č"}
    blob.upload_from_file(BytesIO(data), content_type="image/png", if_generation_match=0)
    assert (blob.content_type, blob.metadata["b"]) == ("image/png", "č")
    # The testbench leaves out a size of 0.
    assert blob.size == service.either(size, reference=size or None)
    assert blob.crc32c == crc32c(data)
    assert bucket.blob("a").download_as_bytes() == data


def test_a_resumable_upload_of_unknown_size_ends_with_its_last_chunk(bucket: Bucket) -> None:
    data = random_bytes(3 * QUARTER + 5)
    with bucket.blob("a").open("wb", chunk_size=QUARTER) as file:
        file.write(data)
    assert bucket.blob("a").download_as_bytes() == data


def test_a_resumable_upload_is_refused_where_its_condition_no_longer_holds(bucket: Bucket) -> None:
    file = bucket.blob("a").open("wb", if_generation_match=0)
    file.write(b"late")
    bucket.blob("a").upload_from_string(b"early")
    with pytest.raises(InvalidResponse, match="412"):
        file.close()
    assert bucket.blob("a").download_as_bytes() == b"early"


def test_how_far_an_upload_is_can_be_asked(service: Service) -> None:
    data = random_bytes(2 * QUARTER + 1)
    total = len(data)
    place = service.begin("a")
    asked = service.piece(place, b"", f"*/{total}")
    assert (asked.status_code, "Range" in asked.headers) == (308, False)
    sent = service.piece(place, data[:QUARTER], f"0-{QUARTER - 1}/{total}")
    assert (sent.status_code, sent.headers["Range"]) == (308, f"bytes=0-{QUARTER - 1}")
    asked = service.piece(place, b"", f"*/{total}")
    assert (asked.status_code, asked.headers["Range"]) == (308, f"bytes=0-{QUARTER - 1}")
    assert service.object("GET", "a").status_code == 404
    made = service.piece(place, data[QUARTER:], f"{QUARTER}-{total - 1}/{total}")
    assert (made.status_code, made.json()["size"]) == (200, str(total))
    assert service.media("a").content == data


def test_what_was_sent_before_may_be_sent_again(service: Service) -> None:
    data = random_bytes(3 * QUARTER)
    place = service.begin("a")
    for _ in range(2):
        service.piece(place, data[: 2 * QUARTER], f"0-{2 * QUARTER - 1}/{len(data)}")
    made = service.piece(place, data[QUARTER:], f"{QUARTER}-{len(data) - 1}/{len(data)}")
    assert made.status_code == 200
    assert service.media("a").content == data


def test_the_last_piece_may_be_sent_again_after_its_answer_was_lost(service: Service) -> None:
    place = service.begin("a", ifGenerationMatch=0)
    first = service.piece(place, b"hello", "0-4/5")
    for span, data in (("0-4/5", b"hello"), ("*/5", b"")):
        again = service.piece(place, data, span)
        assert (again.status_code, again.json()["name"]) == (200, "a")
    assert service.object("GET", "a").json()["generation"] == first.json()["generation"]


def test_a_piece_may_not_leave_a_gap(ours: Service) -> None:
    place = ours.begin("a")
    ours.piece(place, b"x" * QUARTER, f"0-{QUARTER - 1}/*")
    refused = ours.piece(place, b"x", f"{2 * QUARTER}-{2 * QUARTER}/*")
    assert refused.status_code == 400
    assert "exceeds already uploaded size of 262144 byte(s)" in refused.json()["error"]["message"]
    assert ours.piece(place, b"", "*/*").headers["Range"] == f"bytes=0-{QUARTER - 1}"


@pytest.mark.parametrize("span", ["five", "0-4", "a-b/5", "4/5", "0-5/6", "0-3/5", "4-0/5", "0-4/4"])
def test_a_place_that_makes_no_sense_is_refused(ours: Service, span: str) -> None:
    place = ours.begin("a")
    assert ours.piece(place, b"hello", span).status_code == 400
    assert ours.piece(place, b"hello", "0-4/5").status_code == 200


def test_an_announced_size_is_kept_to(ours: Service) -> None:
    path = f"/upload/storage/v1/b/{ours.bucket}/o?uploadType=resumable&name=a"
    place = ours.http.post(path, headers={"X-Upload-Content-Length": "5"}).headers["Location"]
    for span in ("0-5/6", "0-5/*", "0-5/0"):
        assert ours.piece(place, b"hello!", span).status_code == 400
    assert ours.http.put(place, content=b"hello").status_code == 200


def test_an_upload_without_places_is_whole(service: Service) -> None:
    place = service.begin("a")
    assert service.http.put(place, content=b"hello").status_code == 200
    assert service.media("a").content == b"hello"


def test_a_cancelled_upload_is_gone(service: Service) -> None:
    place = service.begin("a")
    service.piece(place, b"x" * QUARTER, f"0-{QUARTER - 1}/*")
    assert service.http.delete(place).status_code == 499
    assert service.piece(place, b"", "*/*").status_code == 404
    assert service.http.delete(place).status_code == 404


def test_cancelling_a_finished_upload_leaves_its_object(ours: Service) -> None:
    place = ours.begin("a")
    ours.piece(place, b"hello", "0-4/5")
    assert ours.http.delete(place).status_code == 499
    assert ours.media("a").content == b"hello"


def test_what_a_broken_connection_brought_stays(ours: Service) -> None:
    data = random_bytes(3 * QUARTER)
    place = urlsplit(ours.begin("a"))
    connection = http.client.HTTPConnection(place.netloc, timeout=60)
    with closing(connection):
        connection.putrequest("PUT", f"{place.path}?{place.query}")
        connection.putheader("Content-Length", str(len(data)))
        connection.putheader("Content-Range", f"bytes 0-{len(data) - 1}/{len(data)}")
        connection.endheaders(data[:QUARTER])
    asked = ours.piece(place.geturl(), b"", f"*/{len(data)}")
    while "Range" not in asked.headers:
        asked = ours.piece(place.geturl(), b"", f"*/{len(data)}")
    start = int(asked.headers["Range"].removeprefix("bytes=0-")) + 1
    assert 0 < start <= QUARTER
    assert ours.piece(place.geturl(), data[start:], f"{start}-{len(data) - 1}/{len(data)}").status_code == 200
    assert ours.media("a").content == data
