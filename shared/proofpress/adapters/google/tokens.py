"""Tokens that Google has signed: whose they are, and that they are meant for us and have not run out."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.auth import exceptions, jwt
from google.auth.transport.requests import Request

from proofpress.domain.errors import Retry

_KEPT_SECONDS = 3_600
"""Of Google's public keys; a key that is not among them is asked for at once, but not more often than each minute."""
_ASKED_SECONDS = 60
_SKEW_SECONDS = 30


class Untrusted(Exception):
    """A token that proves nothing; the message says why."""


@dataclass(frozen=True)
class Issuer:
    """Somebody whose signature is believed."""

    names: tuple[str, ...]
    algorithm: str
    keys: str
    """Where their public keys are: a JSON object of certificates or keys by their ids."""
    vouches: bool
    """Whether every address that they name is verified; else the token says so itself."""


IAP = Issuer(("https://cloud.google.com/iap",), "ES256", "https://www.gstatic.com/iap/verify/public_key", vouches=True)
GOOGLE = Issuer(
    ("https://accounts.google.com", "accounts.google.com"),
    "RS256",
    "https://www.googleapis.com/oauth2/v1/certs",
    vouches=False,
)


class Keys:
    """The public keys of an issuer, asked for when they are needed, and kept."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._keys: dict[str, str] = {}
        self._asked = float("-inf")

    def of(self, key: str) -> Mapping[str, str]:
        """The keys, the wanted one among them if the issuer has it; Retry where they cannot be had."""
        with self._lock:
            age = time.monotonic() - self._asked
            if age > _KEPT_SECONDS or (key not in self._keys and age > _ASKED_SECONDS):
                self._keys = self._fetched()
                self._asked = time.monotonic()
            return self._keys

    def _fetched(self) -> dict[str, str]:
        try:
            answer = Request()(url=self._url, method="GET", timeout=10)
            found: dict[str, str] = json.loads(answer.data)
        except (exceptions.TransportError, ValueError) as error:
            raise Retry(f"The keys at {self._url} cannot be had: {error}") from error
        return found


@dataclass(frozen=True)
class Verifier:
    """Believes the tokens of one issuer that are meant for this desk and have not run out."""

    issuer: Issuer
    audiences: tuple[str, ...]
    keys: Keys

    def email(self, token: str) -> str:
        """Whose token it is. Untrusted where it proves nothing, Retry where the issuer's keys cannot be had."""
        try:
            header: dict[str, Any] = jwt.decode_header(token)  # type: ignore[no-untyped-call]
            claims = self._claims(token, header)
        except (ValueError, exceptions.GoogleAuthError) as error:
            raise Untrusted(str(error)) from error
        return self._email_of(claims)

    def _claims(self, token: str, header: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a token says, once its signature, its audience and its times have been checked."""
        if header.get("alg") != self.issuer.algorithm:
            raise Untrusted(f"it is signed by {header.get('alg')}, not {self.issuer.algorithm}")
        if not self.audiences:
            raise Untrusted("PROOFPRESS_DESK_AUDIENCES does not say whom tokens must be meant for")
        claims: Mapping[str, Any] = jwt.decode(  # type: ignore[no-untyped-call]
            token,
            certs=self.keys.of(str(header.get("kid"))),
            audience=list(self.audiences),
            clock_skew_in_seconds=_SKEW_SECONDS,
        )
        return claims

    def _email_of(self, claims: Mapping[str, Any]) -> str:
        if claims.get("iss") not in self.issuer.names:
            raise Untrusted(f"it was not issued by {self.issuer.names[0]}")
        email = claims.get("email")
        if not isinstance(email, str) or not (self.issuer.vouches or claims.get("email_verified") is True):
            raise Untrusted("it names no verified e-mail address")
        return email.removeprefix("accounts.google.com:").lower()
