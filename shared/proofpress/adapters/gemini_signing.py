"""Who calls: the headers that say so, by key or by the credentials of Google Cloud."""

import threading

import google.auth
from google.auth.credentials import Credentials
from google.auth.transport.requests import Request

from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.domain.errors import BadInput

_SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)


class Signer:
    """Signs calls as the settings say; credentials are looked for when they are needed first. Safe between threads."""

    def __init__(self, settings: GeminiSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._credentials: Credentials | None = None
        self._project = settings.project

    @property
    def project(self) -> str:
        """The project of the settings, or else of the credentials; BadInput where neither has one."""
        with self._lock:
            if not self._project:
                self._find()
            if not self._project:
                raise BadInput("Vertex AI needs a project: set GOOGLE_CLOUD_PROJECT.")
            return self._project

    def headers(self, method: str, url: str) -> dict[str, str]:
        """What a call has to carry; raises what google-auth raises."""
        if self._settings.api_key:
            return {"x-goog-api-key": self._settings.api_key}
        if self._settings.on_loopback:
            return {"authorization": "Bearer loopback"}
        headers: dict[str, str] = {}
        with self._lock:
            credentials = self._credentials or self._find()
            credentials.before_request(Request(), method, url, headers)  # type: ignore[no-untyped-call]
        return headers

    def _find(self) -> Credentials:
        self._credentials, project = google.auth.default(scopes=_SCOPES)
        self._project = self._project or project or ""
        return self._credentials
