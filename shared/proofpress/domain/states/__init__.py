"""The states of everything that moves, each with the one table of its allowed moves."""

from proofpress.domain.states.attempts import (
    ALIVE,
    ATTEMPT_MOVES,
    HELD,
    IN_WORK,
    LIKED,
    UNSETTLED,
    WATCHED,
    AttemptState,
    check_attempt,
)
from proofpress.domain.states.batches import BatchState, CohortState, ItemState, StopReason
from proofpress.domain.states.campaigns import (
    BANNERS_MOVES,
    PRODUCT_MOVES,
    BannersState,
    ProductState,
    check_banners,
    check_product,
)
from proofpress.domain.states.finals import FINAL_MOVES, FINALS_IN_FLIGHT, FinalState, check_final
from proofpress.domain.states.jobs import JOB_MOVES, JOBS_UNDER_WAY, JobStep, check_job
from proofpress.domain.states.moves import IllegalMove

__all__ = [
    "ALIVE",
    "ATTEMPT_MOVES",
    "BANNERS_MOVES",
    "FINALS_IN_FLIGHT",
    "FINAL_MOVES",
    "HELD",
    "IN_WORK",
    "JOBS_UNDER_WAY",
    "JOB_MOVES",
    "LIKED",
    "PRODUCT_MOVES",
    "UNSETTLED",
    "WATCHED",
    "AttemptState",
    "BannersState",
    "BatchState",
    "CohortState",
    "FinalState",
    "IllegalMove",
    "ItemState",
    "JobStep",
    "ProductState",
    "StopReason",
    "check_attempt",
    "check_banners",
    "check_final",
    "check_job",
    "check_product",
]
