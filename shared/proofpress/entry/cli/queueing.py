"""Put a batch into a work folder for a later run."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from proofpress.domain.states import BatchState
from proofpress.entry.cli.console import note, print_json
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import batch_of, make_folder
from proofpress.entry.local import open_workspace, options_for
from proofpress.entry.manifest_files import read_manifest
from proofpress.entry.settings import Settings, read_catalog
from proofpress.entry.submitting import name_of, submit


def submit_manifest(
    settings: Settings, manifest: Path, wanted: str | None, said: Mapping[str, str], *, as_json: bool
) -> None:
    """Put a manifest into the inbox and plan its first wave, without calling anything."""
    catalog = read_catalog(settings)
    loaded = read_manifest(manifest, catalog, datetime.now(UTC).date(), said)
    name = name_of(loaded, wanted)
    make_folder(settings.workspace)
    with open_workspace(settings.workspace) as workspace:
        new = submit(workspace.ports(catalog), name, loaded)
        state = batch_of(workspace, name).state
    if as_json:
        print_json({"batch": name, "new": new, "state": state})
    elif state is BatchState.CLOSED:
        note(f"Batch {name} was run to its end before.")
    else:
        note(f"Batch {name} is ready: {command(f'resume {name}', options_for(settings.workspace))} runs it.")
