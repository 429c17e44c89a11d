"""Signed URLs, made by Google's client."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_elliptic_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from google.cloud.storage import Bucket  # type: ignore[import-untyped]
from google.oauth2.service_account import Credentials

from proofpress.emulators.storage.server import StorageServer
from tests.emulators.storage.service import Service, open_bucket, open_service

NAME = "a b/č+%2F.png"
KEY = generate_private_key(65537, 2048)


def credentials(key: RSAPrivateKey) -> Credentials:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    info = {"client_email": "signer@example.com", "token_uri": "http://127.0.0.1/", "private_key": pem}
    return Credentials.from_service_account_info(info)  # type: ignore[no-untyped-call, no-any-return]


def sign(bucket: Bucket, service: Service, key: RSAPrivateKey = KEY, **options: str) -> str:
    url: str = bucket.blob(NAME).generate_signed_url(
        timedelta(minutes=5), service.url, version="v4", credentials=credentials(key), **options
    )
    return url


def fetch(url: str) -> httpx2.Response:
    return httpx2.get(url, trust_env=False)


@pytest.fixture(params=[False, True], ids=["anybody", "signer"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A server that serves anybody's URLs, and one that serves those of KEY."""
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    server = StorageServer(tmp_path, signer=public if request.param else None)
    with server, open_service(server.url) as service, open_bucket(service) as bucket:
        bucket.blob(NAME).upload_from_string(b"hello", "image/png")
        yield service


@pytest.fixture
def checking(request: pytest.FixtureRequest, service: Service) -> bool:
    """Whether the server checks signatures."""
    assert service.url
    return "signer" in request.node.name


def test_a_signed_url_is_served_as_it_is(bucket: Bucket, service: Service) -> None:
    answer = fetch(sign(bucket, service))
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"hello", "image/png")


def test_a_signed_url_may_set_headers_of_the_answer(bucket: Bucket, service: Service) -> None:
    answer = fetch(sign(bucket, service, response_type="text/plain", response_disposition="attachment; filename=x"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain")
    assert answer.headers["Content-Disposition"] == "attachment; filename=x"


def test_a_changed_signature_is_refused_where_signatures_are_checked(
    bucket: Bucket, service: Service, checking: bool
) -> None:
    expected = 403 if checking else 200
    url = sign(bucket, service)
    last = url[-1]
    assert fetch(url[:-1] + ("0" if last != "0" else "1")).status_code == expected
    assert fetch(url.replace("X-Goog-Expires=300", "X-Goog-Expires=301")).status_code == expected
    assert fetch(f"{url}&response-content-type=text%2Fhtml").status_code == expected
    assert fetch(sign(bucket, service, generate_private_key(65537, 2048))).status_code == expected
    assert fetch(re.sub("Signature=.*", "Signature=xyz", url)).status_code == expected


def test_a_url_without_a_signature_is_refused(bucket: Bucket, service: Service) -> None:
    bare = sign(bucket, service).partition("?")[0]
    refused = fetch(bare)
    assert (refused.status_code, "<Code>AccessDenied</Code>" in refused.text) == (403, True)


@pytest.mark.parametrize("name", ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"])
def test_a_url_with_a_part_missing_is_refused(bucket: Bucket, service: Service, name: str) -> None:
    refused = fetch(re.sub(f"X-Goog-{name}=[^&]*&?", "", sign(bucket, service)))
    assert (refused.status_code, f"X-Goog-{name}" in refused.text) == (400, True)


@pytest.mark.parametrize(
    ("name", "value"), [("Algorithm", "MD5"), ("Date", "today"), ("Expires", "604801"), ("Credential", "me")]
)
def test_a_url_with_a_wrong_part_is_refused(bucket: Bucket, service: Service, name: str, value: str) -> None:
    assert fetch(re.sub(f"(X-Goog-{name})=[^&]*", rf"\1={value}", sign(bucket, service))).status_code == 400


def test_an_expired_url_is_refused(bucket: Bucket, service: Service) -> None:
    before = (datetime.now(UTC) - timedelta(seconds=301)).strftime("%Y%m%dT%H%M%SZ")
    refused = fetch(re.sub("X-Goog-Date=[^&]*", f"X-Goog-Date={before}", sign(bucket, service)))
    assert (refused.status_code, "<Code>ExpiredToken</Code>" in refused.text) == (400, True)


def test_a_url_of_a_missing_object_is_not_found(bucket: Bucket, service: Service) -> None:
    url = sign(bucket, service)
    bucket.blob(NAME).delete()
    missing = fetch(url)
    assert (missing.status_code, "<Code>NoSuchKey</Code>" in missing.text) == (404, True)


def test_a_signer_has_an_rsa_key(tmp_path: Path) -> None:
    other = generate_elliptic_key(SECP256R1()).public_key()
    with pytest.raises(ValueError, match="RSA"):
        StorageServer(tmp_path, signer=other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(ValueError, match="PEM"):
        StorageServer(tmp_path, signer=b"no key")
