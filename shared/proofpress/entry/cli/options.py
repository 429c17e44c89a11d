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


class LaneOption(StrEnum):
    """How the calls of a manifest are made."""

    LIVE = "live"
    BATCH = "batch"
    AUTO = "auto"


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
Lane = Annotated[
    LaneOption | None,
    typer.Option("--lane", help="As `lane:` in the manifest's defaults; `batch` costs half.", show_default=False),
]
NeededBy = Annotated[
    str | None,
    typer.Option("--needed-by", help="As `needed_by:` there, for `auto`: a date or a time.", show_default=False),
]
Detach = Annotated[bool, typer.Option("--detach", help="Leave jobs of the batch lane to `resume`.")]
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


def said(lane: LaneOption | None, needed_by: str | None) -> dict[str, str]:
    """The settings of a manifest that were given on the command line."""
    given = {"lane": lane and lane.value, "needed_by": needed_by}
    return {name: value for name, value in given.items() if value}
