"""Retrying: transient refusals only, few, and never sooner than asked."""

import threading
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.adapters.local.clock import ManualClock
from proofpress.adapters.retrying import RetryingModels
from proofpress.domain.errors import (
    FailureClass,
    ModelRefused,
    NothingUsable,
    PerhapsPaid,
    RefusedForGood,
    RefusedForNow,
    Retry,
)
from proofpress.ports import Image
from tests.unit.scripted_models import ScriptedModels, instruction, question

JPEG = Image(b"\xff\xd8\xff", "image/jpeg")


def busy(retry_after: float = 0.0) -> RefusedForNow:
    return RefusedForNow(FailureClass.RATE_LIMITED, "slow down", retry_after=retry_after)


def retrying(inner: ScriptedModels, clock: ManualClock, seed: int = 0, **settings: float) -> RetryingModels:
    return RetryingModels(inner, clock, Random(seed), **settings)  # type: ignore[arg-type]


def test_a_call_that_is_refused_for_now_is_made_again() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock, [busy(), 7])
    assert retrying(inner, clock).generate(instruction(), [], attempt="a").usage.image_out == 7
    assert inner.attempts == ["a", "a"]


def test_a_review_that_is_refused_for_now_is_made_again() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock, [busy()])
    assert retrying(inner, clock).review(question(), JPEG, attempt="a").score == 1
    assert len(inner.starts) == 2


def test_the_third_refusal_is_raised_as_it_came() -> None:
    clock = ManualClock()
    last = busy()
    inner = ScriptedModels(clock, [busy(), busy(), last])
    with pytest.raises(RefusedForNow) as caught:
        retrying(inner, clock).generate(instruction(), [], attempt="a")
    assert caught.value is last
    assert len(inner.starts) == 3


@pytest.mark.parametrize("kind", [PerhapsPaid, RefusedForGood, NothingUsable])
def test_whatever_may_be_billed_or_refused_again_is_not_retried(kind: type[ModelRefused]) -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock, [kind(FailureClass.TIMEOUT, "no")])
    with pytest.raises(kind):
        retrying(inner, clock).generate(instruction(), [], attempt="a")
    assert len(inner.starts) == 1


@given(delays=st.lists(st.floats(0, 60), min_size=2, max_size=2), seed=st.integers())
def test_a_retry_comes_after_the_servers_delay_and_within_the_jitter(delays: list[float], seed: int) -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock, [busy(delay) for delay in delays])
    retrying(inner, clock, seed, base=2.0).generate(instruction(), [], attempt="a")
    waits = [later - earlier for earlier, later in pairwise(inner.starts)]
    for wait, delay, jitter in zip(waits, delays, [2.0, 4.0], strict=True):
        assert delay - 1e-5 <= wait <= delay + jitter + 1e-5


def test_the_jitter_is_full() -> None:
    waits = []
    for seed in range(200):
        clock = ManualClock()
        inner = ScriptedModels(clock, [busy()])
        retrying(inner, clock, seed, base=8.0).generate(instruction(), [], attempt="a")
        waits.append(inner.starts[1] - inner.starts[0])
    assert min(waits) < 0.5
    assert max(waits) > 7.5


def test_the_backoff_never_grows_beyond_its_cap() -> None:
    for seed in range(50):
        clock = ManualClock()
        inner = ScriptedModels(clock, [busy()] * 9)
        retrying(inner, clock, seed, tries=10, cap=5.0).generate(instruction(), [], attempt="a")
        assert all(later - earlier <= 5.0 + 1e-5 for earlier, later in pairwise(inner.starts))


def test_a_delay_above_the_cap_goes_back_to_the_queue_at_once() -> None:
    clock = ManualClock()
    started = clock.now()
    inner = ScriptedModels(clock, [busy(retry_after=61)])
    with pytest.raises(RefusedForNow) as caught:
        retrying(inner, clock, cap=60.0).generate(instruction(), [], attempt="a")
    assert caught.value.retry_after == 61
    assert clock.now() == started


def test_no_try_begins_after_the_patience_has_run_out() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock, [busy(30), busy(30)], during=lambda: clock.sleep(50))
    with pytest.raises(RefusedForNow):
        retrying(inner, clock, patience=100).generate(instruction(), [], attempt="a")
    assert len(inner.starts) == 2


def test_a_backoff_ends_at_the_stop_signal() -> None:
    stopping = threading.Event()
    clock = ManualClock()
    inner = ScriptedModels(clock, [busy(30)], during=stopping.set)
    started = clock.now()
    with pytest.raises(Retry, match="stopping"):
        RetryingModels(inner, clock, Random(0), stopping=stopping).generate(instruction(), [], attempt="a")
    assert clock.now() == started
    assert len(inner.starts) == 1
