"""Who signs a URL: a private key, IAM, or nobody where only an emulator reads it."""

import hashlib
from typing import Any

from google.auth.credentials import Credentials, Signing
from google.auth.crypt import Signer
from google.auth.iam import Signer as IamSigner
from google.auth.transport.requests import Request

from proofpress.domain.errors import Stop


def signing_as(credentials: Credentials, request: Request) -> Signing:
    """The credentials themselves where they have a key, else IAM in their name; Stop where they are nobody's."""
    if isinstance(credentials, Signing):
        return credentials
    email = _email(credentials, request)
    if not email:
        raise Stop(
            "These credentials cannot sign URLs, because they are not a service account's: run "
            "`gcloud auth application-default login --impersonate-service-account=ACCOUNT`."
        )
    return _Account(IamSigner(request, credentials, email), email)  # type: ignore[no-untyped-call]


def signing_for_emulator() -> Signing:
    """URLs of the right form; an emulator knows no accounts, so nothing could be proved to it."""
    return _Account(_Digest(), "nobody@emulator.invalid")


class _Account(Signing):
    def __init__(self, signer: Signer, email: str) -> None:
        self._signer = signer
        self._email = email

    def sign_bytes(self, message: bytes) -> bytes:
        signature: bytes = self._signer.sign(message)  # type: ignore[no-untyped-call]
        return signature

    @property
    def signer_email(self) -> str:
        return self._email

    @property
    def signer(self) -> Signer:
        return self._signer


class _Digest(Signer):
    @property
    def key_id(self) -> None:
        return None

    def sign(self, message: bytes) -> bytes:
        return hashlib.sha256(message).digest()


def _email(credentials: Any, request: Request) -> str | None:
    email: str | None = getattr(credentials, "service_account_email", None)
    if email == "default":
        # The metadata server has not been asked yet whose credentials these are.
        credentials.refresh(request)
        email = credentials.service_account_email
    return email
