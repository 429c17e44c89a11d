"""A manifest divided into cohorts, and its caps with it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.dividing import COHORT_SIZE, Division, divide
from proofpress.domain.spec import BatchSpec, ItemSpec, ReviewMode, ReviewSpec
from tests.support.pipeline import catalog


def spec(place: int, *, want: int = 1, by_hand: bool = False, max_attempts: int | None = None) -> ItemSpec:
    return ItemSpec(
        id=f"i{place}",
        prompt="the sea",
        template="t",
        want=want,
        review=ReviewSpec(mode=ReviewMode.HAND if by_hand else ReviewMode.NONE),
        max_attempts=max_attempts,
        max_usd_per_keeper=Decimal("0.5"),
    )


def divided(items: list[ItemSpec], *, max_attempts: int | None = None, max_usd: Decimal | None = None) -> Division:
    whole = BatchSpec(
        name="b", items=tuple(items), max_attempts=max_attempts, max_usd=max_usd, fingerprint="f", source=""
    )
    return divide(catalog(), "b", whole)


def sizes(division: Division) -> list[int]:
    return [sum(item.cohort == cohort.key for item in division.items) for cohort in division.cohorts]


def test_items_keep_the_order_of_the_manifest_in_cohorts_of_a_hundred() -> None:
    division = divided([spec(place) for place in range(COHORT_SIZE * 2 + 5)])
    assert sizes(division) == [COHORT_SIZE, COHORT_SIZE, 5]
    assert [item.position for item in division.items] == list(range(COHORT_SIZE * 2 + 5))
    assert [cohort.key for cohort in division.cohorts] == ["b/0001", "b/0002", "b/0003"]


def test_an_item_that_a_person_reviews_is_a_cohort_by_itself() -> None:
    division = divided([spec(place, by_hand=place in (1, 2)) for place in range(5)])
    assert sizes(division) == [1, 1, 1, 2]


def test_without_caps_of_the_batch_a_cohort_has_the_slots_of_its_items() -> None:
    division = divided([spec(place, want=place + 1) for place in range(3)])
    assert division.wanted == 6
    assert [cohort.max_attempts for cohort in division.cohorts] == [sum(item.max_attempts for item in division.items)]
    assert all(item.max_attempts > item.spec.want for item in division.items)
    assert division.cohorts[0].max_usd is None


def test_the_items_own_cap_goes_before_the_one_that_follows_from_its_worth() -> None:
    assert divided([spec(0, want=5, max_attempts=2)]).items[0].max_attempts == 2


hands = st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1, max_size=12)


@given(hands, st.integers(1, 400))
def test_the_cohorts_slots_add_up_to_the_batchs_cap(rows: list[tuple[int, bool]], cap: int) -> None:
    items = [spec(place, want=want, by_hand=by_hand) for place, (want, by_hand) in enumerate(rows)]
    own = [cohort.max_attempts for cohort in divided(items).cohorts]
    parts = [cohort.max_attempts for cohort in divided(items, max_attempts=cap).cohorts]
    assert sum(parts) == min(cap, sum(own))
    assert all(part <= most for part, most in zip(parts, own, strict=True))
    exact = [min(cap, sum(own)) * slots / sum(own) for slots in own]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(hands, st.decimals("0.01", "1000", places=2))
def test_the_cohorts_dollars_never_add_up_to_more_than_the_batchs_cap(
    rows: list[tuple[int, bool]], cap: Decimal
) -> None:
    items = [spec(place, want=want, by_hand=by_hand) for place, (want, by_hand) in enumerate(rows)]
    parts = [cohort.max_usd or Decimal(0) for cohort in divided(items, max_usd=cap).cohorts]
    assert cap - Decimal("1e-7") <= sum(parts) <= cap
