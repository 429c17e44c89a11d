"""Objects of Cloud Storage that jobs of Vertex AI read and write: streamed, both ways."""

from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any
from urllib.parse import urlsplit

from google.api_core.exceptions import NotFound, PreconditionFailed
from google.cloud.storage.retry import DEFAULT_RETRY  # type: ignore[import-untyped]

from proofpress.adapters.google.store_client import connect
from proofpress.adapters.google.store_errors import Roles, explained, is_about_the_bucket
from proofpress.domain.errors import BadInput

_PIECE = 8 << 20
"""Bytes per request of an upload: a multiple of 256 KiB, as they need it."""
_READ = 2 << 20
"""Bytes per request of a reading, of which a few are in memory at a time."""
_PATIENCE = 60.0
"""Seconds in which a call must succeed, tries and waits included."""
_CONNECT_AND_READ_SECONDS = (5.0, 60.0)


class JobObjects:
    """One place in one bucket; its failures are raised as Retry or, where somebody must mend something, Stop."""

    def __init__(self, place: str, project: str) -> None:
        bucket, prefix = parts_of(place)
        self._prefix = f"{prefix.rstrip('/')}/" if prefix.strip("/") else ""
        self._bucket = bucket
        self._client = connect(project)
        retry = DEFAULT_RETRY.with_delay(initial=0.2, maximum=8.0, multiplier=2.0).with_timeout(_PATIENCE)
        self._calls: dict[str, Any] = {"retry": retry, "timeout": _CONNECT_AND_READ_SECONDS}

    def address(self, name: str) -> str:
        """Where an object of this place is."""
        return f"gs://{self._bucket}/{self._prefix}{name}"

    def put(self, name: str, data: IO[bytes], content_type: str, *, again: bool = True) -> str:
        """Write an object, over the one that is there if `again`; its address."""
        blob = self._client.bucket(self._bucket).blob(self._prefix + name, chunk_size=_PIECE)
        condition = None if again else 0
        with explained(self._bucket, name, Roles.PUT), suppress(PreconditionFailed):
            blob.upload_from_file(
                data, rewind=True, content_type=content_type, if_generation_match=condition, **self._calls
            )
        return self.address(name)

    def names(self, address: str) -> list[str]:
        """Addresses of all objects whose own begin with this one, in order."""
        bucket, prefix = parts_of(address)
        with explained(bucket, prefix, Roles.READ):
            found = self._client.list_blobs(bucket, prefix=prefix, fields="items(name),nextPageToken", **self._calls)
            return sorted(f"gs://{bucket}/{blob.name}" for blob in found)

    def pieces(self, address: str) -> Iterator[bytes]:
        """An object piece by piece; FileNotFoundError where there is none."""
        bucket, name = parts_of(address)
        blob = self._client.bucket(bucket).blob(name)
        with explained(bucket, name, Roles.READ):
            try:
                with blob.open("rb", chunk_size=_READ, **self._calls) as source:
                    while piece := source.read(_READ):
                        yield piece
            except NotFound as error:
                if is_about_the_bucket(error):
                    raise
                raise FileNotFoundError(address) from error

    def remove(self, address: str) -> None:
        """Delete an object; nothing happens where there is none."""
        bucket, name = parts_of(address)
        with explained(bucket, name, Roles.DELETE), suppress(NotFound):
            self._client.bucket(bucket).blob(name).delete(**self._calls)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def parts_of(address: str) -> tuple[str, str]:
    """Bucket and name of a gs:// address; BadInput where it is none."""
    found = urlsplit(address)
    if found.scheme != "gs" or not found.netloc:
        raise BadInput(f"{address!r} is no place in Cloud Storage: write gs://bucket or gs://bucket/prefix.")
    return found.netloc, found.path.removeprefix("/")
