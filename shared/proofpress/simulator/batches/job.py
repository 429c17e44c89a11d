"""A job: what was asked for, how far it is, and what came of it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from proofpress.simulator.routes import Backend


class Phase(StrEnum):
    """How far a job is; the names that both forms of the API share."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    PARTIALLY_SUCCEEDED = "PARTIALLY_SUCCEEDED"
    FAILED = "FAILED"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (Phase.PENDING, Phase.RUNNING, Phase.CANCELLING)


class Job(BaseModel):
    """One job of either form of the API."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    backend: Backend
    place: str = ""
    display_name: str
    model: str
    source: str
    """files/… or gs://…"""
    sink: str = ""
    """Where results go, on Vertex AI."""
    created: AwareDatetime
    updated: AwareDatetime
    began: AwareDatetime | None = None
    ended: AwareDatetime | None = None
    phase: Phase = Phase.PENDING
    lines: int = 0
    succeeded: int = 0
    failed: int = 0
    output: str = ""
    """files/… or gs://…/"""
    error: dict[str, Any] | None = None
    baffling_until: AwareDatetime | None = None
    hidden_until: AwareDatetime | None = None

    @property
    def name(self) -> str:
        """What requests call it."""
        if self.backend is Backend.STUDIO:
            return f"batches/{self.id}"
        return f"{self.place}/batchPredictionJobs/{self.id}"

    @property
    def state(self) -> str:
        """Its phase in words; one that no client knows while it is baffling."""
        if self.baffling_until and datetime.now(UTC) < self.baffling_until:
            return "DAYDREAMING"
        return self.phase.value

    @property
    def hidden(self) -> bool:
        """Whether lists do not show it yet."""
        return self.hidden_until is not None and datetime.now(UTC) < self.hidden_until
