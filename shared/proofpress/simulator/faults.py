"""Faults on order: which request fails how, and whether each ordered fault was met."""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from threading import Lock
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Do(StrEnum):
    """What a fault does to a request."""

    STATUS = "status"
    DELAY = "delay"
    RESET = "reset"
    TRUNCATE_BODY = "truncate_body"
    TRUNCATE_IMAGE = "truncate_image"
    WRONG_MIME = "wrong_mime"
    EMPTY = "empty"
    SAFETY = "safety"
    HTML = "html"
    NOT_JSON = "not_json"
    STICK = "stick"
    """A job stays queued."""
    FAIL = "fail"
    """A job fails after `lines` lines; likewise with the next three."""
    EXPIRE = "expire"
    CANCEL = "cancel"
    PART = "part"
    """Vertex AI's partial success."""
    BAFFLE = "baffle"
    """A job is in a state that no client knows, for `seconds`."""
    HIDE = "hide"
    """A job is missing from the lists for `seconds`."""
    DROP = "drop"
    """`lines` lines are missing in a job's results; likewise with the next three."""
    REPEAT = "repeat"
    """A line comes twice."""
    ALIEN = "alien"
    """A line has a key that was never sent."""
    GARBLE = "garble"
    """A line is not JSON."""
    LOSE = "lose"
    """Of a job's results: they are gone. Of a webhook: it is never sent."""


class Fault(BaseModel):
    """An order: from the nth request that fits, so many times."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operation: str = "generateContent"
    """Of HTTP, as the log names it; or "job", "results", "line" or "webhook", for what happens to a job by itself."""
    model: str | None = None
    match: re.Pattern[str] | None = None
    """Looked for in the prompt; of a job, in its display name."""
    nth: int = Field(default=1, ge=1)
    times: int = Field(default=1, ge=1)
    do: Do
    status: int = Field(default=503, ge=400, le=599)
    retry_after: float = Field(default=0, ge=0)
    """Seconds, for a status's RetryInfo; 0 for none."""
    seconds: float = Field(default=1.0, ge=0)
    """How long a delay takes."""
    lines: int = Field(default=1, ge=0)
    """How many lines of a job it is about."""

    def fits(self, operation: str, model: str, prompt: str) -> bool:
        """Whether the order is about a request of this kind."""
        if operation != self.operation or self.model not in (None, model):
            return False
        return self.match is None or self.match.search(prompt) is not None


class FaultCount(BaseModel):
    """An order with how often it was seen and met."""

    model_config = ConfigDict(frozen=True)

    fault: Fault
    seen: int = 0
    met: int = 0

    @property
    def unmet(self) -> int:
        """How many times are still to come."""
        return self.fault.times - self.met


FAULTS = TypeAdapter(tuple[Fault, ...])


class Faults:
    """All orders, in the order they were given; a request meets at most one of them."""

    def __init__(self) -> None:
        self._counts: list[FaultCount] = []
        self._lock = Lock()

    def script(self, faults: Iterable[Fault]) -> None:
        """Order more faults."""
        with self._lock:
            self._counts += [FaultCount(fault=fault) for fault in faults]

    def due(self, operation: str, model: str = "", prompt: str = "", among: Collection[Do] = tuple(Do)) -> Fault | None:
        """The fault that a request meets, of the kinds named; counts the request for every such order it fits."""
        met: Fault | None = None
        with self._lock:
            for place, count in enumerate(self._counts):
                if count.fault.do not in among or not count.fault.fits(operation, model, prompt):
                    continue
                seen = count.seen + 1
                hit = met is None and seen >= count.fault.nth and count.unmet > 0
                met = count.fault if hit else met
                self._counts[place] = count.model_copy(update={"seen": seen, "met": count.met + hit})
        return met

    def counts(self) -> list[FaultCount]:
        """Every order with its account."""
        with self._lock:
            return list(self._counts)

    def unmet(self) -> list[Fault]:
        """The orders that were not met as often as they should be."""
        return [count.fault for count in self.counts() if count.unmet]

    def report(self) -> list[dict[str, Any]]:
        """The accounts as plain JSON data."""
        dumped = [(count, count.fault.model_dump(mode="json")) for count in self.counts()]
        return [{**fault, "seen": count.seen, "met": count.met, "unmet": count.unmet} for count, fault in dumped]

    def clear(self) -> None:
        """Drop all orders."""
        with self._lock:
            self._counts.clear()
