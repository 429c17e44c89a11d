"""Which parts a deployment has, and what they are called. Terraform declares the same parts; tests compare the two."""

from dataclasses import dataclass
from enum import StrEnum

from proofpress.ports import Bucket, Topic


class Function(StrEnum):
    """The functions of a deployment, each in functions/<name>/main.py."""

    INTAKE = "intake"
    DRAFT = "draft"
    SCREEN = "screen"
    REVIEW = "review"
    RENDER = "render"
    DELIVER = "deliver"
    COMPOSE = "compose"
    JOB = "job"
    SWEEP = "sweep"
    DESK = "desk"
    WEBHOOK = "webhook"


@dataclass(frozen=True)
class Push:
    """How a topic's messages are pushed to a function. Times are seconds.

    The ack deadline is also the time that a push waits for its answer, so it is longer than any function may run.
    """

    topic: Topic
    function: Function
    ack_deadline: int = 600
    min_backoff: int = 10
    max_backoff: int = 600
    max_deliveries: int = 20
    """Failures after which a message goes to the dead letters; Pub/Sub allows 5 to 100, and counts roughly."""


PUSHES: tuple[Push, ...] = (
    Push(Topic.INBOX, Function.INTAKE),
    Push(Topic.REQUESTS, Function.INTAKE),
    Push(Topic.DRAFTS, Function.DRAFT, max_deliveries=100),
    Push(Topic.DRAFTED, Function.SCREEN),
    Push(Topic.REVIEWS, Function.REVIEW, max_deliveries=100),
    Push(Topic.ACCEPTS, Function.RENDER, max_deliveries=100),
    Push(Topic.RENDERED, Function.DELIVER),
    Push(Topic.BANNERS, Function.COMPOSE),
    Push(Topic.JOBS, Function.JOB),
)
"""Every arrow of the flow. A rate limit of the model's service may last for hours: hence the many deliveries there."""

NOTIFICATIONS: dict[Bucket, Topic] = {
    Bucket.INBOX: Topic.INBOX,
    Bucket.DRAFTS: Topic.DRAFTED,
    Bucket.FINALS: Topic.RENDERED,
}
"""The topics that buckets announce their new objects on."""

DEAD_LETTERS = "dead-letters"
"""The topic of messages that Pub/Sub gave up on; its subscription pushes to `sweep`, which records them."""

DEAD_LETTERS_READER = Function.SWEEP

CONCURRENCY: dict[Function, int] = {
    Function.INTAKE: 8,
    Function.DRAFT: 80,
    Function.SCREEN: 8,
    Function.REVIEW: 80,
    Function.RENDER: 40,
    Function.DELIVER: 8,
    Function.COMPOSE: 4,
    Function.JOB: 4,
    Function.SWEEP: 8,
    Function.DESK: 16,
    Function.WEBHOOK: 16,
}
"""Deliveries that one instance of a function works on at once, and so its server's threads.

High where the work waits for the model's service; low where it measures and cuts pictures, which takes processor and
memory.
"""

ANSWERS_STRANGERS = (Function.DESK, Function.WEBHOOK)
"""Functions that no queue calls: they can be reached from the internet, and see for themselves who asks."""

FUNCTION_TIMEOUT = 540
"""Seconds; below every ack deadline, or Pub/Sub would start a message again while it is still worked on."""

DESK_TIMEOUT = 300
"""Seconds; a live page connects again before that."""

SWEEP_SECONDS = 60
"""How often the scheduler calls `sweep`."""
