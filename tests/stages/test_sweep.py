"""The sweep finds what a crash cut off, and says whether there is work to do."""

from proofpress.domain import queries
from proofpress.domain.events import decode
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState, BatchState
from proofpress.ports import Create, Delete, Replace
from proofpress.stages.sweep import PAGE, sweep
from tests.stages.conftest import Start
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


def swept(pipeline: Pipeline) -> set[str]:
    """What a sweep sends messages about."""
    pipeline.bus.waiting.clear()
    sweep(pipeline.ports)
    return {decode(message).subject for _, message in pipeline.bus.waiting}
