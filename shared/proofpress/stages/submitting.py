"""Submit a job, once: its calls leased and its name committed before the one call that creates it.

That call cannot be repeated: two submissions are two bills. So a job found in `submitting` is looked up by its unique
name, and taken over where the service has it. A name that is not listed for `Policy.listed_after` counts as not there:
the job is given up as lost, what it may have cost is noted, and its calls go into another job, of another name, on the
second of their two leases.
"""

from collections.abc import Iterator

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import Drop, FailureClass, ModelRefused, PerhapsPaid, ProofpressError, RefusedForNow
from proofpress.domain.instructions import ImageRef, Instruction
from proofpress.domain.jobs import JobLine
from proofpress.domain.records import Attempt, Final, Finding, FindingKind, Item, Job
from proofpress.domain.states import AttemptState, FinalState, JobStep
from proofpress.ports import Bucket, Image, JobOrder, Ports, Replace
from proofpress.stages import closing, draft, drafting, leasing, releasing, render, rendering, rerendering
from proofpress.stages.holding import hold, wait
from proofpress.stages.lanes import jobs_of, lane_now
from proofpress.stages.releasing import Call, Fate

_NOT_SENT = "It was not submitted any more."
_TOO_LATE = "Its deadline is too near for the batch lane: what is left of it goes live."
_NOT_LISTED = "Nobody knows whether it was submitted: no answer came, and the service does not list it."


def submit(ports: Ports, job: Job) -> None:
    """Bring a planned job to `submitted`, or to wherever the service's answer leaves it."""
    held = hold(ports, job)
    if held is None:
        return
    if held.cancelling is not None or _is_too_late(ports, held):
        words = _NOT_SENT if held.cancelling is not None else _TOO_LATE
        releasing.end(ports, held, JobStep.CANCELLED, Fate(words, sent=False))
        return
    calls = list(_leased(ports, held))
    if not calls:
        releasing.finish(ports, held, JobStep.CANCELLED, words="None of its calls was left to be made.")
        return
    now = ports.clock.now()
    begun = held.moved(JobStep.SUBMITTING, now, submitting=now).held(now + ports.policy.lease, ports.policy.stale)
    if receipt := ports.ledger.commit(Replace(begun)):
        _send(ports, receipt.of(begun), calls)


def look_up(ports: Ports, job: Job) -> None:
    """Find out whether a job was submitted by somebody who did not live, or did not hear, to tell of it."""
    found = jobs_of(ports).find(job.key)
    if found:
        for other in found[1:]:
            jobs_of(ports).cancel(other.name)
        twice = [Finding(kind=FindingKind.TWICE, words=other.name) for other in found[1:]]
        _submitted(ports, job.seen(found[0]).noting(*twice))
    elif job.submitting is None or ports.clock.now() >= job.submitting + ports.policy.listed_after:
        releasing.end(ports, job, JobStep.LOST, Fate(_NOT_LISTED, perhaps_paid=True))
    else:
        wait(ports, job)


def _is_too_late(ports: Ports, job: Job) -> bool:
    """Whether the manifest wants the job's calls live by now: a service that took no jobs for long may have been it."""
    keys = {call.item: call for call in releasing.calls_of(ports, job)}
    items = ((ports.ledger.get(Item, key), call) for key, call in keys.items())
    return any(item is not None and lane_now(ports, item, call) is Lane.LIVE for item, call in items)


def _leased(ports: Ports, job: Job) -> Iterator[Call]:
    """The calls of a job, leased for its life with their instructions; those of a try that broke off are leased."""
    for call in releasing.calls_of(ports, job):
        if call.state in (AttemptState.LEASED, FinalState.LEASED):
            yield call
        elif (item := ports.ledger.get(Item, call.item)) and not closing.is_called_off(ports, item):
            leased = _lease_draft(ports, item, call) if isinstance(call, Attempt) else _lease_final(ports, item, call)
            if leased is not None:
                yield leased
        else:
            releasing.give_back(ports, call, Fate(_NOT_SENT, sent=False))


