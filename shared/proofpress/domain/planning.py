"""How many drafts to ask for next: adaptive waves over a shared prior, and the economic stop.

Nobody knows an item's accept rate beforehand, so each wave is sized by what is believed by then: a Beta
distribution with the batch's mean, the weight of four drafts, and the item's own verdicts. Early waves stop
short of what the last one may ask for, because what they leave open can be asked for knowing more.
"""

import heapq
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from proofpress.domain.marginals import drafts_worth, marginals

ITEM_PRIOR_DRAFTS = 4.0
"""Drafts that an item's prior weighs as much as."""

BATCH_PRIOR_ITEMS = 10.0
"""Items that the batch's expected accept rate weighs as much as."""

MOST_LEVERAGE = 5.0
"""However valuable a keeper is, a wave before the last asks for no draft needed with a chance under one in five."""

LEAST_COST = 1e-6
"""Dollars that a draft counts as at least: one that is free would be worth any number of tries."""

PILOT_WAVES = 3
"""From this many waves on, the first one asks for no more than is wanted: nothing of it can be superfluous."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class ItemCounts:
    """What the planner needs to know of an item: plain numbers."""

    want: int
    short: int
    """Keepers still missing once accepted and approved drafts are counted off."""
    drafts: int
    """Verdicts so far."""
    accepted: int
    """Drafts liked so far, spares included."""
    waves_done: int
    """Waves that have brought verdicts."""
    waves: int
    cap_left: int
    """Slots that may still be allocated."""
    value: float
    """Dollars that one more accepted draft is worth: the limit per keeper less its final."""
    cost: float
    """Expected dollars of one draft with its review; above 0."""


@dataclass(frozen=True)
class BatchCounts:
    """What the items of a batch teach each other."""

    prior_mean: float
    """Accept rate expected before the first verdict."""
    first_waves: int = 0
    """Items whose first wave has brought verdicts."""
    first_wave_rates: float = 0.0
    """Sum over these items of accepted / drafts in the first wave."""

    @property
    def mean(self) -> float:
        """Accept rate of an average item, by items and not by drafts: hard items get more drafts."""
        prior = BATCH_PRIOR_ITEMS * self.prior_mean
        return (prior + self.first_wave_rates) / (BATCH_PRIOR_ITEMS + self.first_waves)


class WaveReason(StrEnum):
    """Why a wave has the size it has."""

    DRAFTS = "drafts"
    """Go on: the wave has at least one draft."""
    FILLED = "filled"
    NOT_WORTH_MORE = "not_worth_more"
    """The next keeper is expected to cost more than it is worth."""
    CAP_REACHED = "cap_reached"
    WAVES_USED = "waves_used"


@dataclass(frozen=True)
class Wave:
    """What to do next for an item: ask for `size` drafts, or none and why."""

    size: int
    reason: WaveReason


def next_wave(item: ItemCounts, batch: BatchCounts) -> Wave:
    """Size the next wave of an item.

    Where several reasons to stop hold at once, the one is given that no other setting would lift: more waves or
    slots do not help an item that is not worth more.
    """
    if item.short <= 0:
        return Wave(0, WaveReason.FILLED)
    a, b = belief(item, batch)
    leverage = item.value * a / (a + b) / item.cost
    waves_left = item.waves - item.waves_done
    if leverage < 1:
        return Wave(0, WaveReason.NOT_WORTH_MORE)
    if waves_left <= 0:
        return Wave(0, WaveReason.WAVES_USED)
    if item.cap_left <= 0:
        return Wave(0, WaveReason.CAP_REACHED)
    if waves_left > 1:
        leverage = min(MOST_LEVERAGE, leverage ** (1 / waves_left))
    size = drafts_worth(item.short, a, b, floor=1 / leverage, limit=_limit(item))
    return Wave(size, WaveReason.DRAFTS)


def _limit(item: ItemCounts) -> int:
    pilot = item.waves_done == 0 and item.waves >= PILOT_WAVES and item.want > 1
    return min(item.cap_left, item.want) if pilot else item.cap_left


def belief(item: ItemCounts, batch: BatchCounts) -> tuple[float, float]:
    """The parameters a and b of the Beta distribution that an item's accept rate is believed to follow."""
    mean = batch.mean
    return ITEM_PRIOR_DRAFTS * mean + item.accepted, ITEM_PRIOR_DRAFTS * (1 - mean) + item.drafts - item.accepted


def item_cap(want: int, value: float, cost: float) -> int:
    """Slots of an item whose drafts never cost more than its keepers are worth, and never fewer than wanted."""
    return max(want, int(want * value / cost))


def share_out(
    waves: Sequence[tuple[K, ItemCounts, int]], batch: BatchCounts | Mapping[K, BatchCounts], slots: int
) -> dict[K, int]:
    """Divide slots among waves of (key, item, size), the likeliest to bring a needed keeper first.

    No wave gets more than its size; equal chances go by the order of `waves`. `batch` is by key where items are
    expected to be accepted at different rates.
    """
    if sum(size for _, _, size in waves) <= slots:
        return {key: size for key, _, size in waves}
    granted = {key: 0 for key, _, _ in waves}
    batches = batch if isinstance(batch, Mapping) else dict.fromkeys(granted, batch)
    chances = [islice(marginals(item.short, *belief(item, batches[key])), size) for key, item, size in waves]
    heap = [(-first, place) for place, stream in enumerate(chances) for first in islice(stream, 1)]
    heapq.heapify(heap)
    for _ in range(slots):
        _, place = heap[0]
        granted[waves[place][0]] += 1
        following = next(chances[place], None)
        if following is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (-following, place))
    return granted
