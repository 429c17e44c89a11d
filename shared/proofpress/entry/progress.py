"""How far a batch is: the figures of the live table and of `status`, from counts alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from proofpress.domain import queries
from proofpress.domain.records import Batch
from proofpress.domain.states import FINALS_IN_FLIGHT, UNSETTLED, AttemptState, BatchState, FinalState
from proofpress.entry.jobs import state_of
from proofpress.ports import Ledger

_A = AttemptState

REASONS = (
    "resolution",
    "aspect",
    "dark",
    "bright",
    "low_contrast",
    "blank",
    "blur",
    "noise",
    "border",
    "mime",
    "duplicate",
)
"""The stable names of screening reasons, in the order that tables list them."""


@dataclass(frozen=True)
class Progress:
    """A batch at one moment. Dollars; `possible` is the most that outstanding calls may still cost."""

    batch: str
    state: BatchState
    wanted: int
    items: int
    by_state: dict[AttemptState, int]
    rejected: dict[str, int]
    finals: dict[FinalState, int]
    spent: Decimal
    perhaps: Decimal
    possible: Decimal
    created: datetime
    stopped: int = 0
    """Items given up short of what was wanted."""
    given_up: int = 0
    """Keepers that the stopped items lack."""
    jobs: dict[str, int] = field(default_factory=dict)
    """Jobs of the batch lane that something is still to come of, by how far they are."""

    @property
    def is_open(self) -> bool:
        """Whether something may still happen by itself."""
        return self.state in (BatchState.INTAKE, BatchState.OPEN)

    def of(self, *states: AttemptState) -> int:
        """Attempts in any of some states."""
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def keepers(self) -> int:
        """Delivered images."""
        return self.of(_A.DELIVERED)

    @property
    def drafts(self) -> int:
        """Attempts that brought a picture."""
        return self.of(
            _A.DRAFTED, _A.PASSED, _A.REJECTED, _A.APPROVED, _A.DECLINED, _A.ACCEPTED, _A.DELIVERED, _A.RETURNED
        )

    @property
    def waiting(self) -> int:
        """Drafts that wait for a decision."""
        return self.of(_A.PASSED, _A.RETURNED)


def progress(ledger: Ledger, batch: Batch) -> Progress:
    """Look at a batch; the cost does not grow with what a draft carries."""
    attempts, finals = queries.attempts(batch.id), queries.finals(batch.id)
    stopped = ledger.find(queries.stopped_items(batch.id))
    by_state = {state: ledger.count(queries.attempts_in(batch.id, state)) for state in AttemptState}
    return Progress(
        batch=batch.id,
        state=batch.state,
        wanted=batch.wanted,
        items=batch.items,
        by_state={state: count for state, count in by_state.items() if count},
        rejected=_rejected(ledger, batch.id, by_state[AttemptState.REJECTED]),
        finals={state: ledger.count(queries.finals_in(batch.id, state)) for state in FinalState},
        spent=ledger.total(attempts, "usd") + ledger.total(finals, "usd"),
        perhaps=ledger.total(attempts, "perhaps_usd") + ledger.total(finals, "perhaps_usd"),
        possible=_possible(ledger, batch.id),
        created=batch.created,
        jobs=dict(Counter(map(state_of, ledger.find(queries.jobs_under_way(batch.id))))),
        stopped=len(stopped),
        given_up=sum(item.spec.want - ledger.count(queries.keepers_of_item(item.key)) for item in stopped),
    )


def _rejected(ledger: Ledger, batch: str, total: int) -> dict[str, int]:
    counts = {reason: ledger.count(queries.rejected_for(batch, reason)) for reason in REASONS} if total else {}
    return {reason: count for reason, count in counts.items() if count}


def _possible(ledger: Ledger, batch: str) -> Decimal:
    unsettled = ledger.total(queries.attempts_in(batch, *UNSETTLED), "worst_usd")
    return unsettled + ledger.total(queries.finals_in(batch, *FINALS_IN_FLIGHT), "worst_usd")


def plain(seen: Progress) -> dict[str, object]:
    """How far a batch is, for programs."""
    return {
        "batch": seen.batch,
        "state": seen.state,
        "wanted": seen.wanted,
        "keepers": seen.keepers,
        "items": seen.items,
        "items_stopped": seen.stopped,
        "attempts": {state.value: count for state, count in seen.by_state.items()},
        "drafts": seen.drafts,
        "rejected_by_reason": seen.rejected,
        "waiting": seen.waiting,
        "usd": {"spent": float(seen.spent), "perhaps": float(seen.perhaps), "possible": float(seen.possible)},
    }
