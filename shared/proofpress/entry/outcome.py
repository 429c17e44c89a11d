"""The exit code that a finished run deserves."""

from proofpress.domain import queries
from proofpress.domain.records import DeadLetter
from proofpress.domain.states import BatchState, StopReason
from proofpress.ports import Bucket, Ledger
from proofpress.reporting.model import Report

DONE, FAILED, CAPPED, ATTENTION = 0, 1, 3, 4

_ATTENTION = {StopReason.BAD_PROMPT, StopReason.NOT_WORTH_MORE, StopReason.WAVES_USED}
_CAPPED = {StopReason.CAP_REACHED, StopReason.BUDGET_REACHED}


def exit_code(ledger: Ledger, report: Report) -> int:
    """4 where a prompt must be looked at, else 3 where a cap was reached, else 1 where something failed, else 0.

    Drafts that wait for a person are no failure.
    """
    batch = report.batch
    stopped = set(batch.stopped)
    if stopped & _ATTENTION:
        return ATTENTION
    if stopped & _CAPPED:
        return CAPPED
    closed_short = batch.state is BatchState.CLOSED and batch.keepers < batch.wanted and not batch.waiting
    if closed_short or StopReason.FAILED in stopped or letters_of(ledger, batch.id):
        return FAILED
    return DONE


def letters_of(ledger: Ledger, batch: str) -> list[DeadLetter]:
    """Dead letters about a batch, and those that do not say what they are about."""
    return [letter for letter in ledger.find(queries.dead_letters()) if _concerns(letter, batch)]


def _concerns(letter: DeadLetter, batch: str) -> bool:
    """A subject is the key of a record, or a bucket with the name of an object; both begin with the batch."""
    first, _, rest = letter.attributes.get("ce-subject", "").partition("/")
    return not first or first == batch or (first in set(Bucket) and rest.partition("/")[0] == batch)
