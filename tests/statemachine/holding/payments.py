"""Paid calls are of slots, slots within caps, dollars within the printed worst case and booked where they were spent."""

from collections import Counter, defaultdict
from decimal import Decimal

from proofpress.domain.catalog import Lane
from proofpress.domain.lanes import LaneChoice
from proofpress.domain.pricing import Bill, settle
from proofpress.domain.records import MAX_LEASES, Attempt, Final
from proofpress.domain.states import AttemptState, FinalState
from tests.stages import invariants
from tests.statemachine.snapshot import Snapshot
from tests.support.pipeline import catalog

_LANES = {
    LaneChoice.LIVE: {Lane.LIVE},
    LaneChoice.BATCH: {Lane.BATCH},
    LaneChoice.AUTO: {Lane.LIVE, Lane.BATCH},
}


def check_caps(seen: Snapshot) -> None:
    """Slots are within their caps, and what is spent and held back within the dollars."""
    for batch in seen.batches:
        invariants.check_caps(seen.pipeline, batch.id)
        invariants.check_dollars(seen.pipeline, batch.id)


def check_payments(seen: Snapshot, worst: Decimal) -> None:
    """No slot is paid more often than it has leases, nothing else is paid for, and no dollar goes unbooked."""
    billed, times = defaultdict[str, Decimal](Decimal), Counter[str]()
    for label, usd in seen.pipeline.models.paid:
        billed[label.removeprefix("review ")] += usd
        times[label] += 1
    assert sum(billed.values(), Decimal(0)) <= worst
    assert max(times.values(), default=0) <= MAX_LEASES
    for record in seen.records:
        paid = billed.pop(record.key, Decimal(0))
        under_way = record.worst_usd if _is_under_way(record) else Decimal(0)
        most = record.usd + record.perhaps_usd + under_way
        assert record.usd <= paid <= most, f"{record.key} was billed {paid}, and has {record.usd} to {most}"
    assert not billed, f"paid for nobody's slot: {sorted(billed)}"


def _is_under_way(record: Attempt | Final) -> bool:
    leased = record.state in (AttemptState.LEASED, FinalState.LEASED)
    return leased or record.lease_until is not None


def check_lanes(seen: Snapshot) -> None:
    """Every call goes by the lane that its manifest says, and costs half in the batch lane."""
    for record in seen.records:
        item = seen.items[record.item]
        choice = item.draft_lane if isinstance(record, Attempt) else item.final_lane
        for bill in record.bills:
            lanes = {Lane.LIVE} if bill.stage == "review" else _LANES[choice]
            assert bill.lane in lanes, f"{record.key} was to go {choice} and went {bill.lane}"
            assert bill.usd == _price(bill) / (2 if bill.lane is Lane.BATCH else 1)


def _price(bill: Bill) -> Decimal:
    return settle(catalog(), catalog().model(bill.model), bill.usage)
