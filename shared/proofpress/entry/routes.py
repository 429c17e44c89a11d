"""Which stage answers which topic: one table for the machine and for the cloud."""

from collections.abc import Callable
from typing import Any

from proofpress.domain.events import Event
from proofpress.ports import Bucket, Ports, Topic
from proofpress.stages.deliver import deliver
from proofpress.stages.draft import draft
from proofpress.stages.intake import intake
from proofpress.stages.job import job
from proofpress.stages.render import render
from proofpress.stages.request import request
from proofpress.stages.review import review
from proofpress.stages.screen import screen

Stage = Callable[[Any, Ports], None]

STAGES: dict[Topic, Stage] = {
    Topic.INBOX: intake,
    Topic.REQUESTS: request,
    Topic.DRAFTS: draft,
    Topic.DRAFTED: screen,
    Topic.REVIEWS: review,
    Topic.ACCEPTS: render,
    Topic.RENDERED: deliver,
    Topic.JOBS: job,
}

NOTIFICATIONS: dict[Bucket, Topic] = {Bucket.DRAFTS: Topic.DRAFTED, Bucket.FINALS: Topic.RENDERED}
"""Topics that a bucket's notifications arrive on."""

CALLS_MODELS = frozenset({Topic.DRAFTS, Topic.REVIEWS, Topic.ACCEPTS, Topic.JOBS})


def run_stage(topic: Topic, event: Event, ports: Ports) -> None:
    """Hand an event to the stage of its topic."""
    STAGES[topic](event, ports)
