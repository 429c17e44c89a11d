"""Around a stage: an event that came too early is waited for, and what was published is safe before the answer."""

from dataclasses import dataclass, field, replace

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import (
    Drop,
    NotReady,
    Retry,
)
from proofpress.domain.events import Event, Message
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.staging import PAUSES
from proofpress.ports import Ports, Topic
from tests.entry.cloud.conftest import Call
from tests.entry.cloud.one_stage import DUE, Stage, raising, running
from tests.entry.cloud.requests import push_event
from tests.support.pipeline import Pipeline


def test_an_event_that_overtook_its_commit_is_waited_for(parts: Parts, pipeline: Pipeline, call: Call) -> None:
    tries: list[Event] = []

    def stage(event: Event, _ports: Ports) -> None:
        tries.append(event)
        if len(tries) < 4:
            raise NotReady("not committed yet")

    started = pipeline.clock.now()
    assert call(running(stage, parts), push_event(DUE)).status_code == 204
    assert (pipeline.clock.now() - started).total_seconds() == pytest.approx(sum(PAUSES[:3]))


def test_an_event_whose_commit_does_not_come_is_delivered_again(parts: Parts, pipeline: Pipeline, call: Call) -> None:
    started = pipeline.clock.now()
    assert call(running(raising(NotReady("not committed yet")), parts), push_event(DUE)).status_code == 503
    assert (pipeline.clock.now() - started).total_seconds() == pytest.approx(5.0)
    assert not parts.ports.ledger.count(queries.dead_letters())


@dataclass
class _CarefulBus:
    """Takes messages at a flush only, as Pub/Sub does; may refuse that."""

    refuses: bool = False
    flushed: int = 0
    pending: list[Event] = field(default_factory=list)

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        del topic, traceparent
        self.pending.append(event)

    def forward(self, topic: Topic, message: Message) -> None:
        raise NotImplementedError

    def flush(self) -> None:
        taken, self.pending = len(self.pending), []
        if self.refuses:
            raise Retry("the bus is away")
        self.flushed += taken


def _publishing(error: Exception | None = None) -> Stage:
    def stage(_event: Event, ports: Ports) -> None:
        ports.bus.publish(Topic.DRAFTS, DUE)
        if error:
            raise error

    return stage


@pytest.mark.parametrize(("error", "status"), [(None, 204), (Retry("half-way"), 503), (Drop("half-way"), 204)])
def test_what_a_stage_published_is_safe_before_the_answer(
    error: Exception | None, status: int, parts: Parts, call: Call
) -> None:
    bus = _CarefulBus()
    careful = replace(parts, ports=replace(parts.ports, bus=bus))
    assert call(running(_publishing(error), careful), push_event(DUE)).status_code == status
    assert (bus.flushed, bus.pending) == (1, [])


def test_work_whose_messages_were_not_taken_is_delivered_again(parts: Parts, call: Call) -> None:
    bus = _CarefulBus(refuses=True)
    careful = replace(parts, ports=replace(parts.ports, bus=bus))
    assert call(running(_publishing(), careful), push_event(DUE)).status_code == 503
    assert not bus.pending
