"""A sweep goes as far as it can whatever fails, and forgets no call of a batch that was cancelled."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from proofpress.domain.errors import Retry, Stop
from proofpress.domain.events import BatchClosed, decode
from proofpress.domain.queries import Query
from proofpress.domain.states import AttemptState, BatchState
from proofpress.ports import Change, R, Replace, Topic
from proofpress.stages import deciding
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.crashing import Crash
from tests.stages.interleaving import Meanwhile, run_until
from tests.support.ledgers import PassingLedger
from tests.support.pipeline import Pipeline

MANIFEST = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, review: none, max_usd_per_keeper: 9}
items: [{id: sea, prompt: the sea}]
"""
CHEAP = MANIFEST.replace("two_tier", "cheap").replace("2K", "1K")


@dataclass
class Unreadable(PassingLedger):
    """A ledger with one batch whose attempts nobody can read."""

    batch: str

    def find(self, query: Query[R]) -> list[R]:
        if any(where.field == "batch" and where.value == self.batch for where in query.where):
            raise Stop("A record was written by a newer version of Proofpress.")
        return self.inner.find(query)


def test_a_batch_that_cannot_be_swept_keeps_no_other_from_its_turn(start: Start) -> None:
    pipeline = start(MANIFEST)
    for batch in ("a", "c"):
        pipeline.submit(MANIFEST, batch=batch)
    pipeline.bus.waiting.clear()
    pipeline.clock.sleep(60)

    with pytest.raises(Stop, match="newer version"):
        sweep(replace(pipeline.ports, ledger=Unreadable(pipeline.ledger, "b")))

    subjects = [decode(message).subject for _, message in pipeline.bus.waiting]
    assert sorted(subjects) == [each.key for batch in ("a", "c") for each in pipeline.attempts(batch)]


def test_an_outcome_that_is_not_taken_keeps_no_batch_from_its_turn(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.submit(MANIFEST, batch="c")
    pipeline.ledger.commit(Replace(pipeline.batch("c").having(state=BatchState.CLOSED, untold=True)))
    pipeline.bus.waiting.clear()
    pipeline.clock.sleep(60)
    pipeline.bus.refuses = Retry("the topic of the outcomes is gone")

    with pytest.raises(Retry, match="is gone"):
        sweep(pipeline.ports)

    assert len(pipeline.bus.waiting) == len(pipeline.attempts())


def dies_before(pipeline: Pipeline, state: str, topic: Topic) -> None:
    """Deliver until a worker dies after its paid call and its object, before its commit; the batch is cancelled then."""
    run_until(pipeline, topic)
    worker = Meanwhile(lambda changes: any(getattr(each.record, "state", "") == state for each in changes), crash)
    whole, pipeline.ports = pipeline.ports, worker.wrap(pipeline.ports)
    with pytest.raises(Crash):
        pipeline.deliver(*pipeline.bus.waiting.pop(0))
    pipeline.ports = whole
    deciding.cancel(pipeline.ports, "b")
    pipeline.bus.waiting.clear()


def crash() -> None:
    raise Crash


def swept_for(pipeline: Pipeline, hours: int) -> None:
    for _ in range(hours * 60):
        pipeline.clock.sleep(60)
        sweep(pipeline.ports)
        pipeline.drive()


@pytest.mark.parametrize(("state", "topic"), [("drafted", Topic.DRAFTS), ("rendered", Topic.ACCEPTS)])
def test_a_cancelled_batch_still_settles_the_bill_of_a_worker_that_died(start: Start, state: str, topic: Topic) -> None:
    pipeline = start(MANIFEST)
    dies_before(pipeline, state, topic)

    swept_for(pipeline, hours=1)

    settled = sum((each.usd for each in [*pipeline.attempts(), *pipeline.finals()]), Decimal(0))
    assert settled == sum((usd for _, usd in pipeline.models.paid), Decimal(0))
    assert not [each.key for each in pipeline.attempts() if each.state is AttemptState.LEASED]
    invariants.check_books(pipeline)


@pytest.mark.parametrize("topic", [Topic.ACCEPTS, Topic.RENDERED])
def test_what_was_accepted_in_a_cancelled_batch_is_delivered_though_its_message_was_lost(
    start: Start, topic: Topic
) -> None:
    pipeline = start(CHEAP)
    run_until(pipeline, topic)
    deciding.cancel(pipeline.ports, "b")
    pipeline.bus.waiting.clear()

    swept_for(pipeline, hours=1)

    assert pipeline.keepers() == ["b/sea/0001"]


def test_the_end_of_a_cancelled_batch_is_told_once_and_after_its_last_call(start: Start) -> None:
    pipeline = start(MANIFEST)
    told: list[int] = []

    def cancelled_while_called() -> None:
        deciding.cancel(pipeline.ports, "b")
        sweep(pipeline.ports)
        told.append(len(closings(pipeline)))

    drafted: Callable[[tuple[Change, ...]], bool] = lambda changes: any(  # noqa: E731
        getattr(each.record, "state", "") == "drafted" for each in changes
    )
    whole, pipeline.ports = pipeline.ports, Meanwhile(drafted, cancelled_while_called).wrap(pipeline.ports)
    pipeline.deliver(*pipeline.bus.waiting.pop(0))
    pipeline.ports = whole
    pipeline.drive()

    swept_for(pipeline, hours=1)

    assert told == [0]
    assert len(closings(pipeline)) == 1


def closings(pipeline: Pipeline) -> list[BatchClosed]:
    return [event for event in pipeline.bus.outcomes if isinstance(event, BatchClosed)]
