"""deliver: brings each object that is written to the finals bucket to its delivery form."""

from proofpress.domain.events import ObjectFinalized
from proofpress.entry.cloud.reading import finalized_in, own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Bucket, Topic
from proofpress.stages.deliver import deliver as stage

ROUTES = (Route(Topic.RENDERED, ObjectFinalized, stage),)
READERS = (finalized_in(Bucket.FINALS), own_event)

deliver = serve(Function.DELIVER, stage_work(ROUTES, READERS), opened())
