"""intake: opens a batch for each manifest in the inbox bucket, and for each that comes as a message."""

from proofpress.domain.events import ManifestRequested, ManifestSubmitted
from proofpress.entry.cloud.inbox_rule import inbox_object
from proofpress.entry.cloud.manifest_messages import manifest_text
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.intake import intake as submitted
from proofpress.stages.request import request as requested

ROUTES = (Route(Topic.INBOX, ManifestSubmitted, submitted), Route(Topic.REQUESTS, ManifestRequested, requested))
READERS = (inbox_object, own_event, manifest_text)

intake = serve(Function.INTAKE, stage_work(ROUTES, READERS), opened())
