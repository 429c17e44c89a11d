"""Accept a manifest: resolve it, price and route its items, divide its caps, and plan the first wave."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from proofpress.domain.dividing import Division, divide
from proofpress.domain.errors import Drop, Stop
from proofpress.domain.events import ManifestSubmitted
from proofpress.domain.records import Batch, Record
from proofpress.domain.spec import BatchSpec
from proofpress.domain.states import BatchState
from proofpress.manifests import load
from proofpress.ports import Bucket, Create, Ports, Replace
from proofpress.stages import settling
from proofpress.stages.inbox import InboxFiles, with_object_names

RECORDS_A_COMMIT = 200


def intake(event: ManifestSubmitted, ports: Ports) -> None:
    """Turn a manifest in the inbox bucket into an open batch with its first wave planned.

    Raises:
        Drop: the manifest cannot be used; the message lists every reason.
    """
    batch = ports.ledger.get(Batch, event.batch)
    if batch is not None and batch.state is not BatchState.INTAKE:
        return
    spec = _load(ports, event.name)
    try:
        division = divide(ports.catalog, event.batch, spec)
    except Stop as error:
        raise Drop(str(error)) from error
    if batch is None:
        ports.ledger.commit(Create(_batch(ports, event, spec, division)))
    _check_same(ports, event.batch, spec)
    _write(ports, division.items)
    _write(ports, division.cohorts)
    _open(ports, event.batch)
    for cohort in division.cohorts:
        settling.go_on(ports, cohort.key)


def _load(ports: Ports, name: str) -> BatchSpec:
    folder = PurePosixPath(name).parent
    try:
        data = ports.store.get(Bucket.INBOX, name)
        files = InboxFiles(ports.store, folder)
        spec = load(PurePosixPath(name).name, data, files, ports.catalog, ports.clock.now().date())
    except FileNotFoundError as error:
        raise Drop(f"the inbox has no {name}") from error
    except Stop as error:
        raise Drop(str(error)) from error
    return with_object_names(spec, folder)


def _batch(ports: Ports, event: ManifestSubmitted, spec: BatchSpec, division: Division) -> Batch:
    return Batch(
        id=event.batch,
        fingerprint=spec.fingerprint,
        manifest=event.name,
        created=ports.clock.now(),
        items=len(division.items),
        cohorts=len(division.cohorts),
        wanted=division.wanted,
        max_attempts=spec.max_attempts,
        max_usd=spec.max_usd,
        warnings=spec.warnings,
    )


def _write(ports: Ports, records: Sequence[Record]) -> None:
    """Create records that a broken-off intake may have created in part."""
    for start in range(0, len(records), RECORDS_A_COMMIT):
        chunk = records[start : start + RECORDS_A_COMMIT]
        if not ports.ledger.commit(*map(Create, chunk)):
            for record in chunk:
                ports.ledger.commit(Create(record))


def _check_same(ports: Ports, batch_id: str, spec: BatchSpec) -> None:
    current = ports.ledger.get(Batch, batch_id)
    if current is None or current.fingerprint != spec.fingerprint:
        raise Drop(f"batch {batch_id} was started from another manifest; submit this one under another name")


def _open(ports: Ports, batch_id: str) -> None:
    current = ports.ledger.get(Batch, batch_id)
    if current is not None and current.state is BatchState.INTAKE:
        ports.ledger.commit(Replace(current.having(state=BatchState.OPEN)))
