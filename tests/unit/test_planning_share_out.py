"""Sharing scarce slots among waves."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.marginals import marginal
from proofpress.domain.planning import BatchCounts, ItemCounts, belief, share_out

BATCH = BatchCounts(0.35)
Waves = list[tuple[str, ItemCounts, int]]


@st.composite
def waves(draw: st.DrawFn) -> Waves:
    asked: Waves = []
    for number in range(draw(st.integers(0, 6))):
        drafts = draw(st.integers(0, 12))
        accepted = draw(st.integers(0, drafts))
        short = draw(st.integers(1, 5))
        item = ItemCounts(short + accepted, short, drafts, accepted, 1, 4, 50, value=0.433, cost=0.0336)
        asked.append((f"item-{number}", item, draw(st.integers(0, 12))))
    return asked


@given(waves(), st.integers(-3, 60))
def test_shares_fill_the_slots_and_exceed_neither_them_nor_any_wave(asked: Waves, slots: int) -> None:
    shares = share_out(asked, BATCH, slots)
    assert sum(shares.values()) == max(0, min(slots, sum(size for _, _, size in asked)))
    assert all(0 <= shares[key] <= size for key, _, size in asked)


@given(waves(), st.integers(0, 60))
def test_no_slot_that_was_refused_was_worth_more_than_one_that_was_granted(asked: Waves, slots: int) -> None:
    shares = share_out(asked, BATCH, slots)
    granted = [worth(item, shares[key]) for key, item, _ in asked if shares[key]]
    refused = [worth(item, shares[key] + 1) for key, item, size in asked if shares[key] < size]
    assert not granted or not refused or min(granted) >= max(refused) - 1e-12


def worth(item: ItemCounts, n: int) -> float:
    return marginal(n, item.short, *belief(item, BATCH))


def test_the_likelier_item_comes_first_whatever_the_order() -> None:
    item = ItemCounts(1, 1, 4, 0, 1, 4, 10, value=0.433, cost=0.0336)
    luckier = replace(item, want=2, accepted=2)
    assert share_out([("poor", item, 2), ("rich", luckier, 2)], BATCH, 1) == {"poor": 0, "rich": 1}


def test_equal_items_are_served_in_order() -> None:
    item = ItemCounts(1, 1, 0, 0, 0, 4, 10, value=0.433, cost=0.0336)
    assert share_out([("b", item, 1), ("a", item, 1)], BATCH, 1) == {"b": 1, "a": 0}
