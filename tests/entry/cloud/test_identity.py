"""Who is let in to the desk of a deployment: whom Google's signature names, and nobody else."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from google.auth import crypt, jwt
from google.auth.crypt.es import EsSigner
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from proofpress.adapters.google.tokens import GOOGLE, IAP
from proofpress.domain.errors import Retry
from proofpress.entry.cloud.serving.identity import IdentityGate, identity_gate
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.desk.visitors import Refused, Role, check_ours

DESK = "https://proofpress-desk-1.europe-west1.run.app"
SERVICE = "/projects/1/locations/europe-west1/services/proofpress-desk"
SETTINGS = CloudSettings(
    project="shop",
    desk_audiences=f"{DESK},{SERVICE}",
    desk_reviewers="Ada@example.com, @studio.example",
    desk_viewers="client@example.org",
)


class Google:
    """Keys, and a server that publishes the public ones where a test's issuers look for them."""

    def __init__(self) -> None:
        self.elliptic = ec.generate_private_key(ec.SECP256R1())
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.published: dict[str, Any] = {
            "/iap": {"e1": self.elliptic.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            ).decode()},
            "/google": {"r1": _certificate(self.rsa)},
        }  # fmt: skip
        self.asked = 0

    def iap(self, **claims: object) -> str:
        """An assertion of Identity-Aware Proxy."""
        now = int(time.time())
        said = {"iss": "https://cloud.google.com/iap", "aud": SERVICE, "iat": now, "exp": now + 600,
                "email": "ada@example.com", **claims}  # fmt: skip
        return _signed(EsSigner(self.elliptic, "e1"), said)

    def token(self, **claims: object) -> str:
        """An ID token."""
        now = int(time.time())
        said = {"iss": "https://accounts.google.com", "aud": DESK, "iat": now, "exp": now + 600,
                "email": "client@example.org", "email_verified": True, **claims}  # fmt: skip
        return _signed(crypt.RSASigner(self.rsa, "r1"), said)  # type: ignore[no-untyped-call]


def _signed(signer: object, claims: dict[str, object]) -> str:
    encoded: bytes = jwt.encode(signer, claims)  # type: ignore[no-untyped-call]
    return encoded.decode()


def _certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "federated-signon")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def google() -> Google:
    return Google()


@pytest.fixture
def gate(google: Google) -> Iterator[IdentityGate]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            google.asked += 1
            body = json.dumps(google.published[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    yield identity_gate(SETTINGS, replace(IAP, keys=f"{address}/iap"), replace(GOOGLE, keys=f"{address}/google"))
    server.shutdown()
    thread.join()
    server.server_close()


def asked(**headers: str) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Request(EnvironBuilder(path="/", base_url=DESK, headers=named).get_environ())


def test_an_assertion_of_iap_names_the_visitor(gate: IdentityGate, google: Google) -> None:
    visitor = gate.admit(asked(x_goog_iap_jwt_assertion=google.iap()))
    assert (visitor.name, visitor.role) == ("ada@example.com", Role.REVIEWER)


@pytest.mark.parametrize(
    ("email", "role"),
    [("ADA@example.com", Role.REVIEWER), ("bo@studio.example", Role.REVIEWER), ("client@example.org", Role.VIEWER)],
)
def test_the_role_goes_by_the_address_or_its_domain(gate: IdentityGate, google: Google, email: str, role: Role) -> None:
    assert gate.admit(asked(Authorization=f"Bearer {google.token(email=email)}")).role is role


@pytest.mark.parametrize("email", ["eve@example.com", "eve@evil.example", "ada@example.com.evil.example"])
def test_who_has_no_role_is_told_so(gate: IdentityGate, google: Google, email: str) -> None:
    with pytest.raises(Refused, match="has no role at this desk") as refused:
        gate.admit(asked(x_goog_iap_jwt_assertion=google.iap(email=email)))
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://another.run.app"},
        {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 3_600, "iat": int(time.time()) - 7_200},
        {"iat": int(time.time()) + 3_600},
        {"email": None},
    ],
    ids=["audience", "issuer", "run out", "not yet", "nobody"],
)
def test_a_token_that_is_not_for_this_desk_and_now_proves_nothing(
    gate: IdentityGate, google: Google, claims: dict[str, object]
) -> None:
    for headers in (
        {"x_goog_iap_jwt_assertion": google.iap(**claims)},
        {"Authorization": f"Bearer {google.token(**claims)}"},
    ):
        with pytest.raises(Refused, match="proves nothing") as refused:
            gate.admit(asked(**headers))
        assert refused.value.status == 401


def test_an_address_that_nobody_verified_proves_nothing(gate: IdentityGate, google: Google) -> None:
    with pytest.raises(Refused, match="no verified e-mail address"):
        gate.admit(asked(Authorization=f"Bearer {google.token(email_verified=False)}"))


def test_a_signature_by_somebody_else_proves_nothing(gate: IdentityGate) -> None:
    forger = Google()
    for headers in ({"x_goog_iap_jwt_assertion": forger.iap()}, {"Authorization": f"Bearer {forger.token()}"}):
        with pytest.raises(Refused, match="proves nothing"):
            gate.admit(asked(**headers))


def test_a_token_of_one_issuer_is_not_taken_for_the_others(gate: IdentityGate, google: Google) -> None:
    with pytest.raises(Refused, match="signed by RS256, not ES256"):
        gate.admit(asked(x_goog_iap_jwt_assertion=google.token()))


@pytest.mark.parametrize("text", ["", "no token", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_proves_nothing(gate: IdentityGate, text: str) -> None:
    with pytest.raises(Refused):
        gate.admit(asked(x_goog_iap_jwt_assertion=text, Authorization=f"Bearer {text}"))


def test_a_token_without_its_signature_is_answered_with_what_to_do(gate: IdentityGate, google: Google) -> None:
    head, body, _ = google.token().split(".")
    with pytest.raises(Refused, match="Put Identity-Aware Proxy before the desk"):
        gate.admit(asked(Authorization=f"Bearer {head}.{body}.SIGNATURE_REMOVED_BY_GOOGLE"))


def test_headers_that_anybody_can_write_are_not_believed(gate: IdentityGate) -> None:
    with pytest.raises(Refused):
        gate.admit(asked(X_Goog_Authenticated_User_Email="accounts.google.com:ada@example.com"))


def test_the_keys_are_asked_for_once(gate: IdentityGate, google: Google) -> None:
    before = google.asked
    for _ in range(3):
        gate.admit(asked(x_goog_iap_jwt_assertion=google.iap()))
    assert google.asked == before + 1


def test_keys_that_cannot_be_had_are_a_reason_to_try_again(google: Google) -> None:
    away = identity_gate(SETTINGS, replace(IAP, keys="http://127.0.0.1:9/iap"))
    with pytest.raises(Retry, match="cannot be had"):
        away.admit(asked(x_goog_iap_jwt_assertion=google.iap()))


def test_without_an_audience_nobody_is_let_in(google: Google) -> None:
    gate = identity_gate(CloudSettings(project="shop", desk_reviewers="ada@example.com"))
    with pytest.raises(Refused, match="PROOFPRESS_DESK_AUDIENCES"):
        gate.admit(asked(x_goog_iap_jwt_assertion=google.iap()))


def test_a_viewer_may_not_decide(gate: IdentityGate, google: Google) -> None:
    request = asked(Authorization=f"Bearer {google.token()}")
    visitor = gate.admit(request)
    with pytest.raises(Refused, match="You may look, and not decide"):
        check_ours(request, visitor, visitor.token)
