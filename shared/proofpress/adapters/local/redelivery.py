"""When a message that could not be processed comes again, and when it is given up."""

import random
from dataclasses import dataclass

from proofpress.adapters.local.parcel import Parcel
from proofpress.domain.errors import ModelRefused, NotReady, Retry


@dataclass(frozen=True)
class Redelivery:
    """Exponential backoff with jitter. All times are seconds."""

    max_deliveries: int = 8
    """Failures that make a dead letter."""
    first_delay: float = 0.05
    """Doubles with every failure."""
    longest_delay: float = 30.0
    longest_wait: float = 1.0
    """As `longest_delay`, for an event that came before the commit it follows."""
    patience: float = 30.0
    """How long such an event may come too early before that counts as a failure."""
    pause: float = 6.0
    """For a message that was given back unprocessed: the pace of spending allowed no call yet, which is nobody's
    failure and may last as long as it must."""

    def delay_after(self, parcel: Parcel, error: Exception, now: float) -> float | None:
        """Count the failure and return how long to wait, never shorter than the server asked; None: give it up."""
        if isinstance(error, NotReady):
            parcel.waiting_since = parcel.waiting_since if parcel.waits else now
            parcel.waits += 1
            if now - parcel.waiting_since < self.patience:
                return _jittered(min(self._doubled(parcel.waits), self.longest_wait))
        if _was_given_back(error):
            return _jittered(self.pause)
        parcel.failures += 1
        if parcel.failures >= self.max_deliveries:
            return None
        return _jittered(min(self._doubled(parcel.failures), self.longest_delay)) + _asked_for(error)

    def _doubled(self, times: int) -> float:
        # Sixty doublings overflow no float and pass every limit.
        return self.first_delay * 2.0 ** min(times - 1, 60)


def _jittered(delay: float) -> float:
    return delay * random.uniform(0.5, 1.0)  # noqa: S311


def _was_given_back(error: Exception) -> bool:
    """Whether nothing went wrong: a Retry itself, without an error that it stands for."""
    return type(error) is Retry and error.__cause__ is None


def _asked_for(error: Exception) -> float:
    """The server's RetryInfo, from the error or from the refusal that caused it."""
    refusals = (each for each in (error, error.__cause__) if isinstance(each, ModelRefused))
    return max((refusal.retry_after for refusal in refusals), default=0.0)
