"""Somebody says that a job may be over: look at every one that the service has."""

from proofpress.domain import queries
from proofpress.domain.events import JobRequested
from proofpress.domain.states import JobStep
from proofpress.ports import Ports, Topic


def knock(ports: Ports) -> int:
    """Ask for the next step of every submitted job; how many there are. Nothing is believed of who knocked."""
    submitted = [job for job in ports.ledger.find(queries.all_jobs_under_way()) if job.step is JobStep.SUBMITTED]
    for job in submitted:
        ports.bus.publish(Topic.JOBS, JobRequested(job=job.key), traceparent=job.traceparent)
    return len(submitted)
