"""Finals: one try to render an accepted draft each."""

from enum import StrEnum

from proofpress.domain.states.moves import IllegalMove


class FinalState(StrEnum):
    """One try to render an accepted draft by the final model."""

    PLANNED = "planned"
    LEASED = "leased"
    RENDERED = "rendered"
    DELIVERED = "delivered"
    LOST = "lost"
    """Rendered, but its likeness to the draft is too small; rendered again when a person takes it as it is."""
    FAILED = "failed"
    CANCELLED = "cancelled"


F = FinalState

FINAL_MOVES: dict[FinalState, frozenset[FinalState]] = {
    F.PLANNED: frozenset({F.LEASED, F.RENDERED, F.LOST, F.FAILED, F.CANCELLED}),
    F.LEASED: frozenset({F.RENDERED, F.LOST, F.FAILED, F.PLANNED}),
    F.RENDERED: frozenset({F.DELIVERED}),
    F.LOST: frozenset({F.RENDERED}),
    F.DELIVERED: frozenset(),
    F.FAILED: frozenset(),
    F.CANCELLED: frozenset({F.PLANNED}),
}

FINALS_IN_FLIGHT = (F.PLANNED, F.LEASED, F.RENDERED)


def check_final(old: FinalState, new: FinalState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in FINAL_MOVES[old]:
        raise IllegalMove(f"a final cannot go from {old} to {new}")
