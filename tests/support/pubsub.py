"""The far end of the Pub/Sub bus: topics, each with a subscription that is pulled."""

import time
from types import TracebackType
from typing import Self

from google.cloud.pubsub_v1 import PublisherClient, SubscriberClient  # type: ignore[import-untyped]

from proofpress.domain.events import Message
from proofpress.ports import Topic

_PATIENCE_SECONDS = 30.0


class PulledTopics:
    """Every topic of the flow in a project, on the emulator that PUBSUB_EMULATOR_HOST names."""

    def __init__(self, project: str) -> None:
        self.paths = {topic: f"projects/{project}/topics/test-{topic}" for topic in Topic}
        self._subscriptions = {topic: f"projects/{project}/subscriptions/test-{topic}" for topic in Topic}
        self._subscriber = SubscriberClient()
        with PublisherClient() as publisher:
            for topic, path in self.paths.items():
                publisher.create_topic(name=path)
                self._subscriber.create_subscription(name=self._subscriptions[topic], topic=path)

    def pull(self, count: int) -> list[tuple[Topic, Message]]:
        """Wait until at least so many messages with different ids of their own have come."""
        pulled: list[tuple[Topic, Message]] = []
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while len({message.attributes["ce-id"] for _, message in pulled}) < count:
            assert time.monotonic() < deadline, f"{len(pulled)} of {count} messages came"
            for topic in Topic:
                pulled += [(topic, message) for message in self._pull(self._subscriptions[topic])]
        return pulled

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._subscriber.close()

    def _pull(self, subscription: str) -> list[Message]:
        # The emulator answers an empty pull about a second before the deadline, so this one comes back at once.
        received = self._subscriber.pull(subscription=subscription, max_messages=1000, timeout=1.0).received_messages
        if received:
            self._subscriber.acknowledge(subscription=subscription, ack_ids=[each.ack_id for each in received])
        return [Message(data=each.message.data, attributes=dict(each.message.attributes)) for each in received]
