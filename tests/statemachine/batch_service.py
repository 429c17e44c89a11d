"""A service of the batch lane by the world's clock, which remembers who asked what: its own books of every job."""

import random
from collections.abc import Iterator
from datetime import timedelta

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import FailureClass, ModelRefused, PerhapsPaid, RefusedForGood, RefusedForNow
from proofpress.domain.instructions import Instruction
from proofpress.domain.jobs import JobLimits, JobState, JobStatus
from proofpress.domain.portions import LIMITS
from proofpress.ports import Clock, JobOrder, JobResult, Picture, Unreadable
from tests.statemachine.fates import Answer, Oddity, Reading, fate_of
from tests.statemachine.service_job import Line, ServiceJob
from tests.support.pipeline import ScriptedModels

_STOPPING = timedelta(minutes=1)
"""How long a job takes to stop once it is told to."""
_KNOWN = timedelta(hours=1)
"""How long a job is known that will be forgotten."""


class BatchService:
    """A port of Jobs; draws by the models' script, at the batch lane's price, when a job is done."""

    def __init__(self, models: ScriptedModels, clock: Clock, seed: int, trouble: float) -> None:
        self._models, self._clock, self._seed, self._trouble = models, clock, seed, trouble
        self.jobs: list[ServiceJob] = []
        self.unclear = set[str]()
        """Display names whose submission may have created a job, as far as whoever submitted it can know."""
        self.looked_up = set[str]()
        """Display names that were looked up since."""
        self.refuses = False
        """Whether every call is refused, as of a key that was taken back."""
        self._turns = 0

    @property
    def limits(self) -> JobLimits:
        """As of the real ones."""
        return LIMITS

    def submit(self, order: JobOrder) -> JobStatus:
        """Create a job, or not, and tell, or not. Whoever has not made sure beforehand has paid twice."""
        lines = [self._line(order, line.key, line.instruction) for line in order.lines]
        self._check_first(order.display_name, {line.key for line in lines})
        if self.refuses:
            raise RefusedForGood(FailureClass.FORBIDDEN, "this key was taken back")
        self._turns += 1
        fate = fate_of(self._seed, self._turns, self._trouble)
        if fate.answer is Answer.NOT_NOW:
            raise RefusedForNow(FailureClass.RATE_LIMITED, "too many jobs")
        if fate.answer is Answer.NEVER:
            raise RefusedForGood(FailureClass.BAD_REQUEST, "line 1 is wrong")
        self.unclear.add(order.display_name)
        if fate.answer is not Answer.LOST:
            name = f"batches/{self._turns}"
            self.jobs.append(ServiceJob(name, order.display_name, lines, self._clock.now(), fate))
        if fate.answer is not Answer.TOLD:
            raise PerhapsPaid(FailureClass.TIMEOUT, "no answer")
        return self.jobs[-1].status

    @staticmethod
    def _line(order: JobOrder, key: str, instruction: Instruction) -> Line:
        assert instruction.lane is Lane.BATCH, f"{key} is recorded as a live call"
        return Line(key, instruction, [order.load(image) for image in instruction.images])

    def _check_first(self, display_name: str, keys: set[str]) -> None:
        assert display_name not in self.unclear, f"{display_name} may exist, and was submitted again"
        self.advance()
        for job in self.jobs:
            is_settled = job.state.over or job.stopping is not None or job.fate.is_forgotten
            assert is_settled or not (keys & job.keys) or job.display_name in self.looked_up, (
                f"calls of {job.display_name}, which runs, were submitted again without a look"
            )

    def find(self, display_name: str) -> list[JobStatus]:
        """The jobs of a name that are listed by now."""
        self.looked_up.add(display_name)
        now = self._clock.now()
        found = [job for job in self._known() if job.display_name == display_name]
        return [job.status for job in found if job.created + job.fate.listed_after <= now]

    def status(self, name: str) -> JobStatus | None:
        """How far a job is."""
        return next((job.status for job in self._known() if job.name == name), None)

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        """Line by line, in an order of the service's own, with what is odd about them."""
        job = next(job for job in self.jobs if job.name == status.name)
        job.readings += 1
        if job.is_cleared or job.fate.reading is Reading.GONE:
            raise FileNotFoundError(f"{job.name} has no results any more")
        lines = list(self._odd(job))
        breaks_off = job.fate.reading is Reading.BROKEN_OFF and job.readings == 1
        yield from lines[: len(lines) // 2] if breaks_off else lines
        if breaks_off:
            raise RefusedForNow(FailureClass.UNAVAILABLE, "the connection broke")

    def _odd(self, job: ServiceJob) -> Iterator[JobResult]:
        plain = [JobResult(f"line {place}", *each) for place, each in enumerate(job.results, start=1)]
        random.Random(f"{self._seed} {job.name}").shuffle(plain)
        if not plain or job.fate.oddity is Oddity.NONE:
            return iter(plain)
        first, *others = plain
        foreign = next((key for other in self.jobs if other is not job for key in sorted(other.keys - job.keys)), "b/x")
        match job.fate.oddity:
            case Oddity.DROPPED:
                # What a job that came to nothing has done, and bills, is there: so it is documented.
                return iter(others if job.state in (JobState.SUCCEEDED, JobState.PARTIAL) else plain)
            case Oddity.REPEATED:
                return iter([first, *plain])
            case Oddity.ALIEN:
                return iter([JobResult("line 0", "b/nobody/0001", first.outcome), *plain])
            case Oddity.MISFILED:
                return iter([JobResult("line 0", foreign, first.outcome), *others])
            case _:
                return iter([JobResult("line 0", "", Unreadable("no JSON")), *others])

    def cancel(self, name: str) -> None:
        """Tell a job to stop."""
        for job in self._known():
            if job.name == name and job.stopping is None:
                job.stopping = self._clock.now()

    def clear(self, status: JobStatus) -> None:
        """Throw a job's results away."""
        for job in self.jobs:
            job.is_cleared = job.is_cleared or job.name == status.name

    def _known(self) -> list[ServiceJob]:
        self.advance()
        now = self._clock.now()
        return [job for job in self.jobs if not job.fate.is_forgotten or now < job.created + _KNOWN]

    def advance(self) -> None:
        """Let every job come as far as it is by now, and bill what it did."""
        now = self._clock.now()
        for job in self.jobs:
            if job.state.over:
                continue
            stops = job.stopping and not job.fate.is_deaf and now >= job.stopping + _STOPPING
            if now >= job.created + job.fate.takes:
                self._end(job, job.fate.end)
            elif stops:
                self._end(job, JobState.CANCELLED)

    def _end(self, job: ServiceJob, state: JobState) -> None:
        job.state = state
        done = len(job.lines) if state is JobState.SUCCEEDED else int(job.fate.share * (len(job.lines) + 1))
        for line in job.lines[:done]:
            outcome: Picture | ModelRefused
            try:
                outcome = self._models.drawn(line.instruction, line.images, line.key, Lane.BATCH)
            except ModelRefused as refusal:
                outcome = refusal
            job.results.append((line.key, outcome))
