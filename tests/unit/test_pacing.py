"""Pacing: no minute has too many images, no ten minutes cost too much, and nobody waits out of turn."""

import heapq
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.adapters.allowances import DollarAllowance
from proofpress.adapters.local.clock import ManualClock, SystemClock
from proofpress.adapters.pacing import PacedModels
from proofpress.domain.errors import FailureClass, PerhapsPaid, RefusedForGood, RefusedForNow, Retry
from proofpress.domain.pricing import Usage
from proofpress.ports import Clock, Image
from tests.unit.scripted_models import PICTURE_TOKENS, ScriptedModels, catalog, instruction, question

CATALOG = catalog(lite="0.10", pro="1.00")
TEN_MINUTES = 600.0


def paced(inner: ScriptedModels, clock: Clock, images: float | None = None, usd: str | None = None) -> PacedModels:
    dollars = None if usd is None else Decimal(usd)
    return PacedModels(
        inner, clock, CATALOG, images_per_minute=images, usd_per_ten_minutes=dollars, patience=TEN_MINUTES + 1
    )


def draw(models: PacedModels, times: int, model: str = "lite") -> None:
    for number in range(times):
        models.generate(instruction(model), [], attempt=str(number))


def gaps(starts: Sequence[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(starts)]


@pytest.mark.parametrize(("per_minute", "seconds"), [(30, 2), (7.5, 8), (0.5, 120)])
def test_images_start_evenly_spread(per_minute: float, seconds: float) -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock)
    draw(paced(inner, clock, images=per_minute), 4)
    assert gaps(inner.starts) == pytest.approx([seconds] * 3, abs=0.01)
    assert min(gaps(inner.starts)) >= seconds - 1e-5


def test_time_without_calls_is_not_saved_up_for_a_burst() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock)
    models = paced(inner, clock, images=60)
    draw(models, 1)
    clock.sleep(100)
    draw(models, 3)
    assert min(gaps(inner.starts)) >= 1 - 1e-5


def test_what_ten_minutes_have_room_for_starts_at_once_and_the_rest_waits() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock)
    draw(paced(inner, clock, usd="1.00"), 21)
    assert inner.starts[9] - inner.starts[0] == pytest.approx(0, abs=1)
    assert inner.starts[10] - inner.starts[0] == pytest.approx(600, abs=1)
    assert inner.starts[20] - inner.starts[0] == pytest.approx(1200, abs=2)


def test_without_limits_nothing_waits() -> None:
    clock = ManualClock()
    started = clock.now()
    draw(paced(ScriptedModels(clock), clock), 50)
    assert clock.now() == started


def test_a_review_takes_no_place_among_the_images() -> None:
    clock = ManualClock()
    models = paced(ScriptedModels(clock), clock, images=1)
    draw(models, 1)
    started = clock.now()
    models.review(question(), Image(b"", "image/jpeg"), attempt="r")
    assert clock.now() == started


def test_a_review_counts_among_the_dollars() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock)
    models = paced(inner, clock, usd="0.15")
    for attempt in "abc":
        models.review(question(), Image(b"", "image/jpeg"), attempt=attempt)
    assert gaps(inner.starts) == pytest.approx([0, 600], abs=1)


def test_a_refused_call_gives_its_dollars_back() -> None:
    clock = ManualClock()
    started = clock.now()
    refused = [RefusedForNow(FailureClass.RATE_LIMITED, "busy") for _ in range(20)]
    models = paced(ScriptedModels(clock, refused), clock, usd="1.00")
    for _ in refused:
        with pytest.raises(RefusedForNow):
            draw(models, 1)
    assert clock.now() == started


def test_a_call_that_may_have_been_billed_keeps_its_dollars() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock, [PerhapsPaid(FailureClass.TIMEOUT, "lost")])
    models = paced(inner, clock, usd="0.10")
    with pytest.raises(PerhapsPaid):
        draw(models, 1)
    draw(models, 1)
    assert gaps(inner.starts) == pytest.approx([600], abs=1)


@pytest.mark.parametrize(("limit", "gap"), [("0.15", 0), ("0.14", 600)])
def test_a_blocked_call_counts_what_its_usage_cost(limit: str, gap: float) -> None:
    clock = ManualClock()
    half = Usage(image_out=PICTURE_TOKENS // 2)
    inner = ScriptedModels(clock, [RefusedForGood(FailureClass.SAFETY, "no", usage=half)])
    models = paced(inner, clock, usd=limit)
    with pytest.raises(RefusedForGood):
        draw(models, 1)
    draw(models, 1)
    assert gaps(inner.starts) == pytest.approx([gap], abs=1)


def test_a_dearer_answer_than_expected_slows_what_follows() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock, [3 * PICTURE_TOKENS])
    draw(paced(inner, clock, usd="0.40"), 3)
    assert gaps(inner.starts) == pytest.approx([0, 600], abs=1)


