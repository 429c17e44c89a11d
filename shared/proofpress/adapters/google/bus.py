"""The pipeline's topics on Pub/Sub."""

import os
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from google.api_core import exceptions
from google.api_core.retry import Retry as Again
from google.api_core.retry import if_exception_type
from google.api_core.timeout import ConstantTimeout
from google.cloud.pubsub_v1 import PublisherClient  # type: ignore[import-untyped]
from google.cloud.pubsub_v1.types import (  # type: ignore[import-untyped]
    BatchSettings,
    LimitExceededBehavior,
    PublisherOptions,
    PublishFlowControl,
)

from proofpress.adapters.google.bus_limits import check_message
from proofpress.adapters.google.credentials import application_default
from proofpress.adapters.google.lazy import Lazy
from proofpress.adapters.google.transient import TRANSIENT
from proofpress.domain.errors import ProofpressError, Retry, Stop
from proofpress.domain.events import Context, Event, Message, encode
from proofpress.ports import Topic

_TRIES = 4
"""How many requests fit into our patience where none of them is answered."""

_BATCHES = BatchSettings(max_messages=100, max_bytes=1_000_000, max_latency=0.005)
_FLOW = PublishFlowControl(
    message_limit=1000, byte_limit=20_000_000, limit_exceeded_behavior=LimitExceededBehavior.BLOCK
)


@dataclass(frozen=True)
class _Sent:
    topic: Topic
    subject: str
    taken: "Future[str]"


class _Pending(threading.local):
    def __init__(self) -> None:
        self.sent: list[_Sent] = []


class PubSubBus:
    """A Bus that hands events to topics, for any number of threads; who reads them is the subscriptions' business.

    Pub/Sub may take a message twice where an answer was lost. Publishing waits only while a thousand messages are on
    their way. The client is built on first use, so that a process may fork before that. Drop where the service would
    never take a message.

    Args:
        topics: The full path of each topic.
        patience: Seconds in which the service must take what was published, tries and waits included.
    """

    def __init__(self, topics: Mapping[Topic, str], patience: float = 60.0) -> None:
        self._topics = dict(topics)
        self._patience = patience
        self._client = Lazy(self._connect)
        self._pending = _Pending()

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Send an event; it is safe once `flush` has returned."""
        self.forward(topic, encode(event, Context(traceparent=traceparent)))

    def forward(self, topic: Topic, message: Message) -> None:
        """Send an encoded message as it is."""
        check_message(message)
        taken = self._client.get().publish(self._topics[topic], message.data, **message.attributes)
        self._pending.sent.append(_Sent(topic, message.attributes.get("ce-subject", ""), taken))

    def flush(self) -> None:
        """Wait until everything that this thread published was taken.

        Whatever was not is forgotten here, and the first of it is named: by Stop where somebody must mend the
        deployment first, by Retry else.
        """
        sent, self._pending.sent = self._pending.sent, []
        deadline = time.monotonic() + self._patience
        failures = [(each, error) for each in sent if (error := _failure(each, deadline)) is not None]
        if failures:
            raise self._explain(*failures[0], others=len(failures) - 1) from failures[0][1]

    def close(self) -> None:
        """Flush, and end the client; other threads must have flushed before."""
        try:
            self.flush()
        finally:
            if self._client.built is not None:
                # The channel goes with the last of the client's threads, which may still be trying.
                self._client.built.stop()

    def _connect(self) -> Any:
        again = Again(if_exception_type(*TRANSIENT), initial=0.1, maximum=5.0, multiplier=2.0, timeout=self._patience)
        # From a bare number the client would take what earlier tries have used up.
        each = ConstantTimeout(self._patience / _TRIES)  # type: ignore[no-untyped-call]
        options = PublisherOptions(flow_control=_FLOW, retry=again, timeout=each)
        credentials = None if os.environ.get("PUBSUB_EMULATOR_HOST") else application_default()
        return PublisherClient(_BATCHES, options, credentials=credentials)

    def _explain(self, sent: _Sent, error: BaseException, others: int) -> ProofpressError:
        path = self._topics[sent.topic]
        if isinstance(error, exceptions.NotFound):
            return Stop(f"The topic {path} does not exist: run `terraform apply`.")
        if isinstance(error, exceptions.Forbidden):
            return Stop(f"Nothing may be published to {path}: grant roles/pubsub.publisher on it. {error}")
        more = f" (and {others} more)" if others else ""
        return Retry(f"{path} did not take the message about {sent.subject!r}{more}: {error or 'no answer came'}")


def _failure(sent: _Sent, deadline: float) -> BaseException | None:
    try:
        return sent.taken.exception(timeout=max(0.0, deadline - time.monotonic()))
    except TimeoutError as error:
        return error
