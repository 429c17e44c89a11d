"""Cloud Storage on this machine: a server for tests, and for the whole cloud shape without a cloud."""

from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from proofpress.emulators.storage.contents import Contents
from proofpress.emulators.storage.control import waiting
from proofpress.emulators.storage.faults import FAULTS, Fault
from proofpress.emulators.storage.handler import Handler
from proofpress.emulators.storage.index import Index
from proofpress.emulators.storage.outbox import Outbox
from proofpress.emulators.storage.publisher import Publisher
from proofpress.emulators.storage.signatures import read_key
from proofpress.emulators.storage.state import State
from proofpress.serving import ConnectionServer

PAGE_LIMIT = 1000
"""Names on a page of a listing, as the real service has it."""


class StorageServer:
    """A running server; a context manager that serves from a thread and stops at the end.

    `data` is the folder that holds everything, also over a restart; one server at a time can use it (OSError).
    `pubsub` is the host and port of a Pub/Sub emulator; without it notifications are configured, but not sent. Each is
    sent `notify_copies` times, each time after a wait of its own of up to `shuffle_seconds`. A page of a listing has at
    most `page_limit` names. `signer` is a public key in PEM: only URLs signed with its private half are served.
    """

    def __init__(
        self,
        data: Path,
        pubsub: str | None = None,
        port: int = 0,
        *,
        notify_copies: int = 1,
        shuffle_seconds: float = 0.0,
        page_limit: int = PAGE_LIMIT,
        signer: bytes | None = None,
    ) -> None:
        key = None if signer is None else read_key(signer)
        contents = Contents(data / "contents")
        outbox = Outbox(pubsub is not None, notify_copies, shuffle_seconds)
        self._state = State(Index(data / "index.sqlite"), contents, outbox, page_limit, key)
        handler = type("BoundHandler", (Handler,), {"state": self._state})
        try:
            self._server = ConnectionServer(("127.0.0.1", port), handler)
        except BaseException:
            self._state.index.close()
            raise
        self._publisher = None if pubsub is None else Publisher(self._state.index, outbox, pubsub)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="storage", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens; what clients take from STORAGE_EMULATOR_HOST."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def waiting(self) -> int:
        """How many notifications Pub/Sub has not taken yet."""
        return waiting(self._state)

    def script(self, *faults: Fault | dict[str, Any]) -> None:
        """Order faults; dictionaries have the fields of Fault."""
        self._state.faults.script(FAULTS.validate_python(faults))

    def unmet(self) -> list[Fault]:
        """The ordered faults that did not happen as often as ordered."""
        return self._state.faults.unmet()

    def start(self) -> Self:
        """Begin to serve."""
        self._state.contents.keep_only(self._state.index.files())
        if self._publisher is not None:
            self._publisher.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and hang up on every client; notifications that were not sent are sent after the next start."""
        self._state.over.set()
        self._server.shutdown()
        self._server.server_close()
        if self._publisher is not None:
            self._publisher.stop()
        self._state.index.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
