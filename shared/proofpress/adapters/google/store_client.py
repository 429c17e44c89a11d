"""Google's client of Cloud Storage, with connections for as many threads as a function has."""

import os

from google.auth.credentials import AnonymousCredentials
from google.auth.transport.requests import AuthorizedSession
from google.cloud.storage import Client  # type: ignore[import-untyped]
from requests.adapters import HTTPAdapter

from proofpress.adapters.google.credentials import application_default

CONNECTIONS = 80
"""Kept open at most. The session's own ten would have a connection opened and closed for every other call."""

_NO_EXTRA_CALLS = "DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA"
"""Else the client asks for every bucket's own metadata, from a thread in the background, whether it traces or not."""


def connect(project: str) -> Client:
    """A client; STORAGE_EMULATOR_HOST leads it to an emulator, where it needs no credentials."""
    os.environ.setdefault(_NO_EXTRA_CALLS, "true")
    emulated = os.environ.get("STORAGE_EMULATOR_HOST")
    credentials = AnonymousCredentials() if emulated else application_default()  # type: ignore[no-untyped-call]
    session = AuthorizedSession(credentials)  # type: ignore[no-untyped-call]
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS))
    return Client(project, credentials, _http=session)
