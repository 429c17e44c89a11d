"""The next wave of a cohort: which items get how many slots, and which are filled or given up. Pure.

Slots are the caps: what is handed out here never adds up to more than the item's, the cohort's and so the
batch's part, and never costs more at worst than the dollars that are left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from proofpress.domain.deadlines import lane_of_drafts
from proofpress.domain.folding import fold, is_refused, is_replaceable
from proofpress.domain.planning import LEAST_COST, BatchCounts, ItemCounts, WaveReason, next_wave, share_out
from proofpress.domain.records import Attempt, Cohort, Item, Tally, epoch_seconds
from proofpress.domain.states import ItemState, StopReason
from proofpress.domain.stopping import GOOD_ENOUGH, looks_hopeless

PROBE = 60
"""Slots a prompt template gets in a wave until its first draft is liked: enough for the bad-prompt test to speak
(27 rejections in a row, some 50 drafts at an accept rate of 0.05), so that a large `want` cannot pay for 1,000
drafts of a prompt that nobody has seen work."""

LARGEST_WAVE = 1_500
"""Slots that one commit creates at most, so that it stays below the ten megabytes that Firestore takes at once. What an
item did not get is asked for again in the next wave."""

LEAST_USD = Decimal(str(LEAST_COST))
"""Dollars that a slot is held to cost at least, so that free models do not divide by nothing."""

_STOPS = {
    WaveReason.NOT_WORTH_MORE: StopReason.NOT_WORTH_MORE,
    WaveReason.CAP_REACHED: StopReason.CAP_REACHED,
    WaveReason.WAVES_USED: StopReason.WAVES_USED,
}


@dataclass(frozen=True)
class Wish:
    """What one item would draft next, if no cap but its own bound it."""

    item: Item
    counts: ItemCounts
    size: int
    replaced: tuple[int, ...] = ()
    """Numbers of the failed attempts that the first slots stand in for."""


@dataclass(frozen=True)
class Allocation:
    """The cohort's next commit."""

    cohort: Cohort
    items: list[Item] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    bound_by: StopReason | None = None
    """The cap that kept some item from getting all it asked for."""

    @property
    def stopped(self) -> list[Item]:
        """Items that are given up by this commit."""
        return [item for item in self.items if item.state is ItemState.STOPPED]


def allocate(
    cohort: Cohort,
    items: Sequence[Item],
    wave: Sequence[Attempt],
    keepers: Mapping[str, int],
    room: Decimal | None,
    now: datetime,
) -> Allocation:
    """Decide on every open item of a cohort whose wave is settled.

    Args:
        cohort: as read; the result carries its next wave number.
        items: the open items.
        wave: the attempts of the wave that just settled.
        keepers: keeper slots by item key that need no further draft, lost ones included.
        room: dollars that may still be promised; None without a dollar cap.
        now: time of the change.
    """
    cohort, folded = fold(cohort, items, wave)
    of_item: dict[str, list[Attempt]] = {}
    for attempt in wave:
        of_item.setdefault(attempt.item, []).append(attempt)
    wishes: list[Wish] = []
    done: list[Item] = []
    for item in folded:
        answer = _wish(cohort, item, of_item.get(item.key, []), keepers.get(item.key, 0))
        if isinstance(answer, Wish):
            wishes.append(answer)
        else:
            done.append(answer)
    grants, limit = _grants(cohort, wishes, room)
    return _allocation(cohort, done, wishes, grants, limit, now)


def _wish(cohort: Cohort, item: Item, attempts: Sequence[Attempt], keepers: int) -> Wish | Item:
    """The item's wish, or the item as filled or stopped."""
    counts = _counts(item, keepers)
    if counts.short <= 0:
        return item.having(state=ItemState.FILLED)
    tally = cohort.tallies.get(item.spec.template, Tally())
    if looks_hopeless(tally.liked, tally.disliked, min(GOOD_ENOUGH, item.spec.accept_rate)):
        return _stop(item, StopReason.BAD_PROMPT)
    if is_refused(attempts):
        return _stop(item, StopReason.FAILED)
    wave = next_wave(counts, _batch_counts(cohort, item))
    owed = tuple(attempt.number for attempt in attempts if is_replaceable(attempt))
    if wave.size:
        return Wish(item, counts, wave.size, owed[: wave.size])
    if wave.reason is WaveReason.WAVES_USED and owed and counts.cap_left:
        owed = owed[: counts.cap_left]
        return Wish(item, counts, len(owed), owed)
    return _stop(item, _STOPS.get(wave.reason, StopReason.NOT_WORTH_MORE))


