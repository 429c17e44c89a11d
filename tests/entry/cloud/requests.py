"""Requests of the samples folder, and requests that tests put together."""

import json
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from proofpress.domain.events import Event, Message, encode
from proofpress.entry.cloud.envelope import Envelope, parse

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Posted:
    """What is posted to a function."""

    headers: dict[str, str]
    body: bytes

    def parsed(self) -> Envelope:
        """What the parser makes of it."""
        return parse(self.headers, self.body)


def sample(name: str) -> Posted:
    """A request of the samples folder."""
    head, _, body = (SAMPLES / f"{name}.http").read_text("utf-8").partition("\n\n")
    return Posted(dict(line.split(": ", 1) for line in head.splitlines()), body.encode())


def push(message: Message, subscription: str = "", deliveries: int = 1) -> Posted:
    """A message as a subscription of our own pushes it."""
    inner = {"data": b64encode(message.data).decode(), "attributes": message.attributes, "messageId": "m-1"}
    body = {"message": inner, "subscription": subscription, "deliveryAttempt": deliveries}
    return Posted({"Content-Type": "application/json"}, json.dumps(body).encode())


def push_event(event: Event) -> Posted:
    """An event of our own, pushed."""
    return push(encode(event))


def notification(bucket: str, name: str, metadata: dict[str, str] | None = None, generation: str = "7") -> Posted:
    """The notification of a finalised object, pushed."""
    attributes = {"eventType": "OBJECT_FINALIZE", "bucketId": bucket, "objectId": name, "payloadFormat": "JSON_API_V1"}
    data = {"bucket": bucket, "name": name, "generation": generation, "metadata": metadata or {}}
    return push(Message(data=json.dumps(data).encode(), attributes=attributes))
