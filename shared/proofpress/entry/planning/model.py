"""The figures of a plan, in the form in which `plan --json` writes them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from proofpress.domain.lanes import LaneChoice
from proofpress.domain.money import Usd
from proofpress.domain.spec import Route
from proofpress.reporting.numbers import WouldHaveCost


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class StageUsd(_Part):
    """Dollars by stage, under the names that the report has for them."""

    draft: Usd
    review: Usd
    render: Usd
    total: Usd


class Expected(_Part):
    """What should come out."""

    drafts: float
    """Those that get a verdict; the few that come back empty or broken and are made again are in the dollars only."""
    keepers: float
    usd: StageUsd
    usd_per_keeper: Usd | None
    """None where no keeper is expected."""


class Worst(_Part):
    """The most that can be billed: leases * (slots * draft and review + keepers wanted * renders * final)."""

    leases: int
    """Times that one slot may be called."""
    slots: int
    draft_and_review_usd: Usd
    """One call of each, on average over the slots."""
    wanted: int
    renders: int
    """Finals that one keeper may take."""
    final_usd: Usd
    """One call, on average over the keepers wanted."""
    usd: StageUsd
    """By this formula, without the batch's cap in dollars."""


class LanePlan(_Part):
    """The same batch with every call made live, and how long the batch lane takes for it."""

    all_live: StageUsd
    all_live_keepers: float
    hours: float
    """Of the jobs that wait for each other, at the pace that the service plans with; 0 where none fits before the
    deadline."""
    worst_hours: float
    """Where each of them takes as long as the service lets it."""


class Caps(_Part):
    """What the manifest allows the whole batch; None where it names no cap."""

    max_attempts: int | None
    max_usd: Usd | None


class Pace(_Part):
    """How long the expected calls take at least, and what holds them up."""

    minutes: float
    held_up_by: Literal["usd_per_ten_minutes", "images_per_minute", "concurrency"]
    usd_per_ten_minutes: Usd | None
    images_per_minute: float | None
    concurrency: int


class Passage(_Part):
    """The models that pictures pass through, and why."""

    route: Route
    why: str
    draft_model: str
    draft_size: str
    final_model: str | None
    """None where the accepted draft is delivered as it is; so is its size."""
    final_size: str | None
    review: str
    """`none`, `hand`, or the model id of the reviewer."""
    draft_lane: LaneChoice
    final_lane: LaneChoice


class PlannedItem(Passage):
    """One item. Dollars are of single calls as expected; a draft's include its review."""

    id: str
    want: int
    draft_usd: Usd
    final_usd: Usd | None
    max_attempts: int


class PlannedRoute(Passage):
    """Items that pass through the same models for the same reason, and the keepers that they want."""

    items: int
    wanted: int


class PlanView(_Part):
    """A plan."""

    name: str
    wanted: int
    """Keepers."""
    expected: Expected
    worst: Worst
    worst_usd: Usd
    """The total of the formula, or the batch's cap in dollars where that is lower."""
    caps: Caps
    lanes: LanePlan | None
    """None where everything is made live."""
    would_have_cost: WouldHaveCost
    """The expected keepers by other ways, by the same belief about accept rates."""
    pace: Pace
    warnings: tuple[str, ...]
    routes: tuple[PlannedRoute, ...]
    items: tuple[PlannedItem, ...]

    @property
    def expected_usd(self) -> Usd:
        """Dollars of all stages, as expected."""
        return self.expected.usd.total
