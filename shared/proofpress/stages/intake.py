"""Accept a manifest that lies in the inbox bucket."""

from pathlib import PurePosixPath

from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestSubmitted
from proofpress.domain.records import Batch
from proofpress.domain.spec import BatchSpec
from proofpress.domain.states import BatchState
from proofpress.ports import Bucket, Ports
from proofpress.stages.inbox import SAID, read_manifest
from proofpress.stages.opening import check_same, open_batch


def intake(event: ManifestSubmitted, ports: Ports) -> None:
    """Turn a manifest in the inbox bucket into an open batch with its first wave planned.

    Raises:
        Drop: the manifest cannot be used; the message lists every reason.
    """
    batch = ports.ledger.get(Batch, event.batch)
    if batch is None or batch.state is BatchState.INTAKE:
        open_batch(ports, event.batch, _read(ports, event.name), event.name)
    elif batch.manifest != event.name:
        check_same(batch, _read(ports, event.name))


def _read(ports: Ports, name: str) -> BatchSpec:
    path = PurePosixPath(name)
    try:
        data = ports.store.get(Bucket.INBOX, name)
        stored = ports.store.stat(Bucket.INBOX, name)
    except FileNotFoundError as error:
        raise Drop(f"the inbox has no {name}") from error
    said = {key: value for key, value in stored.metadata.items() if key in SAID} if stored else {}
    return read_manifest(ports, path.name, data, path.parent, said)
