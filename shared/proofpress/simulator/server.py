"""A service that speaks the Gemini REST protocol on this machine, for tests, demos and runs without a key."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import TracebackType
from typing import Any, Self

from proofpress.domain.catalog import Catalog, parse_catalog
from proofpress.serving import ConnectionServer
from proofpress.simulator.batches.files import Files
from proofpress.simulator.batches.jobs import Jobs
from proofpress.simulator.batches.objects import Objects
from proofpress.simulator.batches.running import work
from proofpress.simulator.batches.webhook import Webhook
from proofpress.simulator.faults import FAULTS, Fault
from proofpress.simulator.handler import Handler
from proofpress.simulator.profile import Profile
from proofpress.simulator.records import Records, RequestRecord
from proofpress.simulator.state import State


class _Server(ConnectionServer):
    """Nobody waits for an answer that is slow by order."""

    daemon_threads = True


@dataclass(frozen=True)
class Surroundings:
    """What the batch lane reaches besides its clients."""

    folder: Path | None = None
    """Keeps files and jobs, from where the next simulator takes them up; None: they end with this one."""
    storage: str = field(default_factory=lambda: os.environ.get("STORAGE_EMULATOR_HOST", ""))
    """Address of the storage server where jobs of Vertex AI read and write."""
    webhook: Webhook | None = None
    """Told of the end of every job of the Gemini API."""


class Simulator:
    """A running simulator; a context manager that serves from a thread and stops at the end.

    Whatever it answers to a request follows from the seed and the request, so a restarted
    simulator answers the same. `log` names a file to which one line of JSON per request is added. Where the
    batch lane keeps what it needs is said by `around`.
    """

    def __init__(
        self,
        profile: Profile | None = None,
        seed: int = 0,
        log: Path | str | None = None,
        catalog: Catalog | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        around: Surroundings | None = None,
    ) -> None:
        around = around or Surroundings()
        self._temporary = None if around.folder else TemporaryDirectory(prefix="proofpress-simulator-")
        kept = around.folder or Path(self._temporary.name if self._temporary else "")
        profile = profile or Profile()
        self._state = State(
            profile,
            seed,
            catalog or shipped_catalog(),
            Records(None if log is None else Path(log)),
            Files(kept, profile.batches.kept),
            Jobs(kept),
            Objects(around.storage),
            around.webhook,
        )
        self._server = _Server((host, port), type("BoundHandler", (Handler,), {"state": self._state}))
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="simulator", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens; the base URL for a client."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def requests(self) -> list[RequestRecord]:
        """What was asked and answered, oldest first; the last 10,000."""
        return self._state.records.all()

    def script(self, faults: Iterable[Fault | dict[str, Any]]) -> None:
        """Order faults; dictionaries have the fields of Fault."""
        self._state.faults.script(FAULTS.validate_python(tuple(faults)))

    def unmet(self) -> list[Fault]:
        """The ordered faults that did not happen as often as ordered."""
        return self._state.faults.unmet()

    def settle(self) -> None:
        """Wait until no job is worked on any more, and every webhook was sent."""
        self._state.jobs.wait()

    def reset(self) -> None:
        """As if just started, except for the log file and its numbering."""
        self._state.reset()

    def start(self) -> Self:
        """Begin to serve, and go on with the jobs of an earlier simulator."""
        self._state.jobs.resume(partial(work, state=self._state))
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and hang up on every client."""
        self._state.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._state.jobs.wait()
        if self._temporary:
            self._temporary.cleanup()
        self._state.records.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def shipped_catalog() -> Catalog:
    """The catalogue that Proofpress brings along."""
    return parse_catalog(resources.files("proofpress").joinpath("models.toml").read_text("utf-8"))
