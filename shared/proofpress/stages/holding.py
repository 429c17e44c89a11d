"""Who works on a job: one at a time where it is submitted or collected, and nobody until it is asked after again."""

from datetime import datetime, timedelta

from proofpress.domain.records import Job
from proofpress.ports import Ports, Replace

_LONGEST = 10
"""Times `Policy.poll` that a job is left alone at most."""
_SHARE = 30
"""A job is left alone for this part of the time that it has taken so far."""


def hold(ports: Ports, job: Job) -> Job | None:
    """The job as held by this process; None where somebody else was faster."""
    until = ports.clock.now() + ports.policy.lease
    return _written(ports, job.held(until, ports.policy.stale))


def wait(ports: Ports, job: Job) -> Job | None:
    """The job as it waits for the next look at it; None where somebody else was faster."""
    now = ports.clock.now()
    return _written(ports, job.waiting(now + _pause(ports.policy.poll, job, now), ports.policy.stale))


def _pause(poll: timedelta, job: Job, now: datetime) -> timedelta:
    """Longer the longer it has taken: whoever has waited for hours does not mind some minutes more."""
    if job.cancelling is not None:
        return poll
    return max(poll, min(_LONGEST * poll, (now - job.changed) / _SHARE))


def let_go(ports: Ports, key: str) -> None:
    """Let a job go, as it is by now, until the next look at it."""
    current = ports.ledger.get(Job, key)
    if current is not None and current.is_under_way:
        wait(ports, current)


def _written(ports: Ports, job: Job) -> Job | None:
    receipt = ports.ledger.commit(Replace(job))
    return receipt.of(job) if receipt else None
