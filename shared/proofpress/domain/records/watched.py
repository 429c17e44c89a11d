"""Records that must go on by themselves."""

import math
from datetime import datetime, timedelta
from typing import ClassVar, Self

from proofpress.domain.records.record import Record

NEVER = 2**53
"""A moment, in epoch seconds, that does not come."""


def epoch_seconds(moment: datetime) -> int:
    """Whole seconds since 1970, rounded up."""
    return math.ceil(moment.timestamp())


class Watched(Record):
    """A record that must go on by itself, and that `sweep` looks at where it stands still for too long."""

    most_doublings: ClassVar[int] = 6
    """How often the wait before another look doubles, at most: 64 times the policy's `stale` in the end."""

    still_since: int = 0
    """Epoch seconds. Once this is the policy's `stale` ago, what should have moved the record is taken for lost. A
    lease puts it off to its end; NEVER is for what has come to rest."""
    resent: int = 0
    """How often its message was sent again since it moved last."""

    def stands_still(self, now: datetime, stale: timedelta) -> bool:
        """Whether it has not moved for so long that its message is taken for lost."""
        return self.still_since + stale.total_seconds() <= now.timestamp()

    def put_off(self, now: datetime, stale: timedelta) -> Self:
        """A copy that is looked at again after twice the wait that it had."""
        resent = self.resent + 1
        wait = stale * (2 ** min(resent, self.most_doublings) - 1)
        return self.having(still_since=epoch_seconds(now + wait), resent=resent)

    def at_rest(self) -> Self:
        """A copy that nothing moves by itself."""
        return self.having(still_since=NEVER, resent=0)
