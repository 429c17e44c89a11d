"""render: makes the paid final of each draft that was accepted."""

from proofpress.domain.events import DraftAccepted
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.paid_models import paid_models
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.render import render as stage

ROUTES = (Route(Topic.ACCEPTS, DraftAccepted, stage),)
READERS = (own_event,)

render = serve(Function.RENDER, stage_work(ROUTES, READERS), opened(paid_models))
