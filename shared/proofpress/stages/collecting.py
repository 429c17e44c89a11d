"""Collect what a job brought, line by line: each picture then goes the way of one that was made live.

Lines are matched by key and by nothing else. Every line is settled by itself, object first and then the ledger, so
reading may break off anywhere and begin again: what is settled is passed over. Nothing of a line is kept, so a large
file takes no more memory than a small one.
"""

from contextlib import suppress
from dataclasses import dataclass, field

from proofpress.domain.errors import ModelRefused, PerhapsPaid, ProofpressError, RefusedForNow
from proofpress.domain.events import JobRequested
from proofpress.domain.jobs import JobState
from proofpress.domain.records import MAX_LEASES, Attempt, Final, Finding, FindingKind, Item, Job
from proofpress.domain.states import AttemptState, FinalState, JobStep
from proofpress.ports import Bucket, JobResult, Picture, Ports, Replace, Topic, Unreadable
from proofpress.stages import adopting, drafting, leasing, pictures, releasing, rendering, rerendering
from proofpress.stages.holding import hold
from proofpress.stages.lanes import jobs_of
from proofpress.stages.releasing import Call, Fate

_ENDS = {
    JobState.SUCCEEDED: JobStep.COLLECTED,
    JobState.PARTIAL: JobStep.COLLECTED,
    JobState.EXPIRED: JobStep.EXPIRED,
    JobState.FAILED: JobStep.FAILED,
    JobState.CANCELLED: JobStep.CANCELLED,
}
_PAID_OR_NOT = (JobState.SUCCEEDED, JobState.PARTIAL)
"""Ends after which a missing line may have been billed; after the others only lines that are done are, and those are there."""


def begin(ports: Ports, job: Job) -> None:
    """Collect a job that is over at the service."""
    now = ports.clock.now()
    over = job.moved(JobStep.COLLECTING, now).held(now + ports.policy.lease, ports.policy.stale)
    if receipt := ports.ledger.commit(Replace(over)):
        _collect(ports, receipt.of(over))


def collect(ports: Ports, job: Job) -> None:
    """Go on where collecting broke off."""
    if held := hold(ports, job):
        _collect(ports, held)


@dataclass
class _Reading:
    """What one reading of the results has seen."""

    seen: set[str] = field(default_factory=set)
    pictures: int = 0
    refusals: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_strays(self) -> bool:
        """Whether a line was there that is some call's answer, and nobody knows whose."""
        return any(finding.kind in (FindingKind.UNKNOWN, FindingKind.UNREADABLE) for finding in self.findings)

    def note(self, kind: FindingKind, result: JobResult, words: str = "") -> None:
        self.findings.append(Finding(kind=kind, key=result.key, words=f"{result.place}: {words}".rstrip(": ")))


def _collect(ports: Ports, job: Job) -> None:
    if job.status is None:
        return
    reading, until = _Reading(), ports.clock.now() + min(ports.policy.patience, ports.policy.lease)
    gone = False
    try:
        for result in jobs_of(ports).results(job.status):
            _take(ports, job, result, reading)
            if ports.clock.now() >= until:
                _leave_to_another(ports, job)
                return
    except FileNotFoundError as error:
        gone = True
        reading.findings.append(Finding(kind=FindingKind.GONE, words=str(error)))
    _reconcile(ports, job, reading, gone=gone)
    # Whatever keeps the service or Cloud Storage from clearing up, the job is collected.
    with suppress(ProofpressError):
        jobs_of(ports).clear(job.status)
    counted = job.noting(*reading.findings)
    releasing.finish(
        ports,
        job,
        _ENDS[job.status.state],
        pictures=reading.pictures,
        refusals=reading.refusals,
        findings=counted.findings,
        found=counted.found,
        words=job.status.error or job.words,
    )


def _leave_to_another(ports: Ports, job: Job) -> None:
    if ports.ledger.commit(Replace(job.waiting(ports.clock.now(), ports.policy.stale))):
        ports.bus.publish(Topic.JOBS, JobRequested(job=job.key), traceparent=job.traceparent)