def _counts(item: Item, keepers: int) -> ItemCounts:
    spec = item.spec
    return ItemCounts(
        want=spec.want,
        short=spec.want - keepers,
        drafts=item.liked + item.disliked,
        accepted=item.liked,
        waves_done=item.waves,
        waves=item.most_waves,
        cap_left=item.max_attempts - item.allocated,
        value=float(spec.max_usd_per_keeper - item.final_usd),
        cost=max(float(item.draft_usd), LEAST_COST),
    )


def _batch_counts(cohort: Cohort, item: Item) -> BatchCounts:
    return BatchCounts(
        prior_mean=item.spec.accept_rate,
        first_waves=cohort.first_waves,
        first_wave_rates=cohort.first_wave_rates,
    )


def _stop(item: Item, reason: StopReason) -> Item:
    return item.having(state=ItemState.STOPPED, stop_reason=reason, untold=True)


def _grants(cohort: Cohort, wishes: list[Wish], room: Decimal | None) -> tuple[dict[str, int], StopReason | None]:
    """Slots by item key, and the cap that bound; None where every wish is met."""
    asked = _probes(cohort, wishes)
    slots = cohort.max_attempts - cohort.allocated
    limit: StopReason | None = StopReason.CAP_REACHED
    affordable = _affordable(wishes, room)
    if affordable is not None and affordable < slots:
        slots, limit = affordable, StopReason.BUDGET_REACHED
    if slots > LARGEST_WAVE:
        slots, limit = LARGEST_WAVE, None
    if sum(asked.values()) <= slots:
        return asked, None
    batches = {wish.item.key: _batch_counts(cohort, wish.item) for wish in wishes}
    return share_out([(wish.item.key, wish.counts, asked[wish.item.key]) for wish in wishes], batches, slots), limit


def _probes(cohort: Cohort, wishes: list[Wish]) -> dict[str, int]:
    """The wishes, cut to PROBE slots for templates of which no draft was liked yet."""
    left: dict[str, int] = {}
    asked: dict[str, int] = {}
    for wish in wishes:
        template = wish.item.spec.template
        size = wish.size
        if not cohort.tallies.get(template, Tally()).liked:
            size = min(size, left.setdefault(template, PROBE))
            left[template] -= size
        asked[wish.item.key] = size
    return asked


def _affordable(wishes: list[Wish], room: Decimal | None) -> int | None:
    """Slots that the dollars allow, with the finals that may follow from them held back at worst."""
    if room is None or not wishes:
        return None
    draft = max(LEAST_USD, *(wish.item.draft_worst_usd for wish in wishes))
    final = max(wish.item.final_worst_usd for wish in wishes)
    all_finals = sum((wish.counts.short * wish.item.final_worst_usd for wish in wishes), Decimal(0))
    return max(0, int(room // (draft + final)), int((room - all_finals) // draft))


def _allocation(
    cohort: Cohort,
    done: list[Item],
    wishes: list[Wish],
    grants: dict[str, int],
    limit: StopReason | None,
    now: datetime,
) -> Allocation:
    granted = sum(grants.values())
    cohort = cohort.having(
        wave=cohort.wave + 1, allocated=cohort.allocated + granted, still_since=epoch_seconds(now), resent=0
    )
    if not granted:
        reason = limit or StopReason.CAP_REACHED
        return Allocation(cohort, [*done, *(_stop(wish.item, reason) for wish in wishes)], bound_by=limit)
    items, attempts = list(done), []
    for wish in wishes:
        size = grants.get(wish.item.key, 0)
        attempts += [_attempt(cohort, wish, place, now) for place in range(size)]
        counted = size == wish.size and wish.item.waves < wish.item.most_waves
        items.append(wish.item.having(allocated=wish.item.allocated + size, waves=wish.item.waves + counted))
    return Allocation(cohort, items, attempts, limit)


def _attempt(cohort: Cohort, wish: Wish, place: int, now: datetime) -> Attempt:
    item = wish.item
    return Attempt(
        batch=item.batch,
        cohort=cohort.key,
        item=item.key,
        number=item.allocated + place + 1,
        wave=cohort.wave,
        lane=lane_of_drafts(item.draft_lane, item.spec.lanes, now),
        replaces=wish.replaced[place] if place < len(wish.replaced) else None,
        worst_usd=item.draft_worst_usd,
        changed=now,
        still_since=epoch_seconds(now),
        traceparent=item.traceparent,
    )
