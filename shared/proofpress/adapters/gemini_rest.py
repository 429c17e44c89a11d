"""The Gemini API by its REST calls, for what google-genai 3.4 does not let through.

Its client drops a job's error and its counts, holds a whole answer in memory, and cannot read a file piece by piece.
The errors are google-genai's all the same, so that both lanes sort them alike. Nothing is retried here.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx2
from google.genai.errors import APIError

from proofpress.adapters.blotting import bytes_without_key, without_key
from proofpress.adapters.gemini_errors import sorted_errors
from proofpress.adapters.gemini_settings import GLOBAL, GeminiSettings
from proofpress.adapters.gemini_signing import Signer
from proofpress.domain.errors import FailureClass, PerhapsPaid, RefusedForNow
from proofpress.ports import Clock

_STUDIO = "https://generativelanguage.googleapis.com"
_VERTEX = "aiplatform.googleapis.com"
_CONNECT_SECONDS = 20.0
_MAY_BE_DONE = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT)
JsonObject = dict[str, Any]


class Rest:
    """Sends requests with our credentials; what goes wrong is raised as a ProofpressError. Safe between threads."""

    def __init__(self, settings: GeminiSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._signer = Signer(settings)
        timeout = httpx2.Timeout(settings.timeout, connect=_CONNECT_SECONDS)
        self._http = httpx2.Client(timeout=timeout, follow_redirects=True)

    @property
    def project(self) -> str:
        """The Google Cloud project that is called, of the credentials where the settings name none."""
        with sorted_errors(self._clock, self._settings.api_key):
            return self._signer.project

    def create(self, path: str, body: JsonObject) -> JsonObject:
        """A call that must not be made twice, and its JSON; `path` comes after the version.

        Raises PerhapsPaid where it may have been carried out: no answer, none that can be read, or an error of a server,
        which may have come after the deed.
        """
        response = self._sent("POST", path, body, {}, _no_error_of_a_server)
        return self._json_of(response)

    def free(self, method: str, path: str, **query: str) -> JsonObject:
        """A call that costs nothing and may be made again, and its JSON; RefusedForNow where no answer came."""
        with unpaid():
            return self._json_of(self._sent(method, path, None, query, APIError.raise_for_response))

    def post(self, url: str, headers: Mapping[str, str], content: bytes, *, signed: bool) -> httpx2.Response:
        """Post bytes to an address, with our credentials or, where the address itself is the right, without."""
        with unpaid(), sorted_errors(self._clock, self._settings.api_key):
            ours = self._signer.headers("POST", url) if signed else {}
            response = self._http.post(url, content=content, headers={**ours, **headers})
            APIError.raise_for_response(response)
        return response

    @contextmanager
    def reading(self, path: str, **query: str) -> Iterator[Iterator[bytes]]:
        """The body of an answer piece by piece; RefusedForNow where it breaks off."""
        url = self.url(path)
        with unpaid(), sorted_errors(self._clock, self._settings.api_key):
            headers = self._signer.headers("GET", url)
            with self._http.stream("GET", url, params=query, headers=headers) as response:
                APIError.raise_for_response(response)
                yield response.iter_bytes()

    def url(self, path: str, before: str = "") -> str:
        """The address of a path; `before` comes before the version, as `upload/` does."""
        return f"{self._base()}/{before}{self._version()}/{path}"

    def by_our_way(self, url: str) -> str:
        """An address that the service gave, on the base URL of the settings where they have one."""
        if not self._settings.base_url:
            return url
        base = urlsplit(self._settings.base_url)
        return urlunsplit(urlsplit(url)._replace(scheme=base.scheme, netloc=base.netloc))

    def blotted(self, data: bytes) -> bytes:
        """Bytes that the service sent, without our key."""
        return bytes_without_key(data, self._settings.api_key)

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def _sent(
        self,
        method: str,
        path: str,
        body: JsonObject | None,
        query: Mapping[str, str],
        check: Callable[[httpx2.Response], None],
    ) -> httpx2.Response:
        url = self.url(path)
        with sorted_errors(self._clock, self._settings.api_key):
            response = self._http.request(
                method, url, params=query or None, json=body, headers=self._signer.headers(method, url)
            )
            check(response)
        return response

    def _json_of(self, response: httpx2.Response) -> JsonObject:
        text = without_key(response.text, self._settings.api_key)
        try:
            found = json.loads(text) if text else {}
        except (ValueError, RecursionError) as error:
            words = f"HTTP {HTTPStatus.OK} without JSON: {text[:200]}"
            raise PerhapsPaid(FailureClass.TIMEOUT, words) from error
        if not isinstance(found, dict):
            raise PerhapsPaid(FailureClass.TIMEOUT, f"HTTP {HTTPStatus.OK} with {type(found).__name__} for an object")
        return found

    def _base(self) -> str:
        if self._settings.base_url:
            return self._settings.base_url.rstrip("/")
        if not self._settings.vertex:
            return _STUDIO
        location = self._settings.location
        return f"https://{_VERTEX}" if location == GLOBAL else f"https://{location}-{_VERTEX}"

    def _version(self) -> str:
        return self._settings.api_version or ("v1beta1" if self._settings.vertex else "v1")


@contextmanager
def unpaid() -> Iterator[None]:
    """For calls that cost nothing: where no answer came, the same call may be made again."""
    try:
        yield
    except PerhapsPaid as silence:
        raise RefusedForNow(FailureClass.UNAVAILABLE, silence.words) from silence


def _no_error_of_a_server(response: httpx2.Response) -> None:
    if response.status_code in _MAY_BE_DONE or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PerhapsPaid(FailureClass.TIMEOUT, f"HTTP {response.status_code}: {response.text}")
    APIError.raise_for_response(response)
