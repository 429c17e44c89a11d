"""Objects of Cloud Storage, on a storage server of this machine, by its JSON API."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2

from proofpress.simulator.refusal import Refused

_TIMEOUT = 60.0


class Objects:
    """What the simulator reads and writes as Vertex AI does; `server` is empty where there is no storage."""

    def __init__(self, server: str) -> None:
        self._server = server.rstrip("/") if "//" in server or not server else f"http://{server.rstrip('/')}"

    def read(self, uri: str) -> bytes:
        """A whole object; Refused where there is none."""
        with self._reading(uri) as response:
            return response.read()

    def fetch(self, uri: str, target: Path) -> None:
        """Copy an object to a file; Refused where there is none."""
        with self._reading(uri) as response, target.open("wb") as file:
            for piece in response.iter_bytes():
                file.write(piece)

    def write(self, uri: str, source: Path) -> None:
        """Make an object of a file."""
        bucket, name = _parts(uri)
        url = f"{self._found()}/upload/storage/v1/b/{quote(bucket, safe='')}/o?uploadType=media&name={quote(name, safe='')}"
        with _explained(uri), source.open("rb") as file, httpx2.Client(timeout=_TIMEOUT) as client:
            client.post(url, content=file, headers={"Content-Type": "application/jsonl"}).raise_for_status()

    @contextmanager
    def _reading(self, uri: str) -> Iterator[httpx2.Response]:
        bucket, name = _parts(uri)
        url = f"{self._found()}/storage/v1/b/{quote(bucket, safe='')}/o/{quote(name, safe='')}?alt=media"
        with _explained(uri), httpx2.Client(timeout=_TIMEOUT) as client, client.stream("GET", url) as response:
            if response.status_code != HTTPStatus.OK:
                raise Refused(400, f"{uri} cannot be read (HTTP {response.status_code}).")
            yield response

    def _found(self) -> str:
        if not self._server:
            raise Refused(400, "The simulator knows no Cloud Storage: start it with STORAGE_EMULATOR_HOST.")
        return self._server


@contextmanager
def _explained(uri: str) -> Iterator[None]:
    try:
        yield
    except httpx2.HTTPError as error:
        raise Refused(500, f"{uri} cannot be reached: {error}") from error


def _parts(uri: str) -> tuple[str, str]:
    address = urlsplit(uri)
    if address.scheme != "gs" or not address.netloc or not address.path.strip("/"):
        raise Refused(400, f"{uri!r} is no gs:// address.")
    return address.netloc, address.path.lstrip("/")
