"""compose: arranges the banners of changed products, composes those whose background is there, and tells of them."""

from proofpress.domain.events import BannersRequested, ProductUpdated, WebhookRequested
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.campaigns.arranging import arrange
from proofpress.stages.campaigns.composing import compose as stage
from proofpress.stages.campaigns.notifying import notify

ROUTES = (
    Route(Topic.BANNERS, ProductUpdated, arrange),
    Route(Topic.BANNERS, BannersRequested, stage),
    Route(Topic.BANNERS, WebhookRequested, notify),
)
READERS = (own_event,)

compose = serve(Function.COMPOSE, stage_work(ROUTES, READERS), opened())
