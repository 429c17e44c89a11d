"""Start the emulated cloud, and end it."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.emulators.google import FirestoreEmulator, PubSubEmulator
from proofpress.emulators.servers import Server
from proofpress.entry.cloud.settings import CloudSettings, read_cloud_settings
from proofpress.entry.cloud.topology import Function
from proofpress.entry.emulated.arrows import Through, create_subscriptions, create_topics_and_buckets
from proofpress.entry.emulated.environment import cleaned, variables
from proofpress.entry.emulated.functions import function_server, source_of, start_all
from proofpress.entry.emulated.options import EmulationOptions
from proofpress.entry.emulated.scheduler import kept_alive, scheduled
from proofpress.ports import Bucket

_LOGS = "logs"
_BUCKETS = "buckets"
_SIMULATOR_LOG = "simulator.jsonl"


@dataclass(frozen=True)
class EmulatedCloud:
    """A deployment that runs on this machine."""

    settings: CloudSettings
    variables: Mapping[str, str]
    """What a process needs in its environment to find it."""
    functions: Mapping[Function, Server]
    folder: Path

    @property
    def logs(self) -> Path:
        """A folder with the log of every server."""
        return self.folder / _LOGS

    @property
    def simulator_log(self) -> Path:
        """A line of JSON for every request that the model's service got."""
        return self.folder / _SIMULATOR_LOG

    @property
    def environment(self) -> dict[str, str]:
        """A whole environment for a process, in which nothing leads to a real deployment."""
        return cleaned() | dict(self.variables)


@contextmanager
def emulated_cloud(options: EmulationOptions, through: Through = str) -> Iterator[EmulatedCloud]:
    """A deployment on this machine, as long as the block lasts; nothing of it stays but the files of its folder.

    Args:
        options: What is not as deployed.
        through: Where messages for the URL of a function are pushed to, where not straight to it.

    Raises:
        Stop: something is missing on this machine, or a server did not start.
    """
    for name in Function:
        source_of(name, options.functions)
    with ExitStack() as context:
        context.enter_context(WorkspaceLock(options.folder))
        logs = _empty(options.folder)
        services = _services(options, logs, context)
        found = {**variables(**services), **options.variables}
        settings = read_cloud_settings(found)
        found["PROOFPRESS_INBOX_BUCKET"] = settings.bucket(Bucket.INBOX)
        create_topics_and_buckets(settings, services["pubsub"], services["storage"])
        environment = cleaned() | found
        sockets = Path(context.enter_context(TemporaryDirectory(prefix="proofpress-", ignore_cleanup_errors=True)))
        functions = {name: function_server(name, options.functions, environment, logs, sockets) for name in Function}
        start_all(functions.values(), context)
        create_subscriptions(settings, services["pubsub"], functions, through, options.min_backoff)
        context.enter_context(kept_alive(functions.values()))
        context.enter_context(scheduled(functions[Function.SWEEP], options.sweep_seconds))
        yield EmulatedCloud(settings, found, functions, options.folder)


def _empty(folder: Path) -> Path:
    """Remove what a former emulation left; the folder for logs."""
    for name in (_LOGS, _BUCKETS):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / _SIMULATOR_LOG).unlink(missing_ok=True)
    (folder / _LOGS).mkdir()
    return folder / _LOGS


def _services(options: EmulationOptions, logs: Path, context: ExitStack) -> dict[str, str]:
    """Start what stands for Google and for the model's service; their addresses."""
    pubsub = context.enter_context(PubSubEmulator(logs / "pubsub.log"))
    firestore = context.enter_context(FirestoreEmulator(logs / "firestore.log"))
    storage, simulator = _storage(options, logs, pubsub.host), _simulator(options, logs)
    start_all((storage, simulator), context)
    return {"pubsub": pubsub.host, "firestore": firestore.host, "storage": storage.host, "simulator": simulator.host}


def _storage(options: EmulationOptions, logs: Path, pubsub: str) -> Server:
    arguments = ("--data", str(options.folder / _BUCKETS), "--pubsub", pubsub, *options.storage_arguments)
    return _module("storage server", "proofpress.emulators.storage", logs / "storage.log", arguments)


def _simulator(options: EmulationOptions, logs: Path) -> Server:
    log = str(options.folder / _SIMULATOR_LOG)
    arguments = ("--profile", options.profile, "--seed", str(options.seed), "--log", log)
    return _module("simulator", "proofpress.simulator", logs / "simulator.log", arguments)


def _module(name: str, module: str, log: Path, arguments: tuple[str, ...]) -> Server:
    return Server(name, lambda port: (sys.executable, "-m", module, "--port", str(port), *arguments), log, cleaned())
