"""submit --to gs://…: check a manifest here, ask, and hand it to a deployment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from proofpress.domain.errors import BadInput
from proofpress.domain.records import Batch
from proofpress.domain.states import BatchState
from proofpress.entry.cli.asking import plan_and_ask
from proofpress.entry.cli.console import note, print_json
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.following import wait_for_rest
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.summary import show_summary
from proofpress.entry.cloud.deployment import Deployment, is_emulated, open_deployment
from proofpress.entry.cloud.settings import CloudSettings, read_cloud_settings
from proofpress.entry.cloud.submission import await_start, send, upload
from proofpress.entry.manifest_files import LoadedManifest, read_manifest
from proofpress.entry.outcome import exit_code
from proofpress.entry.reports import write_reports
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.entry.submitting import begun, name_of
from proofpress.ports import Bucket

_SCHEME = "gs://"


@dataclass(frozen=True)
class Sending:
    """How a manifest is handed over."""

    to: str | None
    """gs://BUCKET[/BATCH]; None: the deployment's inbox."""
    batch: str | None
    folder: Path | None
    yes: bool
    as_message: bool
    wait: bool
    patience: float
    """Seconds that intake may take before the command ends without having seen the batch."""
    as_json: bool
    said: Mapping[str, str] = field(default_factory=dict)
    """Settings of the manifest that were given on the command line."""


def submit_to_deployment(how: Sending, manifest: Path) -> int:
    """Submit a manifest, and with `wait` follow its batch to the end; the exit code."""
    settings, pace = read_cloud_settings(), read_settings().unpaced()
    named = _batch_in(settings, how)
    catalog = read_catalog(pace)
    loaded = read_manifest(manifest, catalog, datetime.now(UTC).date(), how.said)
    batch = name_of(loaded, named)
    with open_deployment(settings, pace.workspace, how.folder) as site:
        found = begun(site.ledger, site.store, batch, loaded)
        new = False
        if found is None:
            plan_and_ask(pace, catalog, loaded.spec, manifest, live=not is_emulated(), yes=how.yes)
            new = _hand_over(site, how, batch, loaded)
        started = await_start(site.ledger, batch, how.patience) if _is_to_start(found) else found
        _tell(site, how, batch, started, new=new)
        return _follow(site, how, started) if how.wait and started else 0


def _batch_in(settings: CloudSettings, how: Sending) -> str | None:
    """The batch that --batch or --to names; BadInput where --to is not the inbox of this deployment."""
    if how.to is None:
        return how.batch
    inbox = settings.bucket(Bucket.INBOX)
    bucket, _, name = how.to.removeprefix(_SCHEME).rstrip("/").partition("/")
    if not how.to.startswith(_SCHEME) or bucket != inbox:
        raise BadInput(
            f"--to {how.to} is not the inbox of this deployment, {_SCHEME}{inbox}: name that, or say with "
            "PROOFPRESS_PROJECT, PROOFPRESS_PREFIX or PROOFPRESS_INBOX_BUCKET which deployment is meant."
        )
    if name and how.batch and name != how.batch:
        raise BadInput(f"--to names the batch {name!r} and --batch {how.batch!r}: leave one of them out.")
    return name or how.batch


def _is_to_start(found: Batch | None) -> bool:
    return found is None or found.state is BatchState.INTAKE


def _hand_over(site: Deployment, how: Sending, batch: str, loaded: LoadedManifest) -> bool:
    if not how.as_message:
        return upload(site, batch, loaded)
    send(site, batch, loaded)
    return True


def _tell(site: Deployment, how: Sending, batch: str, started: Batch | None, *, new: bool) -> None:
    follow = command(f"status {batch} --watch", site.options)
    if how.as_json and not (how.wait and started):
        print_json({"batch": batch, "new": new, "state": started.state if started else None})
    elif started is None:
        note(
            f"Batch {batch} is {'submitted' if new else 'there already'}, and waits to be taken in: {follow} shows it."
        )
    elif started.state is BatchState.CLOSED:
        note(f"Batch {batch} was run to its end before.")
    else:
        items = f"{counted(started.items, 'item')}, {counted(started.wanted, 'keeper')} wanted"
        hint = "" if how.wait else f" {follow} follows it."
        note(f"Batch {batch} {'has started' if new else 'is there already'}: {items}.{hint}")


def _follow(site: Deployment, how: Sending, started: Batch) -> int:
    """Follow a batch until it is at rest, and report as `run` does; the exit code."""
    wait_for_rest(site, [started.id], quiet=how.as_json)
    report = write_reports(site, read_catalog(read_settings()), started.id)
    if how.as_json:
        print_json(report.model_dump(mode="json"))
    else:
        show_summary(site, report)
    return exit_code(site.ledger, report)
