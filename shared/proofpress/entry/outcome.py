"""The exit code that a finished run deserves."""

from proofpress.domain import queries
from proofpress.domain.states import StopReason
from proofpress.ports import Ledger
from proofpress.reporting.model import Report

DONE, FAILED, CAPPED, ATTENTION = 0, 1, 3, 4

_ATTENTION = {StopReason.BAD_PROMPT, StopReason.NOT_WORTH_MORE, StopReason.WAVES_USED}
_CAPPED = {StopReason.CAP_REACHED, StopReason.BUDGET_REACHED}


def exit_code(ledger: Ledger, report: Report) -> int:
    """4 where a prompt must be looked at, else 3 where a cap was reached, else 1 where something failed, else 0."""
    stopped = set(report.batch.stopped)
    if stopped & _ATTENTION:
        return ATTENTION
    if stopped & _CAPPED:
        return CAPPED
    if StopReason.FAILED in stopped or ledger.count(queries.dead_letters()):
        return FAILED
    return DONE
