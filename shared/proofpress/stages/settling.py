"""What follows from a verdict: accept what is sure to be needed, and plan on where the wave is over."""

from proofpress.domain import queries
from proofpress.domain.records import Attempt
from proofpress.ports import Ports
from proofpress.stages import accepting, closing, waves


def settled(ports: Ports, attempt: Attempt) -> None:
    """Go on after an attempt got its verdict. Run again, it finds its work done."""
    accepting.accept_needed(ports, attempt.item)
    go_on(ports, attempt.cohort)


def go_on(ports: Ports, cohort: str) -> None:
    """Plan a cohort's next wave, or close it, once nothing in it is unsettled."""
    if ports.ledger.count(queries.unsettled(cohort)):
        return
    if ports.ledger.count(queries.open_items(cohort)):
        waves.plan(ports, cohort)
    closing.close_if_done(ports, cohort)
