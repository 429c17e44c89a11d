"""A server on a free port of this machine, as a child process that ends with this one."""

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from proofpress.domain.errors import Stop
from proofpress.emulators.leash import let_go, start_leashed
from proofpress.emulators.ports import hold_port

START_SECONDS = 60.0
"""How long a server may take until it answers."""

_TRIES = 3
_LAST_LINES = 15


class Server:
    """A command that listens on a port of its own; started by `start` or by entering its context.

    `command` is given the port. `probe` is a path that is asked until anything is answered: what is answered does not
    matter. Stop, with the last lines of the log, is raised where the server ends or stays silent.
    """

    def __init__(
        self,
        name: str,
        command: Callable[[int], Sequence[str]],
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        probe: str = "/",
    ) -> None:
        self.name = name
        self.log = log
        self.port = 0
        self._command = command
        self._environment = environment
        self._folder = folder
        self._probe = probe
        self._process: subprocess.Popen[bytes] | None = None
        self._held: socket.socket | None = None

    @property
    def host(self) -> str:
        """Address and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it on a free port, on another one where somebody was faster, and wait until it answers."""
        for _ in range(_TRIES):
            already_written = self.log.stat().st_size if self.log.exists() else 0
            self._hold_port()
            self.restart()
            if self._answers():
                return
            self.end()
            if b"in use" not in self.log.read_bytes()[already_written:]:
                break
        raise Stop(f"The {self.name} did not start. The end of {self.log}:\n{self._last_lines()}")

    def restart(self) -> None:
        """Start it anew on the port that it has, without waiting for its first answer."""
        self._stop()
        self._process = start_leashed(self._command(self.port), self.log, self._environment, self._folder)

    def kill(self) -> None:
        """Kill it with everything that it started, at once, as a crash would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def end(self) -> None:
        """End it with everything that it started, and give its port back."""
        self._stop()
        if self._held is not None:
            self._held.close()

    def _stop(self) -> None:
        if self._process is not None:
            let_go(self._process)

    def _hold_port(self) -> None:
        self._held = hold_port()
        self.port = int(self._held.getsockname()[1])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end()

    def _answers(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while self.alive and time.monotonic() < deadline:
            if _answers(self.port, self._probe):
                return self.alive
            time.sleep(0.05)
        return False

    def _last_lines(self) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:])


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
