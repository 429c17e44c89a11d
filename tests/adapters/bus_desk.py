"""A bus with one handler that keeps what it is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from proofpress.adapters.local.bus import Listener, LocalBus
from proofpress.adapters.local.clock import ManualClock
from proofpress.adapters.local.lanes import Priority
from proofpress.adapters.local.parcel import Delivery
from proofpress.adapters.local.redelivery import Redelivery
from proofpress.domain.events import DraftRequested, Event
from proofpress.domain.records import DeadLetter
from proofpress.ports import Topic

SOON = Redelivery(
    max_deliveries=4, first_delay=0.001, longest_delay=0.004, longest_wait=0.002, patience=10, pause=0.002
)


def draft(name: object) -> DraftRequested:
    return DraftRequested(attempt=str(name))


@dataclass
class Desk:
    """A bus with one lane, whose handler keeps the deliveries and then does what the test wants."""

    act: Callable[[Event, Delivery], None] = lambda _event, _delivery: None
    threads: int = 1
    redelivery: Redelivery = SOON
    topics: Sequence[Topic] = (Topic.DRAFTS, Topic.REVIEWS, Topic.ACCEPTS)
    priorities: dict[Topic, Priority] = field(default_factory=dict)
    listeners: Sequence[Listener] = ()
    dead_letter: Callable[[DeadLetter], None] | None = None
    seen: list[tuple[Event, Delivery]] = field(default_factory=list)
    dead: list[DeadLetter] = field(default_factory=list)
    clock: ManualClock = field(default_factory=ManualClock)

    def __post_init__(self) -> None:
        self.bus = LocalBus(
            dict.fromkeys(self.topics, self._handle),
            dict.fromkeys(self.topics, "lane"),
            {"lane": self.threads},
            self.dead_letter or self.dead.append,
            self.clock,
            self.priorities,
            self.redelivery,
            self.listeners,
        )

    def _handle(self, event: Event, delivery: Delivery) -> None:
        self.seen.append((event, delivery))
        self.act(event, delivery)

    def publish(self, *names: object, topic: Topic = Topic.DRAFTS) -> None:
        for name in names:
            self.bus.publish(topic, draft(name))

    @property
    def subjects(self) -> list[str]:
        return [event.subject for event, _ in self.seen]


def failing(error: Exception, times: int) -> Callable[[Event, Delivery], None]:
    """An act that fails on the first deliveries of a message."""

    def act(_: Event, delivery: Delivery) -> None:
        if delivery.deliveries <= times:
            raise error

    return act
