"""What the batch lane makes of a plan: the bill beside that of a live run, and the time that its jobs take."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from proofpress.domain.catalog import Catalog
from proofpress.domain.deadlines import most_time, planned_time
from proofpress.domain.dividing import Division, divide
from proofpress.domain.forecast import BillForecast, forecast
from proofpress.domain.lanes import LaneChoice, LaneSpec
from proofpress.domain.quotes import quote
from proofpress.domain.records import Item
from proofpress.domain.spec import BatchSpec
from proofpress.entry.planning.model import LanePlan, StageUsd
from proofpress.entry.planning.otherwise import forecast_of

_SECONDS_AN_HOUR = 3600


def all_live(catalog: Catalog, spec: BatchSpec) -> BillForecast:
    """The forecast of the same items with every call made live."""
    items = tuple(item.model_copy(update={"lanes": LaneSpec()}) for item in spec.items)
    live = divide(catalog, "plan", spec.model_copy(update={"items": items}))
    forecasts = [forecast_of(item.spec, item.max_attempts, quote(catalog, item.spec)) for item in live.items]
    return forecast(forecasts, spec.max_attempts)


def uses_batch_lane(items: Sequence[Item]) -> bool:
    """Whether any call may go to the batch lane."""
    return any(choice is not LaneChoice.LIVE for item in items for choice in (item.draft_lane, item.final_lane))


def lane_plan(division: Division, live: StageUsd, keepers: float, at: datetime) -> LanePlan:
    """Hours of the jobs, of the item that takes longest."""
    spans = [(item.draft_lane, item.final_lane, item.spec.lanes, item.most_waves, at) for item in division.items]
    return LanePlan(
        all_live=live,
        all_live_keepers=round(keepers, 3),
        hours=max(planned_time(*span) for span in spans).total_seconds() / _SECONDS_AN_HOUR,
        worst_hours=max(most_time(*span) for span in spans).total_seconds() / _SECONDS_AN_HOUR,
    )


def late(division: Division, at: datetime) -> Iterator[str]:
    """A warning of the first item whose jobs will not be done when it is needed; `auto` sees to that itself."""
    for item in division.items:
        lanes = item.spec.lanes
        ready = at + planned_time(item.draft_lane, item.final_lane, lanes, item.most_waves, at)
        must_wait = LaneChoice.BATCH in (item.draft_lane, item.final_lane)
        if must_wait and lanes.needed_by is not None and ready > lanes.needed_by:
            until = ready.isoformat(timespec="minutes")
            needed = lanes.needed_by.isoformat(timespec="minutes")
            yield f"{item.spec.id} is needed by {needed}, and `lane: batch` takes until {until} or longer: say `auto`."
            return
