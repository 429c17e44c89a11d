"""Options and arguments that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class On(StrEnum):
    """Where batches are kept."""

    LOCAL = "local"
    CLOUD = "cloud"


class RunOn(StrEnum):
    """What `run` may run a manifest on."""

    LOCAL = "local"
    CLOUD_EMULATED = "cloud-emulated"


Manifest = Annotated[Path, typer.Argument(help="YAML, JSON, JSONL or CSV.", show_default=False)]
OneBatch = Annotated[str | None, typer.Argument(help="A batch (default: the newest).", show_default=False)]
Workspace = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="Work folder (default: ./proofpress-work).", show_default=False)
]
Where = Annotated[
    On,
    typer.Option("--on", envvar="PROOFPRESS_ON", help="A work folder here, or the deployment on Google Cloud."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Spend without asking.")]
BatchName = Annotated[
    str | None, typer.Option("--batch", "-b", help="Name of the batch (default: the manifest's).", show_default=False)
]
Simulate = Annotated[bool, typer.Option("--simulate", help="Use the simulator even though there is a key.")]
Profile = Annotated[str, typer.Option("--profile", help="Simulator profile: a name or a TOML file.")]
Concurrency = Annotated[
    int | None,
    typer.Option(
        "--concurrency", "-c", min=1, max=512, help="Calls in flight at once (default: 32).", show_default=False
    ),
]
ImagesPerMinute = Annotated[
    float | None, typer.Option(min=0, help="Pace of picture calls (default: no limit).", show_default=False)
]
UsdPerTenMinutes = Annotated[
    float | None,
    typer.Option(
        min=0, help="Pace of spending; 0 lifts the limit (default: 10, of a Tier 1 account).", show_default=False
    ),
]
