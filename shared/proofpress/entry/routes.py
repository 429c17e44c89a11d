"""Which stage answers which topic: one table for the machine and for the cloud."""

from collections.abc import Callable
from typing import Any

from proofpress.domain.errors import Drop
from proofpress.domain.events import (
    BannersRequested,
    Event,
    ManifestRequested,
    ProductUpdated,
    ShopEventReceived,
    WebhookRequested,
)
from proofpress.ports import Bucket, Ports, Topic
from proofpress.stages.campaigns.arranging import arrange
from proofpress.stages.campaigns.composing import compose
from proofpress.stages.campaigns.hearing import hear
from proofpress.stages.campaigns.notifying import notify
from proofpress.stages.deliver import deliver
from proofpress.stages.draft import draft
from proofpress.stages.intake import intake
from proofpress.stages.job import job
from proofpress.stages.render import render
from proofpress.stages.request import request
from proofpress.stages.review import review
from proofpress.stages.screen import screen

Stage = Callable[[Any, Ports], None]


def _by_type(stages: dict[type[Event], Stage]) -> Stage:
    """A stage for a topic that brings events of several types."""

    def stage(event: Event, ports: Ports) -> None:
        found = stages.get(type(event))
        if found is None:
            raise Drop(f"no stage takes a {event.type} here")
        found(event, ports)

    return stage


STAGES: dict[Topic, Stage] = {
    Topic.INBOX: intake,
    Topic.REQUESTS: _by_type({ManifestRequested: request, ShopEventReceived: hear}),
    Topic.DRAFTS: draft,
    Topic.DRAFTED: screen,
    Topic.REVIEWS: review,
    Topic.ACCEPTS: render,
    Topic.RENDERED: deliver,
    Topic.BANNERS: _by_type({ProductUpdated: arrange, BannersRequested: compose, WebhookRequested: notify}),
    Topic.JOBS: job,
}

NOTIFICATIONS: dict[Bucket, Topic] = {Bucket.DRAFTS: Topic.DRAFTED, Bucket.FINALS: Topic.RENDERED}
"""Topics that a bucket's notifications arrive on."""

CALLS_MODELS = frozenset({Topic.DRAFTS, Topic.REVIEWS, Topic.ACCEPTS, Topic.JOBS})


def run_stage(topic: Topic, event: Event, ports: Ports) -> None:
    """Hand an event to the stage of its topic."""
    STAGES[topic](event, ports)
