"""The topics, subscriptions and buckets of an emulated deployment, all from its topology."""

from collections.abc import Callable, Iterator, Mapping

from proofpress.adapters.google import provisioning
from proofpress.adapters.google.provisioning import Subscription
from proofpress.emulators.servers import Server
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import DEAD_LETTERS, DEAD_LETTERS_READER, NOTIFICATIONS, PUSHES, Function, Push
from proofpress.ports import Bucket, Topic

Through = Callable[[str], str]
"""Turns the URL of a function into the one that messages are pushed to."""


def create_topics_and_buckets(settings: CloudSettings, pubsub: str, storage: str) -> None:
    """Make what can be there before the functions are; the arguments are the servers' addresses."""
    provisioning.create_topics(pubsub, [settings.topic(topic) for topic in (*Topic, DEAD_LETTERS)])
    provisioning.create_buckets(f"http://{storage}", settings.project, _announced(settings))


def create_subscriptions(
    settings: CloudSettings,
    pubsub: str,
    functions: Mapping[Function, Server],
    through: Through,
    min_backoff: float | None,
) -> None:
    """Push every topic to its function, and the dead letters to theirs."""

    def endpoint(function: Function) -> str:
        return through(f"http://{functions[function].host}/")

    pushes = [_subscription(settings, push, endpoint(push.function), min_backoff) for push in PUSHES]
    provisioning.create_subscriptions(
        pubsub, [*pushes, _dead_letters(settings, endpoint(DEAD_LETTERS_READER), min_backoff)]
    )


def _announced(settings: CloudSettings) -> Iterator[tuple[str, str | None]]:
    for bucket in Bucket:
        topic = NOTIFICATIONS.get(bucket)
        yield settings.bucket(bucket), topic and settings.topic(topic)


def _subscription(settings: CloudSettings, push: Push, endpoint: str, min_backoff: float | None) -> Subscription:
    return Subscription(
        path=settings.subscription(push),
        topic=settings.topic(push.topic),
        endpoint=endpoint,
        ack_deadline=push.ack_deadline,
        min_backoff=push.min_backoff if min_backoff is None else min_backoff,
        max_backoff=push.max_backoff,
        dead_letters=settings.topic(DEAD_LETTERS),
        max_deliveries=push.max_deliveries,
    )


def _dead_letters(settings: CloudSettings, endpoint: str, min_backoff: float | None) -> Subscription:
    like = PUSHES[0]
    return Subscription(
        path=settings.subscription(DEAD_LETTERS),
        topic=settings.topic(DEAD_LETTERS),
        endpoint=endpoint,
        ack_deadline=like.ack_deadline,
        min_backoff=like.min_backoff if min_backoff is None else min_backoff,
        max_backoff=like.max_backoff,
    )
