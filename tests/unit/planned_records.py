"""Cohorts, items and attempts as the planner meets them."""

from datetime import UTC, datetime
from decimal import Decimal

from proofpress.domain.errors import FailureClass
from proofpress.domain.records import Attempt, Cohort, Item
from proofpress.domain.spec import ItemSpec, Route
from proofpress.domain.states import AttemptState

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def spec(name: str = "sea", want: int = 2, accept_rate: float = 0.35, waves: int = 4, worth: str = "2") -> ItemSpec:
    return ItemSpec(
        id=name,
        prompt="the sea",
        template="t",
        want=want,
        accept_rate=accept_rate,
        waves=waves,
        max_usd_per_keeper=Decimal(worth),
    )


def item(its: ItemSpec | None = None, *, draft: str = "0.03", final: str = "0.13", **changes: object) -> Item:
    """An item of a two-tier route; drafts and finals cost ten times as much at worst."""
    its = its or spec()
    made = Item(
        batch="b",
        cohort="b/0001",
        position=0,
        spec=its,
        route=Route.TWO_TIER,
        why="",
        draft_tier="lite",
        draft_size="1K",
        draft_usd=Decimal(draft),
        final_usd=Decimal(final),
        draft_worst_usd=10 * Decimal(draft),
        review_worst_usd=Decimal(0),
        final_worst_usd=10 * Decimal(final),
        max_attempts=100,
    )
    return made.having(**changes)


def cohort(**changes: object) -> Cohort:
    return Cohort(batch="b", number=1, max_attempts=1_000).having(**changes)


def attempt(
    number: int,
    state: AttemptState,
    *,
    name: str = "sea",
    failure: FailureClass | None = None,
    replaces: int | None = None,
    decided_by: str = "",
) -> Attempt:
    return Attempt(
        batch="b",
        cohort="b/0001",
        item=f"b/{name}",
        number=number,
        wave=1,
        state=state,
        failure=failure,
        replaces=replaces,
        decided_by=decided_by,
        changed=NOW,
    )
