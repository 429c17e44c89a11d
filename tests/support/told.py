"""What a deployment told the world: a subscription of somebody else's to its outcomes."""

from collections import defaultdict
from types import TracebackType
from typing import Self

from google.api_core.exceptions import DeadlineExceeded
from google.cloud.pubsub_v1 import SubscriberClient  # type: ignore[import-untyped]

from proofpress.domain.events import KeeperDelivered, Message, decode


class Outcomes:
    """Everything published on a topic from now on, on the emulator that PUBSUB_EMULATOR_HOST names."""

    def __init__(self, topic: str) -> None:
        self._path = topic.replace("/topics/", "/subscriptions/") + "-heard"
        self._client = SubscriberClient()
        self._client.create_subscription(name=self._path, topic=topic, ack_deadline_seconds=60)
        self._heard: list[Message] = []

    def keepers(self) -> dict[str, set[str]]:
        """Keys of the attempts that were told of as delivered, each with the ids of the events that told of it."""
        while self._pull():
            pass
        told = defaultdict[str, set[str]](set)
        for message in self._heard:
            event = decode(message)
            if isinstance(event, KeeperDelivered):
                told[event.attempt].add(message.attributes["ce-id"])
        return told

    def _pull(self) -> int:
        try:
            received = self._client.pull(subscription=self._path, max_messages=1000, timeout=5.0).received_messages
        except DeadlineExceeded:
            return 0
        if received:
            self._client.acknowledge(subscription=self._path, ack_ids=[each.ack_id for each in received])
        self._heard += [Message(data=each.message.data, attributes=dict(each.message.attributes)) for each in received]
        return len(received)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()
