"""The last word on duplicates: before a batch ends, all of its drafts are compared with each other once more.

The index that drafts are looked up in as they come misses a tenth of the alike ones. Nobody's money depends on that any
more: accepted drafts stay, and are only noted as alike.
"""

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Batch
from proofpress.domain.repeats import Comparison, Sketched
from proofpress.domain.scopes import scopes_of
from proofpress.domain.states import HELD, AttemptState
from proofpress.ports import Ports, Replace
from proofpress.stages.paging import pages

DUPLICATE = "duplicate"
"""The reason of a rejected draft, and the warning of a kept one."""

UNDECIDED = (AttemptState.PASSED, AttemptState.APPROVED)
"""Drafts that may still be found to repeat another one."""

_PAGE = 500


def compare(ports: Ports, batch: Batch) -> int:
    """Reject what is still undecided and repeats another draft; how many drafts were compared.

    Nothing is done where there are as many of them as at the batch's end before: a batch that somebody's decision
    opened again is not compared anew each time. Run again, it finds its work done.
    """
    sizes = {scope: ports.ledger.count(queries.sketches(scope)) for scope in scopes_of(batch.id, batch.campaign)}
    if sum(sizes.values()) != batch.compared:
        for scope in filter(sizes.get, sizes):
            _compare(ports, batch, Comparison(map(Sketched.of, pages(ports, queries.sketches(scope), _PAGE))))
    return sum(sizes.values())


def _compare(ports: Ports, batch: Batch, drafts: Comparison) -> None:
    originals = drafts.originals()
    for key, original in originals.items():
        if key.startswith(f"{batch.id}/"):
            _note(ports, key, original)
    if not originals:
        return
    held = {
        attempt.key for other in drafts.batches for attempt in pages(ports, queries.attempts_in(other, *HELD), _PAGE)
    }
    for key, original in drafts.originals(among=held.__contains__).items():
        if key.startswith(f"{batch.id}/"):
            _warn(ports, key, original)


def _note(ports: Ports, key: str, original: str) -> None:
    """Reject a draft that is undecided; one that was rejected as a duplicate is one of the lowest that it repeats."""
    while attempt := ports.ledger.get(Attempt, key):
        if attempt.state in UNDECIDED:
            changed = demoted(ports, attempt, original)
        elif attempt.reason == DUPLICATE and attempt.duplicate_of != original:
            changed = attempt.having(duplicate_of=original)
        else:
            return
        if ports.ledger.commit(Replace(changed)):
            return


def _warn(ports: Ports, key: str, original: str) -> None:
    """Note on a draft that is held that another one that is held looks like it."""
    while attempt := ports.ledger.get(Attempt, key):
        warnings = tuple(dict.fromkeys((*attempt.warnings, DUPLICATE)))
        changed = attempt.having(duplicate_of=original, warnings=warnings)
        if attempt.state not in HELD or changed == attempt or ports.ledger.commit(Replace(changed)):
            return


def demoted(ports: Ports, attempt: Attempt, original: str) -> Attempt:
    """A copy of a draft that repeats another one, and that nobody need look at any more."""
    free = attempt.taken_from_reviewer()
    return free.moved(
        AttemptState.REJECTED, ports.clock.now(), reason=DUPLICATE, reasons=(DUPLICATE,), duplicate_of=original
    )
