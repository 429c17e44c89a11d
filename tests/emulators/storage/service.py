"""The server under test, or the reference beside it: googleapis/storage-testbench, where its address is given.

`STORAGE_TESTBENCH_URL=http://127.0.0.1:9000 pytest tests/emulators/storage` makes every test that uses the fixture
`service` run against both. Where they are known to differ, a test says so with `either`.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Bucket, Client  # type: ignore[import-untyped]

REFERENCE = os.environ.get("STORAGE_TESTBENCH_URL")

T = TypeVar("T")


@dataclass(frozen=True)
class Service:
    """A server with a bucket of the test's own."""

    url: str
    http: httpx2.Client
    bucket: str
    reference: bool = False

    def either(self, ours: T, *, reference: T) -> T:
        """What this server answers, where the two differ."""
        return reference if self.reference else ours

    def call(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """A request below the JSON API."""
        return self.http.request(method, f"/storage/v1{path}", **options)

    def object(self, method: str, name: str, **options: Any) -> httpx2.Response:
        """A request for an object."""
        return self.call(method, f"/b/{self.bucket}/o/{quote(name, safe='')}", **options)

    def media(self, name: str, **options: Any) -> httpx2.Response:
        """The bytes of an object."""
        params = {"alt": "media", **options.pop("params", {})}
        return self.object("GET", name, params=params, **options)

    def upload(self, name: str, data: bytes = b"x", **query: Any) -> httpx2.Response:
        """A simple upload."""
        params = {"uploadType": "media", "name": name, **query}
        return self.http.post(f"/upload/storage/v1/b/{self.bucket}/o", params=params, content=data)

    def begin(self, name: str, resource: dict[str, Any] | None = None, **query: Any) -> str:
        """Begin a resumable upload; where its bytes are to be sent."""
        params = {"uploadType": "resumable", "name": name, **query}
        begun = self.http.post(f"/upload/storage/v1/b/{self.bucket}/o", params=params, json=resource or {})
        assert begun.status_code == 200, begun.text
        return begun.headers["Location"]

    def piece(self, place: str, data: bytes, span: str, **headers: str) -> httpx2.Response:
        """Send a piece of a resumable upload, or ask how far it is."""
        return self.http.put(place, content=data, headers={"Content-Range": f"bytes {span}", **headers})


@contextmanager
def open_service(url: str, *, reference: bool = False) -> Iterator[Service]:
    """A service whose bucket is there."""
    with httpx2.Client(base_url=url, timeout=30.0, trust_env=False) as http:
        service = Service(url, http, f"bucket-{uuid.uuid4().hex}", reference)
        service.call("POST", "/b", params={"project": "test"}, json={"name": service.bucket}).raise_for_status()
        yield service


@contextmanager
def open_bucket(service: Service) -> Iterator[Bucket]:
    """The service's bucket in the unmodified client."""
    options = {"api_endpoint": service.url}
    client = Client("test", AnonymousCredentials(), client_options=options)  # type: ignore[no-untyped-call]
    try:
        yield client.bucket(service.bucket)
    finally:
        client.close()
