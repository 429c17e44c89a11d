import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.adapters.local.parcel import Parcel
from proofpress.adapters.local.redelivery import Redelivery
from proofpress.domain.errors import FailureClass, NotReady, RefusedForNow, Retry
from proofpress.domain.events import DraftRequested, encode
from proofpress.ports import Topic

POLICY = Redelivery()


def parcel(**tries: int) -> Parcel:
    event = DraftRequested(attempt="b/cup/0001")
    return Parcel(Topic.DRAFTS, event.subject, encode(event), **tries)


def retry(cause: Exception) -> Retry:
    """What a stage raises from an error it could not mend."""
    error = Retry("given up for now")
    error.__cause__ = cause
    return error


def delay_of(failures: int, error: Exception) -> float:
    delay = Redelivery(max_deliveries=10_000).delay_after(parcel(failures=failures), error, 0.0)
    assert delay is not None
    return delay


@settings(deadline=None)
@given(failures=st.integers(0, 9000))
def test_delays_stay_between_half_the_doubled_delay_and_the_longest(failures: int) -> None:
    doubled = min(0.05 * 2.0 ** min(failures, 100), 30.0)
    assert doubled / 2 <= delay_of(failures, retry(OSError())) <= doubled


@settings(deadline=None)
@given(failures=st.integers(0, 100), asked=st.floats(0, 3600))
def test_no_delay_is_shorter_than_the_server_asked(failures: int, asked: float) -> None:
    refusal = RefusedForNow(FailureClass.RATE_LIMITED, "slow down", retry_after=asked)
    assert delay_of(failures, refusal) >= asked
    assert delay_of(failures, retry(refusal)) >= asked


def test_delays_are_jittered() -> None:
    assert len({delay_of(3, ValueError()) for _ in range(20)}) > 1


def test_the_last_failure_gives_up() -> None:
    tried = parcel()
    delays = [POLICY.delay_after(tried, retry(OSError()), 0.0) for _ in range(POLICY.max_deliveries)]
    assert [delay is None for delay in delays] == [False] * 7 + [True]


@pytest.mark.parametrize(("waited", "failures"), [(0.0, 0), (29.9, 0), (30.0, 1), (300.0, 1)])
def test_coming_too_early_counts_as_failure_only_after_the_patience(waited: float, failures: int) -> None:
    early = parcel()
    POLICY.delay_after(early, NotReady("x"), 1000.0)
    delay = POLICY.delay_after(early, NotReady("x"), 1000.0 + waited)
    assert delay is not None
    assert delay <= POLICY.longest_wait
    assert early.failures == failures


def test_a_message_given_back_unprocessed_pauses_without_counting() -> None:
    paced = parcel()
    for _ in range(100):
        delay = POLICY.delay_after(paced, Retry("not yet"), 0.0)
        assert delay is not None
        assert POLICY.pause / 2 <= delay <= POLICY.pause
    assert paced.failures == 0
