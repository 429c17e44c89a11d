"""The sweep finds what a crash cut off, and says whether there is work to do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from proofpress.adapters.local.clock import ManualClock
from proofpress.domain import queries
from proofpress.domain.errors import Retry
from proofpress.domain.events import DraftRequested, KeeperDelivered, decode, encode
from proofpress.domain.records import NEVER, Attempt
from proofpress.domain.states import AttemptState, BatchState
from proofpress.ports import Create, Delete, Replace, Topic
from proofpress.stages import deciding
from proofpress.stages.burying import bury
from proofpress.stages.paging import PAGE
from proofpress.stages.replaying import replay
from proofpress.stages.sweep import sweep
from tests.stages.conftest import Start
from tests.stages.counting import CountingLedger
from tests.stages.interleaving import Meanwhile, run_until
from tests.support.pipeline import Pipeline

MANIFEST = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, review: model, max_usd_per_keeper: 2}
items: [{id: sea, prompt: the sea}]
"""


def test_a_wave_that_the_sweep_itself_plans_counts_as_work(start: Start) -> None:
    pipeline = start(MANIFEST)
    (cohort,) = pipeline.ledger.find(queries.cohorts("b"))
    (item,) = pipeline.items()
    attempts = pipeline.attempts()
    pipeline.ledger.commit(
        Replace(cohort.having(wave=0, allocated=0)),
        Replace(item.having(allocated=0, waves=0)),
        *map(Delete, attempts),
    )
    pipeline.bus.waiting.clear()
    assert sweep(pipeline.ports, takeover=True) == len(attempts)


