"""What may be chosen about an emulated cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import proofpress
from proofpress.entry.cloud.topology import SWEEP_SECONDS


@dataclass(frozen=True)
class EmulationOptions:
    """Everything that is not as deployed has to be said here. Times are seconds."""

    folder: Path
    """For logs, objects and the simulator's log; emptied at the start, because the emulators begin empty."""
    functions: Path = Path(proofpress.__file__).resolve().parents[2] / "functions"
    """A folder with a main.py for each function."""
    profile: str = "demo"
    """The simulator's, as its seed."""
    seed: int = 0
    sweep_seconds: float = SWEEP_SECONDS
    """How often the scheduler calls `sweep`."""
    min_backoff: float | None = None
    """How long a refused message waits at least, where not as deployed."""
    storage_arguments: tuple[str, ...] = ()
    """More words for the command line of the storage server."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """More variables of the environment, for the functions and for commands."""
