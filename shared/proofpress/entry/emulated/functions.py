"""The functions as servers on this machine, started the way Cloud Run starts them."""

import sys
import sysconfig
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from proofpress.domain.errors import Stop
from proofpress.emulators.servers import Server
from proofpress.entry.cloud.topology import CONCURRENCY, FUNCTION_TIMEOUT, Function

_PROBE = "/robots.txt"
"""Answered by functions-framework without calling the function."""


def function_server(
    function: Function, folder: Path, environment: Mapping[str, str], logs: Path, sockets: Path
) -> Server:
    """The server of a function of a folder, not started yet.

    gunicorn puts a socket for its control into XDG_RUNTIME_DIR, where servers of one name would take each other's: so each
    has a folder of its own below `sockets`, whose path has to be short.
    """
    own = sockets / function
    own.mkdir(exist_ok=True)
    source = source_of(function, folder)
    limits = {"THREADS": str(CONCURRENCY[function]), "CLOUD_RUN_TIMEOUT_SECONDS": str(FUNCTION_TIMEOUT)}
    command = (sys.executable, str(Path(sysconfig.get_path("scripts")) / "functions-framework"))
    arguments = ("--target", str(function), "--source", str(source), "--host", "127.0.0.1")
    return Server(
        f"server of {function}",
        lambda port: (*command, *arguments, "--port", str(port)),
        logs / f"{function}.log",
        {**environment, **limits, "K_SERVICE": f"proofpress-{function}", "XDG_RUNTIME_DIR": str(own)},
        probe=_PROBE,
    )


def source_of(function: Function, folder: Path) -> Path:
    """The file of a function in a folder; Stop where it is missing."""
    source = folder / function / "main.py"
    if not source.is_file():
        raise Stop(f"{source} is missing: the emulated cloud runs the functions of a checkout of Proofpress.")
    return source


def start_all(servers: Collection[Server], context: ExitStack) -> None:
    """Start servers at the same time; the context ends all that were started, even where one fails."""
    context.callback(_at_once, Server.end, servers)
    _at_once(Server.start, servers)


def _at_once(do: Callable[[Server], None], servers: Collection[Server]) -> None:
    with ThreadPoolExecutor(len(servers)) as pool:
        done = [pool.submit(do, server) for server in servers]
    for each in done:
        each.result()
