"""The size of the next wave: the rule's limits, its reasons to stop, and what it does on known counts."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from proofpress.domain.marginals import marginal
from proofpress.domain.planning import BatchCounts, ItemCounts, Wave, WaveReason, belief, item_cap, next_wave

BATCH = BatchCounts(prior_mean=0.35)
FRESH = ItemCounts(want=1, short=1, drafts=0, accepted=0, waves_done=0, waves=4, cap_left=12, value=0.433, cost=0.0336)


@st.composite
def items(draw: st.DrawFn) -> ItemCounts:
    want = draw(st.integers(1, 60))
    drafts = draw(st.integers(0, 4 * want))
    accepted = draw(st.integers(0, drafts))
    waves = draw(st.integers(1, 6))
    return ItemCounts(
        want=want,
        short=max(0, want - accepted),
        drafts=drafts,
        accepted=accepted,
        waves_done=draw(st.integers(0, waves)) if drafts else 0,
        waves=waves,
        cap_left=draw(st.integers(0, 500)),
        value=draw(st.floats(0.05, 5)),
        cost=draw(st.floats(0.005, 0.2)),
    )


batches = st.builds(BatchCounts, prior_mean=st.floats(0.02, 0.98))


@given(items(), batches)
def test_a_wave_has_drafts_or_a_reason_to_have_none(item: ItemCounts, batch: BatchCounts) -> None:
    wave = next_wave(item, batch)
    assert (wave.size > 0) == (wave.reason is WaveReason.DRAFTS)


@given(items(), batches)
def test_a_wave_never_exceeds_what_is_left_of_the_cap(item: ItemCounts, batch: BatchCounts) -> None:
    assert 0 <= next_wave(item, batch).size <= item.cap_left


@given(items(), batches)
def test_the_first_of_many_waves_asks_for_no_more_than_is_wanted(item: ItemCounts, batch: BatchCounts) -> None:
    pilot = replace(item, waves_done=0, waves=item.waves + 2, want=item.want + 1)
    assert next_wave(pilot, batch).size <= pilot.want


@given(items(), batches)
def test_who_is_shorter_of_keepers_does_not_get_fewer_drafts(item: ItemCounts, batch: BatchCounts) -> None:
    assume(item.short > 0)
    longer = replace(item, want=item.want + 1)
    shorter = replace(longer, short=item.short + 1)
    assert next_wave(shorter, batch).size >= next_wave(longer, batch).size


@given(items(), batches)
def test_a_dearer_keeper_does_not_get_fewer_drafts(item: ItemCounts, batch: BatchCounts) -> None:
    assume(next_wave(item, batch).size)
    assert next_wave(replace(item, value=2 * item.value), batch).size >= next_wave(item, batch).size


@given(items(), batches)
def test_the_last_draft_of_a_wave_is_worth_its_price_and_one_more_is_not(item: ItemCounts, batch: BatchCounts) -> None:
    last = replace(item, waves_done=item.waves - 1, want=1, short=max(1, item.short))
    size = next_wave(last, batch).size
    assume(0 < size < last.cap_left)
    a, b = belief(last, batch)
    assert marginal(size, last.short, a, b) * last.value >= last.cost * (1 - 1e-9)
    assert marginal(size + 1, last.short, a, b) * last.value < last.cost * (1 + 1e-9)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (replace(FRESH, short=0, accepted=1, drafts=1), WaveReason.FILLED),
        (replace(FRESH, drafts=20, cap_left=100, waves_done=1), WaveReason.NOT_WORTH_MORE),
        (replace(FRESH, value=0.05), WaveReason.NOT_WORTH_MORE),
        (replace(FRESH, value=-0.1), WaveReason.NOT_WORTH_MORE),
        (replace(FRESH, drafts=4, waves_done=4), WaveReason.WAVES_USED),
        (replace(FRESH, drafts=4, waves_done=2, cap_left=0), WaveReason.CAP_REACHED),
        (replace(FRESH, drafts=20, waves_done=4, cap_left=0), WaveReason.NOT_WORTH_MORE),
    ],
)
def test_an_item_stops_for_the_reason_that_no_setting_would_lift(item: ItemCounts, reason: WaveReason) -> None:
    assert next_wave(item, BATCH) == Wave(0, reason)


def test_waves_of_a_lone_picture_that_is_never_accepted_grow_until_they_are_used_up() -> None:
    sizes, item = [], FRESH
    while (wave := next_wave(item, BATCH)).size:
        sizes.append(wave.size)
        item = replace(
            item,
            drafts=item.drafts + wave.size,
            waves_done=item.waves_done + 1,
            cap_left=item.cap_left - wave.size,
        )
    assert sizes == [1, 1, 2, 3]
    assert wave.reason is WaveReason.WAVES_USED


def test_early_waves_ask_for_no_draft_that_is_needed_with_a_chance_under_one_in_five() -> None:
    priceless, batch = replace(FRESH, value=1e6, cap_left=10**6, waves=2), BatchCounts(0.2)
    size = next_wave(priceless, batch).size
    a, b = belief(priceless, batch)
    needed = [marginal(n, 1, a, b) / marginal(1, 1, a, b) for n in (size, size + 1)]
    assert size == 6
    assert needed[0] >= 0.2 > needed[1]


def test_items_teach_their_batch_by_rate_and_not_by_draft() -> None:
    assert BatchCounts(0.35).mean == pytest.approx(0.35)
    assert BatchCounts(0.35, first_waves=100, first_wave_rates=10).mean == pytest.approx(13.5 / 110)


def test_a_batch_that_does_badly_makes_its_items_cautious() -> None:
    unlucky = BatchCounts(0.35, first_waves=100, first_wave_rates=5)
    item = replace(FRESH, drafts=2, waves_done=1)
    assert next_wave(item, BATCH).reason is WaveReason.DRAFTS
    assert next_wave(item, unlucky).reason is WaveReason.NOT_WORTH_MORE


@pytest.mark.parametrize(("want", "value", "cap"), [(1, 0.433, 12), (5, 0.433, 64), (100, 0.433, 1288), (7, 0.01, 7)])
def test_the_cap_of_an_item_is_what_its_keepers_are_worth_and_never_under_what_is_wanted(
    want: int, value: float, cap: int
) -> None:
    assert item_cap(want, value, 0.0336) == cap


def test_ten_thousand_wanted_keepers_are_planned_like_a_hundred() -> None:
    def drafts_each(want: int) -> float:
        made, liked = 50 * want, 15 * want
        item = ItemCounts(want, want, made, liked, 1, 4, 10**6, value=0.433, cost=0.0336)
        return next_wave(item, BATCH).size / want

    assert drafts_each(10_000) == pytest.approx(drafts_each(100), rel=0.1)
    assert drafts_each(10_000) == pytest.approx(1 / 0.3, rel=0.05)
