"""Jobs of the batch lane as the service has them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from proofpress.domain.errors import ModelRefused
from proofpress.domain.instructions import Instruction
from proofpress.domain.jobs import JobState, JobStatus
from proofpress.ports import Image, Picture
from tests.statemachine.fates import Fate


@dataclass(frozen=True)
class Line:
    """A call, with the pictures that were sent along."""

    key: str
    instruction: Instruction
    images: Sequence[Image]


@dataclass
class ServiceJob:
    """A job as the service has it."""

    name: str
    display_name: str
    lines: Sequence[Line]
    created: datetime
    fate: Fate
    state: JobState = JobState.RUNNING
    stopping: datetime | None = None
    results: list[tuple[str, Picture | ModelRefused]] = field(default_factory=list)
    readings: int = 0
    is_cleared: bool = False

    @property
    def status(self) -> JobStatus:
        """What is told of it."""
        error = self.fate.error if self.state in (JobState.FAILED, JobState.EXPIRED) else ""
        return JobStatus(name=self.name, display_name=self.display_name, state=self.state, error=error, output="there")

    @property
    def keys(self) -> set[str]:
        """Of its calls."""
        return {line.key for line in self.lines}
