"""Jobs of the batch lane as the model's service knows them: their states, their counts and their limits."""

from datetime import timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from proofpress.domain.instructions import Instruction

PLANNED_TIME = timedelta(hours=24)
"""How long a job should take; the service's own target (ai.google.dev, Batch API)."""
WORST_TIME = timedelta(hours=48)
"""After this the service expires a job; files of the Gemini API end at the same age."""

LISTED_AFTER = timedelta(minutes=10)
"""A job whose submission got no answer counts as not created only when this has passed and its name is not listed: the
service promises nothing about its lists, and a second submission would be a second bill."""


class JobState(StrEnum):
    """What the service says of a job; both forms of the API in one list."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    """Over. Single lines may have failed or be missing all the same."""
    PARTIAL = "partial"
    """Over, with a part of the lines; Vertex AI tells this from SUCCEEDED."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """A state that this version has never heard of: neither over nor lost, so that somebody looks at it."""

    @property
    def over(self) -> bool:
        """Whether the job will not change any more. Whatever its end, it may have left results: read them."""
        return self in _OVER


_OVER = frozenset({JobState.SUCCEEDED, JobState.PARTIAL, JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED})


class JobCounts(BaseModel):
    """How many lines a job has and what became of them, as far as the service says; -1 where it does not."""

    model_config = ConfigDict(frozen=True)

    lines: int = -1
    succeeded: int = -1
    failed: int = -1


class JobStatus(BaseModel):
    """What the service says of one job."""

    model_config = ConfigDict(frozen=True)

    name: str
    """The service's own: what every later call takes."""
    display_name: str = ""
    """Ours: what a job is found by."""
    model: str = ""
    """Whose prices its results have, where whoever passes it on knows that."""
    state: JobState
    words: str = ""
    """The service's word for the state."""
    created: AwareDatetime | None = None
    updated: AwareDatetime | None = None
    ended: AwareDatetime | None = None
    counts: JobCounts = JobCounts()
    error: str = ""
    """Why the job failed, in the service's words."""
    input: str = ""
    """Where its lines were read from: files/… or gs://….jsonl; empty where the service does not say."""
    output: str = ""
    """Where its results are: files/… or gs://…/; empty where there are none."""


class JobLine(BaseModel):
    """One call of a job."""

    model_config = ConfigDict(frozen=True)

    key: str
    """Key of the attempt or final; results are matched by it and by nothing else."""
    instruction: Instruction


_PICTURE_BYTES = {"512": 1_000_000, "1K": 2_700_000, "2K": 10_000_000, "4K": 36_000_000}
"""What a picture of a size may take in a line of results, in base64: a generous guess, since the service names none."""


class JobLimits(BaseModel):
    """How large a job may be."""

    model_config = ConfigDict(frozen=True)

    lines: int
    input_bytes: int
    """Of the file of lines; pictures sent along are files of their own."""
    output_bytes: int
    """Of the file of results."""
    jobs: int
    """How many may be under way at a time."""

    def lines_of(self, image_size: str) -> int:
        """Lines of a job whose results fit into their file, however large its pictures turn out."""
        return max(
            1, min(self.lines, self.output_bytes // _PICTURE_BYTES.get(image_size, max(_PICTURE_BYTES.values())))
        )
