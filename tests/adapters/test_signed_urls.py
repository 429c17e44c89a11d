"""Signed URLs: the signature is verified here against Google's V4 rules, computed anew, and by the storage server.

IAM and the metadata server are played by a server of this machine, to which Google's client is led by its own session.
The real ones were never asked.
"""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from google.auth.compute_engine import Credentials as MetadataCredentials
from google.oauth2.credentials import Credentials as UserCredentials
from google.oauth2.service_account import Credentials as KeyCredentials

from proofpress.adapters.google.signing import MAX_MINUTES, SignedUrls
from proofpress.adapters.google.store import CloudStore
from proofpress.domain.errors import Retry, Stop
from proofpress.ports import Bucket
from tests.support.buckets import NAMES, storage_server
from tests.support.google_accounts import EMAIL, Answer, google

NAME = "spring/große tasse/0001 ~+%.png"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def with_key(key: rsa.RSAPrivateKey) -> SignedUrls:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    info = {"client_email": EMAIL, "private_key": pem, "token_uri": "https://oauth2.googleapis.com/token"}
    return SignedUrls(NAMES, KeyCredentials.from_service_account_info(info))  # type: ignore[no-untyped-call]


def verify(url: str, key: rsa.RSAPrivateKey) -> dict[str, str]:
    """The parameters of a URL whose signature is good by the rules of GOOG4-RSA-SHA256; raises InvalidSignature."""
    parts = urlsplit(url)
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    signature = bytes.fromhex(parameters["X-Goog-Signature"])
    signed = sorted(
        (quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in parameters.items() if k != "X-Goog-Signature"
    )
    query = "&".join(f"{name}={value}" for name, value in signed)
    canonical = f"GET\n{parts.path}\n{query}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    scope = parameters["X-Goog-Credential"].removeprefix(f"{EMAIL}/")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"GOOG4-RSA-SHA256\n{parameters['X-Goog-Date']}\n{scope}\n{digest}"
    key.public_key().verify(signature, text.encode(), PKCS1v15(), SHA256())
    return parameters


def test_a_url_is_signed_with_the_key_of_the_credentials(with_key: SignedUrls, key: rsa.RSAPrivateKey) -> None:
    url = with_key.url(Bucket.FINALS, NAME, minutes=15)
    parameters = verify(url, key)
    assert url.startswith("https://storage.googleapis.com/test-finals/spring/gro%C3%9Fe%20tasse/0001%20~%2B%25.png?")
    assert parameters["X-Goog-Expires"] == "900"
    assert re.fullmatch(rf"{re.escape(EMAIL)}/\d{{8}}/auto/storage/goog4_request", parameters["X-Goog-Credential"])
    assert "response-content-disposition" not in parameters


def test_a_url_may_say_what_the_file_is_called(with_key: SignedUrls, key: rsa.RSAPrivateKey) -> None:
    parameters = verify(with_key.url(Bucket.FINALS, NAME, 15, download_as='große "Tasse".png'), key)
    assert parameters["response-content-disposition"] == "attachment; filename*=UTF-8''gro%C3%9Fe%20%22Tasse%22.png"


@pytest.mark.parametrize("minutes", [0, -1, MAX_MINUTES + 1])
def test_a_url_works_for_half_a_day_at_most(with_key: SignedUrls, minutes: int) -> None:
    with pytest.raises(ValueError, match="1 to 720 minutes"):
        with_key.url(Bucket.FINALS, NAME, minutes)


def test_a_name_that_no_store_takes_gets_no_url(with_key: SignedUrls) -> None:
    with pytest.raises(ValueError, match="object name"):
        with_key.url(Bucket.FINALS, "../secrets", 15)


def metadata_credentials() -> MetadataCredentials:
    return MetadataCredentials(universe_domain="googleapis.com")  # type: ignore[no-untyped-call]


def test_iam_signs_for_an_account_without_a_key(key: rsa.RSAPrivateKey) -> None:
    def sign(message: bytes) -> Answer:
        return 200, {"keyId": "k", "signedBlob": base64.b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()}

    with google(sign) as (request, asked):
        urls = SignedUrls(NAMES, metadata_credentials(), request)
        assert asked == []
        for number in (1, 2):
            verify(urls.url(Bucket.DRAFTS, f"spring/cup/{number:04d}.png", 15), key)
    sign_blob = f"iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{EMAIL}:signBlob"
    assert [each for each in asked if "signBlob" in each] == [sign_blob] * 2


def test_an_account_that_may_not_sign_stops_with_the_mend() -> None:
    error = {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "Permission denied on resource."}}
    with google(lambda _: (403, error)) as (request, _):
        urls = SignedUrls(NAMES, metadata_credentials(), request)
        with pytest.raises(Stop, match=r"roles/iam\.serviceAccountTokenCreator on itself"):
            urls.url(Bucket.DRAFTS, NAME, 15)


def test_a_failure_of_iam_is_retried_later() -> None:
    with google(lambda _: (429, {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}})) as (request, _):
        urls = SignedUrls(NAMES, metadata_credentials(), request)
        with pytest.raises(Retry, match="RESOURCE_EXHAUSTED"):
            urls.url(Bucket.DRAFTS, NAME, 15)


def test_credentials_of_a_person_stop_with_the_mend() -> None:
    urls = SignedUrls(NAMES, UserCredentials("a-token"))  # type: ignore[no-untyped-call]
    with pytest.raises(Stop, match="--impersonate-service-account=ACCOUNT"):
        urls.url(Bucket.DRAFTS, NAME, 15)


def test_missing_credentials_stop_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    with pytest.raises(Stop, match=r"gcloud auth application-default login.*missing\.json"):
        SignedUrls(NAMES).url(Bucket.DRAFTS, NAME, 15)


class TestOnAStorageServer:
    def test_a_url_that_was_signed_with_a_key_is_served_to_anybody(
        self, with_key: SignedUrls, key: rsa.RSAPrivateKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        with storage_server(tmp_path, monkeypatch, signer=public):
            self._put(b"the final")
            url = with_key.url(Bucket.FINALS, NAME, 15, download_as="cup.png")
            answer = httpx2.get(url)
            assert (answer.status_code, answer.content) == (200, b"the final")
            assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''cup.png"
            assert httpx2.get(url.replace("Expires=900", "Expires=901")).status_code == 403

    def test_an_emulator_needs_no_credentials(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with storage_server(tmp_path, monkeypatch):
            self._put(b"the final")
            assert httpx2.get(SignedUrls(NAMES).url(Bucket.FINALS, NAME, 15)).content == b"the final"

    def _put(self, data: bytes) -> None:
        store = CloudStore("test", NAMES)
        store.put(Bucket.FINALS, NAME, data, "image/png")
        store.close()
