"""run, submit and resume: the commands that set a batch going."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.options import (
    AsJson,
    BatchName,
    Concurrency,
    Detach,
    ImagesPerMinute,
    Lane,
    Manifest,
    NeededBy,
    On,
    Profile,
    RunOn,
    Simulate,
    UsdPerTenMinutes,
    Where,
    Workspace,
    Yes,
    said,
)

if TYPE_CHECKING:
    from proofpress.entry.cli.running import Job


def run(
    manifest: Manifest,
    event: Annotated[
        list[Path] | None,
        typer.Option("--event", "-e", help="An event's file, for a campaign; may be given several times."),
    ] = None,
    batch: BatchName = None,
    on: Annotated[
        RunOn, typer.Option("--on", help="This machine, or a whole deployment emulated on it, with simulated pictures.")
    ] = RunOn.LOCAL,
    workspace: Workspace = None,
    yes: Yes = False,
    lane: Lane = None,
    needed_by: NeededBy = None,
    detach: Detach = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
    concurrency: Concurrency = None,
    images_per_minute: ImagesPerMinute = None,
    usd_per_ten_minutes: UsdPerTenMinutes = None,
    as_json: AsJson = False,
) -> None:
    """Run a manifest, or a campaign with some events, to its end; the same command resumes it.

    Without an API key pictures are simulated. With one, the plan and the worst case are shown first, and you are asked.
    """
    paces = _Paces(concurrency, images_per_minute, usd_per_ten_minutes)
    job = _job(workspace, paces, yes=yes, simulate=simulate, profile=profile, as_json=as_json)
    job = replace(job, detach=detach, said=said(lane, needed_by))
    from proofpress.entry.manifest_files import is_campaign_file

    if is_campaign_file(manifest):
        if on is RunOn.CLOUD_EMULATED or batch is not None or job.said:
            raise BadInput("--batch, --on, --lane and --needed-by are for manifests: a campaign says that in its file.")
        from proofpress.entry.cli.run_campaign import run_campaign

        raise typer.Exit(run_campaign(job, manifest, event or []))
    if event:
        raise BadInput(f"--event is for campaigns, and {manifest} is none.")
    if on is RunOn.CLOUD_EMULATED:
        from proofpress.entry.cli.run_emulated import run_emulated

        raise typer.Exit(run_emulated(job.settings, manifest, batch, job.said, profile=profile, as_json=as_json))
    from proofpress.entry.cli.running import run_manifest

    raise typer.Exit(run_manifest(job, manifest, batch))


def submit(
    manifest: Manifest,
    to: Annotated[
        str | None,
        typer.Option(metavar="gs://BUCKET[/BATCH]", help="The inbox of a deployment.", show_default=False),
    ] = None,
    batch: BatchName = None,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    yes: Yes = False,
    lane: Lane = None,
    needed_by: NeededBy = None,
    as_message: Annotated[bool, typer.Option("--as-message", help="Publish it instead of uploading it.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Follow the batch to its end, as `run` does.")] = False,
    patience: Annotated[float, typer.Option(min=0, help="Seconds to wait for a deployment to take it in.")] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Put a manifest into the inbox of a work folder, where `resume` runs it, or of a deployment, where it starts.

    A deployment shows the plan and the worst case first, and you are asked.
    """
    if to is None and on is On.LOCAL:
        from proofpress.entry.cli.queueing import submit_manifest
        from proofpress.entry.settings import read_settings

        if as_message or wait:
            raise BadInput("--as-message and --wait are for deployments: name one by --to, or use `run`.")
        settings = read_settings(workspace=workspace)
        submit_manifest(settings, manifest, batch, said(lane, needed_by), as_json=as_json)
        return
    from proofpress.entry.cli.sending import Sending, submit_to_deployment

    how = Sending(
        to,
        batch,
        workspace,
        yes=yes,
        as_message=as_message,
        wait=wait,
        patience=patience,
        as_json=as_json,
        said=said(lane, needed_by),
    )
    raise typer.Exit(submit_to_deployment(how, manifest))


def resume(
    batch: Annotated[str | None, typer.Argument(help="A batch (default: all open ones).", show_default=False)] = None,
    workspace: Workspace = None,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
    detach: Detach = False,
    concurrency: Concurrency = None,
    images_per_minute: ImagesPerMinute = None,
    usd_per_ten_minutes: UsdPerTenMinutes = None,
    as_json: AsJson = False,
) -> None:
    """Go on with what was interrupted, submitted or decided, and collect what jobs of the batch lane have brought.

    With --json, one report where a batch is named, else a list of them.
    """
    from proofpress.entry.cli.running import resume_batches

    paces = _Paces(concurrency, images_per_minute, usd_per_ten_minutes)
    job = _job(workspace, paces, yes=yes, simulate=simulate, profile=profile, as_json=as_json)
    raise typer.Exit(resume_batches(replace(job, detach=detach), batch))


class _Paces(NamedTuple):
    """What `run` and `resume` may be told about speed."""

    concurrency: int | None
    images_per_minute: float | None
    usd_per_ten_minutes: float | None


def _job(workspace: Path | None, paces: _Paces, *, yes: bool, simulate: bool, profile: str, as_json: bool) -> "Job":
    from proofpress.entry.cli.running import Job
    from proofpress.entry.settings import read_settings

    settings = read_settings(workspace=workspace, **paces._asdict())
    return Job(settings, yes=yes, simulate=simulate, profile=profile, as_json=as_json, stop=threading.Event())