def _reconcile(ports: Ports, job: Job, reading: _Reading, *, gone: bool) -> None:
    """Give back the calls that the results say nothing of."""
    if job.status is None:
        return
    state = job.status.state
    perhaps = gone or state in _PAID_OR_NOT or reading.has_strays
    words = job.status.error or f"The job ended ({state}) without an answer to this call."
    for call in releasing.calls_of(ports, job):
        if gone and _is_kept(ports, call):
            continue
        if perhaps:
            reading.findings.append(Finding(kind=FindingKind.MISSING, key=call.key))
        releasing.give_back(ports, call, Fate(words, perhaps_paid=perhaps))


def _is_kept(ports: Ports, call: Call) -> bool:
    """Whether an earlier reading had kept the picture of a call, and died before it said so."""
    item = ports.ledger.get(Item, call.item)
    return item is not None and adopting.adopted(ports, item, call.unanswered())


def _take(ports: Ports, job: Job, result: JobResult, reading: _Reading) -> None:
    """Settle one line."""
    if isinstance(result.outcome, Unreadable):
        reading.note(FindingKind.UNREADABLE, result, result.outcome.words)
        return
    call = _call(ports, job, result.key)
    if call is None:
        reading.note(FindingKind.UNKNOWN, result, "the job has no call of this key")
        return
    if result.key in reading.seen:
        reading.note(FindingKind.DUPLICATE, result, "a second answer to this call")
        return
    reading.seen.add(result.key)
    reading.pictures += isinstance(result.outcome, Picture)
    reading.refusals += not isinstance(result.outcome, Picture)
    item = ports.ledger.get(Item, call.item)
    if item is not None and call.state in (AttemptState.LEASED, FinalState.LEASED):
        _settle(ports, job, item, call, result.outcome)


def _call(ports: Ports, job: Job, key: str) -> Call | None:
    drafts = job.stage == "draft"
    call: Call | None = ports.ledger.get(Attempt, key) if drafts else ports.ledger.get(Final, key)
    return call if call is not None and call.job == job.key else None


def _settle(ports: Ports, job: Job, item: Item, call: Call, outcome: Picture | ModelRefused) -> None:
    if isinstance(outcome, Picture):
        _keep(ports, job, item, call, outcome)
    elif _may_come_back(call, outcome):
        fate = Fate(outcome.words, perhaps_paid=isinstance(outcome, PerhapsPaid), failure=outcome.failure)
        releasing.give_back(ports, call, fate)
    elif isinstance(call, Attempt):
        drafting.failed(ports, item, leasing.with_refusal(ports, call, job.stage, job.model, outcome))
    elif attempt := _attempt(ports, call):
        refused = leasing.with_refusal(ports, call, job.stage, job.model, outcome)
        rerendering.failed(ports, item, attempt, refused)


def _may_come_back(call: Call, refusal: ModelRefused) -> bool:
    """As for a live call, but that every job counts a lease: a line that is refused twice is not sent a third time."""
    again = isinstance(refusal, RefusedForNow | PerhapsPaid) or leasing.refuses_every_call(refusal)
    return again and call.leases < MAX_LEASES


def _keep(ports: Ports, job: Job, item: Item, call: Call, picture: Picture) -> None:
    bill = leasing.bill_of(ports, job.stage, job.model, picture.usage, call.lane)
    if isinstance(call, Attempt):
        drafting.drafted(ports, item, call, pictures.keep(ports, Bucket.DRAFTS, call, picture, bill), bill)
    elif attempt := _attempt(ports, call):
        image = pictures.keep(ports, Bucket.FINALS, call, picture, bill)
        rendering.rendered(ports, item, attempt, call, image, bill)


def _attempt(ports: Ports, final: Final) -> Attempt | None:
    return ports.ledger.get(Attempt, final.attempt)
