"""review: has each draft that passed the screen judged by the vision model, where the manifest wants that."""

from proofpress.domain.events import DraftPassed
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.paid_models import paid_models
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.review import review as stage

ROUTES = (Route(Topic.REVIEWS, DraftPassed, stage),)
READERS = (own_event,)

review = serve(Function.REVIEW, stage_work(ROUTES, READERS), opened(paid_models))
