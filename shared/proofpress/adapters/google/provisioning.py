"""Make the parts of a deployment on emulators; on Google Cloud itself Terraform makes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import grpc  # type: ignore[import-untyped]
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport


@dataclass(frozen=True)
class Subscription:
    """A push subscription. Times are seconds."""

    path: str
    topic: str
    endpoint: str
    ack_deadline: int
    min_backoff: float
    max_backoff: float
    dead_letters: str = ""
    """The topic of what was refused `max_deliveries` times; empty: it is delivered until it is taken."""
    max_deliveries: int = 0


def create_topics(host: str, paths: Iterable[str]) -> None:
    """Make topics on the Pub/Sub emulator at an address."""
    with grpc.insecure_channel(host) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        for path in paths:
            publisher.create_topic(name=path)


def create_subscriptions(host: str, subscriptions: Iterable[Subscription]) -> None:
    """Make push subscriptions on the Pub/Sub emulator at an address; their topics are there."""
    with grpc.insecure_channel(host) as channel:
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        for subscription in subscriptions:
            subscriber.create_subscription(request=_request(subscription))


def create_buckets(url: str, project: str, announced: Iterable[tuple[str, str | None]]) -> None:
    """Make buckets on the storage server at a URL; each announces its new objects on the topic that stands with it."""
    client = Client(project, AnonymousCredentials(), client_options={"api_endpoint": url})  # type: ignore[no-untyped-call]
    for name, topic in announced:
        bucket = client.create_bucket(name)
        if topic is not None:
            _, topic_project, _, topic_name = topic.split("/")
            bucket.notification(
                topic_name, topic_project, event_types=["OBJECT_FINALIZE"], payload_format="JSON_API_V1"
            ).create()
    client.close()


def _request(subscription: Subscription) -> dict[str, Any]:
    request: dict[str, Any] = {
        "name": subscription.path,
        "topic": subscription.topic,
        "push_config": {"push_endpoint": subscription.endpoint},
        "ack_deadline_seconds": subscription.ack_deadline,
        "retry_policy": {
            "minimum_backoff": {
                "seconds": int(subscription.min_backoff),
                "nanos": int(subscription.min_backoff % 1 * 1e9),
            },
            "maximum_backoff": {"seconds": int(subscription.max_backoff)},
        },
        "expiration_policy": {},
    }
    if subscription.dead_letters:
        request["dead_letter_policy"] = {
            "dead_letter_topic": subscription.dead_letters,
            "max_delivery_attempts": subscription.max_deliveries,
        }
    return request
