"""Errors, each named for the decision it asks for: retry, drop or stop."""

from enum import StrEnum
from typing import Self


class FailureClass(StrEnum):
    """Why an attempt or a final came to nothing; kept in the ledger and counted in the report."""

    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    EMPTY = "empty"
    BROKEN = "broken"
    SAFETY = "safety"
    RECITATION = "recitation"
    BAD_REQUEST = "bad_request"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    LOST_LOOK = "lost_look"

    @property
    def regenerable(self) -> bool:
        """Whether one new attempt, or one more try of a final, may take the place of the failed one."""
        return self in _REGENERABLE


_REGENERABLE = frozenset(
    {FailureClass.EMPTY, FailureClass.BROKEN, FailureClass.TIMEOUT, FailureClass.CRASHED, FailureClass.LOST_LOOK}
)


class ProofpressError(Exception):
    """Base of every error that Proofpress raises on purpose."""


class Retry(ProofpressError):
    """The same work may succeed later: give the message back to the queue."""


class NotReady(Retry):
    """An event arrived before the commit that it follows; it comes again shortly."""


class Drop(ProofpressError):
    """This message can never succeed: record it as a dead letter and acknowledge it."""


class Stop(ProofpressError):
    """The command or the batch must not go on; the message says what to do."""

    exit_code = 1


class BadInput(Stop):
    """What the user wrote cannot be used; names the place and the mend."""

    exit_code = 2


class Overtaken(BadInput):
    """Somebody else's decision came first."""


class Busy(BadInput):
    """Another process runs in the work folder."""


class UnknownPrice(Stop):
    """A call without a known price: nothing is sent before models.toml has one."""

    exit_code = 2


class CapReached(Stop):
    """A cap or a budget does not allow the next paid call."""

    exit_code = 3


class ModelRefused(ProofpressError):
    """The model's service answered, and the answer is no.

    `words` are the server's own; `retry_after` is its RetryInfo in seconds, 0 where it gave none.
    A refusal that came with usage carries it in `usage`, because blocked calls are billed too.
    """

    def __init__(self, failure: FailureClass, words: str, *, retry_after: float = 0.0, usage: object = None) -> None:
        super().__init__(f"{failure}: {words}")
        self.failure = failure
        self.words = words
        self.retry_after = retry_after
        self.usage = usage

    def having_words(self, words: str) -> Self:
        """The same refusal in other words."""
        return type(self)(self.failure, words, retry_after=self.retry_after, usage=self.usage)


class RefusedForNow(ModelRefused):
    """429 or 5xx: not billed, worth another try in place."""


class RefusedForGood(ModelRefused):
    """Safety, bad request, missing right or model: another call would be refused too."""


class NothingUsable(ModelRefused):
    """Empty or broken output: worth one regeneration as a new attempt."""


class PerhapsPaid(ModelRefused):
    """No answer arrived (timeout, reset, cut body), so the call may have been billed."""
