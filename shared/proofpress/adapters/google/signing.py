"""URLs that let a browser read one object for a while, signed without a key file."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

from google.auth.credentials import AnonymousCredentials, Credentials, Signing
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request
from google.cloud.storage import Client  # type: ignore[import-untyped]

from proofpress.adapters.google.credentials import application_default
from proofpress.adapters.google.lazy import Lazy
from proofpress.adapters.google.signers import signing_as, signing_for_emulator
from proofpress.adapters.objectnames import check_name
from proofpress.domain.errors import Retry, Stop
from proofpress.ports import Bucket

MAX_MINUTES = 720
"""IAM signs with keys of its own, and promises to know them for half a day."""


class SignedUrls:
    """Signs by the account that runs this: with its private key where it has one, else by IAM, one call per URL.

    Args:
        names: What each bucket is called.
        credentials: Of a service account; the application default ones where none are given.
        request: How to speak to Google.
    """

    def __init__(
        self, names: Mapping[Bucket, str], credentials: Credentials | None = None, request: Request | None = None
    ) -> None:
        self._names = dict(names)
        self._credentials = credentials
        self._request = request
        self._signing = Lazy(self._choose)
        self._client = Lazy(lambda: Client(None, AnonymousCredentials()))  # type: ignore[no-untyped-call]

    def url(self, bucket: Bucket, name: str, minutes: int, download_as: str | None = None) -> str:
        """A URL of an object, whether it is there or not, that works for so many minutes, from 1 to MAX_MINUTES.

        A browser saves it as a file where `download_as` names one. Stop where the credentials cannot sign, Retry
        where IAM fails.
        """
        check_name(name)
        if not 1 <= minutes <= MAX_MINUTES:
            raise ValueError(f"a signed URL works for 1 to {MAX_MINUTES} minutes, not {minutes}")
        blob = self._client.get().bucket(self._names[bucket]).blob(name)
        with _explained():
            signed: str = blob.generate_signed_url(
                version="v4",
                expiration=timedelta(minutes=minutes),
                response_disposition=_attachment(download_as) if download_as else None,
                credentials=self._signing.get(),
            )
        return signed

    def _choose(self) -> Signing:
        if self._credentials is None and os.environ.get("STORAGE_EMULATOR_HOST"):
            return signing_for_emulator()
        return signing_as(self._credentials or application_default(), self._request or Request())


def _attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except GoogleAuthError as error:
        if "PERMISSION_DENIED" in str(error):
            raise Stop(
                "The account may not sign for itself: grant it roles/iam.serviceAccountTokenCreator on itself, and "
                f"enable iamcredentials.googleapis.com. {error}"
            ) from error
        raise Retry(f"A URL could not be signed: {error}") from error
