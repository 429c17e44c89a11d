"""Random manifests of all routes, lanes, screens, review modes and caps, and the service that answers their calls."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.stages.service import Service
from tests.statemachine.calls import TROUBLE, Calls

_ITEM = (
    "  - {{id: i{place}, prompt: scene {place}, want: {want}, route: {route}, review: {review}, image_size: 1K, "
    "waves: {waves}, lane: {{draft: {draft_lane}, final: {final_lane}}}, {needed_by}screen: {screen}}}"
)
_LANES = st.sampled_from(["live", "batch", "auto"])
_DEADLINES = st.sampled_from(["2026-01-02", "2026-01-03T06:00:00Z", "2026-01-05T12:00:00Z", "2026-02-01"])
"""The clock begins on the first of January: too soon for any job, for one, for two, and for all of them."""


@dataclass(frozen=True)
class Case:
    """Manifests that may be submitted, and how their calls go."""

    manifests: tuple[str, ...]
    calls: Calls


@st.composite
def _screens(draw: st.DrawFn, review: str) -> str:
    profile = draw(st.sampled_from(["wallpaper", "photo", "banner", "off"]))
    across = draw(st.sampled_from(["batch", "campaign", "off"]))
    audit = draw(st.sampled_from([0, 0.5, 1])) if review != "none" else 0
    shadow = draw(st.sampled_from(["", ", shadow: photo"]))
    return f'{{profile: "{profile}", duplicates: "{across}", audit: {audit}{shadow}}}'


@st.composite
def _items(draw: st.DrawFn, place: int) -> str:
    review = draw(st.sampled_from(["none", "model", "hand"]))
    draft_lane, final_lane = draw(_LANES), draw(_LANES)
    is_auto = "auto" in (draft_lane, final_lane)
    return _ITEM.format(
        place=place,
        want=draw(st.integers(1, 3)),
        route=draw(st.sampled_from(["two_tier", "direct", "cheap"])),
        review=review,
        waves=draw(st.integers(1, 4)),
        draft_lane=draft_lane,
        final_lane=final_lane,
        needed_by=f'needed_by: "{draw(_DEADLINES)}", ' if is_auto else "",
        screen=draw(_screens(review)),
    )


@st.composite
def _manifests(draw: st.DrawFn, most: int) -> str:
    """Up to three items, with and without caps in dollars and attempts."""
    items = [draw(_items(place)) for place in range(draw(st.integers(1, most)))]
    dollars = draw(st.sampled_from([None, "0.12", "0.30", "0.80", "2.00"]))
    slots = draw(st.sampled_from([None, 2, 5, 12]))
    caps = [f"max_usd: {dollars}"] if dollars else []
    caps += [f"max_attempts: {slots}"] if slots else []
    defaults = f"defaults: {{final: {draw(st.sampled_from(['pro', 'standard']))}, max_usd_per_keeper: 2}}"
    return "\n".join(["campaign: spring", *caps, defaults, "items:", *items])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One batch, and perhaps another of the same campaign."""
    manifests = [draw(_manifests(3)), *draw(st.lists(_manifests(1), max_size=1))]
    service = Service(
        seed=draw(st.integers(0, 1_000)),
        faults=draw(st.sampled_from([0.0, 0.3, 0.6])),
        lost_looks=draw(st.sampled_from([0.0, 0.5])),
        accept_rate=draw(st.sampled_from([0.2, 0.6, 1.0])),
        alike=draw(st.sampled_from([0.0, 0.4])),
    )
    return Case(tuple(manifests), Calls(service, draw(TROUBLE)))
