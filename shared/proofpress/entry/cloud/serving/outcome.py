"""What a delivery came to: the answer to the queue, and how loudly the log says so."""

from dataclasses import dataclass

from proofpress.domain.errors import Drop, ModelRefused, NotReady, Retry, Stop
from proofpress.entry.cloud.envelope import Refused

ACKNOWLEDGED = 204
_LATER = 503
_CRASHED = 500


@dataclass(frozen=True)
class Outcome:
    """`status` answers the request: Pub/Sub takes 204 for done, and delivers again after anything else."""

    name: str
    status: int = ACKNOWLEDGED
    severity: str = "INFO"
    words: str = ""
    crash: Exception | None = None
    """What nobody foresaw; its traceback is logged."""


DONE = Outcome("done")


def ignored(why: str) -> Outcome:
    """Nothing was to be done."""
    return Outcome("ignored", words=why)


def dropped(why: Drop) -> Outcome:
    """Recorded as a dead letter; a person has to look."""
    return Outcome("dropped", severity="ERROR", words=str(why))


def unrecorded(why: Drop, error: Exception) -> Outcome:
    """A dead letter that could not be recorded: the queue keeps the message meanwhile."""
    return Outcome("retry", _CRASHED, "ERROR", f"The dead letter could not be recorded ({error}): {why}", error)


def outcome_of(error: Exception) -> Outcome:
    """What an error of any kind comes to."""
    match error:
        case Refused():
            return Outcome("refused", error.status, "WARNING", str(error))
        case NotReady():
            return Outcome("retry", _LATER, "INFO", str(error))
        case Retry() | ModelRefused():
            return Outcome("retry", _LATER, "WARNING", str(error))
        case Stop():
            return Outcome("stopped", _LATER, "ERROR", str(error))
        case _:
            return Outcome("crashed", _CRASHED, "ERROR", f"{type(error).__name__}: {error}", error)
