"""The in-process bus: carries encoded events to the stages' handlers, each at least once."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from proofpress.adapters.local.courier import Courier, Handler
from proofpress.adapters.local.lanes import Lane, Priority
from proofpress.adapters.local.parcel import Parcel
from proofpress.adapters.local.queues import Queues
from proofpress.adapters.local.redelivery import Redelivery
from proofpress.domain.events import Context, Event, Message, decode, encode
from proofpress.domain.records import DeadLetter
from proofpress.ports import Clock, Topic

Listener = Callable[[Topic, Event], None]

_log = logging.getLogger(__name__)


class LocalBus:
    """A Bus that delivers while `run` runs, on the threads of named lanes.

    A handler acknowledges a message by returning. Drop makes it a dead letter; Stop ends the run; any other
    exception brings the message again, as `Redelivery` says. Of messages with the same topic and subject only one
    is queued, and none is delivered while another is being processed. The queues live in memory: after a crash,
    `sweep` sends again from the ledger.

    Args:
        handlers: Who processes a topic. Topics without a handler reach the listeners only.
        lanes: The lane of each topic that has a handler.
        workers: Most threads of each lane.
        dead_letter: Keeps what is given up. Where it fails the run ends, because nothing may be lost.
        clock: Dates the dead letters.
        priorities: Of topics that share a lane, the lowest number comes first; 0 where a topic has none.
        redelivery: Delays and limits.
        listeners: Hear every published event, on the thread that publishes it.
    """

    def __init__(
        self,
        handlers: Mapping[Topic, Handler],
        lanes: Mapping[Topic, str],
        workers: Mapping[str, int],
        dead_letter: Callable[[DeadLetter], None],
        clock: Clock,
        priorities: Mapping[Topic, Priority],
        redelivery: Redelivery | None = None,
        listeners: Sequence[Listener] = (),
    ) -> None:
        self._courier = Courier(dict(handlers), dead_letter, clock, redelivery or Redelivery())
        self._queues = Queues(workers, {topic: lanes[topic] for topic in handlers}, priorities, self._hire)
        self._listeners = tuple(listeners)
        self._fault: BaseException | None = None
        self._stop: threading.Event | None = None

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Encode an event and queue it; a queued message of the same topic and subject stands for it."""
        self.forward(topic, encode(event, Context(traceparent=traceparent)))

    def forward(self, topic: Topic, message: Message) -> None:
        """Queue an encoded message."""
        if topic in self._courier.handlers:
            self._queues.accept(Parcel(topic, message.attributes.get("ce-subject", ""), message))
        self._tell(topic, message)

    def flush(self) -> None:
        """What is queued is as safe as it gets here: until this process ends."""

    def run(self, until: Callable[[], bool] | None = None, stop: threading.Event | None = None) -> None:
        """Deliver until nothing is left, `until` (asked at first and after deliveries) is true, or `stop` is set.

        Then wait for what is in flight. What is still queued stays for the next run. Raises the Stop of a handler,
        or whatever kept a dead letter from being recorded.
        """
        if (stop is not None and stop.is_set()) or (until is not None and until()):
            return
        self._fault = None
        self._queues.open(eager=until is not None)
        try:
            self._heed(stop)
            while self._queues.tend() and not (until is not None and until()):
                continue
        finally:
            self._queues.close()
        self._queues.drain()
        if self._fault is not None:
            raise self._fault

    def depth(self, topic: Topic) -> int:
        """How many messages of a topic wait, delayed ones included."""
        return self._queues.depth(topic)

    @property
    def in_flight(self) -> int:
        """How many messages are being processed."""
        return self._queues.in_flight

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being processed."""
        return self._queues.idle

    def _tell(self, topic: Topic, message: Message) -> None:
        for listener in self._listeners:
            try:
                listener(topic, decode(message))
            except Exception:  # noqa: BLE001  an onlooker must not make a paid call fail
                _log.exception("a listener failed on %s", topic)

    def _heed(self, stop: threading.Event | None) -> None:
        if stop is not None and stop is not self._stop:
            self._stop = stop
            threading.Thread(target=self._close_on, args=(stop,), name="proofpress-stop", daemon=True).start()

    def _close_on(self, stop: threading.Event) -> None:
        stop.wait()
        if self._stop is stop:
            self._stop = None
            self._queues.close()

    def _hire(self, lane: Lane) -> None:
        threading.Thread(target=self._work, args=(lane,), name="proofpress-worker", daemon=True).start()

    def _work(self, lane: Lane) -> None:
        while (parcel := self._queues.take(lane)) is not None:
            delay: float | None = 0.0
            try:
                delay = self._courier.deliver(parcel)
            except BaseException as error:  # noqa: BLE001  run raises it
                self._halt(error)
            self._queues.settle(parcel, delay)

    def _halt(self, error: BaseException) -> None:
        if self._fault is None:
            self._fault = error
        else:
            _log.error("the run ends already, and then: %s", error, exc_info=error)
        self._queues.close()
