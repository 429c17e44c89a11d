"""Which stage answers which topic: one table for the machine and for the cloud."""

from collections.abc import Callable
from typing import Any

from proofpress.domain.events import Event
from proofpress.ports import Bucket, Ports, Topic
from proofpress.stages.deliver import deliver
from proofpress.stages.draft import draft
from proofpress.stages.intake import intake
from proofpress.stages.render import render
from proofpress.stages.review import review
from proofpress.stages.screen import screen

Stage = Callable[[Any, Ports], None]

STAGES: dict[Topic, Stage] = {
    Topic.INBOX: intake,
    Topic.DRAFTS: draft,
    Topic.DRAFTED: screen,
    Topic.REVIEWS: review,
    Topic.ACCEPTS: render,
    Topic.RENDERED: deliver,
}

NOTIFICATIONS: dict[Bucket, Topic] = {Bucket.DRAFTS: Topic.DRAFTED, Bucket.FINALS: Topic.RENDERED}
"""Topics that a bucket's notifications arrive on."""

CALLS_MODELS = frozenset({Topic.DRAFTS, Topic.REVIEWS, Topic.ACCEPTS})

PRIORITY: dict[Topic, int] = {
    Topic.RENDERED: 0,
    Topic.DRAFTED: 1,
    Topic.ACCEPTS: 2,
    Topic.REVIEWS: 3,
    Topic.DRAFTS: 4,
    Topic.INBOX: 5,
    Topic.OUTCOMES: 6,
}
"""Lower goes first: what is nearest to a keeper, so that a broken-off run has as many as it can."""


def run_stage(topic: Topic, event: Event, ports: Ports) -> None:
    """Hand an event to the stage of its topic."""
    STAGES[topic](event, ports)
