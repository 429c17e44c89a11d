"""What drafts and finals share."""

from datetime import datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import FailureClass
from proofpress.domain.instructions import Instruction
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.pricing import Bill
from proofpress.domain.records.watched import NEVER, Watched, epoch_seconds

MAX_LEASES = 2
"""A slot is leased at most twice: the second time only after a crash or an answer that never came."""


class StoredImage(BaseModel):
    """A picture in a bucket, as measured after it was written."""

    model_config = ConfigDict(frozen=True)

    bucket: str
    name: str
    generation: str = ""
    sha256: str
    mime: str
    size: int
    width: int = 0
    height: int = 0


class Paid(Watched):
    """What drafts and finals share: a lease, an instruction, a picture, bills and failures."""

    batch: str
    cohort: str
    item: str
    """Key of the item."""
    number: int
    lane: Lane = Lane.LIVE
    """How its next call is to be made, or its last one was."""
    job: str = ""
    """Key of the job that its call is in, or was in last; empty where it is to be put into one."""
    leases: int = 0
    lease_owner: str = ""
    lease_until: AwareDatetime | None = None
    changed: AwareDatetime
    instruction: Instruction | None = None
    image: StoredImage | None = None
    bills: tuple[Bill, ...] = ()
    usd: Usd = ZERO
    """Sum of the settled bills."""
    perhaps_usd: Usd = ZERO
    """Most that calls without an answer may have cost besides."""
    worst_usd: Usd = ZERO
    """Most that the next call may cost: what the budget holds back for this record until it is settled."""
    failure: FailureClass | None = None
    words: str = ""
    """The server's words, or ours, on the failure."""
    seconds: float = 0.0
    """Duration of the call that made the picture."""
    traceparent: str = ""

    def billed(self, bill: Bill) -> Self:
        """A copy with one more settled bill."""
        return self.having(bills=(*self.bills, bill), usd=self.usd + bill.usd)

    def unanswered(self) -> Self:
        """A copy whose lease was taken away: what was held back for its call may have been spent."""
        return self.having(lease_until=None, perhaps_usd=self.perhaps_usd + self.worst_usd, worst_usd=ZERO)

    def _moved(self, now: datetime, *, is_watched: bool, **changes: object) -> Self:
        still_since = epoch_seconds(now) if is_watched else NEVER
        return self.having(**{"changed": now, "still_since": still_since, "resent": 0, **changes})

    def leased_by_another(self, now: datetime) -> bool:
        """Whether somebody's lease still runs."""
        return self.lease_until is not None and self.lease_until > now
