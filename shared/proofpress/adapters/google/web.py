"""Photos in buckets of Cloud Storage, besides what is had by https."""

from proofpress.adapters.google.lazy import Lazy
from proofpress.adapters.google.store_client import connect
from proofpress.adapters.google.store_errors import Roles, explained
from proofpress.adapters.web import WebClient
from proofpress.domain.errors import Drop
from proofpress.ports import Allowed

_SCHEME = "gs://"


class CloudWeb(WebClient):
    """A Web that reads `gs://` addresses too, of buckets that the campaign allows and the process may read."""

    def __init__(self, project: str) -> None:
        super().__init__()
        self._client = Lazy(lambda: connect(project))

    def fetch(self, url: str, allowed: Allowed, headers: dict[str, str] | None = None) -> bytes:
        """The bytes of an object, or the body of what lies at an https address."""
        if not url.startswith(_SCHEME):
            return super().fetch(url, allowed, headers)
        bucket, _, name = url.removeprefix(_SCHEME).partition("/")
        if bucket not in allowed.buckets or not name:
            known = ", ".join(allowed.buckets) or "none"
            raise Drop(f"{url!r} is not read: the bucket {bucket!r} is not among those allowed ({known})")
        with explained(bucket, name, Roles.READ):
            blob = self._client.get().bucket(bucket).get_blob(name, timeout=allowed.seconds)
            if blob is None:
                raise Drop(f"{url} is not there")
            if blob.size > allowed.max_bytes:
                raise Drop(f"{url} has more than {allowed.max_bytes / 1e6:g} MB")
            data: bytes = blob.download_as_bytes(if_generation_match=blob.generation, timeout=allowed.seconds)
            return data