def test_a_call_dearer_than_the_limit_goes_alone() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock)
    models = paced(inner, clock, usd="0.50")
    draw(models, 1)
    draw(models, 1, "pro")
    assert gaps(inner.starts) == pytest.approx([600], abs=2)


calls = st.lists(
    st.tuples(st.integers(1, 40), st.floats(0, 1), st.floats(0, 200), st.floats(0, 30)), min_size=1, max_size=60
)


@given(calls=calls, workers=st.integers(1, 8))
def test_no_ten_minutes_pass_the_limit_by_starts_or_by_ends(
    calls: list[tuple[int, float, float, float]], workers: int
) -> None:
    """Workers of any number make calls in cents, some cheaper in the end, of any duration, after any idle time."""
    limit, now = Decimal(1), 1_000.0
    allowance = DollarAllowance(limit)
    in_flight: list[tuple[float, Decimal, Decimal]] = []
    started, ended = [], []

    def land() -> float:
        when, expected, settled = heapq.heappop(in_flight)
        allowance.end(expected, settled, when)
        ended.append((when, settled))
        return when

    for cents, share, duration, idle in calls:
        now += idle
        while in_flight and (in_flight[0][0] <= now or len(in_flight) >= workers):
            now = max(now, land())
        expected = Decimal(cents) / 100
        while (wait := allowance.wait(expected, now)) > 0:
            now += max(wait, 0.001)
            while in_flight and in_flight[0][0] <= now:
                land()
        allowance.start(expected)
        settled = (expected * Decimal(str(share))).quantize(Decimal("0.01"))
        started.append((now, settled))
        heapq.heappush(in_flight, (now + duration, expected, settled))
    while in_flight:
        land()
    for moments in (started, ended):
        for first, _ in moments:
            spent = sum(usd for when, usd in moments if first <= when < first + TEN_MINUTES)
            assert spent <= limit


@settings(max_examples=20, deadline=None)
@given(threads=st.integers(2, 16))
def test_threads_together_keep_the_limits_of_one(threads: int) -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock)
    models = paced(inner, clock, images=60, usd="1.50")
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: draw(models, 1), range(30)))
    assert len(inner.starts) == 30
    assert sorted(inner.starts)[15] - min(inner.starts) >= 600 - 1e-3


class GatedClock(ManualClock):
    """Nobody's sleep ends before the gate opens."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def sleep(self, seconds: float) -> None:
        self.gate.wait()
        super().sleep(seconds)


def test_whoever_comes_first_is_served_first() -> None:
    clock = GatedClock()
    inner = ScriptedModels(clock)
    models = paced(inner, clock, images=600)
    draw(models, 1)
    threads = []
    for number in range(20):
        thread = threading.Thread(target=models.generate, args=(instruction(), []), kwargs={"attempt": f"{number:02}"})
        thread.start()
        threads.append(thread)
        while len(models._line._waiting) <= number:
            time.sleep(0.001)
    clock.gate.set()
    for thread in threads:
        thread.join()
    assert inner.attempts[1:] == sorted(inner.attempts[1:])


def test_a_wait_beyond_the_patience_gives_the_message_back_at_once() -> None:
    clock = ManualClock()
    models = PacedModels(ScriptedModels(clock), clock, CATALOG, images_per_minute=1, patience=30)
    draw(models, 1)
    started = clock.now()
    with pytest.raises(Retry, match="60 s"):
        draw(models, 1)
    assert clock.now() == started


def test_a_caller_who_gave_up_leaves_the_line_to_the_next() -> None:
    clock = ManualClock()
    inner = ScriptedModels(clock)
    models = PacedModels(inner, clock, CATALOG, images_per_minute=1, patience=30)
    draw(models, 1)
    with pytest.raises(Retry):
        draw(models, 1)
    clock.sleep(60)
    draw(models, 1)
    assert len(inner.starts) == 2


def test_the_stop_signal_empties_the_whole_line_at_once() -> None:
    clock = SystemClock()
    stopping = threading.Event()
    inner = ScriptedModels(clock)
    models = PacedModels(inner, clock, CATALOG, images_per_minute=1, stopping=stopping)
    draw(models, 1)
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(draw, models, 1) for _ in range(8)]
        time.sleep(0.1)
        began = time.perf_counter()
        stopping.set()
        for call in waiting:
            with pytest.raises(Retry, match="stopping"):
                call.result()
    assert time.perf_counter() - began < 1
    assert len(inner.starts) == 1


def test_after_the_stop_signal_not_even_an_allowed_call_is_made() -> None:
    stopping = threading.Event()
    stopping.set()
    inner = ScriptedModels(SystemClock())
    with pytest.raises(Retry, match="stopping"):
        draw(PacedModels(inner, SystemClock(), CATALOG, stopping=stopping), 1)
    assert inner.starts == []
