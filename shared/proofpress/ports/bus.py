"""The bus: events on topics, from stage to stage."""

from enum import StrEnum
from typing import Protocol

from proofpress.domain.events import Event, Message


class Topic(StrEnum):
    """Every arrow of the flow; storage notifications arrive on the topic of their bucket."""

    INBOX = "inbox"
    REQUESTS = "requests"
    DRAFTS = "drafts"
    DRAFTED = "drafted"
    REVIEWS = "reviews"
    ACCEPTS = "accepts"
    RENDERED = "rendered"
    BANNERS = "banners"
    JOBS = "jobs"
    """Not an arrow of its own: `sweep` and the service's webhooks ask for the next step of a job of the batch lane."""
    OUTCOMES = "outcomes"


class Bus(Protocol):
    """Carries events to the stages, each at least once, in no order."""

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Send an event; it is safe once `flush` has returned."""

    def forward(self, topic: Topic, message: Message) -> None:
        """Send an encoded message as it is: one that was a dead letter, and gets another try."""

    def flush(self) -> None:
        """Wait until everything that this thread published is safe; raises Retry where something was not taken."""
