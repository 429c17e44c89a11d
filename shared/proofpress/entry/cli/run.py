"""run, submit and resume: the commands that set a batch going."""

import threading
from typing import Annotated

import typer

from proofpress.entry.cli.options import (
    AsJson,
    BatchName,
    Concurrency,
    ImagesPerMinute,
    Manifest,
    Profile,
    Simulate,
    UsdPerTenMinutes,
    Workspace,
    Yes,
)


def run(
    manifest: Manifest,
    batch: BatchName = None,
    workspace: Workspace = None,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
    concurrency: Concurrency = None,
    images_per_minute: ImagesPerMinute = None,
    usd_per_ten_minutes: UsdPerTenMinutes = None,
    as_json: AsJson = False,
) -> None:
    """Run a manifest to its end; the same command resumes it.

    Without an API key pictures are simulated. With one, the plan and the worst case are shown first, and you are asked.
    """
    from proofpress.entry.cli.running import Job, run_manifest
    from proofpress.entry.settings import read_settings

    settings = read_settings(
        workspace=workspace,
        concurrency=concurrency,
        images_per_minute=images_per_minute,
        usd_per_ten_minutes=usd_per_ten_minutes,
    )
    job = Job(settings, yes=yes, simulate=simulate, profile=profile, as_json=as_json, stop=threading.Event())
    raise typer.Exit(run_manifest(job, manifest, batch))


def submit(manifest: Manifest, batch: BatchName = None, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Put a manifest into the inbox; `resume` runs it."""
    from proofpress.entry.cli.queueing import submit_manifest
    from proofpress.entry.settings import read_settings

    submit_manifest(read_settings(workspace=workspace), manifest, batch, as_json=as_json)


def resume(
    batch: Annotated[str | None, typer.Argument(help="A batch (default: all open ones).", show_default=False)] = None,
    workspace: Workspace = None,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
    concurrency: Concurrency = None,
    images_per_minute: ImagesPerMinute = None,
    usd_per_ten_minutes: UsdPerTenMinutes = None,
    as_json: AsJson = False,
) -> None:
    """Go on with what was interrupted, submitted or decided.

    With --json, one report where a batch is named, else a list of them.
    """
    from proofpress.entry.cli.running import Job, resume_batches
    from proofpress.entry.settings import read_settings

    settings = read_settings(
        workspace=workspace,
        concurrency=concurrency,
        images_per_minute=images_per_minute,
        usd_per_ten_minutes=usd_per_ten_minutes,
    )
    job = Job(settings, yes=yes, simulate=simulate, profile=profile, as_json=as_json, stop=threading.Event())
    raise typer.Exit(resume_batches(job, batch))
