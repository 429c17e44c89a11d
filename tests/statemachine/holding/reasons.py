"""Every failure is somewhere, with its reason."""

from proofpress.domain.records import Job
from proofpress.domain.states import AttemptState, FinalState, JobStep
from tests.statemachine.snapshot import Snapshot


def check_reasons(seen: Snapshot) -> None:
    """Of drafts, finals and jobs."""
    for record in seen.records:
        if record.state in (AttemptState.FAILED, FinalState.FAILED):
            assert record.failure is not None, record.key
            assert record.words, record.key
    for attempt in seen.attempts:
        assert attempt.state is not AttemptState.REJECTED or attempt.reasons, attempt.key
    for job in seen.jobs.values():
        assert job.is_under_way or job.step is JobStep.COLLECTED or _is_explained(job), job


def _is_explained(job: Job) -> bool:
    """In words, or by the service's state, or because it was called off."""
    return bool(job.words) or job.cancelling is not None or (job.status is not None and job.status.state.over)
