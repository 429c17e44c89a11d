"""screen: judges each object that is written to the drafts bucket."""

from proofpress.domain.events import ObjectFinalized
from proofpress.entry.cloud.reading import finalized_in, own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Bucket, Topic
from proofpress.stages.screen import screen as stage

ROUTES = (Route(Topic.DRAFTED, ObjectFinalized, stage),)
READERS = (finalized_in(Bucket.DRAFTS), own_event)

screen = serve(Function.SCREEN, stage_work(ROUTES, READERS), opened())
