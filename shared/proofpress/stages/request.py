"""Accept a manifest that came in a message. It is kept in the ledger: a manifest in the inbox would come in twice."""

from pathlib import PurePosixPath

from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestRequested
from proofpress.domain.records import MAX_BYTES, Batch, Request
from proofpress.domain.spec import BatchSpec
from proofpress.domain.states import BatchState
from proofpress.manifests.names import slug, unfit
from proofpress.ports import Ports
from proofpress.stages.inbox import read_manifest
from proofpress.stages.opening import check_same, open_batch

_INBOX = PurePosixPath()
"""Files that the manifest names are objects of these names in the inbox bucket."""

_UNNAMED = slug(PurePosixPath(ManifestRequested.model_fields["name"].default).stem)


def request(event: ManifestRequested, ports: Ports) -> None:
    """Turn a manifest that came in a message into an open batch with its first wave planned.

    Raises:
        Drop: the manifest cannot be used, is too long, or names no batch; the message says what to do.
    """
    if _is_known(event, ports):
        return
    name = PurePosixPath(event.name).name
    spec = read_manifest(ports, name, event.text.encode(), _INBOX)
    kept = Request(batch=_batch_of(event, spec), name=name, text=event.text)
    if kept.size > MAX_BYTES:
        raise Drop(f"the manifest is longer than {MAX_BYTES // 1_000} kB: put it in the inbox bucket instead")
    batch = ports.ledger.get(Batch, kept.batch)
    if batch is None or batch.state is BatchState.INTAKE:
        open_batch(ports, kept.batch, spec, kept)
    else:
        check_same(batch, spec)


def _is_known(event: ManifestRequested, ports: Ports) -> bool:
    """Whether a batch was opened from this very message, so that its manifest need not be valid any more today."""
    kept = ports.ledger.get(Request, event.batch) if event.batch else None
    batch = ports.ledger.get(Batch, event.batch) if kept and kept.text == event.text else None
    return batch is not None and batch.state is not BatchState.INTAKE


def _batch_of(event: ManifestRequested, spec: BatchSpec) -> str:
    name = event.batch or spec.name
    if not event.batch and name == _UNNAMED:
        raise Drop("no batch is named: give the message the attribute 'batch', or the manifest a 'name:' of its own")
    if problem := unfit(name):
        raise Drop(f"the name {name!r} of the batch {problem}")
    return name
