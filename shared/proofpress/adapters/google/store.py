"""The pipeline's buckets on Cloud Storage."""

import uuid
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import google_crc32c
from google.api_core.exceptions import NotFound, PreconditionFailed
from google.cloud.storage.exceptions import DataCorruption  # type: ignore[import-untyped]
from google.cloud.storage.retry import DEFAULT_RETRY  # type: ignore[import-untyped]

from proofpress.adapters.google.lazy import Lazy
from proofpress.adapters.google.store_client import connect
from proofpress.adapters.google.store_errors import Roles, explained, is_about_the_bucket
from proofpress.adapters.google.store_metadata import described, mark_of, marked
from proofpress.adapters.objectnames import check_name
from proofpress.domain.errors import Retry
from proofpress.ports import AlreadyExists, Bucket, Changed, Stored

_CONNECT_AND_READ_SECONDS = (5.0, 30.0)
_TRIES = 3
_FOR_GOOD = "public, max-age=31536000, immutable"
_BRIEFLY = "public, max-age=60, must-revalidate"
"""What caches may do with what `put` delivers, and with what `replace` swaps."""


class CloudStore:
    """A Store in Cloud Storage, for any number of threads.

    The service's transient failures are tried again; Retry is raised where they last, Stop where a bucket or a role is
    missing, ValueError for a name or metadata that no store takes. The client is built on first use, so that a process
    may fork before that.

    Args:
        project: Id of the project.
        names: What each bucket is called.
        patience: Seconds in which a call must succeed, tries and waits included.
    """

    def __init__(self, project: str, names: Mapping[Bucket, str], patience: float = 60.0) -> None:
        self._names = dict(names)
        retry = DEFAULT_RETRY.with_delay(initial=0.2, maximum=8.0, multiplier=2.0).with_timeout(patience)
        self._calls: dict[str, Any] = {"retry": retry, "timeout": _CONNECT_AND_READ_SECONDS}
        self._client = Lazy(lambda: connect(project))

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        """Create an object; AlreadyExists where the name is taken."""
        check_name(name)
        mark = uuid.uuid4().hex
        facts = marked(metadata, mark)
        blob = self._blob(bucket, name)
        blob.metadata = facts
        if bucket is Bucket.DELIVERIES:
            blob.cache_control = _FOR_GOOD
        for _ in range(_TRIES):
            if self._created(bucket, blob, data, content_type):
                return described(bucket, blob)
            taken = self._look(bucket, name, Roles.PUT)
            if taken is None:
                continue
            # The client's own first try took it, where that one's answer was lost.
            if mark_of(taken) == mark:
                return described(bucket, taken)
            raise AlreadyExists(described(bucket, taken))
        raise Retry(f"gs://{self._names[bucket]}/{name} is created and deleted again all the time.")

    def replace(self, bucket: Bucket, name: str, data: bytes, content_type: str, generation: str) -> Stored:
        """Swap an object for another at once, where it still is of a generation (empty: not there); Changed if not."""
        check_name(name)
        mark = uuid.uuid4().hex
        blob = self._blob(bucket, name)
        blob.metadata, blob.cache_control = marked(None, mark), _BRIEFLY
        with explained(self._names[bucket], name, Roles.REPLACE), suppress(PreconditionFailed):
            blob.upload_from_string(
                data, content_type, if_generation_match=int(generation or 0), checksum="crc32c", **self._calls
            )
            return described(bucket, blob)
        there = self._look(bucket, name, Roles.REPLACE)
        # As in `put`: the first try may have been carried out although its answer was lost.
        if there is not None and mark_of(there) == mark:
            return described(bucket, there)
        raise Changed(bucket, name, None if there is None else described(bucket, there))

    def get(self, bucket: Bucket, name: str) -> bytes:
        """The bytes of an object, as their checksum says they must be; FileNotFoundError where there is none."""
        check_name(name)
        for _ in range(_TRIES):
            with explained(self._names[bucket], name, Roles.READ), suppress(DataCorruption):
                data = self._downloaded(bucket, name)
                if data is not None:
                    return data
        raise Retry(f"gs://{self._names[bucket]}/{name} came damaged {_TRIES} times.")

    def stat(self, bucket: Bucket, name: str) -> Stored | None:
        """What is known of an object, or None."""
        check_name(name)
        blob = self._look(bucket, name, Roles.READ)
        return None if blob is None else described(bucket, blob)

    def names(self, bucket: Bucket, prefix: str = "") -> list[str]:
        """Names that begin with a prefix, in order of their code points; those that no put makes are left out."""
        with explained(self._names[bucket], prefix, Roles.READ):
            found = self._client.get().list_blobs(
                self._names[bucket], prefix=prefix, fields="items(name),nextPageToken", **self._calls
            )
            return [blob.name for blob in found if _is_ours(blob.name)]

    def delete(self, bucket: Bucket, name: str) -> None:
        """Remove an object; nothing happens where there is none."""
        check_name(name)
        there = self._look(bucket, name, Roles.DELETE)
        if there is None:
            return
        # Bound to what was seen: a repeated request must not remove what was put after the first one.
        with explained(self._names[bucket], name, Roles.DELETE), suppress(NotFound, PreconditionFailed):
            self._blob(bucket, name).delete(if_generation_match=there.generation, **self._calls)

    def close(self) -> None:
        """Close the connections."""
        if self._client.built is not None:
            self._client.built.close()

    def _blob(self, bucket: Bucket, name: str) -> Any:
        return self._client.get().bucket(self._names[bucket]).blob(name)

    def _created(self, bucket: Bucket, blob: Any, data: bytes, content_type: str) -> bool:
        with explained(self._names[bucket], blob.name, Roles.PUT), suppress(PreconditionFailed):
            blob.upload_from_string(data, content_type, if_generation_match=0, checksum="crc32c", **self._calls)
            return True
        return False

    def _downloaded(self, bucket: Bucket, name: str) -> bytes | None:
        blob = self._blob(bucket, name)
        try:
            data: bytes = blob.download_as_bytes(checksum="crc32c", **self._calls)
        except NotFound as error:
            if is_about_the_bucket(error):
                raise
            raise FileNotFoundError(f"gs://{self._names[bucket]}/{name}") from error
        # The client checks what came in one piece; it does not check what it went on with after an interruption.
        sound = blob.content_encoding == "gzip" or blob.crc32c == _crc32c(data)
        return data if sound else None

    def _look(self, bucket: Bucket, name: str, roles: Roles) -> Any:
        blob = self._blob(bucket, name)
        with explained(self._names[bucket], name, roles):
            try:
                blob.reload(**self._calls)
            except NotFound as error:
                if is_about_the_bucket(error):
                    raise
                return None
        return blob


def _crc32c(data: bytes) -> str:
    return b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode()


def _is_ours(name: str) -> bool:
    try:
        check_name(name)
    except ValueError:
        return False
    return True
