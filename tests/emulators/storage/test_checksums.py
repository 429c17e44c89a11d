"""Checksums that clients send along."""

import pytest
from google.api_core.exceptions import BadRequest, PreconditionFailed
from google.cloud.storage import Bucket  # type: ignore[import-untyped]

from tests.emulators.storage.checksums import crc32c, md5
from tests.emulators.storage.service import Service

WRONG = "AAAAAA=="


@pytest.mark.parametrize("checksum", [{"crc32c": WRONG}, {"md5Hash": "AAAAAAAAAAAAAAAAAAAAAA=="}])
def test_a_wrong_checksum_in_the_metadata_is_refused(service: Service, checksum: dict[str, str]) -> None:
    place = service.begin("a", checksum)
    assert service.piece(place, b"hello", "0-4/5").status_code == service.either(400, reference=412)
    assert service.object("GET", "a").status_code == 404


@pytest.mark.parametrize("header", [f"crc32c={WRONG}", f"crc32c={crc32c(b'hello')},md5=AAAAAAAAAAAAAAAAAAAAAA=="])
def test_a_wrong_checksum_in_a_header_is_refused(service: Service, header: str) -> None:
    place = service.begin("a")
    refused = service.piece(place, b"hello", "0-4/5", **{"X-Goog-Hash": header})
    assert refused.status_code == service.either(400, reference=412)
    assert service.object("GET", "a").status_code == 404


def test_right_checksums_are_accepted(service: Service) -> None:
    place = service.begin("a", {"crc32c": crc32c(b"hello")})
    header = f"crc32c={crc32c(b'hello')},md5={md5(b'hello')}"
    assert service.piece(place, b"hello", "0-4/5", **{"X-Goog-Hash": header}).status_code == 200


def test_the_client_is_told_of_a_wrong_checksum(bucket: Bucket, service: Service) -> None:
    blob = bucket.blob("a")
    blob.crc32c = WRONG
    with pytest.raises(service.either(BadRequest, reference=PreconditionFailed)):
        blob.upload_from_string(b"hello", checksum=None)
    assert not blob.exists()
