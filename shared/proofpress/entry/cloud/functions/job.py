"""job: submits jobs of the batch lane, asks after them, and collects what they brought."""

from proofpress.domain.events import JobRequested
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.paid_jobs import paid_jobs
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.job import job as stage

ROUTES = (Route(Topic.JOBS, JobRequested, stage),)
READERS = (own_event,)

job = serve(Function.JOB, stage_work(ROUTES, READERS), opened(make_jobs=paid_jobs))
