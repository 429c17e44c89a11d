"""Put a manifest and the files it names into the inbox, and start its batch, once."""

import difflib
from pathlib import PurePosixPath

from proofpress.domain.errors import BadInput, Drop
from proofpress.domain.events import ManifestSubmitted
from proofpress.domain.records import Batch
from proofpress.domain.states import BatchState
from proofpress.entry.manifest_files import LoadedManifest
from proofpress.imaging.sniff import sniff
from proofpress.manifests.names import unfit
from proofpress.ports import Bucket, Ledger, Ports, Store
from proofpress.stages.intake import intake
from proofpress.stages.manifest_source import manifest_text


def name_of(loaded: LoadedManifest, wanted: str | None) -> str:
    """The name of a manifest's batch; BadInput where the one wanted is no name for folders and objects."""
    if wanted is None:
        return loaded.spec.name
    if problem := unfit(wanted):
        raise BadInput(f"--batch: the name {wanted!r} {problem}.")
    return wanted


def begun(ledger: Ledger, store: Store, batch_id: str, loaded: LoadedManifest) -> Batch | None:
    """The batch as an earlier run left it; None where there is none.

    Raises:
        BadInput: a batch of this name was started from another manifest, or was cancelled.
    """
    batch = ledger.get(Batch, batch_id)
    if batch is not None and batch.state is BatchState.CANCELLED:
        raise BadInput(f"Batch {batch.id} was cancelled. Run the manifest as a new one: --batch NAME.")
    if batch is not None and batch.fingerprint != loaded.spec.fingerprint:
        raise BadInput(_difference(ledger, store, batch, loaded))
    return batch


def submit(ports: Ports, batch_id: str, loaded: LoadedManifest) -> bool:
    """Start a batch, or find it started from the same manifest; whether it was new. Raises as `begun` does."""
    batch = begun(ports.ledger, ports.store, batch_id, loaded)
    if batch is None or batch.state is BatchState.INTAKE:
        name = f"{batch_id}/{loaded.name}"
        if batch is None:
            _copy(ports.store, batch_id, name, loaded)
        try:
            intake(ManifestSubmitted(batch=batch_id, name=name), ports)
        except Drop as refused:
            raise BadInput(str(refused)) from refused
    return batch is None


def _difference(ledger: Ledger, store: Store, batch: Batch, loaded: LoadedManifest) -> str:
    before = manifest_text(ledger, store, batch)
    lines = list(
        difflib.unified_diff(
            before.splitlines(), loaded.spec.source.splitlines(), "as started", "now", lineterm="", n=1
        )
    )
    if not lines:
        changed = [name for name, data in loaded.attachments.items() if _differs(store, batch.id, name, data)]
        lines = [f"changed file: {name}" for name in changed] or ["--lane or --needed-by was another."]
    mend = f"Undo the change to go on with {batch.id}, or run it as a new batch: --batch NAME."
    return "\n".join([f"The manifest of batch {batch.id} has changed since it was started:", *lines, mend])


def _differs(store: Store, batch_id: str, path: str, data: bytes) -> bool:
    name = f"{batch_id}/{path}"
    return store.stat(Bucket.INBOX, name) is None or store.get(Bucket.INBOX, name) != data


def _copy(store: Store, batch_id: str, manifest: str, loaded: LoadedManifest) -> None:
    """Files first, the manifest last; what an earlier, broken-off submission left behind is replaced."""
    for stale in store.names(Bucket.INBOX, f"{batch_id}/"):
        store.delete(Bucket.INBOX, stale)
    try:
        for path, data in loaded.attachments.items():
            name = str(PurePosixPath(batch_id, path))
            store.put(Bucket.INBOX, name, data, sniff(data) or "application/octet-stream")
        store.put(Bucket.INBOX, manifest, loaded.data, "text/plain; charset=utf-8", dict(loaded.said))
    except ValueError as unfit_name:
        raise BadInput(f"A file of the manifest cannot be kept under its name: {unfit_name}.") from unfit_name
