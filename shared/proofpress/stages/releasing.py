"""What a job brought nothing for goes back: to be called once more, to be cancelled, or to fail where no lease is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from proofpress.domain import queries
from proofpress.domain.errors import FailureClass
from proofpress.domain.records import MAX_LEASES, Attempt, Final, Item, Job
from proofpress.domain.states import AttemptState, FinalState, JobStep
from proofpress.ports import Ports, Replace
from proofpress.stages import closing, drafting, rerendering

Call = Attempt | Final


@dataclass(frozen=True)
class Fate:
    """Why a call of a job has no answer."""

    words: str
    perhaps_paid: bool = False
    """Whether it may have been billed all the same; then what was held back for it counts as spent."""
    failure: FailureClass = FailureClass.TIMEOUT
    """What it fails for where no lease is left."""
    sent: bool = True
    """Whether it was ever sent: what was not has used up no lease."""


def calls_of(ports: Ports, job: Job) -> Sequence[Call]:
    """The calls of a job that have brought nothing so far, by key."""
    if job.stage == "draft":
        return ports.ledger.find(queries.attempts_of_job(job.key))
    return ports.ledger.find(queries.finals_of_job(job.key))


def end(ports: Ports, job: Job, step: JobStep, fate: Fate) -> None:
    """Give back every call that a job has left, and bring it to its end."""
    for call in calls_of(ports, job):
        give_back(ports, call, fate)
    finish(ports, job, step, words=fate.words)


def finish(ports: Ports, job: Job, step: JobStep, **changes: object) -> None:
    """Bring a job to its end; somebody may have called it off meanwhile, which changes nothing about it."""
    current: Job | None = job
    while current is not None and current.is_under_way:
        ended = current.moved(step, ports.clock.now(), lease_until=None, status=job.status, **changes)
        if ports.ledger.commit(Replace(ended)):
            closing.close_batch(ports, job.batch)
            return
        current = ports.ledger.get(Job, job.key)


def give_back(ports: Ports, call: Call, fate: Fate) -> None:
    """Free a call from its job: it waits for another, unless nothing is to be called any more or no lease is left."""
    item = ports.ledger.get(Item, call.item)
    if item is None:
        return
    now = ports.clock.now()
    free = _noted(call, fate)
    if closing.is_called_off(ports, item):
        ports.ledger.commit(Replace((free if _is_planned(call) else free.as_planned(now)).as_cancelled(now)))
    elif free.leases >= MAX_LEASES:
        _fail(ports, item, free.having(failure=fate.failure))
    elif _is_planned(call):
        ports.ledger.commit(Replace(free.having(still_since=int(now.timestamp()))))
    else:
        ports.ledger.commit(Replace(free.as_planned(now)))


def _is_planned(call: Call) -> bool:
    """Whether a call was never leased for its job."""
    return call.state in (AttemptState.PLANNED, FinalState.PLANNED)


def _noted(call: Call, fate: Fate) -> Call:
    free = call.having(job="", lease_owner="")
    if _is_planned(call):
        return free
    if not fate.sent:
        return free.having(leases=call.leases - 1)
    return (free.unanswered() if fate.perhaps_paid else free).having(words=fate.words)


def _fail(ports: Ports, item: Item, call: Call) -> None:
    if isinstance(call, Attempt):
        drafting.failed(ports, item, call)
    elif attempt := ports.ledger.get(Attempt, call.attempt):
        rerendering.failed(ports, item, attempt, call)
