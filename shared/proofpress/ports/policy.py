"""How long things may take."""

from dataclasses import dataclass
from datetime import timedelta

from proofpress.domain.jobs import LISTED_AFTER, WORST_TIME


@dataclass(frozen=True)
class Policy:
    """How long things may take, and who is asking."""

    owner: str = ""
    """Names the process in its leases."""
    lease: timedelta = timedelta(minutes=10)
    """Longer than any call with its retries, so that a lease runs out only after a crash."""
    stale: timedelta = timedelta(minutes=2)
    """What has not moved for this long is sent again by `sweep`."""
    quiet: timedelta = timedelta()
    """How long a product must have been left alone before pictures are ordered for it, so that bursts cost one order."""
    poll: timedelta = timedelta(minutes=2)
    """How often the service is asked after a job of the batch lane."""
    job_limit: timedelta = WORST_TIME
    """A job that takes longer is called off, and its calls are made another way."""
    giving_up: timedelta = timedelta(hours=1)
    """A job that was called off and does not end is left alone after this; what it may have cost is noted."""
    listed_after: timedelta = LISTED_AFTER
    """A job whose submission got no answer, and which the service does not list, counts as not there after this."""
    patience: timedelta = timedelta.max
    """How long one delivery collects the results of a job, before it leaves the rest to another."""
