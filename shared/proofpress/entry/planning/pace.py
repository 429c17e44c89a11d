"""How long a batch takes at least: the limits of the account and of this machine, whichever holds it up most."""

import math
from collections.abc import Sequence

from proofpress.domain.routing import FINALS_FAILED, REGENERATED
from proofpress.domain.spec import ReviewMode
from proofpress.entry.planning.model import Expected, Pace, PlannedItem
from proofpress.entry.settings import Settings

SECONDS_A_CALL = 8.0
"""Assumed, as nobody publishes it: between the 4 s taken for a Lite draft and the 12 s for a Pro final."""


def pace_of(items: Sequence[PlannedItem], expected: Expected, settings: Settings) -> Pace:
    """The least minutes that the expected calls take; waves that wait for verdicts come on top."""
    images, calls = _calls(items, expected)
    limits: dict[str, float] = {"concurrency": calls * SECONDS_A_CALL / settings.concurrency / 60}
    if settings.usd_per_ten_minutes:
        windows = math.ceil(expected.usd.total / settings.usd_per_ten_minutes)
        limits["usd_per_ten_minutes"] = 10.0 * max(0, windows - 1)
    if settings.images_per_minute:
        limits["images_per_minute"] = images / settings.images_per_minute
    slowest = max(limits, key=lambda limit: limits[limit])
    return Pace.model_validate(
        {
            "minutes": limits[slowest],
            "held_up_by": slowest,
            "usd_per_ten_minutes": settings.usd_per_ten_minutes or None,
            "images_per_minute": settings.images_per_minute,
            "concurrency": settings.concurrency,
        }
    )


def _calls(items: Sequence[PlannedItem], expected: Expected) -> tuple[float, float]:
    """Expected calls that draw, and calls in all; items are taken to need drafts in proportion to what they want."""
    wanted = sum(item.want for item in items)
    rendered = sum(item.want for item in items if item.final_model) / wanted
    by_hand = {ReviewMode.NONE, ReviewMode.HAND}
    reviewed = sum(item.want for item in items if item.review not in by_hand) / wanted
    images = expected.drafts * (1 + REGENERATED) + expected.keepers * rendered / (1 - FINALS_FAILED)
    return images, images + expected.drafts * reviewed
