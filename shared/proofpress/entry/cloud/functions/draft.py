"""draft: makes the paid draft that each message asks for."""

from proofpress.domain.events import DraftRequested
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.paid_models import paid_models
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.draft import draft as stage

ROUTES = (Route(Topic.DRAFTS, DraftRequested, stage),)
READERS = (own_event,)

draft = serve(Function.DRAFT, stage_work(ROUTES, READERS), opened(paid_models))
