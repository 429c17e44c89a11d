"""Where the manifest of a batch is: in the inbox bucket, or in the ledger where it came by message."""

from proofpress.domain.events import Event, ManifestRequested, ManifestSubmitted
from proofpress.domain.records import Batch, Request
from proofpress.ports import Bucket, Ledger, Store, Topic


def manifest_text(ledger: Ledger, store: Store, batch: Batch) -> str:
    """The manifest that a batch was started from, as it was written."""
    if batch.manifest:
        return store.get(Bucket.INBOX, batch.manifest).decode(errors="replace")
    request = ledger.get(Request, batch.id)
    return request.text if request else ""


def arrival(ledger: Ledger, batch: Batch) -> tuple[Topic, Event]:
    """The message that brings a batch's manifest to its intake."""
    request = None if batch.manifest else ledger.get(Request, batch.id)
    if request is None:
        return Topic.INBOX, ManifestSubmitted(batch=batch.id, name=batch.manifest)
    return Topic.REQUESTS, ManifestRequested(batch=request.batch, name=request.name, text=request.text)
