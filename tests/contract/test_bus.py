import pytest

from proofpress.adapters.local.bus import LocalBus
from proofpress.adapters.local.clock import SystemClock
from proofpress.adapters.local.courier import Handler
from proofpress.adapters.local.parcel import Delivery
from proofpress.domain.events import Event
from proofpress.domain.records import DeadLetter
from proofpress.ports import Topic
from tests.contract.suite_bus import Arrival, BusSuite, FarEnd


class TestLocalBus(BusSuite):
    @pytest.fixture
    def far_end(self) -> FarEnd:
        seen: list[Arrival] = []
        dead: list[DeadLetter] = []

        def handler_of(topic: Topic) -> Handler:
            def handle(event: Event, delivery: Delivery) -> None:
                seen.append(Arrival(topic, event, delivery.traceparent))

            return handle

        handlers = {topic: handler_of(topic) for topic in Topic}
        bus = LocalBus(handlers, dict.fromkeys(Topic, "lane"), {"lane": 4}, dead.append, SystemClock(), {})

        def arrivals(count: int) -> set[Arrival]:
            bus.run()
            assert dead == []
            assert len(seen) >= count
            return set(seen)

        return FarEnd(bus, arrivals)
