"""Whatever order messages come in, twice or only after a sweep: the same drafts are paid and the same are kept."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.service import Service
from tests.support.pipeline import Pipeline

ITEM = "  - {{id: i{place}, prompt: scene {place}, want: {want}, route: {route}, review: {review}, image_size: 1K}}"
ROUTES = ("two_tier", "direct", "cheap")


@dataclass(frozen=True)
class Case:
    """A manifest and a service."""

    manifest: str
    capped_in_dollars: bool
    seed: int
    faults: float
    lost_looks: float
    accept_rate: float

    def service(self) -> Service:
        return Service(self.seed, self.faults, self.lost_looks, self.accept_rate)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    dollars = draw(st.one_of(st.none(), st.sampled_from(["0.30", "0.80", "2.00", "5.00"])))
    slots = draw(st.one_of(st.none(), st.integers(1, 12)))
    items = [
        ITEM.format(
            place=place,
            want=draw(st.integers(1, 4)),
            route=draw(st.sampled_from(ROUTES)),
            review=draw(st.sampled_from(["none", "model"])),
        )
        for place in range(draw(st.integers(1, 4)))
    ]
    caps = [f"max_usd: {dollars}"] if dollars else []
    caps += [f"max_attempts: {slots}"] if slots else []
    defaults = f"defaults: {{final: {draw(st.sampled_from(['pro', 'standard']))}, max_usd_per_keeper: 2}}"
    return Case(
        "\n".join([*caps, defaults, "items:", *items]),
        capped_in_dollars=dollars is not None,
        seed=draw(st.integers(0, 1_000)),
        faults=draw(st.sampled_from([0.0, 0.2, 0.5])),
        lost_looks=draw(st.sampled_from([0.0, 0.3, 0.7])),
        accept_rate=draw(st.sampled_from([0.2, 0.5, 0.9])),
    )


@contextmanager
def opened(case: Case) -> Iterator[Pipeline]:
    with tempfile.TemporaryDirectory() as folder:
        pipeline = Pipeline(Path(folder), case.service().models())
        pipeline.submit(case.manifest)
        yield pipeline
        pipeline.close()


def disturb(pipeline: Pipeline, chance: random.Random) -> None:
    """Deliver in any order, some messages twice, some never; what is missing then is found by the sweep."""
    for _ in range(100):
        while pipeline.bus.waiting:
            topic, message = pipeline.bus.waiting.pop(chance.randrange(len(pipeline.bus.waiting)))
            for _ in range(chance.choices([0, 1, 2], [1, 6, 2])[0]):
                pipeline.deliver(topic, message)
                invariants.check_dollars(pipeline)
        pipeline.clock.sleep(86_400)
        if not sweep(pipeline.ports):
            return
    raise AssertionError("the batch does not come to its end")


def waves(pipeline: Pipeline) -> list[tuple[str, int, str]]:
    return [(attempt.key, attempt.wave, attempt.state) for attempt in pipeline.attempts()]


@pytest.mark.slow
@pytest.mark.timeout(900)
@given(cases(), st.integers(0, 1_000))
@settings(max_examples=100)
def test_any_order_ends_the_batch_within_its_caps_and_with_the_same_keepers(case: Case, order: int) -> None:
    with opened(case) as ordered, opened(case) as disturbed:
        while ordered.bus.waiting or sweep(ordered.ports, takeover=True):
            ordered.drive()
        disturb(disturbed, random.Random(order))
        for pipeline in (ordered, disturbed):
            invariants.check_ended(pipeline)
            invariants.check_caps(pipeline)
            invariants.check_dollars(pipeline)
            invariants.check_objects(pipeline)
            invariants.check_books(pipeline)
        if not case.capped_in_dollars:
            assert waves(disturbed) == waves(ordered)
            assert disturbed.keepers() == ordered.keepers()
