"""Which topic a message came from."""

from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import PUSHES
from proofpress.ports import Topic


def topic_of(envelope: Envelope, settings: CloudSettings) -> Topic | None:
    """The topic that a delivery names, by itself or by its subscription; None where neither is of this deployment."""
    named = (topic for topic in Topic if settings.topic(topic) == envelope.topic)
    return next(named, None) or topic_of_subscription(envelope.subscription, settings)


def topic_of_subscription(name: str, settings: CloudSettings) -> Topic | None:
    """The topic of one of our push subscriptions, which may be named with or without its project."""
    short = _short(name)
    return next((push.topic for push in PUSHES if _short(settings.subscription(push)) == short), None)


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1]
