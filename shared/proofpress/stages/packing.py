"""Put the calls that are to go to the batch lane into jobs, however many items and cohorts of a batch they are of.

`sweep` does it, and not each wave by itself: what has come together until it looks goes into one job. A call binds
itself to its job in the commit that creates the job, so of two packers one has it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from proofpress.domain import queries
from proofpress.domain.catalog import Lane
from proofpress.domain.portions import LIMITS, LINE_BYTES, portions
from proofpress.domain.records import NEVER, Attempt, Batch, Final, Item, Job, epoch_seconds
from proofpress.domain.states import AttemptState, FinalState
from proofpress.ports import Create, Ports, Replace
from proofpress.stages import closing, requesting
from proofpress.stages.lanes import lane_now
from proofpress.stages.paging import pages

Call = Attempt | Final


class _Kind(NamedTuple):
    """Calls that may share a job. Those that were in one before do not share one with those that were not."""

    stage: str
    model: str
    image_size: str
    again: bool


@dataclass
class Packer:
    """Packs the calls of one batch, once `sweep` has met one of them."""

    ports: Ports
    batch: Batch
    _items: dict[str, Item | None] = field(default_factory=dict)

    def pack(self) -> None:
        """Make jobs of every call that waits for one; those that the deadline leaves no time for go live instead."""
        kinds = defaultdict[_Kind, list[tuple[Call, int]]](list)
        for call in self._waiting():
            item = self._item(call.item)
            if item is None:
                continue
            if closing.is_called_off(self.ports, item):
                self.ports.ledger.commit(Replace(call.as_cancelled(self.ports.clock.now())))
            elif lane_now(self.ports, item, call) is Lane.LIVE:
                self._go_live(call)
            else:
                line = LINE_BYTES + len(item.spec.prompt.encode())
                kinds[_kind(self.ports, item, call)].append((call, line))
        for kind, calls in kinds.items():
            for portion in portions(calls, self._most(kind, len(calls)), LIMITS.input_bytes):
                self._bind(kind, portion)

    def _waiting(self) -> Iterator[Call]:
        drafts = pages(self.ports, queries.attempts_in(self.batch.id, AttemptState.PLANNED))
        finals = pages(self.ports, queries.finals_in(self.batch.id, FinalState.PLANNED))
        yield from (draft for draft in drafts if is_waiting(draft))
        yield from (final for final in finals if is_waiting(final))

    def _item(self, key: str) -> Item | None:
        if key not in self._items:
            self._items[key] = self.ports.ledger.get(Item, key)
        return self._items[key]

    def _most(self, kind: _Kind, calls: int) -> int:
        """What was in a job that came to nothing is split in two, so that whatever was wrong with it hits fewer."""
        most = LIMITS.lines_of(kind.image_size)
        return min(most, ceil(calls / 2)) if kind.again else most

    def _bind(self, kind: _Kind, calls: Sequence[Call]) -> None:
        now = self.ports.clock.now()
        job = Job(
            id=f"proofpress-{uuid.uuid4().hex}",
            batch=self.batch.id,
            stage=kind.stage,
            model=kind.model,
            calls=len(calls),
            created=now,
            changed=now,
            traceparent=self.batch.traceparent,
        ).waiting(now, self.ports.policy.stale)
        bound = [call.having(job=job.key, still_since=NEVER, resent=0) for call in calls]
        self.ports.ledger.commit(Create(job), *map(Replace, bound))

    def _go_live(self, call: Call) -> None:
        now = self.ports.clock.now()
        live = call.having(lane=Lane.LIVE, still_since=epoch_seconds(now), resent=0)
        if self.ports.ledger.commit(Replace(live)):
            requesting.request(self.ports, live)


def _kind(ports: Ports, item: Item, call: Call) -> _Kind:
    if isinstance(call, Attempt):
        return _Kind("draft", ports.catalog.model(item.draft_tier).id, item.draft_size, call.leases > 0)
    return _Kind("render", ports.catalog.model(item.spec.final).id, item.spec.image_size, call.leases > 0)


def is_waiting(call: Call) -> bool:
    """Whether a call is to be put into a job."""
    return is_in_batch_lane(call) and call.state in (AttemptState.PLANNED, FinalState.PLANNED) and not call.job


def is_in_batch_lane(call: Call) -> bool:
    """Whether a call waits for a job, or moves with the one that it is in."""
    to_come = (AttemptState.PLANNED, AttemptState.LEASED, FinalState.PLANNED, FinalState.LEASED)
    return call.lane is Lane.BATCH and call.state in to_come
