"""emulate: a deployment on this machine, for as long as a command runs in it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.options import Profile, Workspace

if TYPE_CHECKING:
    from proofpress.entry.emulated.cloud import EmulatedCloud
    from proofpress.entry.emulated.options import EmulationOptions

_SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a command."""


def emulate(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[-- COMMAND]...", help="Run this in its environment, then end.")
    ] = None,
    workspace: Workspace = None,
    profile: Profile = "demo",
    seed: Annotated[int, typer.Option(help="The simulator's: another seed, other pictures.")] = 0,
    sweep_seconds: Annotated[
        float | None, typer.Option(min=0.1, help="Time between two sweeps (default: as deployed).", show_default=False)
    ] = None,
    min_backoff: Annotated[
        float | None,
        typer.Option(
            min=0, help="Seconds before a refused message comes again (default: as deployed).", show_default=False
        ),
    ] = None,
) -> None:
    """Run the whole deployment on this machine, with Google's emulators and simulated pictures.

    It starts empty, costs nothing, and ends with COMMAND and its exit code, or on Ctrl-C.
    """
    from proofpress.entry.cli.console import note
    from proofpress.entry.cloud.topology import SWEEP_SECONDS
    from proofpress.entry.emulated.options import EmulationOptions
    from proofpress.entry.settings import read_settings

    options = EmulationOptions(
        folder_in(read_settings(workspace=workspace).workspace),
        profile=profile,
        seed=seed,
        sweep_seconds=sweep_seconds or SWEEP_SECONDS,
        min_backoff=min_backoff,
    )
    with opened(options) as cloud:
        note(f"The emulated cloud runs; its logs are in {cloud.logs}.")
        raise typer.Exit(run_in(cloud.environment, command) if command else _stay(cloud.variables))


def opened(options: "EmulationOptions") -> "AbstractContextManager[EmulatedCloud]":
    """Start an emulated cloud; BadInput where the clients of Google Cloud are not installed."""
    from proofpress.entry.cli.console import note

    try:
        from proofpress.entry.emulated.cloud import emulated_cloud
    except ModuleNotFoundError as error:
        raise BadInput(f"{error.name} is not installed: pip install 'proofpress[google]'.") from error
    note("Starting the emulated cloud...")
    return emulated_cloud(options)


def folder_in(workspace: Path) -> Path:
    """Where an emulated cloud keeps its files in a work folder."""
    return workspace / "emulated"


def run_in(environment: Mapping[str, str], command: Sequence[str]) -> int:
    """Run a command to its end; its exit code, as a shell tells it. Ctrl-C is the command's to handle."""
    import signal
    import subprocess

    try:
        process = subprocess.Popen(command, env=dict(environment))  # noqa: S603 - the user's command
    except OSError as error:
        raise BadInput(f"{command[0]} cannot be started: {error.strerror}.") from error
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
    with process:
        code = process.wait()
    return code if code >= 0 else _SIGNALLED - code


def _stay(variables: Mapping[str, str]) -> int:
    """Print what a shell needs to find the cloud, and wait for Ctrl-C or SIGTERM."""
    import shlex
    import signal
    import threading

    from proofpress.entry.cli.console import note, out

    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: over.set())
    for name, value in variables.items():
        out.print(f"export {name}={shlex.quote(value)}", markup=False, soft_wrap=True)
    out.file.flush()
    note("Set these in another shell; Ctrl-C ends it.")
    over.wait()
    return 0
