from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.errors import FailureClass
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState
from proofpress.reporting.numbers import Numbers, WouldHaveCost
from proofpress.reporting.tally import Tally
from tests.reporting.records import attempt, bill


def tallied(attempts: list[Attempt]) -> Numbers:
    tally = Tally()
    for each in attempts:
        tally.add_attempt(each)
    return tally.numbers(wanted=1, waves=1, would_have_cost=WouldHaveCost())


@st.composite
def some_attempts(draw: st.DrawFn) -> list[Attempt]:
    states = draw(st.lists(st.sampled_from(AttemptState), max_size=30))
    made = []
    for number, state in enumerate(states, 1):
        each = attempt(
            number,
            state,
            failure=draw(st.sampled_from(FailureClass)) if state is AttemptState.FAILED else None,
            reasons=("dark",) if state is AttemptState.REJECTED else (),
        )
        cents = draw(st.lists(st.integers(0, 100), max_size=2))
        for cent in cents:
            each = each.billed(bill(draw(st.sampled_from(["draft", "review"])), Decimal(cent) / 100))
        made.append(each)
    return made


@given(some_attempts())
def test_every_attempt_is_in_exactly_one_count(attempts: list[Attempt]) -> None:
    numbers = tallied(attempts)
    undecided = numbers.in_flight + numbers.waiting
    turned_down = numbers.rejected + numbers.declined + numbers.failed
    assert undecided + turned_down + numbers.spares + numbers.accepted == numbers.attempts
    assert numbers.attempts + numbers.cancelled == len(attempts)


@given(some_attempts())
def test_the_stages_add_up_to_the_bills_exactly(attempts: list[Attempt]) -> None:
    usd = tallied(attempts).usd
    assert usd.spent == sum(usd.by_stage.values()) == sum(each.usd for each in attempts)


@given(some_attempts())
def test_the_interval_holds_the_accept_rate(attempts: list[Attempt]) -> None:
    rate = tallied(attempts).accept_rate
    if rate.judged:
        low, share, high = rate.low or 0, rate.rate or 0, rate.high or 0
        assert 0 <= low <= share + 1e-9
        assert share - 1e-9 <= high <= 1


@given(some_attempts())
def test_counts_by_class_and_reason_add_up_to_their_totals(attempts: list[Attempt]) -> None:
    numbers = tallied(attempts)
    assert sum(numbers.failed_by_class.values()) == numbers.failed
    assert sum(failure.count for failure in numbers.failures) == numbers.failed
    assert numbers.rejected_by_reason.get("dark", 0) == numbers.rejected


@given(some_attempts().flatmap(lambda attempts: st.tuples(st.just(attempts), st.permutations(attempts))))
def test_the_order_in_which_attempts_come_makes_no_difference(orders: tuple[list[Attempt], list[Attempt]]) -> None:
    one, other = orders
    assert tallied(one) == tallied(other)
