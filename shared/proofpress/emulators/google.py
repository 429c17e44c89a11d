"""Google's official emulators of Firestore and Pub/Sub, as child processes that end with this one."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from proofpress.domain.errors import Stop
from proofpress.emulators.servers import Server

PROJECT = "proofpress-emulated"
"""The project that emulators are started for; clients may name any other."""

_QUIET = {"CLOUDSDK_CORE_DISABLE_PROMPTS": "1", "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true"}


class _Emulator:
    """An emulator that answers as long as its context lasts; its data are in a folder that goes with it."""

    component: ClassVar[str]
    """As gcloud calls what is to be installed."""
    _name: ClassVar[str]
    _start: ClassVar[tuple[str, ...]]

    def __init__(self, log: Path | None = None) -> None:
        self._log = log
        self._context = ExitStack()
        self._server: Server | None = None

    @property
    def host(self) -> str:
        """Address and port, as the clients' variable of the environment wants them."""
        if self._server is None:
            raise Stop(f"The {self._name} was not started.")
        return self._server.host

    def __enter__(self) -> Self:
        missing = find_missing()
        if missing:
            raise Stop(missing)
        with ExitStack() as context:
            folder = Path(context.enter_context(tempfile.TemporaryDirectory(prefix="proofpress-")))
            environment = os.environ | _QUIET | {"CLOUDSDK_CORE_PROJECT": PROJECT}
            server = Server(
                self._name, lambda port: self._command(port, folder), self._log or folder / "log", environment
            )
            self._server = context.enter_context(server)
            self._context = context.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._context.close()

    def _command(self, port: int, folder: Path) -> Sequence[str]:
        del folder
        return ("gcloud", *self._start, "start", f"--host-port=127.0.0.1:{port}")


class FirestoreEmulator(_Emulator):
    """Firestore in native mode; every project and every database that a client names is there, and empty."""

    component = "cloud-firestore-emulator"
    _name = "Firestore emulator"
    _start = ("emulators", "firestore")


class PubSubEmulator(_Emulator):
    """Pub/Sub, by gRPC and by REST on the same port."""

    component = "pubsub-emulator"
    _name = "Pub/Sub emulator"
    _start = ("beta", "emulators", "pubsub")

    def _command(self, port: int, folder: Path) -> Sequence[str]:
        return (*super()._command(port, folder), f"--data-dir={folder}")


def find_missing() -> str | None:
    """What keeps the emulators from starting on this machine, with the mend; None where nothing does."""
    gcloud = shutil.which("gcloud")
    if gcloud is None:
        return "The emulators need Google's command line: https://cloud.google.com/sdk/docs/install"
    if shutil.which("java") is None:
        return "The emulators need Java on the PATH, version 21 or newer."
    platform = Path(gcloud).resolve().parents[1] / "platform"
    components = (FirestoreEmulator.component, PubSubEmulator.component)
    missing = [component for component in components if not (platform / component).is_dir()]
    return f"Emulators are not installed: gcloud components install beta {' '.join(missing)}" if missing else None
