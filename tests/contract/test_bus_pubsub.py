"""The Pub/Sub bus on the official emulator, and through a server that loses requests and answers."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from proofpress.adapters.google.bus import PubSubBus
from proofpress.domain.events import Message, decode
from proofpress.ports import Topic
from tests.contract.suite_bus import Arrival, BusSuite, FarEnd
from tests.support.pubsub import PulledTopics
from tests.support.pubsub_faults import Fault, Script, flaky_pubsub


@contextmanager
def far_end_of(topics: PulledTopics) -> Iterator[FarEnd]:
    bus = PubSubBus(topics.paths)
    yield FarEnd(bus, lambda count: {arrival(*pulled) for pulled in topics.pull(count)})
    bus.close()


def arrival(topic: Topic, message: Message) -> Arrival:
    return Arrival(topic, decode(message), message.attributes.get("ce-traceparent", ""))


def now_and_then(seed: str) -> Script:
    """Of ten requests about two are refused, and of one the answer is lost."""
    chance = random.Random(seed)
    return lambda: chance.choice([Fault(), Fault(), Fault(applied=True), *[None] * 7])


@pytest.fixture
def topics(pubsub_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PulledTopics]:
    """Of this test alone."""
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", pubsub_host)
    with PulledTopics(f"bus-{uuid.uuid4().hex[:12]}") as topics:
        yield topics


class TestPubSubBus(BusSuite):
    @pytest.fixture
    def far_end(self, topics: PulledTopics) -> Iterator[FarEnd]:
        with far_end_of(topics) as far_end:
            yield far_end


class TestPubSubBusWithFaults(BusSuite):
    @pytest.fixture
    def far_end(
        self, topics: PulledTopics, pubsub_host: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
    ) -> Iterator[FarEnd]:
        with flaky_pubsub(pubsub_host, now_and_then(seed=request.node.name)) as flaky:
            monkeypatch.setenv("PUBSUB_EMULATOR_HOST", flaky)
            with far_end_of(topics) as far_end:
                yield far_end
