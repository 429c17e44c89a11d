"""What every Bus keeps to. A subclass provides the fixture `far_end`: a bus, and what comes out of it.

A bus may deliver an event twice, so arrivals are compared as sets.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from proofpress.domain.events import (
    EVENTS,
    BannersDelivered,
    BannersRequested,
    BatchClosed,
    Context,
    DraftAccepted,
    DraftPassed,
    DraftRequested,
    Event,
    ItemStopped,
    JobRequested,
    KeeperDelivered,
    ManifestRequested,
    ManifestSubmitted,
    ObjectFinalized,
    ProductHeld,
    ProductUpdated,
    ShopEventReceived,
    WebhookRequested,
    encode,
)
from proofpress.ports import Bus, Topic

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

DRAFT = DraftRequested(attempt="b/cup/0001")

ONE_OF_EACH = [
    ManifestSubmitted(batch="b", name="b/manifest.yaml"),
    ManifestRequested(batch="b", text="items: [{id: größe, prompt: a cup}]"),
    DRAFT,
    DraftPassed(attempt="b/cup/0001"),
    DraftAccepted(attempt="b/cup/0001", render=2),
    ObjectFinalized(bucket="drafts", name="b/größe/0001.png", generation="17"),
    KeeperDelivered(attempt="b/cup/0001", objects=("b/cup/wide.webp", "b/cup/square.webp"), usd=0.106),
    ItemStopped(item="b/cup", reason="bad_prompt", keepers=0, want=2),
    BatchClosed(batch="b", state="closed", keepers=3, wanted=4),
    JobRequested(job="proofpress-7"),
    ShopEventReceived(attributes={"X-Shopify-Topic": "products/update"}, text='{"title": "größe"}'),
    ProductUpdated(product="spring/cup", edition=3),
    BannersRequested(banners="spring/cup/g1"),
    BannersDelivered(
        campaign="spring",
        product="spring/cup",
        tenant="shop",
        product_id="7",
        edition=3,
        delivered=2,
        index="spring/cup/index.json",
        banners=(),
        faults=("no glyph",),
    ),
    ProductHeld(product="spring/cup", edition=3, reason="cap"),
    WebhookRequested(product="spring/cup", delivered=2),
]


@dataclass(frozen=True)
class Arrival:
    """One delivery, as the far end saw it."""

    topic: Topic
    event: Event
    traceparent: str

    def __hash__(self) -> int:
        """Not of the event: one with a mapping in it has no hash."""
        return hash((self.topic, self.traceparent))


@dataclass(frozen=True)
class FarEnd:
    """A bus, and a call that waits until so many events have arrived and returns what arrived."""

    bus: Bus
    arrivals: Callable[[int], set[Arrival]]


class BusSuite:
    """Inherited by the test class of every adapter."""

    def test_the_list_of_events_is_complete(self) -> None:
        assert {type(event) for event in ONE_OF_EACH} == set(EVENTS.values())

    @pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: type(event).__name__)
    def test_an_event_arrives_as_it_was_published(self, far_end: FarEnd, event: Event) -> None:
        far_end.bus.publish(Topic.ACCEPTS, event, traceparent=TRACE)
        far_end.bus.flush()
        assert far_end.arrivals(1) == {Arrival(Topic.ACCEPTS, event, TRACE)}

    def test_an_event_without_a_trace_arrives_without_one(self, far_end: FarEnd) -> None:
        far_end.bus.publish(Topic.DRAFTS, ONE_OF_EACH[1])
        far_end.bus.flush()
        assert far_end.arrivals(1) == {Arrival(Topic.DRAFTS, ONE_OF_EACH[1], "")}

    def test_an_encoded_message_arrives_as_it_was(self, far_end: FarEnd) -> None:
        message = encode(ONE_OF_EACH[1], Context(id="the-first-one", traceparent=TRACE))
        far_end.bus.forward(Topic.DRAFTS, message)
        far_end.bus.flush()
        assert far_end.arrivals(1) == {Arrival(Topic.DRAFTS, ONE_OF_EACH[1], TRACE)}

    def test_topics_do_not_mix(self, far_end: FarEnd) -> None:
        far_end.bus.publish(Topic.DRAFTS, DraftRequested(attempt="b/cup/0001"))
        far_end.bus.publish(Topic.REVIEWS, DraftPassed(attempt="b/cup/0001"))
        far_end.bus.flush()
        arrived = {(each.topic, type(each.event)) for each in far_end.arrivals(2)}
        assert arrived == {(Topic.DRAFTS, DraftRequested), (Topic.REVIEWS, DraftPassed)}

    def test_a_flush_without_events_returns(self, far_end: FarEnd) -> None:
        far_end.bus.flush()
        far_end.bus.publish(Topic.DRAFTS, ONE_OF_EACH[1])
        far_end.bus.flush()
        far_end.bus.flush()
        assert len(far_end.arrivals(1)) == 1

    def test_what_many_threads_publish_and_flush_arrives(self, far_end: FarEnd) -> None:
        subjects = [f"b/cup/{number:04d}" for number in range(200)]

        def send(attempt: str) -> None:
            far_end.bus.publish(Topic.DRAFTS, DraftRequested(attempt=attempt))
            far_end.bus.publish(Topic.REVIEWS, DraftPassed(attempt=attempt))
            far_end.bus.flush()

        with ThreadPoolExecutor(16) as pool:
            list(pool.map(send, subjects))
        arrived = {(each.topic, each.event.subject) for each in far_end.arrivals(400)}
        assert arrived == {(topic, subject) for topic in (Topic.DRAFTS, Topic.REVIEWS) for subject in subjects}
