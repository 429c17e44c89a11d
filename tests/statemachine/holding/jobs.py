"""Jobs of the batch lane: none without its record, no call in two at once, none left behind."""

from proofpress.domain.catalog import Lane
from proofpress.domain.records import MAX_LEASES
from proofpress.domain.states import AttemptState, FinalState, JobStep
from tests.statemachine.batch_service import BatchService
from tests.statemachine.snapshot import Snapshot


def check_jobs(seen: Snapshot, service: BatchService) -> None:
    """What the ledger knows of them and what the service has. That none is submitted twice, the service itself checks."""
    for job in service.jobs:
        known = seen.jobs.get(job.display_name)
        assert known is not None, f"{job.display_name} was created before it was recorded"
        assert known.step is not JobStep.PLANNED, f"{job.display_name} was created and is taken for unsent"
    for record in seen.records:
        assert record.leases <= MAX_LEASES
        if record.lane is Lane.BATCH and record.state in (AttemptState.LEASED, FinalState.LEASED):
            job_of = seen.jobs.get(record.job)
            assert job_of is not None, f"{record.key} is leased for no job"
            assert job_of.is_under_way, f"{record.key} is leased for {job_of.key}, which is {job_of.step}"
