"""Everything that a server's requests share."""

from dataclasses import dataclass, field
from threading import Event, Lock

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from proofpress.emulators.storage.contents import Contents
from proofpress.emulators.storage.faults import Faults
from proofpress.emulators.storage.index import Index
from proofpress.emulators.storage.outbox import Outbox


@dataclass(frozen=True)
class State:
    """The parts of a server."""

    index: Index
    contents: Contents
    outbox: Outbox
    page_limit: int
    """How many names a page of a listing has at most."""
    signer: RSAPublicKey | None = None
    """Whose signed URLs are served; None: anybody's."""
    faults: Faults = field(default_factory=Faults)
    over: Event = field(default_factory=Event)
    """Set when the server stops."""
    _upload_locks: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(64)))

    def upload_lock(self, upload: str) -> Lock:
        """Keeps two requests from writing to one resumable upload at a time; some uploads share a lock."""
        return self._upload_locks[hash(upload) % len(self._upload_locks)]
