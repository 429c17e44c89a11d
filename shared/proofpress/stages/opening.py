"""Open a batch: price and route its items, divide its caps, and plan the first wave."""

from collections.abc import Sequence
from datetime import datetime

from proofpress.domain import tracing
from proofpress.domain.dividing import Division, divide
from proofpress.domain.errors import Drop, Stop
from proofpress.domain.records import Batch, Item, Record, Request, epoch_seconds
from proofpress.domain.scopes import scope_of
from proofpress.domain.spec import BatchSpec
from proofpress.domain.states import BatchState
from proofpress.ports import Create, Ports, Replace
from proofpress.stages import settling

RECORDS_A_COMMIT = 200


def open_batch(ports: Ports, batch_id: str, spec: BatchSpec, source: str | Request) -> None:
    """Turn a manifest into an open batch with its first wave planned; go on where an earlier try broke off.

    `source` is the manifest's object in the inbox bucket, or the request that carried it.

    Raises:
        Drop: the manifest cannot be priced, or the batch was started from another one.
    """
    known = ports.ledger.get(Batch, batch_id)
    began = known.created if known else ports.clock.now()
    try:
        # Lanes, and so prices and caps, follow from the moment: an earlier try must have come to the same.
        division = divide(ports.catalog, batch_id, spec, began)
    except Stop as error:
        raise Drop(str(error)) from error
    made = _batch(ports, batch_id, spec, division, source, began)
    if known is None:
        ports.ledger.commit(Create(made), *([Create(source)] if isinstance(source, Request) else []))
    batch = _same(ports, batch_id, spec)
    if batch.state is BatchState.INTAKE:
        _fill(ports, batch, division)


def new_batch(ports: Ports, batch_id: str, spec: BatchSpec, source: Request) -> Batch:
    """The record of a batch that nobody has opened yet, for a commit with other changes; `open_batch` goes on from it."""
    began = ports.clock.now()
    try:
        return _batch(ports, batch_id, spec, divide(ports.catalog, batch_id, spec, began), source, began)
    except Stop as error:
        raise Drop(str(error)) from error


def check_same(batch: Batch, spec: BatchSpec) -> None:
    """Raise Drop where a batch was started from another manifest."""
    if batch.fingerprint != spec.fingerprint:
        raise Drop(f"batch {batch.id} was started from another manifest; submit this one under another name")


def _same(ports: Ports, batch_id: str, spec: BatchSpec) -> Batch:
    current = ports.ledger.get(Batch, batch_id)
    if current is None:
        raise Drop(f"batch {batch_id} is not in the ledger that has just taken it in")
    check_same(current, spec)
    return current


def _batch(
    ports: Ports, batch_id: str, spec: BatchSpec, division: Division, source: str | Request, began: datetime
) -> Batch:
    return Batch(
        id=batch_id,
        fingerprint=spec.fingerprint,
        manifest="" if isinstance(source, Request) else source,
        created=began,
        still_since=epoch_seconds(ports.clock.now()),
        items=len(division.items),
        cohorts=len(division.cohorts),
        wanted=division.wanted,
        max_attempts=spec.max_attempts,
        max_usd=spec.max_usd,
        campaign=spec.campaign,
        warnings=spec.warnings,
        traceparent=ports.trace or tracing.new(),
    )


def _fill(ports: Ports, batch: Batch, division: Division) -> None:
    moment = epoch_seconds(ports.clock.now())
    _write(ports, [_of_batch(item, batch) for item in division.items])
    _write(ports, [cohort.having(still_since=moment) for cohort in division.cohorts])
    ports.ledger.commit(Replace(batch.having(state=BatchState.OPEN)))
    for cohort in division.cohorts:
        settling.go_on(ports, cohort.key)


def _of_batch(item: Item, batch: Batch) -> Item:
    """An item with what it needs to know of its batch."""
    scope = scope_of(item.spec.screen.duplicates.across, batch.id, batch.campaign)
    return item.having(traceparent=batch.traceparent, scope=scope, opened=epoch_seconds(batch.created))


def _write(ports: Ports, records: Sequence[Record]) -> None:
    """Create records that a broken-off intake may have created in part."""
    for start in range(0, len(records), RECORDS_A_COMMIT):
        chunk = records[start : start + RECORDS_A_COMMIT]
        if not ports.ledger.commit(*map(Create, chunk)):
            for record in chunk:
                ports.ledger.commit(Create(record))
