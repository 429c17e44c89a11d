"""Batches, their cohorts and their items."""

from enum import StrEnum


class BatchState(StrEnum):
    """A batch, from the manifest to its report."""

    INTAKE = "intake"
    """Its items are being written; nothing has been planned."""
    OPEN = "open"
    CLOSED = "closed"
    """Every item is filled or stopped, and every accepted draft is delivered or given up."""
    CANCELLED = "cancelled"


class CohortState(StrEnum):
    """The items of a batch that are planned together."""

    OPEN = "open"
    CLOSED = "closed"


class ItemState(StrEnum):
    """One wanted picture."""

    OPEN = "open"
    FILLED = "filled"
    """As many drafts are accepted or approved as keepers are wanted."""
    STOPPED = "stopped"
    """Given up short of what was wanted; `stop_reason` says why."""


class StopReason(StrEnum):
    """Why an item was given up."""

    BAD_PROMPT = "bad_prompt"
    """The pooled test says that its prompt is all but never accepted."""
    NOT_WORTH_MORE = "not_worth_more"
    """The next keeper would cost more than it is worth; no claim about the prompt."""
    WAVES_USED = "waves_used"
    CAP_REACHED = "cap_reached"
    BUDGET_REACHED = "budget_reached"
    FINALS_USED = "finals_used"
    """Drafts enough were accepted, and all the finals that their keeper slots pay for came to nothing."""
    FAILED = "failed"
    """Calls failed for good: safety, a bad request, a missing right."""
    CANCELLED = "cancelled"