def test_a_batch_whose_cohorts_are_all_closed_is_closed(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.drive()
    pipeline.ledger.commit(Replace(pipeline.batch().having(state=BatchState.OPEN, closed=None)))
    assert sweep(pipeline.ports, takeover=True) == 0
    assert pipeline.batch().state is BatchState.CLOSED


def test_only_what_has_not_moved_for_a_while_is_sent_again(start: Start) -> None:
    pipeline = start(MANIFEST)
    assert sweep(pipeline.ports) == 0
    pipeline.clock.sleep(59)
    assert sweep(pipeline.ports) == 0
    pipeline.clock.sleep(1)
    assert sweep(pipeline.ports) == len(pipeline.attempts())


def test_a_lease_that_still_runs_is_left_alone_and_one_that_ran_out_is_noted(start: Start) -> None:
    pipeline = start(MANIFEST)
    first = pipeline.attempts()[0]
    until = pipeline.clock.now() + pipeline.ports.policy.lease
    pipeline.ledger.commit(Replace(first.as_leased(pipeline.clock.now(), leases=1, lease_until=until)))
    pipeline.clock.sleep(299)
    assert first.key not in swept(pipeline)
    pipeline.clock.sleep(1)
    assert first.key in swept(pipeline)
    again = pipeline.ledger.get(Attempt, first.key)
    assert again is not None
    assert (again.state, again.perhaps_usd) == (AttemptState.PLANNED, first.worst_usd)


def test_one_batch_can_be_swept_alone(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.submit(MANIFEST, batch="c")
    pipeline.bus.waiting.clear()
    assert sweep(pipeline.ports, takeover=True, batch="c") == len(pipeline.attempts("c"))


def test_more_attempts_than_a_page_are_all_sent(start: Start) -> None:
    pipeline = start(MANIFEST)
    first, made = pipeline.attempts()[0], len(pipeline.attempts())
    more = [first.having(number=number) for number in range(made + 1, PAGE + 2)]
    pipeline.ledger.commit(*map(Create, more))
    assert sweep(pipeline.ports, takeover=True) == PAGE + 1


def minutes_of_sending(pipeline: Pipeline, minutes: int) -> list[int]:
    """The minutes at which sweeps, one a minute, send something."""
    sent = []
    for minute in range(1, minutes + 1):
        pipeline.clock.sleep(60)
        if swept(pipeline):
            sent.append(minute)
    return sent


def test_what_merely_waits_in_a_long_queue_is_sent_again_with_doubling_patience(start: Start) -> None:
    pipeline = start(MANIFEST)
    assert minutes_of_sending(pipeline, 260) == [1, 3, 7, 15, 31, 63, 127, 191, 255]


def test_patience_starts_anew_once_a_record_moves(start: Start) -> None:
    pipeline = start(MANIFEST)
    minutes_of_sending(pipeline, 7)
    first = pipeline.attempts()[0]
    now = pipeline.clock.now()
    pipeline.ledger.commit(Replace(first.as_leased(now)))
    leased = pipeline.attempts()[0]
    pipeline.ledger.commit(Replace(leased.as_planned(now)))
    pipeline.clock.sleep(60)
    assert swept(pipeline) == {first.key}


def test_a_sweep_with_nothing_overdue_reads_no_record_of_the_batch(start: Start) -> None:
    pipeline = start(MANIFEST.replace("want: 1", "want: 20"))
    ledger = CountingLedger(pipeline.ledger)
    pipeline.ports = replace(pipeline.ports, ledger=ledger)
    assert sweep(pipeline.ports) == 0
    assert ledger.reads.total() < 15
    assert ledger.writes.total() == 0


def test_two_sweeps_at_once_send_a_message_once(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.bus.waiting.clear()
    pipeline.clock.sleep(60)
    first = pipeline.attempts()[0]
    meanwhile = Meanwhile(
        lambda changes: any(change.record.key == first.key for change in changes), lambda: sweep(pipeline.ports)
    )
    sweep(meanwhile.wrap(pipeline.ports))
    assert meanwhile.happened
    subjects = [decode(message).subject for _, message in pipeline.bus.waiting]
    assert sorted(subjects) == [attempt.key for attempt in pipeline.attempts()]


def test_what_lies_in_the_dead_letters_waits_there_for_its_replay(start: Start) -> None:
    pipeline = start(MANIFEST)
    first = pipeline.attempts()[0]
    letter = bury(pipeline.ports, Topic.DRAFTS, encode(DraftRequested(attempt=first.key)), "no key", 100)
    pipeline.clock.sleep(60)
    assert first.key not in swept(pipeline)
    replay(pipeline.ports, letter)
    pipeline.clock.sleep(120)
    assert first.key in swept(pipeline)


def test_a_takeover_sends_what_lies_in_the_dead_letters_too(start: Start) -> None:
    pipeline = start(MANIFEST)
    for attempt in pipeline.attempts():
        bury(pipeline.ports, Topic.DRAFTS, encode(DraftRequested(attempt=attempt.key)), "no key", 100)
    assert sweep(pipeline.ports, takeover=True) == len(pipeline.attempts())


def test_a_draft_that_waits_for_a_person_is_looked_at_once(start: Start) -> None:
    pipeline = start(MANIFEST.replace("model", "hand"))
    pipeline.drive()
    pipeline.clock.sleep(60)
    sweep(pipeline.ports)
    assert {attempt.still_since for attempt in pipeline.attempts()} == {NEVER}
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.clock.sleep(60)
    assert swept(pipeline) == {"b/sea/0001-1"}


def test_a_sweep_without_time_leaves_the_rest_to_the_next_one_and_is_fair_to_all_batches(start: Start) -> None:
    pipeline = start(MANIFEST.replace("want: 1", "want: 20"))
    pipeline.submit(MANIFEST.replace("want: 1", "want: 20"), batch="c")
    pipeline.bus.waiting.clear()
    pipeline.clock.sleep(60)
    ports = replace(pipeline.ports, clock=TickingClock(pipeline.clock))
    sent = sweep(ports, patience=timedelta(seconds=20))
    batches = [decode(message).subject[0] for _, message in pipeline.bus.waiting]
    assert abs(batches.count("b") - batches.count("c")) <= 1 < sent
    rest = len(pipeline.attempts("b")) + len(pipeline.attempts("c")) - sent
    assert sweep(pipeline.ports) == rest > 0


def test_a_final_whose_lease_ran_out_is_rendered_after_all(start: Start) -> None:
    pipeline = start(MANIFEST)
    run_until(pipeline, Topic.ACCEPTS)
    pipeline.bus.waiting.clear()
    (final,) = pipeline.finals()
    until = pipeline.clock.now() + pipeline.ports.policy.lease
    pipeline.ledger.commit(Replace(final.as_leased(pipeline.clock.now(), leases=1, lease_until=until)))
    pipeline.clock.sleep(300)
    while sweep(pipeline.ports):
        pipeline.drive()
        pipeline.clock.sleep(600)
    assert pipeline.keepers() == ["b/sea/0001"]


@pytest.mark.parametrize("takeover", [False, True])
def test_an_approved_draft_that_nobody_accepted_is_accepted(start: Start, *, takeover: bool) -> None:
    pipeline = start(MANIFEST)
    run_until(pipeline, Topic.REVIEWS)
    pipeline.bus.waiting.clear()
    first = pipeline.attempts()[0]
    pipeline.ledger.commit(Replace(first.moved(AttemptState.APPROVED, pipeline.clock.now(), decided_by="model")))
    pipeline.clock.sleep(60)
    sweep(pipeline.ports, takeover=takeover)
    assert [final.key for final in pipeline.finals()] == [f"{first.key}-1"]


def test_a_bus_that_takes_no_outcome_leaves_it_to_the_sweep(start: Start) -> None:
    pipeline = start(MANIFEST)
    run_until(pipeline, Topic.RENDERED)
    pipeline.bus.refuses = Retry("the bus is away")
    pipeline.deliver(*pipeline.bus.waiting.pop(0))
    assert pipeline.keepers() == ["b/sea/0001"]
    assert pipeline.bus.outcomes == []
    pipeline.bus = pipeline.ports.bus.__class__()  # type: ignore[assignment]
    pipeline.ports = replace(pipeline.ports, bus=pipeline.bus)
    sweep(pipeline.ports)
    assert [event.subject for event in pipeline.bus.outcomes if isinstance(event, KeeperDelivered)] == ["b/sea/0001"]
    assert pipeline.ledger.count(queries.untold_finals()) == 0


class TickingClock:
    """A second passes whenever somebody looks."""

    def __init__(self, inner: ManualClock) -> None:
        self._inner = inner

    def now(self) -> datetime:
        """Now; then a second passes."""
        moment = self._inner.now()
        self._inner.sleep(1)
        return moment

    def sleep(self, seconds: float) -> None:
        """Pass."""
        self._inner.sleep(seconds)


def swept(pipeline: Pipeline) -> set[str]:
    """What a sweep sends messages about."""
    pipeline.bus.waiting.clear()
    sweep(pipeline.ports)
    return {decode(message).subject for _, message in pipeline.bus.waiting}