def _lease_draft(ports: Ports, item: Item, attempt: Attempt) -> Attempt | None:
    if drafting.adopt(ports, item, attempt):
        return None
    try:
        instruction = _in_batch(draft.instruction_of(ports, item, attempt))
        return leasing.take_for_job(ports, attempt, item.draft_worst_usd, instruction)
    except (leasing.UsedUp, Drop) as error:
        drafting.failed(ports, item, attempt.having(failure=_failure(error), words=str(error)))
    return None


def _lease_final(ports: Ports, item: Item, final: Final) -> Final | None:
    attempt = ports.ledger.get(Attempt, final.attempt)
    if attempt is None or attempt.state is not AttemptState.ACCEPTED:
        return None
    if rendering.adopt(ports, item, attempt, final):
        return None
    try:
        instruction = _in_batch(render.instruction_of(ports, item, attempt, final))
        return leasing.take_for_job(ports, final, item.final_worst_usd, instruction)
    except (leasing.UsedUp, Drop) as error:
        rerendering.failed(ports, item, attempt, final.having(failure=_failure(error), words=str(error)))
    return None


def _in_batch(instruction: Instruction) -> Instruction:
    return instruction.model_copy(update={"lane": Lane.BATCH})


def _failure(error: Exception) -> FailureClass:
    return FailureClass.CRASHED if isinstance(error, leasing.UsedUp) else FailureClass.BAD_REQUEST


def _send(ports: Ports, job: Job, calls: list[Call]) -> None:
    lines = (JobLine(key=call.key, instruction=call.instruction) for call in calls if call.instruction)

    def load(ref: ImageRef) -> Image:
        return Image(ports.store.get(Bucket(ref.bucket), ref.name), ref.mime)

    try:
        status = jobs_of(ports).submit(JobOrder(job.key, job.model, lines, load))
    except PerhapsPaid as refusal:
        wait(ports, job.having(words=refusal.words))
    except ModelRefused as refusal:
        _refused(ports, job, refusal)
    except FileNotFoundError as error:
        _not_sent(ports, job, str(error))
        raise Drop(f"a picture that the job needs was deleted: {error}. Put it back, then replay.") from error
    except ProofpressError as error:
        _not_sent(ports, job, str(error))
        raise
    else:
        _submitted(ports, job.seen(status))


def _submitted(ports: Ports, job: Job) -> None:
    """Note where the service has a job, whatever else happened to its record meanwhile."""
    current: Job | None = job
    while current is not None and current.step is JobStep.SUBMITTING:
        now = ports.clock.now()
        moved = current.moved(JobStep.SUBMITTED, now, words="", name=job.name, status=job.status)
        moved = moved.having(findings=job.findings, found=job.found)
        if ports.ledger.commit(Replace(moved.waiting(now + ports.policy.poll, ports.policy.stale))):
            return
        current = ports.ledger.get(Job, job.key)


def _not_sent(ports: Ports, job: Job, words: str) -> None:
    """The job was surely not created: it is submitted again, under its name, and its calls keep their leases."""
    current: Job | None = job
    while current is not None and current.step is JobStep.SUBMITTING:
        now = ports.clock.now()
        planned = current.moved(JobStep.PLANNED, now, words=words, submitting=None)
        if ports.ledger.commit(Replace(planned.waiting(now + ports.policy.poll, ports.policy.stale))):
            return
        current = ports.ledger.get(Job, job.key)


def _refused(ports: Ports, job: Job, refusal: ModelRefused) -> None:
    if isinstance(refusal, RefusedForNow):
        _not_sent(ports, job, refusal.words)
    elif leasing.refuses_every_call(refusal):
        _not_sent(ports, job, refusal.words)
        leasing.ask_again(refusal)
    else:
        # One line may be to blame: the next try, which is the last, goes in halves.
        releasing.end(ports, job, JobStep.FAILED, Fate(refusal.words, failure=refusal.failure))
