"""What the throughput bench has drawn: a few prompts, several keepers of each, by a service that takes its time."""

from dataclasses import dataclass
from typing import Any, Final

from bench.ideal import Pace, Step

NAME: Final = "bench"
TIERS: Final[dict[Step, str]] = {"draft": "lite", "review": "review", "final": "pro"}
SCENES: Final = ("a harbour", "dunes", "a mountain lake", "city roofs", "a fern garden")
ACCEPTED: Final = 0.4
"""A little above a third, so that each prompt finds its keepers among three drafts for each."""


@dataclass(frozen=True)
class Scenario:
    """How much is drawn, and at which pace."""

    prompts: int
    want: int
    """Keepers of each prompt."""
    drafts: int
    """Most drafts of each prompt."""
    pace: Pace
    looped: int
    """Keepers that the loop makes; what it takes for all of them is worked out from these."""

    def texts(self) -> list[str]:
        """The prompts. Each is a template of its own, as a person would write five items."""
        return [f"{scene} in the rain" for scene in SCENES[: self.prompts]]

    def manifest(self, settings: dict[str, int]) -> dict[str, Any]:
        """What the command line is given, with these settings of the planner."""
        defaults: dict[str, Any] = {"want": self.want, "max_attempts": self.drafts, "max_usd_per_keeper": 5}
        defaults |= {"draft": TIERS["draft"], "final": TIERS["final"], "route": "two_tier", **settings}
        defaults["review"] = {"mode": "model", "rubric": "The picture is convincing."}
        items = [{"id": f"scene-{place}", "prompt": text} for place, text in enumerate(self.texts(), start=1)]
        return {"name": NAME, "defaults": defaults, "items": items}

    def profile(self) -> str:
        """The simulator's manners, as TOML."""
        lines = [f"{TIERS[step]} = {{ median = {seconds} }}" for step, seconds in self.pace.seconds.items()]
        return "\n".join([f"accept_rate = {ACCEPTED}", "lost_look = 0.0", "[latencies]", *lines])


# 60 drafts are what a prompt that nobody has seen work gets at once, so `waves: 1` is truly one wave.
FULL: Final = Scenario(5, 20, 60, Pace({"draft": 4.0, "review": 0.5, "final": 4.0}, 64), looped=2)
QUICK: Final = Scenario(2, 6, 18, Pace({"draft": 1.0, "review": 0.125, "final": 1.0}, 12), looped=1)
