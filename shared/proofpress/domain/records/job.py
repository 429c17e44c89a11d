"""Jobs: the calls that go to the batch lane together."""

import math
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from proofpress.domain.jobs import JobStatus
from proofpress.domain.records.watched import NEVER, Watched, epoch_seconds
from proofpress.domain.states import JOBS_UNDER_WAY, JobStep, check_job

MAX_FINDINGS = 50
"""Findings that a record keeps word for word; the rest is counted."""


class FindingKind(StrEnum):
    """What a line of results may be, besides an answer to a call of the job."""

    MISSING = "missing"
    """A call of which the results say nothing."""
    DUPLICATE = "duplicate"
    """A second answer under one key: the first one stands."""
    UNKNOWN = "unknown"
    """An answer to a call that the job does not have."""
    UNREADABLE = "unreadable"
    GONE = "gone"
    """The results were deleted or had expired before they were read."""
    TWICE = "twice"
    """The service has another job of this name: somebody submitted it too."""


class Finding(BaseModel):
    """Something in a job's results that should not be."""

    model_config = ConfigDict(frozen=True)

    kind: FindingKind
    key: str = ""
    words: str = ""


class Job(Watched):
    """One job of the batch lane; attempts and finals name the job that their calls are in.

    Its key is the unique display name, which is committed before anything is sent: what a job is found by.
    """

    indexed: ClassVar[tuple[str, ...]] = ("batch", "step", "still_since", "name")

    id: str
    batch: str
    stage: str
    """`draft` or `render`."""
    model: str
    step: JobStep = JobStep.PLANNED
    calls: int
    created: AwareDatetime
    changed: AwareDatetime
    submitting: AwareDatetime | None = None
    """When its submission began."""
    lease_until: AwareDatetime | None = None
    """Until when somebody submits or collects it."""
    name: str = ""
    """The service's own."""
    status: JobStatus | None = None
    """What the service said of it last."""
    cancelling: AwareDatetime | None = None
    """When it was called off: by a person, or because it took too long."""
    words: str = ""
    """Why it came to nothing, in the service's words or ours."""
    pictures: int = 0
    refusals: int = 0
    findings: tuple[Finding, ...] = ()
    found: dict[FindingKind, int] = Field(default_factory=dict)
    """How many of each, those included that `findings` has no room for."""
    traceparent: str = ""

    @property
    def key(self) -> str:
        """The display name."""
        return self.id

    @property
    def is_under_way(self) -> bool:
        """Whether something is still to come of it."""
        return self.step in JOBS_UNDER_WAY

    def moved(self, step: JobStep, now: datetime, **changes: object) -> Self:
        """A copy a step on; IllegalMove where the table has no such move."""
        check_job(self.step, step)
        still_since = epoch_seconds(now) if step in JOBS_UNDER_WAY else NEVER
        return self.having(**{"step": step, "changed": now, "still_since": still_since, "resent": 0, **changes})

    def seen(self, status: JobStatus) -> Self:
        """A copy that knows what the service says of it."""
        return self.having(name=status.name, status=status.model_copy(update={"model": self.model}))

    def waiting(self, until: datetime, stale: timedelta) -> Self:
        """A copy that nobody works on, and that is looked at next at a moment, to the second before it."""
        return self.having(lease_until=None, still_since=math.floor((until - stale).timestamp()), resent=0)

    def held(self, until: datetime, stale: timedelta) -> Self:
        """A copy that somebody works on until a moment at the latest."""
        return self.waiting(until, stale).having(lease_until=until)

    def leased_by_another(self, now: datetime) -> bool:
        """Whether somebody's lease still runs."""
        return self.lease_until is not None and self.lease_until > now

    def noting(self, *findings: Finding) -> Self:
        """A copy with more findings."""
        found = dict(self.found)
        for finding in findings:
            found[finding.kind] = found.get(finding.kind, 0) + 1
        return self.having(findings=(*self.findings, *findings)[:MAX_FINDINGS], found=found)
