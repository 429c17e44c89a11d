"""intake: opens a batch for each manifest, and hears what shops say of their products, by bucket or by message."""

from proofpress.domain.events import ManifestRequested, ManifestSubmitted, ObjectFinalized, ShopEventReceived
from proofpress.entry.cloud.inbox_rule import inbox_object
from proofpress.entry.cloud.manifest_messages import manifest_text
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.shop_events import inbox_event, shop_event
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.campaigns.hearing import hear, hear_file
from proofpress.stages.intake import intake as submitted
from proofpress.stages.request import request as requested

ROUTES = (
    Route(Topic.INBOX, ManifestSubmitted, submitted),
    Route(Topic.INBOX, ObjectFinalized, hear_file),
    Route(Topic.REQUESTS, ManifestRequested, requested),
    Route(Topic.REQUESTS, ShopEventReceived, hear),
)
READERS = (inbox_event, inbox_object, shop_event, own_event, manifest_text)

intake = serve(Function.INTAKE, stage_work(ROUTES, READERS), opened())
