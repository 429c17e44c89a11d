"""Random manifests of all routes, review modes and caps, and the service that answers their calls."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.stages.service import Service
from tests.support.pipeline import ScriptedModels

_ITEM = "  - {{id: i{place}, prompt: scene {place}, want: {want}, route: {route}, review: {review}, image_size: 1K}}"


@dataclass(frozen=True)
class Case:
    """A manifest, and how its calls go."""

    manifest: str
    service: tuple[int, float, float, float]
    """Seed, share of faults, of lost looks, and of drafts that the reviewer likes."""

    def models(self) -> ScriptedModels:
        """A service of its own."""
        return Service(*self.service).models()


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to three items, with and without caps in dollars and attempts."""
    items = [
        _ITEM.format(
            place=place,
            want=draw(st.integers(1, 3)),
            route=draw(st.sampled_from(["two_tier", "direct", "cheap"])),
            review=draw(st.sampled_from(["none", "model", "hand"])),
        )
        for place in range(draw(st.integers(1, 3)))
    ]
    dollars = draw(st.sampled_from([None, "0.30", "0.80", "2.00"]))
    slots = draw(st.sampled_from([None, 2, 5, 12]))
    caps = [f"max_usd: {dollars}"] if dollars else []
    caps += [f"max_attempts: {slots}"] if slots else []
    defaults = f"defaults: {{final: {draw(st.sampled_from(['pro', 'standard']))}, max_usd_per_keeper: 2, waves: 3}}"
    service = (
        draw(st.integers(0, 1_000)),
        draw(st.sampled_from([0.0, 0.3, 0.6])),
        draw(st.sampled_from([0.0, 0.5])),
        draw(st.sampled_from([0.2, 0.6, 1.0])),
    )
    return Case("\n".join([*caps, defaults, "items:", *items]), service)
